import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { checkHistory } from './history-check.ts';
import { query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  await tamper('truncate history_entry, history_head cascade');
  await write('ord_a', 7);
  await write('ord_b', 1);
  await write('settings', 3, '203.0.113.9');
});
afterAll(() => database.drop());

const run = (sql: string, parameters: unknown[] = []) =>
  query(database.orm.em.fork(), sql, parameters);

const write = (chain: string, entries: number, from: string | null = null) =>
  run(
    `insert into history_entry
       (id, chain, at, actor_kind, actor_name, event, summary, changes, from_address)
     select $1 || '/' || n, $1, '2026-01-01 10:00:00.125Z', 'SYSTEM', 'Ääkköset "quoted"', 'shop.changed', 'No ' || n,
       '[{"field": "price", "before": null, "after": "12,50 €"}]', $3
     from generate_series(1, $2::int) n order by n`,
    [chain, entries, from],
  );

/** As the owner of the tables may: the triggers that protect the history are switched off for it. */
async function tamper(sql: string): Promise<void> {
  await run('alter table history_entry disable trigger user');
  await run('alter table history_head disable trigger user');
  await run(sql);
  await run('alter table history_entry enable trigger user');
  await run('alter table history_head enable trigger user');
}

/** In batches of three, so that chains go over their edges. */
const check = () => checkHistory(database.orm.em, 3);
const broken = (...faults: object[]) => ({ faultCount: faults.length, faults });

describe('the check of the history', () => {
  test('finds it whole as it was written, and reads all of it', async () => {
    expect(await check()).toEqual({ chains: 3, entries: 11, faultCount: 0, faults: [] });
    expect(await checkHistory(database.orm.em)).toEqual(await check());
  });

  test.each([
    ['summary', `'Nothing happened'`],
    ['reason', `'because'`],
    ['at', `at + interval '1 millisecond'`],
    ['actor_id', `'mem_other'`],
    ['actor_kind', `'PERSON'`],
    ['changes', `'[]'`],
    ['event', `'shop.unchanged'`],
    ['from_address', `'198.51.100.1'`],
    ['from_agent', `'curl'`],
    ['hash', `sha256('forged')`],
  ])('finds the entry whose %s was changed', async (column, value) => {
    await tamper(`update history_entry set ${column} = ${value} where chain = 'ord_a' and seq = 3`);
    const { faults } = await check();
    expect(faults[0]).toEqual({ kind: 'CHANGED', chain: 'ord_a', seq: 3 });
  });

  test('finds an entry that was changed and hashed anew, by the one that follows it', async () => {
    await tamper(`update history_entry e set summary = 'Nothing happened' where id = 'ord_a/3'`);
    await tamper(
      `update history_entry e set hash = history_hash((select hash from history_entry where id = 'ord_a/2'), e)
       where id = 'ord_a/3'`,
    );
    expect(await check()).toMatchObject(broken({ kind: 'CHANGED', chain: 'ord_a', seq: 4 }));
  });

  test('finds entries that are missing in the middle and at the beginning', async () => {
    await tamper(`delete from history_entry where id in ('ord_a/3', 'ord_a/4', 'settings/1')`);
    expect(await check()).toMatchObject(
      broken(
        { kind: 'MISSING', chain: 'ord_a', seq: 3, lastSeq: 4 },
        { kind: 'MISSING', chain: 'settings', seq: 1, lastSeq: 1 },
      ),
    );
  });

  test('finds an end that was cut off, also once the chain has gone on', async () => {
    await tamper(`delete from history_entry where chain = 'ord_a' and seq >= 6`);
    const cut = { chain: 'ord_a', seq: 6, lastSeq: 7 };
    expect(await check()).toMatchObject(broken({ kind: 'END_MISSING', ...cut }));
    await run(
      `insert into history_entry (id, chain, at, actor_kind, actor_name, event, summary)
       values ('ord_a/later', 'ord_a', '2026-01-02', 'SYSTEM', 'Automatic', 'shop.changed', 'Later')`,
    );
    expect(await check()).toMatchObject(broken({ kind: 'MISSING', ...cut }));
  });

  test('finds a last entry that was changed and hashed anew', async () => {
    await tamper(`update history_entry set summary = 'Nothing happened' where id = 'ord_a/7'`);
    await tamper(
      `update history_entry e set hash = history_hash((select hash from history_entry where id = 'ord_a/6'), e)
       where id = 'ord_a/7'`,
    );
    expect(await check()).toMatchObject(broken({ kind: 'END_CHANGED', chain: 'ord_a', seq: 7 }));
  });

  test('finds a chain of which nothing is left, and one whose end is on record no more', async () => {
    await tamper(`delete from history_entry where chain = 'ord_a'`);
    await tamper(`delete from history_head where chain = 'settings'`);
    expect(await check()).toEqual({
      chains: 2,
      entries: 4,
      ...broken(
        { kind: 'CHAIN_MISSING', chain: 'ord_a', seq: 1, lastSeq: 7 },
        { kind: 'NO_HEAD', chain: 'settings', seq: 1, lastSeq: 3 },
      ),
    });
  });

  test('shows the first hundred faults and counts all', async () => {
    await write('ord_long', 150);
    await tamper(`update history_entry set summary = 'Nothing' where chain = 'ord_long'`);
    const { faultCount, faults } = await check();
    expect([faultCount, faults.length]).toEqual([150, 100]);
  });
});

describe('the head of a chain', () => {
  test('can only be raised, by one', async () => {
    for (const statement of [
      `update history_head set seq = seq - 1 where chain = 'ord_a'`,
      `update history_head set seq = seq + 2 where chain = 'ord_a'`,
      `update history_head set chain = 'ord_c', seq = seq + 1 where chain = 'ord_a'`,
    ]) {
      await expect(run(statement)).rejects.toThrow('the head of a history is only raised');
    }
    await expect(run('delete from history_head')).rejects.toThrow('append only');
    await expect(run('truncate history_head')).rejects.toThrow('append only');
    expect((await check()).faultCount).toBe(0);
  });
});
