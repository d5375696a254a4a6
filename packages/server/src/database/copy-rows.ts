import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

// Rows as COPY takes them: far quicker than any insert, and for loaders alone.

/** A row by its columns in camel case; instants may be `Date`s, JSON columns plain values. */
export type CopiedRow = Readonly<Record<string, unknown>>;
/** The type of each column by table and column, as the database names them: `_text` is a list of texts. */
export type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

export async function readColumnTypes(
  client: Client,
  tables: readonly string[],
): Promise<ColumnTypes> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(
    `select a.attrelid::regclass::text as "table", a.attname as "column", t.typname as "type"
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = any($1::regclass[]) and a.attnum > 0 and not a.attisdropped`,
    [tables],
  );
  const types = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const known = types.get(table) ?? new Map<string, string>();
    types.set(table, known.set(column, type));
  }
  return types;
}

/**
 * Copies rows in the transaction that `client` is in. The first row names the columns; others keep their
 * defaults.
 */
export async function copyRows(
  client: Client,
  types: ColumnTypes,
  table: string,
  rows: readonly CopiedRow[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const keys = Object.keys(first);
  const columns = keys.map(snakeCase);
  const writers = columns.map((column) => writerOf(types.get(table)?.get(column)));
  const into = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(chunksOf(rows, keys, writers)), into);
}

const ROWS_AT_ONCE = 500;

function* chunksOf(
  rows: readonly CopiedRow[],
  keys: readonly string[],
  writers: readonly ((value: unknown) => string)[],
): Generator<Buffer> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    let text = '';
    for (const row of rows.slice(from, from + ROWS_AT_ONCE)) {
      for (const [index, key] of keys.entries()) {
        const value = row[key];
        if (index > 0) text += '\t';
        text += value === null || value === undefined ? NOTHING : writers[index]?.(value);
      }
      text += '\n';
    }
    yield Buffer.from(text);
  }
}

const NOTHING = String.raw`\N`;

export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function writerOf(type: string | undefined): (value: unknown) => string {
  if (type === undefined) throw new RangeError('A row has a column that its table has not');
  if (type === 'jsonb') return (value) => escaped(jsonOf(value));
  if (type === '_text') return (value) => escaped(listOf(value as readonly string[]));
  return (value) => (value instanceof Date ? value.toISOString() : escaped(String(value)));
}

/** Settings are the same object in every action that has them: written once. */
const written = new WeakMap<object, string>();

function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = written.get(value);
  if (known !== undefined) return known;
  const json = JSON.stringify(value);
  written.set(value, json);
  return json;
}

function listOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}

const special = /[\\\n\r\t]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

function escaped(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r\t]/g, (one) => escapes[one] ?? one) : text;
}
