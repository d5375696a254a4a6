import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';
import { SEALED_PATTERN } from './sealing.ts';

/** Where sealed texts lie. `key` names a row, and orders them. */
const places = {
  'action_configuration_version.settings': {
    table: 'action_configuration_version',
    column: 'settings',
    key: `configuration_id || '/' || version`,
    type: 'jsonb',
  },
  'action.settings': { table: 'action', column: 'settings', key: 'id', type: 'jsonb' },
  'setting.value': { table: 'setting', column: 'value', key: 'name', type: 'jsonb' },
  'order_export.address_key': {
    table: 'order_export',
    column: 'address_key',
    key: 'id',
    type: 'text',
  },
} as const;

export type SealedPlace = keyof typeof places;
export const sealedPlaces = Object.keys(places) as SealedPlace[];

export type SealedRow = { readonly key: string; readonly value: unknown };

/**
 * The next rows with a text that is not under the key of this fingerprint, locked until the transaction
 * ends. `skipLocked` passes over those that somebody else holds.
 */
export async function lockRowsUnderOtherKeys(
  em: EntityManager,
  place: SealedPlace,
  wish: {
    readonly keyId: string;
    readonly after: string;
    readonly limit: number;
    readonly skipLocked: boolean;
  },
): Promise<SealedRow[]> {
  const { table, column, key } = places[place];
  // However long the way to the next one: no person waits for it.
  await query(em, 'set local statement_timeout = 0');
  return query(
    em,
    `select ${key} as key, ${column} as value from ${table}
     where ${key} > $1 and ${column}::text ~ $2
     order by 1 limit ${wish.limit} for no key update ${wish.skipLocked ? 'skip locked' : ''}`,
    [wish.after, SEALED_PATTERN.replace('[', `(?!${wish.keyId})[`)],
  );
}

export async function writeSealed(
  em: EntityManager,
  place: SealedPlace,
  row: SealedRow,
): Promise<void> {
  const { table, column, key, type } = places[place];
  const value = type === 'jsonb' ? JSON.stringify(row.value) : row.value;
  await query(em, `update ${table} set ${column} = $1::${type} where ${key} = $2`, [
    value,
    row.key,
  ]);
}

/** Mails that wait in the queue: they go by themselves, and nobody seals them anew. */
export const WAITING_MAILS = 'graphile_worker._private_jobs.payload';

/** How many sealed texts under one key one column holds. */
export type SealedCount = {
  readonly place: string;
  /** Whether the program seals there; elsewhere somebody has typed what only looks like it. */
  readonly isKnown: boolean;
  readonly keyId: string;
  readonly count: number;
};

/**
 * Looks for sealed texts in every column of every table that can hold text, so that none is forgotten.
 * Reads all of the database.
 */
export async function countSealedTexts(em: EntityManager): Promise<SealedCount[]> {
  const columns = await query<{ schema: string; table: string; column: string }>(
    em,
    `select c.table_schema as schema, c.table_name as table, c.column_name as column
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
       and (c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY'))
     order by 1, 2, 3`,
  );
  const found: SealedCount[] = [];
  for (const { schema, table, column } of columns) {
    const place = schema === 'public' ? `${table}.${column}` : `${schema}.${table}.${column}`;
    const counts = await countIn(em, { schema, table, column });
    const isKnown = Object.hasOwn(places, place) || place === WAITING_MAILS;
    found.push(...counts.map((one) => ({ ...one, place, isKnown })));
  }
  return found;
}

function countIn(
  em: EntityManager,
  { schema, table, column }: { schema: string; table: string; column: string },
): Promise<{ keyId: string; count: number }[]> {
  const name = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return em.transactional(async (tx) => {
    await query(tx, 'set local statement_timeout = 0');
    return query(
      tx,
      `select split_part(m.text[1], ':', 3) as "keyId", count(*)::int as count
       from ${name(schema)}.${name(table)}
       cross join lateral regexp_matches(${name(column)}::text, $1, 'g') as m (text)
       group by 1 order by 1`,
      [SEALED_PATTERN],
    );
  });
}
