import type {
  ActionLevel,
  ConfigurationWholeFragment,
  CreateActionConfigurationInput,
  KindShownFragment,
} from '../../generated.ts';
import type { Problems, Reading } from '../form/use-form.ts';
import {
  emptySettings,
  missingSettings,
  savedSettings,
  settingsInput,
  type SettingValues,
} from './setting-values.ts';

/** What the form of an action holds while it is typed. */
export type ActionValues = {
  /** Empty until one is chosen. */
  readonly kind: string;
  readonly level: ActionLevel | null;
  readonly productId: string | null;
  readonly offerId: string | null;
  readonly name: string;
  readonly enabled: boolean;
  /** By kind: whoever looks at another kind finds the first as it was. */
  readonly settings: Readonly<Record<string, SettingValues>>;
};

export type ActionDraft = Omit<CreateActionConfigurationInput, 'idempotencyKey'>;

export const noAction: ActionValues = {
  kind: '',
  level: null,
  productId: null,
  offerId: null,
  name: '',
  enabled: true,
  settings: {},
};

export function savedAction(
  saved: ConfigurationWholeFragment,
  kind: KindShownFragment | null,
): ActionValues {
  return {
    kind: saved.kind,
    level: saved.level,
    productId: saved.product?.id ?? null,
    offerId: saved.offer?.id ?? null,
    name: saved.name,
    enabled: saved.enabled,
    settings: kind ? { [kind.kind]: savedSettings(kind.fields, saved.settings) } : {},
  };
}

/** What the fields of the chosen kind hold, also before anybody typed into them. */
export function valuesOfKind(values: ActionValues, kind: KindShownFragment): SettingValues {
  return values.settings[kind.kind] ?? emptySettings(kind.fields);
}

/** Another kind: its own name and level, unless the ones there are were chosen and still fit. */
export function withKind(
  values: ActionValues,
  kind: KindShownFragment,
  before: KindShownFragment | null,
): ActionValues {
  const keepsName = values.name.trim() !== '' && values.name !== before?.label;
  const keepsLevel = values.level !== null && kind.levels.includes(values.level);
  return {
    ...values,
    kind: kind.kind,
    name: keepsName ? values.name : kind.label,
    level: keepsLevel
      ? values.level
      : kind.levels.includes('CHECKOUT')
        ? 'CHECKOUT'
        : (kind.levels[0] ?? null),
  };
}

/** The draft as the server takes it, or what is missing in it. */
export function readAction(
  values: ActionValues,
  kind: KindShownFragment | null,
  checkoutId: string,
): Reading<ActionDraft> {
  const { level, name, enabled } = values;
  const settings = kind && valuesOfKind(values, kind);
  const problems: Problems = {
    ...(!kind && { kind: 'Choose what it does.' }),
    ...(kind && !level && { level: 'Choose for which orders it runs.' }),
    ...(level === 'PRODUCT' && !values.productId && { productId: 'Choose the product.' }),
    ...(level === 'OFFER' && !values.offerId && { offerId: 'Choose the offer.' }),
    ...(name.trim() === '' && { name: 'Give it a name.' }),
    ...(kind && settings && missingSettings(kind, settings)),
  };
  if (!kind || !level || !settings || Object.keys(problems).length > 0) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    input: {
      checkoutId,
      kind: kind.kind,
      level,
      productId: level === 'PRODUCT' ? values.productId : null,
      offerId: level === 'OFFER' ? values.offerId : null,
      name: name.trim(),
      enabled,
      settings: settingsInput(kind, settings),
    },
  };
}
