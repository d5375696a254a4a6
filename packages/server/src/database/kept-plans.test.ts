import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { query, queryOften } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

type Kept = { readonly name: string; readonly statement: string };

/** In a transaction: all of one connection. */
const onOneConnection = <Result>(
  work: (em: Parameters<typeof query>[0]) => Promise<Result>,
): Promise<Result> => database.orm.em.fork().transactional(work);

const keptLike = async (em: Parameters<typeof query>[0], part: string): Promise<Kept[]> =>
  query<Kept>(em, 'select name, statement from pg_prepared_statements where statement like $1', [
    `%${part}%`,
  ]);

test('a statement that is asked often is planned once on a connection, and answers as before', async () => {
  const sql = 'select $1::int + 1 as n /* asked often */';
  await onOneConnection(async (em) => {
    for (let n = 0; n < 3; n += 1) expect(await queryOften(em, sql, [n])).toEqual([{ n: n + 1 }]);
    expect(await keptLike(em, 'asked often')).toEqual([]);
    for (let n = 3; n < 9; n += 1) expect(await queryOften(em, sql, [n])).toEqual([{ n: n + 1 }]);
    expect(await keptLike(em, 'asked often')).toMatchObject([{ statement: sql }]);
  });
});

test('one whose columns change is asked once more and planned anew under another name', async () => {
  const sql = 'select * from kept_for_test';
  const em = database.orm.em.fork();
  await query(em, 'create table kept_for_test as select 1 as n');
  const ask = () => queryOften(database.orm.em.fork(), sql);
  for (let n = 0; n < 6; n += 1) expect(await ask()).toEqual([{ n: 1 }]);
  const [before] = await keptLike(em, 'kept_for_test');
  await query(em, 'alter table kept_for_test add column m text');
  for (let n = 0; n < 6; n += 1) expect(await ask()).toEqual([{ n: 1, m: null }]);
  const after = (await keptLike(em, 'kept_for_test')).filter(({ name }) => name !== before?.name);
  expect(after).toEqual([{ name: expect.any(String), statement: sql }]);
  await query(em, 'drop table kept_for_test');
});

test('in a transaction it is not asked again, since what was done before is lost', async () => {
  const sql = 'select * from kept_for_test /* within */';
  const em = database.orm.em.fork();
  await query(em, 'create table kept_for_test as select 1 as n');
  const ask = () => onOneConnection((within) => queryOften(within, sql));
  for (let n = 0; n < 6; n += 1) expect(await ask()).toEqual([{ n: 1 }]);
  await query(em, 'alter table kept_for_test add column m text');
  await expect(ask()).rejects.toThrow('cached plan must not change result type');
  expect(await ask()).toEqual([{ n: 1, m: null }]);
  await query(em, 'drop table kept_for_test');
});

test('however many texts are asked often, a connection keeps a hundred', async () => {
  await onOneConnection(async (em) => {
    for (let text = 0; text < 130; text += 1) {
      for (let n = 0; n < 5; n += 1) {
        expect(await queryOften(em, `select $1::int as n /* many ${text} */`, [n])).toEqual([
          { n },
        ]);
      }
    }
    const kept = await keptLike(em, 'many');
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.length).toBeLessThanOrEqual(100);
  });
});
