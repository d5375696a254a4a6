import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeShop, pay, visit } from '../../test/kit/shop.ts';
import { lockOrderOfPayment, lockOrderRow } from './order-lock.ts';
import { OrderTable } from './order.ts';
import { query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const somebodyWaits = async () => {
  const [row] = await query<{ waiting: number }>(
    em(),
    `select count(*) as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  expect(row?.waiting).toBe(1);
};

test.each([
  ['by its id', lockOrderRow],
  [
    'by its payment',
    async (within: ReturnType<typeof em>, _id: string, stamp: string) =>
      (await lockOrderOfPayment(within, 'stripe', { stamp, reference: null }))?.order ?? null,
  ],
])('an order that had to be waited for, %s, comes as it is after the wait', async (_, lock) => {
  const orderId = await visit(database);
  const paymentId = await pay(database, orderId);
  let waiting: Promise<number | undefined> | undefined;
  await em().transactional(async (first) => {
    await lockOrderRow(first, orderId);
    waiting = em().transactional(
      async (second) => (await lock(second, orderId, paymentId))?.totalMinor,
    );
    await vi.waitFor(somebodyWaits, { timeout: 20_000 });
    await query(first, 'update orders set total_minor = 5 where id = $1', [orderId]);
  });
  expect(await waiting).toBe(5);
});

test('an order that was locked is the same as one that was loaded, and is written only where it changed', async () => {
  const orderId = await visit(database);
  const loaded = await em().findOneOrFail(OrderTable, orderId);
  await em().transactional(async (within) => {
    const locked = await lockOrderRow(within, orderId);
    expect({ ...locked }).toEqual({ ...loaded });
    const unitOfWork = within.getUnitOfWork();
    unitOfWork.computeChangeSets();
    expect(unitOfWork.getChangeSets()).toEqual([]);
    if (locked) locked.email = 'other@example.com';
  });
  expect(await em().findOneOrFail(OrderTable, orderId)).toMatchObject({
    email: 'other@example.com',
    tags: loaded.tags,
  });
});

test('a payment is found by our stamp before it is by its provider’s number, and at that provider only', async () => {
  const [first, second] = [await visit(database), await visit(database)];
  const [stamp, other] = [await pay(database, first), await pay(database, second)];
  const find = async (
    provider: string,
    named: { stamp: string | null; reference: string | null },
  ) =>
    em().transactional(async (within) => {
      const found = await lockOrderOfPayment(within, provider, named);
      return found && [found.paymentId, found.order.id];
    });
  const reference = `ref-${other}`;
  expect(await find('stripe', { stamp, reference })).toEqual([stamp, first]);
  expect(await find('stripe', { stamp: 'pay_foreign', reference })).toEqual([other, second]);
  expect(await find('stripe', { stamp: null, reference })).toEqual([other, second]);
  expect(await find('stripe', { stamp: null, reference: null })).toBeNull();
  expect(await find('paytrail', { stamp, reference })).toBeNull();
});
