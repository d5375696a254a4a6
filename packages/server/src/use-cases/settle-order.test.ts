import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { newsOf } from '../../test/kit/paid-order.ts';
import { makeShop, pay, requestOf, visit } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { readPayments } from '../database/payment-cover.ts';
import { lockOrder } from './load-order.ts';
import { applyPaymentNews } from './receive-payment-event.ts';
import { inOneTransaction } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const somebodyWaits = async () => {
  const [row] = await rows<{ waiting: number }>(
    `select count(*) as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  expect(row?.waiting).toBe(1);
};

describe('an order that two change at the same moment', () => {
  test('is settled by the second on what the first has left, and never completed before its actions', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    const request = requestOf(database);

    let second: Promise<void> | undefined;
    await inOneTransaction(request, async (work) => {
      const order = await lockOrder(work, orderId, 'orderId');
      const news = newsOf(paymentId, 'SUCCEEDED');
      const payments = await readPayments(work.em, orderId);
      await applyPaymentNews(work, { order, paymentId, payments }, news, request.actor);
      second = inOneTransaction(requestOf(database), async (other) => other.touch(orderId));
      await vi.waitFor(somebodyWaits, { timeout: 20_000 });
    });
    await second;

    expect(
      await rows('select status, version from order_list where order_id = $1', [orderId]),
    ).toEqual(await rows('select status, version from orders where id = $1', [orderId]));
    expect(
      await rows(
        `select o.status, o.all_succeeded_at, a.status as action from orders o join action a on a.order_id = o.id where o.id = $1`,
        [orderId],
      ),
    ).toEqual([{ status: 'PAID', all_succeeded_at: null, action: 'PENDING' }]);
  });
});
