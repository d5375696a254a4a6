import type { EntityManager } from '@mikro-orm/postgresql';
import type { HistoryChange } from './history.ts';
import { type ActionPurpose, removalName } from '../domain/action.ts';
import { query } from './orm.ts';

/** What taking the latest settings over would change of an action; or why there are none to take. */
export type LatestSettings = {
  readonly changes: readonly HistoryChange[];
  /** In words; null where there is something newer, or simply nothing new. */
  readonly refusal: string | null;
};

type Row = {
  purpose: ActionPurpose;
  name: string;
  settings: Record<string, unknown>;
  configuration_id: string | null;
  is_open: boolean | null;
  latest_name: string | null;
  latest: Record<string, unknown> | null;
};

/** Sealed secrets never leave: that they differ is all that is said of them. */
export async function findLatestSettings(
  em: EntityManager,
  actionId: string,
): Promise<LatestSettings> {
  const [row] = await query<Row>(
    em,
    `select a.purpose, a.name, a.settings, a.configuration_id, c.enabled and c.deleted_at is null as is_open,
       v.name as latest_name, v.settings as latest
     from action a
     left join action_configuration c on c.id = a.configuration_id
     left join action_configuration_version v on v.configuration_id = c.id and v.version = c.version
     where a.id = $1`,
    [actionId],
  );
  if (!row?.latest || !row.is_open) {
    return {
      changes: [],
      refusal:
        'The configuration of this action was deleted or disabled, so there is nothing newer to use.',
    };
  }
  const before = { name: row.name, ...row.settings };
  const named = row.purpose === 'REMOVAL' ? removalName : (text: string) => text;
  const name = row.latest_name === null ? row.name : named(row.latest_name);
  return {
    changes: settingsChanges(before, { name, ...row.latest }),
    refusal: null,
  };
}

const SEALED = /^sealed:/;
const LONGEST_SHOWN = 300;

/** Field by field, in the order of their names; null where a setting is missing on one side. */
export function settingsChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): HistoryChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: shown(before[field]), after: shown(after[field]) }));
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return SEALED.test(text) ? '•••' : text.slice(0, LONGEST_SHOWN);
}
