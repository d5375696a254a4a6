import type { AnyActionType } from '../actions/action-types.ts';
import type { HistoryChange } from '../database/history.ts';
import { openSettings, type Sealer, sealSettings } from '../database/sealing.ts';
import type { Refusal } from './outcome.ts';
import type { Tools } from './request.ts';

/**
 * Settings of an action between the form, where every value is text, and the snapshot, where secrets are
 * sealed. A secret that is not typed anew stays as it is, and none ever leaves whole.
 */

/** A setting as the form sends it. Null or left out: a secret stays, anything else is empty. */
export type SettingWish = { readonly name: string; readonly value?: string | null };

/** A setting as the form shows it. Of a secret `value` has at most the last four characters. */
export type SettingShown = {
  readonly name: string;
  readonly value: string | null;
  readonly isSecret: boolean;
  readonly isSet: boolean;
};

/** Why a setting cannot be written. `setting` is its name; empty where it is about the whole. */
export type SettingRefusal = Refusal & { readonly setting: string };

export type Settings = Readonly<Record<string, unknown>>;

type Field = AnyActionType['settingsForm'][number];

/** Shorter secrets would be half given away by their end. */
const SHORTEST_WITH_END = 12;
const SHOWN_END = 4;
/** What a history entry keeps of a long text; the versions have all of it. */
const HISTORY_LENGTH = 200;

/** What stored settings hold, in the order of the form. */
export function shownSettings(
  type: AnyActionType,
  settings: Settings,
  sealer: Sealer,
): SettingShown[] {
  const opened = openedSettings(type, settings, sealer);
  return type.settingsForm.map(({ name }) => {
    const isSecret = type.secretSettings.includes(name);
    const text = textOf(opened[name]);
    return {
      name,
      value: isSecret ? endOf(text) : text,
      isSecret,
      isSet: textOf(settings[name]) !== null,
    };
  });
}

/**
 * What the wishes come to, secrets readable, together with every reason against it at its field.
 * `present` are the stored settings they change; `path` leads to where the wishes stand in the input.
 */
export function settingsFromWishes(
  type: AnyActionType,
  wishes: readonly SettingWish[],
  from: {
    readonly present: Settings | null;
    readonly tools: Pick<Tools, 'sealer' | 'judgeAddress'>;
    readonly path: readonly string[];
  },
): { settings: Settings; refusals: SettingRefusal[] } {
  const present = from.present ?? {};
  const opened = openedSettings(type, present, from.tools.sealer);
  const byName = new Map(wishes.map((wish) => [wish.name, wish]));
  const mistakes: { field: string; message: string }[] = [];

  const read: Record<string, unknown> = settingsBesideForm(type, present);
  for (const field of type.settingsForm) {
    const { name } = field;
    const text = byName.get(name)?.value ?? null;
    if (text !== null || !type.secretSettings.includes(name)) {
      const value = text === null ? undefined : valueOf(field, text);
      if (isMistaken(value)) mistakes.push({ field: name, message: value.mistake });
      else if (value !== undefined) read[name] = value;
    } else if (textOf(opened[name]) !== null) {
      read[name] = opened[name];
    } else if (textOf(present[name]) !== null && isShown(field, read)) {
      const message = 'The stored secret can no longer be read. Enter it again.';
      mistakes.push({ field: name, message });
    }
  }
  const settings = withoutHidden(type, read);
  // What could not even be read would only be called missing once more.
  const known = new Set(mistakes.map(({ field }) => field));
  mistakes.push(...type.checkSettings(settings).filter(({ field }) => !known.has(field)));
  mistakes.push(...addressMistakes(type, settings, mistakes, from.tools));
  return {
    settings,
    refusals: [
      ...strangersAmong(type, wishes, from.path),
      ...mistakes.map((mistake) => refusalAt(type, wishes, from.path, mistake)),
    ],
  };
}

/** Addresses that would be refused at each call are refused where they are typed. */
function addressMistakes(
  type: AnyActionType,
  settings: Settings,
  known: readonly { readonly field: string }[],
  tools: Pick<Tools, 'judgeAddress'>,
): { field: string; message: string }[] {
  return type.settingsForm.flatMap(({ name, input }) => {
    const address = settings[name];
    if (typeof address !== 'string') return [];
    // Some addresses are secrets as well, because whoever knows them may use them.
    if (input !== 'url' && (input !== 'secret' || !URL.canParse(address))) return [];
    if (known.some(({ field }) => field === name)) return [];
    const message = tools.judgeAddress(address);
    return message === null ? [] : [{ field: name, message }];
  });
}

/** The settings as they are stored. Secrets that are what they were keep their sealed text. */
export function sealedSettings(
  type: AnyActionType,
  settings: Settings,
  present: Settings | null,
  sealer: Sealer,
): Record<string, unknown> {
  const opened = openedSettings(type, present ?? {}, sealer);
  const unchanged = type.secretSettings.filter(
    (name) => name in settings && settings[name] === opened[name],
  );
  return sealSettings(
    sealer,
    { ...settings, ...Object.fromEntries(unchanged.map((name) => [name, present?.[name]])) },
    type.secretSettings,
  );
}

/** Stored settings with readable secrets; one that cannot be opened is left out. */
export function openedSettings(type: AnyActionType, settings: Settings, sealer: Sealer): Settings {
  const entries = Object.entries(settings).flatMap(([name, value]) => {
    if (!type.secretSettings.includes(name) || typeof value !== 'string') return [[name, value]];
    const text = openedSecret(sealer, name, value);
    return text === null ? [] : [[name, text]];
  });
  return Object.fromEntries(entries) as Settings;
}

/** What changed for the history, setting by setting; of secrets and addresses only that they did. */
export function settingChanges(
  type: AnyActionType,
  before: Settings,
  after: Settings,
): HistoryChange[] {
  return type.settingsForm.flatMap(({ name, input }) => {
    const [was, is] = [textOf(before[name]), textOf(after[name])];
    if (was === is) return [];
    const isKept = !type.secretSettings.includes(name) && input !== 'email';
    return [
      {
        field: `settings.${name}`,
        before: isKept ? cut(was) : null,
        after: isKept ? cut(is) : null,
      },
    ];
  });
}

/** At the setting's value in the input, or at all settings where it was not sent. */
function refusalAt(
  type: AnyActionType,
  wishes: readonly SettingWish[],
  path: readonly string[],
  { field, message }: { readonly field: string; readonly message: string },
): SettingRefusal {
  const index = wishes.findIndex(({ name }) => name === field);
  const refusal = { code: 'INVALID', setting: field } as const;
  if (index >= 0) return { ...refusal, message, path: [...path, String(index), 'value'] };
  const label = type.settingsForm.find(({ name }) => name === field)?.label;
  return { ...refusal, message: label ? `${label}: ${message}` : message, path };
}

function strangersAmong(
  type: AnyActionType,
  wishes: readonly SettingWish[],
  path: readonly string[],
): SettingRefusal[] {
  const known = new Set(type.settingsForm.map(({ name }) => name));
  return wishes.flatMap(({ name }, index): SettingRefusal[] => {
    const isAgain = wishes.findIndex((wish) => wish.name === name) < index;
    if (known.has(name) && !isAgain) return [];
    const message = isAgain
      ? `The setting “${name}” is there twice.`
      : `${type.label} has no setting “${name}”. It has ${[...known].join(', ')}.`;
    return [{ code: 'INVALID', setting: name, message, path: [...path, String(index), 'name'] }];
  });
}

/** Settings of an older or newer version of this program, which its form does not know: kept as they are. */
function settingsBesideForm(type: AnyActionType, present: Settings): Record<string, unknown> {
  const known = new Set([...type.settingsForm.map(({ name }) => name), ...type.secretSettings]);
  return Object.fromEntries(Object.entries(present).filter(([name]) => !known.has(name)));
}

function withoutHidden(type: AnyActionType, settings: Settings): Settings {
  const hidden = new Set(
    type.settingsForm.filter((field) => !isShown(field, settings)).map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !hidden.has(name)));
}

function isShown({ showWhen }: Field, settings: Settings): boolean {
  return !showWhen || textOf(settings[showWhen.field]) === showWhen.equals;
}

type Mistake = { readonly mistake: string };

/** A value as the kind reads it; undefined for an empty one. */
function valueOf({ input }: Field, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  switch (input) {
    case 'boolean':
      if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
      return { mistake: 'It must be true or false.' } satisfies Mistake;
    case 'tags':
      return trimmed.split(/\s*[,\n]\s*/u).filter((tag) => tag !== '');
    case 'multiline':
      return text;
    case 'secret':
      // Sealed text is never typed: it would be stored as it is and opened as somebody else's secret.
      if (trimmed.startsWith('sealed:')) {
        return { mistake: 'It must be the secret itself.' } satisfies Mistake;
      }
      return trimmed;
    case 'text':
    case 'url':
    case 'email':
    case 'select':
      return trimmed;
  }
}

function isMistaken(value: unknown): value is Mistake {
  return typeof value === 'object' && value !== null && 'mistake' in value;
}

/** Null where there is nothing. */
function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join('\n');
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : null;
}

function endOf(secret: string | null): string | null {
  return secret && secret.length >= SHORTEST_WITH_END ? secret.slice(-SHOWN_END) : null;
}

function cut(text: string | null): string | null {
  return text && text.length > HISTORY_LENGTH ? `${text.slice(0, HISTORY_LENGTH)}…` : text;
}

function openedSecret(sealer: Sealer, name: string, sealed: string): string | null {
  try {
    return String(openSettings(sealer, { [name]: sealed }, [name])[name]);
  } catch {
    // Sealed with another key than this process has, or spoilt: all that is left is to enter it again.
    return null;
  }
}
