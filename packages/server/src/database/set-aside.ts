import type { EntityManager } from '@mikro-orm/postgresql';
import type { Client } from 'pg';
import { query } from './orm.ts';

// What a table is looked up by and held to, put aside while very many rows are loaded and made anew after:
// quicker by far than to keep each index up with every row, and adding a key again proves that all rows fit
// it. The definitions are the catalogue's own and stand in a schema of the loader's until all are back.

const SCHEMA = 'loading';

/** An SQL expression: a load was begun and is not over. */
export const IS_LOADING = `(to_regclass('${SCHEMA}.set_aside') is not null)`;
/** The end of a load, when all is back. */
export const FORGET_ASIDE = `drop schema ${SCHEMA} cascade`;

/** Whether something is put aside. */
export async function isLoading(em: EntityManager): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(em.fork(), `select ${IS_LOADING} as found`);
  return row?.found === true;
}

/**
 * Drops the foreign keys of these tables and to them, their unique constraints and their indexes but those
 * named in `keep`, in the transaction that `client` is in.
 */
export async function setAside(
  client: Client,
  wish: { readonly tables: readonly string[]; readonly keep: readonly string[] },
): Promise<void> {
  await client.query(`create schema ${SCHEMA}`);
  await client.query(
    `create table ${SCHEMA}.set_aside (position integer primary key, of_table text not null, name text not null,
       is_key boolean not null, takes bigint not null, gone text not null, back text not null)`,
  );
  await client.query(
    `insert into ${SCHEMA}.set_aside
     select row_number() over (order by is_key, takes desc, of_table, name), of_table, name, is_key, takes, gone, back
     from (
       select conrelid::regclass::text as of_table, conname::text as name, contype = 'f' as is_key,
         case contype when 'f' then 0 else 1 end as takes,
         format('alter table %s drop constraint %I', conrelid::regclass, conname) as gone,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
       from pg_constraint
       where contype in ('f', 'u', 'p', 'x') and conname <> all($2)
         and (conrelid = any($1::regclass[]) or (contype = 'f' and confrelid = any($1::regclass[])))
       union all
       select indrelid::regclass::text, relname::text, false, case amname when 'gin' then 2 else 1 end,
         format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
       from pg_index join pg_class on pg_class.oid = indexrelid join pg_am on pg_am.oid = relam
       where indrelid = any($1::regclass[]) and relname <> all($2)
         and not exists (select from pg_constraint where conindid = indexrelid and contype in ('u', 'p', 'x'))) found`,
    [wish.tables, wish.keep],
  );
  // A foreign key is in the way of the unique one that it refers to.
  const { rows } = await client.query<{ gone: string }>(
    `select gone from ${SCHEMA}.set_aside order by is_key desc, position`,
  );
  for (const { gone } of rows) await client.query(gone);
}

type Aside = { readonly position: number; readonly is_key: boolean; readonly back: string };
type Connection = Client | Promise<Client>;

/**
 * Makes again what was put aside, on as many connections as are given, each as soon as it is free: indexes
 * first, then the keys that need them. Each is its own transaction, so that whoever is interrupted goes on.
 */
export async function putBack(
  free: Client,
  others: readonly Connection[],
  onProgress: (left: number) => void,
): Promise<void> {
  const { rows } = await free.query<Aside>(
    `select position, is_key, back from ${SCHEMA}.set_aside order by position`,
  );
  let left = rows.length;
  onProgress(left);
  const work = async (connection: Connection, queue: Aside[]) => {
    const client = await connection;
    for (let one = queue.shift(); one; one = queue.shift()) {
      await client.query('begin');
      await client.query(one.back);
      await client.query(`delete from ${SCHEMA}.set_aside where position = $1`, [one.position]);
      await client.query('commit');
      onProgress((left -= 1));
    }
  };
  const indexes = rows.filter(({ is_key: isKey }) => !isKey);
  const keys = rows.filter(({ is_key: isKey }) => isKey);
  await Promise.all([free, ...others].map((connection) => work(connection, indexes)));
  // One after another: each locks two tables, and two at once could wait for each other.
  await work(free, keys);
}
