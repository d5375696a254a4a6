import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';

/** A row by its columns in camel case; instants may be `Date`s, JSON columns plain values. */
export type NewRow = Readonly<Record<string, unknown>>;

/**
 * Inserts rows in their order by one statement that carries them as JSON, which the database turns into
 * its own types. The first row names the columns; a column that no row has keeps its default.
 */
export async function insertRows(
  em: EntityManager,
  table: string,
  rows: readonly NewRow[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).map((key) => ({ key, column: snakeCase(key) }));
  const names = columns.map(({ column }) => column).join(', ');
  const json = rows.map((row) =>
    Object.fromEntries(columns.map(({ key, column }) => [column, row[key] ?? null])),
  );
  await query(
    em,
    `insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(json)],
  );
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
