import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { requestOf } from '../../test/kit/shop.ts';
import { tallyAttention } from '../database/attention-count.ts';
import { countOrders, searchOrders } from '../database/order-search.ts';
import { query } from '../database/orm.ts';
import { writeSettings } from '../database/settings.ts';
import { ActionPurpose, ActionStatus } from '../domain/action.ts';
import { attentionAt, attentionOf } from '../domain/attention.ts';
import { OrderStatus, orderStatus } from '../domain/order-status.ts';
import { RefundStatus } from '../domain/refund.ts';
import { inOneTransaction } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const TOTAL_MINOR = 10_000;
const HOUR_MS = 3_600_000;
const opened = Date.parse('2026-11-10T12:00:00.000Z');
const settledAt = new Date(opened + 3 * HOUR_MS);
const moment = fc.nat(2 * HOUR_MS).map((ms) => new Date(opened + ms));

/** What seldom is there, so that it does not hide everything else. */
const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** An order as its parts tell it, before anything was concluded from them. */
const drawnOrder = fc.record({
  checkout: fc.constantFrom('one', 'two'),
  billingSubmitted: fc.boolean(),
  paidAt: fc.option(moment, { freq: 6 }),
  /** Concluded earlier, and not taken back by what came later. */
  allSucceededAt: rarely(moment),
  closedByHandAt: rarely(moment),
  refund: rarely(fc.record({ minor: fc.constantFrom(4_000, TOTAL_MINOR), at: moment })),
  surplusCapturedAt: rarely(moment),
  unmatchedCapturedAt: rarely(moment),
  actions: fc.array(
    fc.record({
      purpose: fc.constantFrom(...Object.values(ActionPurpose)),
      status: fc.constantFrom(...Object.values(ActionStatus)),
      changedAt: moment,
    }),
    { maxLength: 4 },
  ),
  refunds: fc.array(
    fc.record({
      status: fc.constantFrom(...Object.values(RefundStatus)),
      failedLate: fc.boolean(),
      isReversed: fc.boolean(),
      changedAt: moment,
    }),
    { maxLength: 3 },
  ),
});
type DrawnOrder = typeof drawnOrder extends fc.Arbitrary<infer Order> ? Order : never;

/** The pure rule's word on the order; null: nothing is wrong with it. */
function expectedFrom(order: DrawnOrder, graceMs: number): Date | null {
  const { paidAt, closedByHandAt, actions } = order;
  const wanted = actions.filter(
    ({ purpose, status }) => purpose === 'DELIVERY' && status !== 'CANCELLED',
  );
  const isDone = paidAt !== null && wanted.every(({ status }) => status === 'SUCCEEDED');
  const allSucceededAt = order.allSucceededAt ?? (isDone ? settledAt : null);
  const status = orderStatus({
    billingSubmitted: order.billingSubmitted,
    paymentUnderWay: false,
    paidAt,
    allSucceededAt,
    closedByHandAt,
    totalMinor: TOTAL_MINOR,
    refundedMinor: order.refund?.minor ?? 0,
    lastRefundAt: order.refund?.at ?? null,
  });
  return attentionAt(
    attentionOf({
      paidAt,
      closedByHandAt,
      allSucceededAt,
      fullyRefunded: status === 'REFUNDED',
      graceMs,
      actions,
      refunds: order.refunds.filter(({ isReversed }) => !isReversed),
      surplusCapturedAt: order.surplusCapturedAt,
      unmatchedCapturedAt: order.unmatchedCapturedAt,
    }),
  );
}

const run = (sql: string, parameters: unknown[] = []) =>
  query(database.orm.em.fork(), sql, parameters);
const insert = (table: string, rows: readonly object[]) => {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  return rows.length === 0
    ? Promise.resolve([])
    : run(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      );
};

/** History keeps orders from being deleted, so every round has checkouts of its own. */
async function write(round: string, orders: readonly DrawnOrder[]): Promise<string[]> {
  const createdAt = new Date(opened).toISOString();
  for (const name of ['one', 'two']) {
    const checkout = { id: `chk_${round}_${name}`, name, created_at: createdAt };
    await insert('checkout', [checkout]);
    await insert('offer', [{ ...checkout, id: `off_${round}_${name}`, checkout_id: checkout.id }]);
  }
  const ids = orders.map((_, index) => `ord_${round}_${index}`);
  await insert(
    'orders',
    orders.map((order, index) => orderRow(order, ids[index] ?? '', round)),
  );
  // What sends a leg of a refund has one, here of a refund that is under way: no reason of its own.
  const legs = orders.flatMap(({ actions }, index) =>
    actions.flatMap(({ purpose, changedAt }, place) =>
      purpose === 'REFUND' ? [{ orderId: `${ids[index]}`, place, changedAt }] : [],
    ),
  );
  await insert(
    'refund',
    legs.map(({ orderId, place, changedAt }) => ({
      ...refundRow(
        { status: 'REQUESTED', failedLate: false, isReversed: false, changedAt },
        orderId,
        place,
      ),
      id: `ref_leg_${orderId}_${place}`,
    })),
  );
  await insert(
    'refund_leg',
    legs.map(({ orderId, place }) => ({
      id: `leg_${orderId}_${place}`,
      refund_id: `ref_leg_${orderId}_${place}`,
      provider_key: `key_${orderId}_${place}`,
      amount_minor: 100,
      status: 'REQUESTED',
    })),
  );
  await insert(
    'action',
    orders.flatMap(({ actions }, index) =>
      actions.map((action, place) => actionRow(action, `${ids[index]}`, place)),
    ),
  );
  await insert(
    'refund',
    orders.flatMap(({ refunds }, index) =>
      refunds.map((refund, place) => refundRow(refund, `${ids[index]}`, place)),
    ),
  );
  return ids;
}

function orderRow(order: DrawnOrder, id: string, round: string) {
  const isClosed = order.closedByHandAt !== null;
  return {
    id,
    checkout_id: `chk_${round}_${order.checkout}`,
    offer_id: `off_${round}_${order.checkout}`,
    number: id,
    status: 'STARTED',
    currency: 'EUR',
    tags: [],
    billing_fields: [],
    attention: [],
    email: 'buyer@example.com',
    country: 'FI',
    analytics_consent: 'ACCEPTED',
    version: 1,
    discount_minor: 0,
    refund_pending_minor: 0,
    total_minor: TOTAL_MINOR,
    refunded_minor: order.refund?.minor ?? 0,
    created_at: new Date(opened),
    billing_submitted_at: order.billingSubmitted ? new Date(opened) : null,
    paid_at: order.paidAt,
    all_succeeded_at: order.allSucceededAt,
    closed_by_hand_at: order.closedByHandAt,
    closed_by_kind: isClosed ? 'PERSON' : null,
    closed_by_name: isClosed ? 'Aino' : null,
    last_refund_at: order.refund?.at ?? null,
    surplus_captured_at: order.surplusCapturedAt,
    unmatched_captured_at: order.unmatchedCapturedAt,
  };
}

function actionRow(action: DrawnOrder['actions'][number], orderId: string, place: number) {
  return {
    id: `act_${orderId}_${place}`,
    order_id: orderId,
    purpose: action.purpose,
    refund_leg_id: action.purpose === 'REFUND' ? `leg_${orderId}_${place}` : null,
    level: action.purpose === 'DELIVERY' ? 'CHECKOUT' : null,
    kind: 'webhook',
    name: 'Webhook',
    settings: {},
    status: action.status,
    run: 1,
    attempt: 0,
    failures_in_run: 0,
    next_trigger: 'AUTOMATIC',
    run_actor_kind: 'SYSTEM',
    run_actor_name: 'Automatic',
    run_requested_at: action.changedAt,
    lease_until: action.status === 'RUNNING' ? action.changedAt : null,
    next_attempt_at: action.status === 'PENDING' ? action.changedAt : null,
    changed_at: action.changedAt,
    created_at: action.changedAt,
  };
}

function refundRow(refund: DrawnOrder['refunds'][number], orderId: string, place: number) {
  return {
    id: `ref_${orderId}_${place}`,
    order_id: orderId,
    amount_minor: 100,
    currency: 'EUR',
    status: refund.status,
    actor_kind: 'PERSON',
    actor_name: 'Aino',
    requested_at: refund.changedAt,
    reversed_at: refund.isReversed ? refund.changedAt : null,
    failed_late: refund.failedLate,
    changed_at: refund.changedAt,
  };
}

async function settle(ids: readonly string[]): Promise<void> {
  database.tools.setNow(settledAt);
  await inOneTransaction(requestOf(database), async (work) => {
    for (const id of ids) work.touch(id);
  });
}

/** What tab, sidebar and list say at a moment, of the checkouts of one round. */
async function seenAt(now: Date, round: string, checkouts: readonly string[]) {
  const em = database.orm.em.fork();
  const reach = checkouts.map((name) => `chk_${round}_${name}`);
  const onlooker = { reach, mayReadPersonalData: true, now };
  const sort = { field: 'CREATED_AT', direction: 'ASC' } as const;
  const page = { size: 250, fromEnd: false, after: null, before: null };
  const { byCheckout } = await tallyAttention(em, now);
  const listed = await searchOrders(em, { needsAttention: true }, sort, page, onlooker);
  const others = { needsAttention: false, statuses: Object.values(OrderStatus) };
  const unlisted = await searchOrders(em, others, sort, page, onlooker);
  return {
    badge: reach.reduce((sum, id) => sum + (byCheckout.get(id) ?? 0), 0),
    count: (await countOrders(em, { needsAttention: true }, onlooker)).value,
    listed: listed.rows.map(({ id }) => id).sort(),
    unlisted: unlisted.rows.map(({ id }) => id).sort(),
  };
}

describe('requires attention', () => {
  test('means the same to the rule, the badge and the list, for any orders at any moment', async () => {
    let rounds = 0;
    const round = fc.record({
      orders: fc.array(drawnOrder, { minLength: 1, maxLength: 8 }),
      graceMs: fc.nat(HOUR_MS),
      moments: fc.array(fc.nat(4 * HOUR_MS), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(round, async ({ orders, graceMs, moments }) => {
        const name = `${(rounds += 1)}`;
        await writeSettings(database.orm.em.fork(), { graceMs }, { at: settledAt, name: 'Aino' });
        const ids = await write(name, orders);
        await settle(ids);
        const from = orders.map((order) => expectedFrom(order, graceMs)?.getTime());
        // The very moments at which it changes, and those right before, beside any others.
        const edges = from.flatMap((at) => (at === undefined ? [] : [at - 1, at]));
        for (const at of [...moments.map((ms) => opened + ms), ...edges]) {
          for (const checkouts of [['one'], ['one', 'two']]) {
            const within = ids.filter((_, place) =>
              checkouts.includes(orders[place]?.checkout ?? ''),
            );
            const needing = within.filter((id) => (from[ids.indexOf(id)] ?? Infinity) <= at);
            expect(await seenAt(new Date(at), name, checkouts)).toEqual({
              badge: needing.length,
              count: needing.length,
              listed: needing.sort(),
              unlisted: within.filter((id) => !needing.includes(id)).sort(),
            });
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
