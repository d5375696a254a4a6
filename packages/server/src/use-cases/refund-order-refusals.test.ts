import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder, refunder } from '../../test/kit/refundable-order.ts';
import { accepted, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Outcome } from './outcome.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok
    ? 'was accepted'
    : outcome.refusals.map(({ code, path, message }) => [code, path, message]);

const nothingWritten = async (orderId: string, deed: () => Promise<Outcome<unknown>>) => {
  const look = () =>
    rows(
      `select (select to_jsonb(o) from orders o where id = $1) as o,
         (select count(*) from refund where order_id = $1) as refunds,
         (select count(*) from action where order_id = $1) as actions,
         (select count(*) from history_entry where order_id = $1) as history,
         (select count(*) from idempotency_key where result::text like '%' || $1 || '%') as keys`,
      [orderId],
    );
  const before = await look();
  const refusals = refusalsOf(await deed());
  expect(await look()).toEqual(before);
  return refusals;
};

describe('refundOrder refuses, without a trace,', () => {
  test('more than is left on a line, and says how much is', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const [line = ''] = lineIds;
    accepted(await askRefund(database, orderId, { [line]: 4000 }));
    const outcome = await askRefund(database, orderId, { [line]: 5901 });
    expect(outcome).toMatchObject({
      refusals: [{ code: 'AMOUNT_TOO_LARGE', maximum: { minor: 5900, currency: 'EUR' } }],
    });
    expect(
      await nothingWritten(orderId, () => askRefund(database, orderId, { [line]: 5901 })),
    ).toEqual([
      [
        'AMOUNT_TOO_LARGE',
        ['plan', 'lines', '0', 'amountMinor'],
        'At most 59.00 € can still be refunded for Product 1.',
      ],
    ]);
  });

  test.each<[string, (line: string) => Record<string, number>, unknown[]]>([
    ['no line at all', () => ({}), ['NOTHING_TO_REFUND', ['plan', 'lines']]],
    ['nothing but zeros', (line) => ({ [line]: 0 }), ['NOTHING_TO_REFUND', ['plan', 'lines']]],
    [
      'a negative amount',
      (line) => ({ [line]: -1 }),
      ['INVALID', ['plan', 'lines', '0', 'amountMinor']],
    ],
    [
      'a fraction of the smallest unit',
      (line) => ({ [line]: 0.5 }),
      ['INVALID', ['plan', 'lines', '0', 'amountMinor']],
    ],
    [
      'a line that does not exist',
      (line) => ({ [line]: 1, lin_none: 1 }),
      ['NOT_FOUND', ['plan', 'lines', '1', 'orderLineId']],
    ],
  ])('%s', async (_, amounts, expected) => {
    const { orderId, lineIds } = await refundableOrder(database);
    const ask = () => askRefund(database, orderId, amounts(lineIds[0] ?? ''));
    expect(await nothingWritten(orderId, ask)).toEqual([[...expected, expect.any(String)]]);
  });

  test('a line of another order, and the same line twice', async () => {
    const other = await refundableOrder(database);
    const { orderId, lineIds } = await refundableOrder(database);
    const [line = ''] = lineIds;
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, { [other.lineIds[0] ?? '']: 1 }),
      ),
    ).toEqual([['NOT_FOUND', ['plan', 'lines', '0', 'orderLineId'], expect.any(String)]]);
    const half = { orderLineId: line, amountMinor: 50, removeAccess: false };
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, {}, { plan: { lines: [half, half] } }),
      ),
    ).toEqual([['INVALID', ['plan', 'lines', '1', 'orderLineId'], 'Name each product once.']]);
  });

  test('to remove access of a product that is not then refunded in full', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const lines = [{ orderLineId: lineIds[0] ?? '', amountMinor: 9899, removeAccess: true }];
    expect(
      await nothingWritten(orderId, () => askRefund(database, orderId, {}, { plan: { lines } })),
    ).toEqual([
      [
        'ACCESS_NEEDS_FULL_REFUND',
        ['plan', 'lines', '0', 'removeAccess'],
        'Access to Product 1 can be removed only when it is then refunded in full.',
      ],
    ]);
  });

  test('too much of a line whose access was to go, with what is left and nothing beside it', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const lines = [{ orderLineId: lineIds[0] ?? '', amountMinor: 9901, removeAccess: true }];
    expect(
      await nothingWritten(orderId, () => askRefund(database, orderId, {}, { plan: { lines } })),
    ).toEqual([['AMOUNT_TOO_LARGE', ['plan', 'lines', '0', 'amountMinor'], expect.any(String)]]);
  });

  test('an order that was never paid', async () => {
    const { orderId, lineIds } = await refundableOrder(database, { payments: [] });
    expect(
      await nothingWritten(orderId, () => askRefund(database, orderId, { [lineIds[0] ?? '']: 1 })),
    ).toMatchObject([['NOT_PAID', null, expect.any(String)]]);
  });

  test('an order of which nothing is left, or that cost nothing', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const [line = ''] = lineIds;
    accepted(await askRefund(database, orderId, { [line]: 9900 }));
    expect(
      await nothingWritten(orderId, () => askRefund(database, orderId, { [line]: 1 })),
    ).toEqual([
      ['NOTHING_TO_REFUND', null, 'Everything has been refunded already or is on its way back.'],
    ]);
    const free = await refundableOrder(database, {
      lines: [{ priceMinor: 0 }],
      payments: [],
      paidAt: '2026-11-01T10:00:00.000Z',
    });
    expect(refusalsOf(await askRefund(database, free.orderId, {}))).toEqual([
      ['NOTHING_TO_REFUND', null, 'The order cost nothing, so there is nothing to refund.'],
    ]);
  });

  test('who may not refund, and whose checkouts do not hold the order', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const amounts = { [lineIds[0] ?? '']: 1 };
    const lacking = requestOf(database, { permissions: ['READ_ORDERS'] });
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, amounts, { request: lacking }),
      ),
    ).toEqual([['NOT_ALLOWED', null, 'Your role may not refund orders.']]);
    const elsewhere = requestOf(database, { permissions: refunder, reach: ['chk_two'] });
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, amounts, { request: elsewhere }),
      ),
    ).toEqual([['NOT_FOUND', ['orderId'], 'There is no such order.']]);
  });

  test('what was decided on an order that has moved on', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const amounts = { [lineIds[0] ?? '']: 100 };
    const [{ version } = { version: 0 }] = await rows<{ version: number }>(
      'select version from orders where id = $1',
      [orderId],
    );
    accepted(await askRefund(database, orderId, amounts, { expectedVersion: version }));
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, amounts, { expectedVersion: version }),
      ),
    ).toEqual([
      [
        'STALE',
        ['expectedVersion'],
        'The order has changed since you opened it. Look at it again before refunding it.',
      ],
    ]);
  });

  test('lines together with a second payment', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      payments: [{}, { surplus: true }],
    });
    const plan = { surplusPaymentId: paymentIds[1] ?? '' };
    const lines = [{ orderLineId: lineIds[0] ?? '', amountMinor: 1, removeAccess: false }];
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, {}, { plan: { ...plan, lines } }),
      ),
    ).toMatchObject([['INVALID', ['plan', 'surplusPaymentId'], expect.any(String)]]);
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, {}, { plan: { surplusPaymentId: paymentIds[0] ?? '' } }),
      ),
    ).toMatchObject([['NOT_FOUND', ['plan', 'surplusPaymentId'], expect.any(String)]]);
  });

  test.each<[string, Parameters<typeof askRefund>[3], string, string[]]>([
    ['an idempotency key', { idempotencyKey: 'a\0b' }, 'INVALID', ['idempotencyKey']],
    ['no idempotency key', { idempotencyKey: '' }, 'INVALID', ['idempotencyKey']],
    ['an order', { orderId: 'ord_\0' }, 'NOT_FOUND', ['orderId']],
    ['a reason', { reason: 'a\0b' }, 'INVALID', ['reason']],
    [
      'a payment',
      { plan: { lines: [], surplusPaymentId: 'pay_\0' } },
      'NOT_FOUND',
      ['plan', 'surplusPaymentId'],
    ],
    [
      'a line',
      { plan: { lines: [{ orderLineId: '\0', amountMinor: 1, removeAccess: true }] } },
      'NOT_FOUND',
      ['plan', 'lines', '0', 'orderLineId'],
    ],
    [
      'an amount that no sum could hold',
      {
        plan: {
          lines: [
            { orderLineId: 'lin_a', amountMinor: Number.MAX_SAFE_INTEGER, removeAccess: false },
            { orderLineId: 'lin_a', amountMinor: Number.MAX_SAFE_INTEGER, removeAccess: false },
          ],
        },
      },
      'NOT_FOUND',
      ['plan', 'lines', '0', 'orderLineId'],
    ],
    [
      'lines without an end',
      {
        plan: {
          lines: Array.from({ length: 501 }, () => ({
            orderLineId: 'lin_a',
            amountMinor: 1,
            removeAccess: false,
          })),
        },
      },
      'INVALID',
      ['plan', 'lines'],
    ],
  ])('what nobody types: %s', async (_, more, code, path) => {
    const { orderId, lineIds } = await refundableOrder(database);
    const ask = () => askRefund(database, orderId, { [lineIds[0] ?? '']: 1 }, more);
    expect((await nothingWritten(orderId, ask)).at(0)?.slice(0, 2)).toEqual([code, path]);
  });

  test('a reason that is too long', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    expect(
      await nothingWritten(orderId, () =>
        askRefund(database, orderId, { [lineIds[0] ?? '']: 1 }, { reason: 'x'.repeat(2001) }),
      ),
    ).toMatchObject([['INVALID', ['reason'], expect.any(String)]]);
  });
});
