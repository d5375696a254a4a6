import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { entities, query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const run = (sql: string, parameters: unknown[] = []) =>
  query(database.orm.em.fork(), sql, parameters);

describe('the tables', () => {
  test.each(entities.map((entity) => [entity.meta.className, entity]))(
    '%s names only columns that exist, as nullable as it says',
    async (_, entity) => {
      const meta = database.orm.getMetadata().get(entity.meta.class ?? entity.meta.className);
      const columns = await query<{ column_name: string; is_nullable: string }>(
        database.orm.em.fork(),
        `select column_name, is_nullable from information_schema.columns where table_name = $1`,
        [meta.tableName],
      );
      const actual = Object.fromEntries(
        columns.map((column) => [column.column_name, column.is_nullable === 'YES']),
      );
      const declared = Object.fromEntries(
        Object.values(meta.properties).map((property) => [
          property.fieldNames[0],
          property.nullable ?? false,
        ]),
      );
      expect(actual).toMatchObject(declared);
    },
  );

  test('the books and the history refuse to be changed or emptied', async () => {
    await expect(run('truncate history_entry')).rejects.toThrow('history_entry is append only');
    await expect(run('truncate book_entry')).rejects.toThrow('book_entry is append only');
  });
});

describe('the history', () => {
  const insert = (id: string, summary: string) =>
    run(
      `insert into history_entry (id, chain, at, actor_kind, actor_name, event, summary)
       values ($1, 'shop', '2026-01-01', 'SYSTEM', 'Automatic', 'shop.changed', $2)`,
      [id, summary],
    );

  test('numbers its entries without gaps and chains their hashes, also when two write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => insert(`his_${index}`, `${index}`)));
    const rows = await query<{ seq: number; hash: Buffer }>(
      database.orm.em.fork(),
      `select seq, hash from history_entry where chain = 'shop' order by seq`,
    );
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(new Set(rows.map(({ hash }) => hash.toString('hex'))).size).toBe(20);
  });

  test('cannot be rewritten', async () => {
    await insert('his_fixed', 'as it was');
    await expect(
      run(`update history_entry set summary = 'x' where id = 'his_fixed'`),
    ).rejects.toThrow('append only');
    await expect(run(`delete from history_entry where id = 'his_fixed'`)).rejects.toThrow(
      'append only',
    );
  });
});
