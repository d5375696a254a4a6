import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder, refunder, tellLeg } from '../../test/kit/refundable-order.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { completeOrder } from './complete-order.ts';
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

async function orderOf(orderId: string) {
  const [order] = await rows(
    `select status, refunded_minor as refunded, refund_pending_minor as pending,
       array(select refunded_minor::int from order_line where order_id = o.id order by position) as lines,
       array(select refunded_vat_minor::int from order_line where order_id = o.id order by position) as vat,
       array(select refund_pending_minor::int from order_line where order_id = o.id order by position) as "pendingLines"
     from orders o where id = $1`,
    [orderId],
  );
  return order;
}

const paymentsOf = (orderId: string) =>
  rows(
    `select status, captured_minor as captured, returned_minor as returned, reserved_minor as reserved
     from payment where order_id = $1 order by captured_at`,
    [orderId],
  );

const legsOf = (refundId: string) =>
  rows<{ id: string }>(
    `select id, payment_id as "paymentId", amount_minor as amount, status, provider_key = id as "hasKey"
     from refund_leg where refund_id = $1 order by id`,
    [refundId],
  );

/** The legs without their ids, by status. */
const legsApart = (refundId: string) =>
  rows(
    `select payment_id as "paymentId", amount_minor as amount, status, provider_key = id as "hasKey"
     from refund_leg where refund_id = $1 order by status`,
    [refundId],
  );

describe('refundOrder', () => {
  test('reserves what moves money, commits its key, and has a worker send it', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database);
    const [line = ''] = lineIds;
    const { refundId } = accepted(
      await askRefund(database, orderId, { [line]: 4900 }, { reason: '  Did not fit  ' }),
    );

    expect(await orderOf(orderId)).toEqual({
      status: 'COMPLETED',
      refunded: 0,
      pending: 4900,
      lines: [0],
      vat: [0],
      pendingLines: [4900],
    });
    expect(await paymentsOf(orderId)).toEqual([
      { status: 'SUCCEEDED', captured: 9900, returned: 0, reserved: 4900 },
    ]);
    expect(
      await rows(
        `select amount_minor as amount, status, reason, actor_kind as kind, actor_id as "by", actor_name as name from refund where id = $1`,
        [refundId],
      ),
    ).toEqual([
      {
        amount: 4900,
        status: 'REQUESTED',
        reason: 'Did not fit',
        kind: 'PERSON',
        by: 'mem_aino',
        name: 'Aino',
      },
    ]);
    const [leg] = await legsOf(refundId);
    expect(leg).toEqual({
      id: leg?.id,
      paymentId: paymentIds[0],
      amount: 4900,
      status: 'REQUESTED',
      hasKey: true,
    });
    expect(
      await rows(
        `select purpose, kind, name, status, level, settings, refund_leg_id as leg, run_actor_name as "by"
         from action where order_id = $1`,
        [orderId],
      ),
    ).toEqual([
      {
        purpose: 'REFUND',
        kind: 'refund-payment',
        name: 'Refund 49.00 € through Stripe',
        status: 'PENDING',
        level: null,
        settings: {},
        leg: leg?.id,
        by: 'Aino',
      },
    ]);
    expect(
      await rows(
        `select count(*)::int as jobs from graphile_worker.jobs j join action a on j.key = 'action:' || a.id where a.order_id = $1`,
        [orderId],
      ),
    ).toEqual([{ jobs: 1 }]);
    expect(
      await rows(
        `select event, summary, n.reason, actor_name as "by" from history_entry h left join history_reason n on n.entry_id = h.id where h.order_id = $1 order by seq desc limit 1`,
        [orderId],
      ),
    ).toEqual([
      {
        event: 'refund.requested',
        summary: 'A refund of 49.00 € was asked for.',
        reason: 'Did not fit',
        by: 'Aino',
      },
    ]);
  });

  test('records at once what moves no money, in lines, order, books and history', async () => {
    const { orderId, lineIds } = await refundableOrder(database, {
      payments: [{ provider: 'manual' }],
    });
    const [line = ''] = lineIds;
    const { refundId } = accepted(
      await askRefund(database, orderId, { [line]: 3300 }, { reason: 'Cash' }),
    );
    expect(await orderOf(orderId)).toEqual({
      status: 'PARTIALLY_REFUNDED',
      refunded: 3300,
      pending: 0,
      lines: [3300],
      vat: [671],
      pendingLines: [0],
    });
    expect(await paymentsOf(orderId)).toEqual([
      { status: 'PARTIALLY_REFUNDED', captured: 9900, returned: 0, reserved: 0 },
    ]);
    expect(
      await rows(
        `select kind, gross_minor as gross, vat_minor as vat from book_entry where refund_id = $1`,
        [refundId],
      ),
    ).toEqual([{ kind: 'REFUND', gross: -3300, vat: -671 }]);
    expect(await rows('select id from action where order_id = $1', [orderId])).toEqual([]);
    expect(
      await rows(
        `select event, n.reason from history_entry h left join history_reason n on n.entry_id = h.id where h.order_id = $1 and event like 'refund.%' order by seq`,
        [orderId],
      ),
    ).toEqual([{ event: 'refund.recorded', reason: 'Cash' }]);
    expect(
      await rows('select status, settled_at is not null as settled from refund where id = $1', [
        refundId,
      ]),
    ).toEqual([{ status: 'RECORDED', settled: true }]);
  });

  test('spreads over several payments, each with an action of its own, and records the rest', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      lines: [{ priceMinor: 6000 }, { priceMinor: 3900, vatRateBp: 1350 }],
      payments: [
        { provider: 'epassi', capturedMinor: 4900 },
        { provider: 'stripe', capturedMinor: 5000 },
      ],
    });
    const [course = '', ebook = ''] = lineIds;
    const { refundId } = accepted(
      await askRefund(database, orderId, { [course]: 5500, [ebook]: 500 }),
    );
    expect(await legsApart(refundId)).toEqual([
      { paymentId: paymentIds[0], amount: 1000, status: 'RECORDED', hasKey: null },
      { paymentId: paymentIds[1], amount: 5000, status: 'REQUESTED', hasKey: true },
    ]);
    expect(
      await rows(
        `select p.order_line_id as line, p.amount_minor as amount from refund_part p join refund_leg g on g.id = p.refund_leg_id
         where g.refund_id = $1 order by g.status desc, p.order_line_id`,
        [refundId],
      ),
    ).toEqual([
      { line: course, amount: 5000 },
      { line: course, amount: 500 },
      { line: ebook, amount: 500 },
    ]);
    expect(await orderOf(orderId)).toMatchObject({ refunded: 1000, pending: 5000 });
    expect(await paymentsOf(orderId)).toEqual([
      { status: 'PARTIALLY_REFUNDED', captured: 4900, returned: 0, reserved: 0 },
      { status: 'SUCCEEDED', captured: 5000, returned: 0, reserved: 5000 },
    ]);
  });

  test('happens once per key, and tells the second asking of the first', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const idempotencyKey = newKey();
    const ask = (amount: number) =>
      askRefund(database, orderId, { [lineIds[0] ?? '']: amount }, { idempotencyKey });
    const first = accepted(await ask(1000));
    expect(accepted(await ask(1000))).toEqual(first);
    expect(await orderOf(orderId)).toMatchObject({ pending: 1000 });
    expect(refusalsOf(await ask(2000))).toEqual([
      ['IDEMPOTENCY_KEY_REUSED', ['idempotencyKey'], expect.any(String)],
    ]);
  });

  test('goes back whole for a second payment, without lines and books', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      payments: [{ provider: 'stripe' }, { provider: 'stripe', surplus: true }],
    });
    const [, second = ''] = paymentIds;
    const { refundId } = accepted(
      await askRefund(database, orderId, {}, { plan: { surplusPaymentId: second } }),
    );
    const [leg] = await legsOf(refundId);
    expect(leg).toMatchObject({ paymentId: second, amount: 9900, status: 'REQUESTED' });
    expect(await orderOf(orderId)).toMatchObject({ status: 'COMPLETED', refunded: 0, pending: 0 });

    await tellLeg(database, orderId, leg?.id ?? '', { status: 'SUCCEEDED', reference: 're_1' });
    expect(await orderOf(orderId)).toMatchObject({ status: 'COMPLETED', refunded: 0, pending: 0 });
    expect(await paymentsOf(orderId)).toEqual([
      { status: 'SUCCEEDED', captured: 9900, returned: 0, reserved: 0 },
      { status: 'REFUNDED', captured: 9900, returned: 9900, reserved: 0 },
    ]);
    expect(
      await rows('select attention, surplus_captured_at as at from orders where id = $1', [
        orderId,
      ]),
    ).toEqual([{ attention: [], at: null }]);
    expect(
      refusalsOf(await askRefund(database, orderId, {}, { plan: { surplusPaymentId: second } })),
    ).toEqual([
      [
        'NOTHING_TO_REFUND',
        ['plan', 'surplusPaymentId'],
        'That payment went back already, or is on its way back.',
      ],
    ]);
    expect(refusalsOf(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }))).toBe(
      'was accepted',
    );
  });

  test('gives back the payment of an order that was never covered by it', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      payments: [{ capturedMinor: 4000 }],
      paidAt: null,
    });
    expect(
      refusalsOf(await askRefund(database, orderId, { [lineIds[0] ?? '']: 100 })),
    ).toMatchObject([['NOT_PAID', ['plan', 'lines'], expect.any(String)]]);
    accepted(
      await askRefund(database, orderId, {}, { plan: { surplusPaymentId: paymentIds[0] ?? '' } }),
    );
    expect(await paymentsOf(orderId)).toEqual([
      { status: 'SUCCEEDED', captured: 4000, returned: 0, reserved: 4000 },
    ]);
  });

  test('of an order completed by hand and never paid is recorded without a payment', async () => {
    const { orderId, lineIds } = await refundableOrder(database, {
      payments: [],
      closedByHandAt: '2026-11-02T10:00:00.000Z',
    });
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    expect(await legsOf(refundId)).toMatchObject([
      { paymentId: null, amount: 9900, status: 'RECORDED', hasKey: null },
    ]);
    expect(await orderOf(orderId)).toMatchObject({ status: 'REFUNDED', refunded: 9900 });
  });

  test('after restored data cannot return again what a provider returned', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const [line = ''] = lineIds;
    const { refundId } = accepted(await askRefund(database, orderId, { [line]: 3000 }));
    const [leg] = await legsOf(refundId);
    await tellLeg(database, orderId, leg?.id ?? '', { status: 'SUCCEEDED', reference: 're_2' });
    accepted(
      await completeOrder(
        {
          orderId,
          idempotencyKey: newKey(),
          runActions: false,
          actionsToRun: 'ALL',
          restoreRefunded: true,
          useLatestConfiguration: false,
        },
        requestOf(database, { permissions: refunder }),
      ),
    );
    const again = accepted(await askRefund(database, orderId, { [line]: 9900 }));
    expect(await legsApart(again.refundId)).toMatchObject([
      { amount: 3000, status: 'RECORDED' },
      { amount: 6900, status: 'REQUESTED' },
    ]);
    expect(await paymentsOf(orderId)).toMatchObject([{ returned: 3000, reserved: 6900 }]);
  });

  test('counts in the smallest unit of its own currency', async () => {
    for (const [currency, priceMinor, words] of [
      ['JPY', 15_000, 'Refund 5000 JPY through Stripe'],
      ['KWD', 15_000, 'Refund 5.000 KWD through Stripe'],
    ] as const) {
      const { orderId, lineIds } = await refundableOrder(database, {
        currency,
        lines: [{ priceMinor }],
      });
      accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 5000 }));
      expect(await rows('select name from action where order_id = $1', [orderId])).toEqual([
        { name: words },
      ]);
    }
  });
});
