import { query } from '../../src/database/orm.ts';
import type { TestDatabase } from './database.ts';

/**
 * Every table with a fingerprint of all its rows: what is equal before and after was not touched. Without
 * `except`, which names tables that grow by being asked.
 */
export async function fingerprintOf(
  database: Pick<TestDatabase, 'orm'>,
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const em = database.orm.em.fork();
  const tables = await query<{ name: string }>(
    em,
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'auth', 'graphile_worker') order by 1`,
  );
  // Asking anything uses up what one may ask in a minute, and who was shown customers is counted.
  const unlooked = ['public.rate_limit', 'public.personal_data_reading', ...except];
  const looked = tables.map(({ name }) => name).filter((name) => !unlooked.includes(name));
  const quoted = (name: string) =>
    name
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
  const rows = await query<{ name: string; print: string }>(
    em,
    looked
      .map(
        (name) =>
          `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
           from ${quoted(name)} t`,
      )
      .join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}
