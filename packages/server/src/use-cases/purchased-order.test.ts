import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { pay, makeShop, visit } from '../../test/kit/shop.ts';
import { findPurchasedOrders } from '../database/purchased-orders.ts';
import { query } from '../database/orm.ts';
import { attemptsTogether } from './attempt-deeds.ts';
import { purchasedOrder } from './purchased-order.ts';
import { systemRequest } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = (sql: string, parameters: unknown[] = []) =>
  query(database.orm.em.fork(), sql, parameters);

const OPENED = '2026-11-01T10:00:00.123Z';
const PAID = '2026-11-01T10:05:00.000Z';

/** A visit with everything that an action may be told. */
async function fullOrder(): Promise<string> {
  const orderId = await visit(database);
  const first = await pay(database, orderId);
  await rows(
    `update payment set id = 'pay_' || $2, status = 'FAILED', look_up_at = null, created_at = $3 where id = $1`,
    [first, orderId, OPENED],
  );
  await rows(
    `insert into payment (id, order_id, provider, method, status, amount_minor, currency, provider_reference, created_at)
     values ('pay_0' || $1, $1, 'paytrail', 'bank', 'PENDING', 9007199254740991, 'EUR', $1, $2)`,
    [orderId, PAID],
  );
  await rows(
    `insert into order_line (id, order_id, position, product_id, add_on_id, kind, product_name, list_price_minor, discount_minor, price_minor, vat_rate_bp)
     values ('lin_' || $1, $1, 7, 'prd_ebook', 'ado_ebook', 'ORDER_BUMP', 'Colour “e-book”', 2500, 500, 2000, 1350)`,
    [orderId],
  );
  await rows(`update order_line set id = 'zin_' || order_id where order_id = $1 and position = 0`, [
    orderId,
  ]);
  await rows(
    `update orders set created_at = $2, paid_at = $3, discount_code = 'TEN', discount_minor = 500, language = 'fi',
       region = 'FI-18', last_name = 'Virtanen', billing_fields = '[{"key":"vat","label":"VAT","value":"FI1"}]', number = $1,
       total_minor = 11900 where id = $1`,
    [orderId, OPENED, PAID],
  );
  return orderId;
}

test('an action is told all of its order, the lines as the customer saw them and the oldest payment first', async () => {
  const orderId = await fullOrder();
  expect(await purchasedOrder(database.orm.em.fork(), orderId)).toEqual({
    id: orderId,
    number: orderId,
    checkout: { id: 'chk_test', name: 'Test School' },
    offer: { id: 'off_course', name: 'Watercolours' },
    createdAt: new Date(OPENED),
    paidAt: new Date(PAID),
    currency: 'EUR',
    totalMinor: 11900,
    discounts: [{ code: 'TEN', amountMinor: 500 }],
    source: 'newsletter',
    tags: ['spring', 'launch'],
    language: 'fi',
    customer: {
      email: 'buyer@example.com',
      firstName: 'Onni',
      lastName: 'Virtanen',
      country: 'FI',
      region: 'FI-18',
      fields: [{ key: 'vat', label: 'VAT', value: 'FI1' }],
      analyticsConsent: 'ACCEPTED',
    },
    lines: [
      {
        id: `zin_${orderId}`,
        productId: 'prd_course',
        kind: 'MAIN',
        productName: 'Watercolour course',
        listPriceMinor: 9900,
        discountMinor: 0,
        priceMinor: 9900,
        vatRateBp: 2550,
      },
      {
        id: `lin_${orderId}`,
        productId: 'prd_ebook',
        kind: 'ORDER_BUMP',
        productName: 'Colour “e-book”',
        listPriceMinor: 2500,
        discountMinor: 500,
        priceMinor: 2000,
        vatRateBp: 1350,
      },
    ],
    payments: [
      { provider: 'stripe', method: 'card', status: 'FAILED', amountMinor: 9900 },
      {
        provider: 'paytrail',
        method: 'bank',
        status: 'PENDING',
        amountMinor: Number.MAX_SAFE_INTEGER,
      },
    ],
  });
});

test('of several orders each is told what is its own, and one that is not there is missing', async () => {
  const orderIds = [await visit(database), await visit(database)];
  const em = database.orm.em.fork();
  const found = await findPurchasedOrders(em, [...orderIds, 'ord_none']);
  expect([...found.keys()].sort()).toEqual([...orderIds].sort());
  for (const [id, order] of found) {
    expect(order).toEqual((await findPurchasedOrders(em, [id])).get(id));
    expect(order).toMatchObject({ payments: [], lines: [{ productId: 'prd_course' }] });
  }
  await expect(purchasedOrder(em, 'ord_none')).rejects.toThrow('There is no order ord_none');
});

test('attempts whose common reading fails read each for itself', async () => {
  const orderIds = [await visit(database), await visit(database)];
  const faults: unknown[] = [];
  let cuts = 0;
  const together = attemptsTogether(
    () => {
      if (cuts-- > 0) throw new Error('Cut off');
      return systemRequest(database.orm.em.fork(), database.tools);
    },
    'worker-under-test',
    (error) => void faults.push(error),
  );
  cuts = 1;
  const orders = await Promise.all(orderIds.map((id) => together.order(id)));
  expect(orders.map(({ id }) => id)).toEqual(orderIds);
  cuts = 1;
  const steps = await Promise.all(['act_one', 'act_other'].map((id) => together.finishedSteps(id)));
  expect(steps).toEqual([new Map(), new Map()]);
  expect(faults.map(String)).toEqual(['Error: Cut off', 'Error: Cut off']);
});
