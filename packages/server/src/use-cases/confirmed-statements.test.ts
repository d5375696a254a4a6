import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { newsOf } from '../../test/kit/paid-order.ts';
import { configure, makeShop, pay, requestOf, visit } from '../../test/kit/shop.ts';
import { statementsWithin } from '../../test/kit/statements.ts';
import { connect, query } from '../database/orm.ts';
import { receivePaymentNews } from './receive-payment-event.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** Begin and commit among them. */
const STATEMENTS = 7;

async function confirm(
  lines: number,
): Promise<{ statements: number; sales: number; actions: number }> {
  const orderId = await visit(database);
  for (let n = 1; n < lines; n += 1) {
    await rows(
      `insert into order_line (id, order_id, position, product_id, kind, product_name, list_price_minor, price_minor, vat_rate_bp)
       values ($2, $1, $3, 'prd_ebook', 'MAIN', 'Colour e-book', 2000, 2000, 1350)`,
      [orderId, `lin_${lines}_${n}`, n],
    );
  }
  await rows(
    'update orders set total_minor = (select sum(price_minor) from order_line where order_id = $1) where id = $1',
    [orderId],
  );
  const paymentId = await pay(database, orderId);
  const amountMinor = 9900 + (lines - 1) * 2000;
  const news = newsOf(paymentId, 'SUCCEEDED', { amountMinor });
  const told = await statementsWithin(database, (watched) =>
    receivePaymentNews('stripe', [news], requestOf(watched)),
  );
  const [found] = await rows<{ sales: number; actions: number }>(
    `select (select count(*) from book_entry where order_id = $1) as sales,
       (select count(*) from action where order_id = $1) as actions
     from order_list l where order_id = $1 and status = 'PAID'`,
    [orderId],
  );
  if (!found) throw new Error('It is not paid');
  return { statements: told.length, ...found };
}

test('a confirmed payment takes as many statements, however many lines and actions it has', async () => {
  expect(await confirm(1)).toEqual({ statements: STATEMENTS, sales: 1, actions: 1 });
  const em = database.orm.em.fork();
  for (const n of [1, 2, 3]) await configure(em, `cfg_more_${n}`, 'webhook', `More ${n}`, {});
  expect(await confirm(5)).toEqual({ statements: STATEMENTS, sales: 5, actions: 4 });
});

describe('what a confirmed payment asks is not planned at every event', () => {
  test('the statements', async () => {
    const orm = connect(database.url, { poolSize: 1 });
    try {
      // Four askings until a text has a name, five plans for the values at hand.
      for (let n = 0; n < 10; n += 1) {
        const paymentId = await pay(database, await visit(database));
        const request = requestOf({ ...database, orm });
        await receivePaymentNews('stripe', [newsOf(paymentId, 'SUCCEEDED')], request);
      }
      const planned = await query<{ times: number; reuses: number }>(
        orm.em.fork(),
        'select custom_plans as times, generic_plans as reuses from pg_prepared_statements',
      );
      expect(planned).toHaveLength(STATEMENTS - 2);
      for (const { times, reuses } of planned) {
        expect(times).toBeLessThanOrEqual(5);
        expect(reuses).toBeGreaterThan(0);
      }
    } finally {
      await orm.close();
    }
  });

  test('the statements within functions, whose settings a new version of them would lose', async () => {
    const names = ['queue_actions', 'refresh_order_list', 'settle_orders'];
    const settings = await rows(
      `select proname as name from pg_proc
       where proname = any($1) and proconfig @> array['plan_cache_mode=force_generic_plan', 'enable_seqscan=off']
       order by proname`,
      [names],
    );
    expect(settings).toEqual(names.map((name) => ({ name })));
  });
});
