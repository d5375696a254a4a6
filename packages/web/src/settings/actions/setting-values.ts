import type {
  KindShownFragment,
  SettingFieldShownFragment,
  SettingInputValue,
  SettingShownFragment,
} from '../../generated.ts';
import type { Problems } from '../form/use-form.ts';

/**
 * What the form of a kind of action holds, by the names of its fields. All values are text, as the
 * server takes them; null is a secret that stays as it is.
 */
export type SettingValues = Readonly<Record<string, string | null>>;

/** An empty form: switches off, and the first choice where one must be made. */
export function emptySettings(fields: readonly SettingFieldShownFragment[]): SettingValues {
  return Object.fromEntries(
    fields.map(({ name, input, required, options }) => {
      if (input === 'BOOLEAN') return [name, 'false'];
      return [name, input === 'SELECT' && required ? (options[0]?.value ?? '') : ''];
    }),
  );
}

export function savedSettings(
  fields: readonly SettingFieldShownFragment[],
  saved: readonly SettingShownFragment[],
): SettingValues {
  const known = Object.fromEntries(
    saved.map(({ name, value, isSecret, isSet }) => [
      name,
      isSecret ? (isSet ? null : '') : (value ?? ''),
    ]),
  );
  return { ...emptySettings(fields), ...known };
}

/** The fields that are asked for, given what the others hold. */
export function askedFields(
  { fields }: KindShownFragment,
  values: SettingValues,
): readonly SettingFieldShownFragment[] {
  return fields.filter(
    ({ showWhen }) => !showWhen || (values[showWhen.field] ?? '') === showWhen.equals,
  );
}

export function settingsInput(kind: KindShownFragment, values: SettingValues): SettingInputValue[] {
  return askedFields(kind, values).map(({ name, input }) => {
    const value = values[name] ?? null;
    // Only of a secret does empty text say something else than null: that it goes.
    return { name, value: value === '' && input !== 'SECRET' ? null : value };
  });
}

/** What must be filled in and is not, so that nobody has to send a form to learn it. */
export function missingSettings(kind: KindShownFragment, values: SettingValues): Problems {
  return Object.fromEntries(
    askedFields(kind, values)
      .filter(({ name, required }) => required && values[name]?.trim() === '')
      .map(({ name, label }) => [`settings.${name}`, `${label} must be filled in.`]),
  );
}

/** The field that a path of the server's input belongs to: there settings go by their number. */
export function settingFieldOf(
  path: readonly string[],
  settings: readonly SettingInputValue[],
): string {
  const [first, index] = path;
  const setting = first === 'settings' && index !== undefined ? settings[Number(index)] : undefined;
  return setting ? `settings.${setting.name}` : path.join('.');
}
