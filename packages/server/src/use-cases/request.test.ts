import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { makeShop, requestOf } from '../../test/kit/shop.ts';
import { query, queryOften } from '../database/orm.ts';
import { lockOrder } from './load-order.ts';
import { inOneTransaction } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

test('of two changes that wait for each other both are done, each once', async () => {
  const [one, other] = [await paidOrder(database), await paidOrder(database)];
  const bothHoldOne = Promise.withResolvers<void>();
  let holding = 0;
  let tries = 0;
  const change = (first: string, second: string, summary: string) =>
    inOneTransaction(requestOf(database), async (work) => {
      tries += 1;
      await lockOrder(work, first, 'orderId');
      holding += 1;
      if (holding === 2) bothHoldOne.resolve();
      await bothHoldOne.promise;
      await lockOrder(work, second, 'orderId');
      work.record(first, { event: 'test.changed', summary });
    });
  await Promise.all([
    change(one.orderId, other.orderId, 'One way.'),
    change(other.orderId, one.orderId, 'The other way.'),
  ]);

  expect(tries).toBe(3);
  const written = await query<{ summary: string }>(
    database.orm.em.fork(),
    `select summary from history_entry where event = 'test.changed' order by summary`,
  );
  expect(written).toEqual([{ summary: 'One way.' }, { summary: 'The other way.' }]);
});

test('a change whose kept statement a migration has made outdated is done once, from its beginning', async () => {
  const { orderId } = await paidOrder(database);
  const em = database.orm.em.fork();
  await query(em, 'create table kept_for_test as select 1 as n');
  let tries = 0;
  const change = () =>
    inOneTransaction(requestOf(database), async (work) => {
      tries += 1;
      work.record(orderId, { event: 'test.kept', summary: 'Done.' });
      return queryOften(work.em, 'select * from kept_for_test');
    });
  for (let n = 0; n < 6; n += 1) expect(await change()).toEqual([{ n: 1 }]);
  await query(em, 'alter table kept_for_test add column m text');
  expect(await change()).toEqual([{ n: 1, m: null }]);

  expect(tries).toBe(8);
  const written = await query(em, `select from history_entry where event = 'test.kept'`);
  expect(written).toHaveLength(7);
});
