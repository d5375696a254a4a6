import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import {
  askRefund,
  refundableOrder,
  refunder,
  sayingProviders,
  tellLeg,
} from '../../test/kit/refundable-order.ts';
import { accepted, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Outcome } from './outcome.ts';
import { previewRefund } from './refund-order.ts';

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

const legsOf = (refundId: string) =>
  rows<{ id: string }>(
    `select id, payment_id as "paymentId", amount_minor as amount, status, provider_key = id as "hasKey"
     from refund_leg where refund_id = $1 order by id`,
    [refundId],
  );

describe('previewRefund', () => {
  test('says what the refund then does, and keeps nothing', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      lines: [{ priceMinor: 6000 }, { priceMinor: 3900, vatRateBp: 1350 }],
      payments: [
        { provider: 'epassi', capturedMinor: 4900 },
        { provider: 'stripe', capturedMinor: 5000 },
      ],
    });
    const lines = lineIds.map((orderLineId, index) => ({
      orderLineId,
      amountMinor: index === 0 ? 5500 : 500,
      removeAccess: false,
    }));
    const plan = { lines, returnMoney: true, removeOfferAccess: false };
    const preview = accepted(
      await previewRefund({ orderId, plan }, requestOf(database, { permissions: refunder }), {
        providers: sayingProviders,
      }),
    );
    expect(await rows('select id from refund where order_id = $1', [orderId])).toEqual([]);
    expect({
      total: preview.totalMinor,
      statusAfter: preview.statusAfter,
      lines: preview.lines.map(({ amountMinor, vatMinor }) => [amountMinor, vatMinor]),
      legs: preview.legs.map(({ paymentId, movesMoney, note }) => [paymentId, movesMoney, note]),
      actions: preview.actionsToRun,
    }).toEqual({
      total: 6000,
      statusAfter: 'PARTIALLY_REFUNDED',
      lines: [
        [5500, 1118],
        [500, 59],
      ],
      legs: [
        [paymentIds[1], true, '50.00 € will be returned through Stripe.'],
        [
          paymentIds[0],
          false,
          '10.00 € will be recorded only; return the money in Epassi yourself.',
        ],
      ],
      actions: [],
    });

    const { refundId } = accepted(await askRefund(database, orderId, {}, { plan }));
    for (const leg of await legsOf(refundId)) {
      await tellLeg(database, orderId, leg.id, { status: 'SUCCEEDED', reference: `re_${leg.id}` });
    }
    expect(await orderOf(orderId)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 6000,
      lines: [5500, 500],
      vat: [1118, 59],
    });
  });

  test('is refused in the very words of the refund', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const [orderLineId = ''] = lineIds;
    for (const lines of [
      [{ orderLineId, amountMinor: 9901, removeAccess: true }],
      [{ orderLineId, amountMinor: 1, removeAccess: true }],
      [],
    ]) {
      const plan = { lines, returnMoney: true, removeOfferAccess: true };
      const preview = await previewRefund(
        { orderId, plan },
        requestOf(database, { permissions: refunder }),
        { providers: sayingProviders },
      );
      expect(preview.ok).toBe(false);
      expect(refusalsOf(preview)).toEqual(
        refusalsOf(await askRefund(database, orderId, {}, { plan })),
      );
    }
  });

  test('says that no money moves when none is to be returned', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const plan = {
      lines: [{ orderLineId: lineIds[0] ?? '', amountMinor: 9900, removeAccess: false }],
      returnMoney: false,
      removeOfferAccess: false,
    };
    const preview = accepted(
      await previewRefund({ orderId, plan }, requestOf(database, { permissions: refunder }), {
        providers: sayingProviders,
      }),
    );
    expect(preview.statusAfter).toBe('REFUNDED');
    expect(preview.legs.map(({ note }) => note)).toEqual([
      '99.00 € will be recorded only; no money is returned.',
    ]);
  });
});
