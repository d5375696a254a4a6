import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder, tellLeg } from '../../test/kit/refundable-order.ts';
import { newKey } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const sumsOf = async (orderId: string) =>
  (
    await rows(
      `select refund_pending_minor as pending, refunded_minor as refunded,
         (select sum(reserved_minor)::int from payment where order_id = o.id) as reserved,
         (select sum(returned_minor)::int from payment where order_id = o.id) as returned,
         (select count(*)::int from refund where order_id = o.id) as refunds,
         (select count(*)::int from action where order_id = o.id) as actions
       from orders o where id = $1`,
      [orderId],
    )
  )[0];

describe('refunds of one order at the same moment', () => {
  test('of 60.00 each out of 99.00: one goes through and the other is told what is left', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId, lineIds } = await refundableOrder(database);
      const outcomes = await Promise.all(
        [0, 1].map(() => askRefund(database, orderId, { [lineIds[0] ?? '']: 6000 })),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.find(({ ok }) => !ok)).toMatchObject({
        refusals: [{ code: 'AMOUNT_TOO_LARGE', maximum: { minor: 3900 } }],
      });
      expect(await sumsOf(orderId)).toEqual({
        pending: 6000,
        refunded: 0,
        reserved: 6000,
        returned: 0,
        refunds: 1,
        actions: 1,
      });
    }
  });

  test('with one key, as a double click sends them: one refund, told to all', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const idempotencyKey = newKey();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () =>
        askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }, { idempotencyKey }),
      ),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]?.ok).toBe(true);
    expect(await sumsOf(orderId)).toMatchObject({ pending: 9900, refunds: 1, actions: 1 });
  });

  test('never pass what was captured, while others fail and succeed in between', async () => {
    const { orderId, lineIds } = await refundableOrder(database, {
      lines: [{ priceMinor: 5000 }, { priceMinor: 4900 }],
      payments: [{ capturedMinor: 5000 }, { capturedMinor: 4900 }],
    });
    const [first = '', second = ''] = lineIds;
    const settleOne = async (place: number) => {
      const legs = await rows<{ id: string }>(
        `select g.id from refund_leg g join refund r on r.id = g.refund_id
         where r.order_id = $1 and g.status = 'REQUESTED' order by g.id`,
        [orderId],
      );
      const leg = legs[place % Math.max(1, legs.length)];
      if (!leg) return;
      await tellLeg(
        database,
        orderId,
        leg.id,
        place % 2 === 0
          ? { status: 'FAILED', message: 'Refused.' }
          : { status: 'SUCCEEDED', reference: `re_${leg.id}` },
      );
    };
    for (let round = 0; round < 12; round += 1) {
      const ended = await Promise.allSettled([
        askRefund(database, orderId, { [first]: 1700 }),
        askRefund(database, orderId, { [second]: 1300, [first]: 100 }),
        askRefund(database, orderId, { [second]: 2000 }, { plan: { returnMoney: false } }),
        settleOne(round),
        settleOne(round + 1),
      ]);
      expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
      const [faults] = await rows(
        `select o.refunded_minor + o.refund_pending_minor <= o.total_minor as "order",
           (select bool_and(refunded_minor + refund_pending_minor <= price_minor) from order_line where order_id = o.id) as lines,
           (select bool_and(returned_minor + reserved_minor <= captured_minor) from payment where order_id = o.id) as payments,
           o.refunded_minor = (select sum(refunded_minor) from order_line where order_id = o.id) as refunded,
           o.refund_pending_minor = (select sum(refund_pending_minor) from order_line where order_id = o.id) as pending
         from orders o where o.id = $1`,
        [orderId],
      );
      expect(faults).toEqual({
        order: true,
        lines: true,
        payments: true,
        refunded: true,
        pending: true,
      });
    }
  });
});
