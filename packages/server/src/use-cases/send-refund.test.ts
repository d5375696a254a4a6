import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder } from '../../test/kit/refundable-order.ts';
import {
  attemptLeg,
  eventsOf,
  moneyOf,
  newsOfHeld,
  RefundingProvider,
  tellNews,
} from '../../test/kit/refunding-provider.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { permissionsOf } from '../domain/permission.ts';
import { eraseCustomer } from './erase-customer.ts';
import { lookUpRefunds } from './look-up-refunds.ts';
import { systemRequest } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const NOW = new Date('2026-11-20T12:00:00.000Z');
const HOUR_MS = 3_600_000;
let stripe: RefundingProvider;
beforeEach(() => {
  stripe = new RefundingProvider();
  database.tools.setNow(NOW);
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** An order of 99.00 €, of which 49.00 € were asked back. */
async function asked(amountMinor = 4900, provider: 'stripe' | 'paytrail' = 'stripe') {
  const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
    payments: [{ provider }],
  });
  const { refundId } = accepted(
    await askRefund(database, orderId, { [lineIds[0] ?? '']: amountMinor }),
  );
  const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
    refundId,
  ]);
  return { orderId, refundId, legId: leg?.id ?? '', paymentId: paymentIds[0] ?? '' };
}

const legOf = async (legId: string) => {
  const [leg] = await rows<Record<string, unknown>>(
    `select l.status, l.provider_reference as reference, l.sent_at as "sentAt", a.status as action, a.attempt as attempts,
       a.message, a.next_attempt_at is not null as waits
     from refund_leg l left join action a on a.refund_leg_id = l.id where l.id = $1`,
    [legId],
  );
  return leg;
};

const paidBack = {
  status: 'PARTIALLY_REFUNDED',
  refunded: 4900,
  pending: 0,
  lines: [[4900, 0, 996]],
  payments: ['PARTIALLY_REFUNDED 4900 0'],
  refunds: ['SUCCEEDED 4900'],
  books: { REFUND: [-4900, -996] },
  attention: [],
};
const held = {
  status: 'COMPLETED',
  refunded: 0,
  pending: 4900,
  lines: [[0, 4900, 0]],
  payments: ['SUCCEEDED 0 4900'],
  books: {},
};
const untouched = {
  status: 'COMPLETED',
  refunded: 0,
  pending: 0,
  lines: [[0, 0, 0]],
  payments: ['SUCCEEDED 0 0'],
  books: {},
  attention: [],
};

describe('sending a refund', () => {
  test('returns the money once, and everything follows in one step', async () => {
    const { orderId, legId } = await asked();
    await attemptLeg(database, legId, stripe);

    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(await legOf(legId)).toEqual({
      status: 'SUCCEEDED',
      reference: stripe.refunds[0]?.reference,
      sentAt: NOW,
      action: 'SUCCEEDED',
      attempts: 1,
      message: `The money went back; its number there is ${stripe.refunds[0]?.reference}.`,
      waits: false,
    });
    expect(stripe.calls).toEqual([legId]);
    expect(await eventsOf(database, orderId)).toEqual(['refund.requested', 'refund.succeeded']);
  });

  test('commits that it may have been sent before the first byte goes out', async () => {
    const { legId } = await asked();
    stripe.onCall = async () => {
      expect(await legOf(legId)).toMatchObject({ status: 'REQUESTED', sentAt: NOW });
    };
    await attemptLeg(database, legId, stripe);
    expect(stripe.calls).toEqual([legId]);
  });

  test('releases what was reserved when it is definitely refused', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is refused');
    await attemptLeg(database, legId, stripe);

    expect(await moneyOf(database, orderId)).toEqual({ ...untouched, refunds: ['FAILED 4900'] });
    expect(await legOf(legId)).toMatchObject({ status: 'FAILED', action: 'FAILED' });
    expect(await eventsOf(database, orderId)).toEqual(['refund.requested', 'refund.failed']);
  });

  test('of a provider that is not set up any more is released without a call', async () => {
    const { orderId, legId } = await asked();
    await attemptLeg(database, legId, new RefundingProvider('paytrail'));

    expect(await moneyOf(database, orderId)).toMatchObject({
      refunds: ['FAILED 4900'],
      pending: 0,
    });
    expect(await legOf(legId)).toMatchObject({
      sentAt: null,
      message: 'Stripe cannot be asked for refunds here. Nothing was sent.',
    });
  });
});

describe('a refund that the provider has not finished', () => {
  test('stays reserved until it says that it has succeeded', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is pending');
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual({
      ...held,
      refunds: ['PENDING 4900'],
      attention: [],
    });
    expect(await legOf(legId)).toMatchObject({ status: 'PENDING', action: 'SUCCEEDED' });

    const [refund] = stripe.refunds;
    await tellNews(database, [newsOfHeld({ ...refund!, status: 'SUCCEEDED' })]);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.pending',
      'refund.succeeded',
    ]);
  });

  test('is released when it says that it has failed, and asks for a person', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is pending');
    await attemptLeg(database, legId, stripe);
    await tellNews(database, [newsOfHeld({ ...stripe.refunds[0]!, status: 'FAILED' })]);
    expect(await moneyOf(database, orderId)).toEqual({
      ...untouched,
      refunds: ['FAILED 4900'],
      attention: ['REFUND_FAILED'],
    });
  });

  test('is asked after by schedule, should its event be lost', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is pending');
    await attemptLeg(database, legId, stripe);
    const lookUp = () =>
      lookUpRefunds(systemRequest(database.orm.em.fork(), database.tools), stripe.providers);
    expect(await lookUp()).toBe(0);

    database.tools.setNow(new Date(NOW.getTime() + HOUR_MS));
    expect(await lookUp()).toBe(1);
    expect(await legOf(legId)).toMatchObject({ action: 'PENDING', attempts: 1 });
    await attemptLeg(database, legId, stripe);
    expect(await legOf(legId)).toMatchObject({ status: 'PENDING', action: 'SUCCEEDED' });
    expect(await lookUp()).toBe(0);

    stripe.refunds[0]!.status = 'SUCCEEDED';
    database.tools.setNow(new Date(NOW.getTime() + 2 * HOUR_MS));
    expect(await lookUp()).toBe(1);
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(stripe.calls).toEqual([legId]);
  });

  test('needs a person once a provider that cannot be asked has been silent for long', async () => {
    const paytrail = new RefundingProvider('paytrail');
    paytrail.canAsk = false;
    paytrail.whims.push('is pending');
    const { orderId, legId } = await asked(4900, 'paytrail');
    await attemptLeg(database, legId, paytrail);
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: [] });

    database.tools.setNow(new Date(NOW.getTime() + 100 * HOUR_MS));
    await lookUpRefunds(systemRequest(database.orm.em.fork(), database.tools), paytrail.providers);
    expect(await moneyOf(database, orderId)).toEqual({
      ...held,
      refunds: ['UNKNOWN 4900'],
      attention: ['REFUND_UNKNOWN'],
    });
  });
});

describe('a refund whose answer was lost', () => {
  test('is shown at once and keeps its reservation', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is lost after it was done');
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual({
      ...held,
      refunds: ['UNKNOWN 4900'],
      attention: ['REFUND_UNKNOWN'],
    });
    expect(await legOf(legId)).toMatchObject({ status: 'UNKNOWN', action: 'PENDING', waits: true });
  });

  test('is found by asking, and counts exactly once', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is lost after it was done');
    await attemptLeg(database, legId, stripe);
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(stripe.calls).toEqual([legId]);
    expect(stripe.questions).toEqual([legId]);
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.unknown',
      'refund.succeeded',
    ]);
  });

  test('is sent again under the same key when it is proven absent', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is lost before it is done');
    await attemptLeg(database, legId, stripe);
    database.tools.setNow(new Date(NOW.getTime() + 23 * HOUR_MS - 1));
    await attemptLeg(database, legId, stripe);
    expect(stripe.calls).toEqual([legId, legId]);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(await legOf(legId)).toMatchObject({ sentAt: NOW });
  });

  test('is given up, and not sent again, when it is absent after 23 hours', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is lost before it is done');
    await attemptLeg(database, legId, stripe);
    database.tools.setNow(new Date(NOW.getTime() + 23 * HOUR_MS));
    await attemptLeg(database, legId, stripe);
    expect(stripe.calls).toEqual([legId]);
    expect(await moneyOf(database, orderId)).toEqual({ ...untouched, refunds: ['FAILED 4900'] });
    expect(await legOf(legId)).toMatchObject({
      message: 'Stripe has no such refund, so nothing was returned.',
    });
  });

  test('stays unknown while its provider gives no answer about it either', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is lost after it was done');
    stripe.answersQuestions = false;
    for (const _ of [1, 2, 3]) await attemptLeg(database, legId, stripe);
    expect(await legOf(legId)).toMatchObject({ status: 'UNKNOWN', action: 'UNKNOWN', attempts: 3 });
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: ['REFUND_UNKNOWN'] });

    // Its own tries are over; the look-ups by schedule go on.
    stripe.answersQuestions = true;
    database.tools.setNow(new Date(NOW.getTime() + 100 * HOUR_MS));
    await lookUpRefunds(systemRequest(database.orm.em.fork(), database.tools), stripe.providers);
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(stripe.calls).toEqual([legId]);
  });

  test('is never sent again by itself where nobody can be asked', async () => {
    const paytrail = new RefundingProvider('paytrail');
    // It can be asked by its own id of a refund, which is lost with the answer.
    paytrail.remembersKeys = false;
    paytrail.whims.push('is lost before it is done');
    const { orderId, legId } = await asked(4900, 'paytrail');
    await attemptLeg(database, legId, paytrail);
    expect(await legOf(legId)).toMatchObject({
      status: 'UNKNOWN',
      action: 'UNKNOWN',
      waits: false,
    });

    for (const hours of [1, 30, 300]) {
      database.tools.setNow(new Date(NOW.getTime() + hours * HOUR_MS));
      await lookUpRefunds(
        systemRequest(database.orm.em.fork(), database.tools),
        paytrail.providers,
      );
      await attemptLeg(database, legId, paytrail);
    }
    expect(paytrail.calls).toEqual([legId]);
    expect(paytrail.questions).toEqual([]);
    expect(await moneyOf(database, orderId)).toEqual({
      ...held,
      refunds: ['UNKNOWN 4900'],
      attention: ['REFUND_UNKNOWN'],
    });
  });

  test('ends as its provider says, when that tells of it after all', async () => {
    const paytrail = new RefundingProvider('paytrail');
    paytrail.remembersKeys = false;
    paytrail.whims.push('is lost after it was done');
    const { orderId, legId } = await asked(4900, 'paytrail');
    await attemptLeg(database, legId, paytrail);
    expect(await legOf(legId)).toMatchObject({ status: 'UNKNOWN', action: 'UNKNOWN' });

    await tellNews(database, [newsOfHeld(paytrail.refunds[0]!)], 'paytrail');
    expect(await legOf(legId)).toMatchObject({ status: 'SUCCEEDED', action: 'SUCCEEDED' });
    expect(await rows('select message from action where refund_leg_id = $1', [legId])).toEqual([
      { message: 'Its provider has told what became of it.' },
    ]);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
  });

  test('that nobody ever marked as sent is simply sent', async () => {
    const { orderId, legId } = await asked();
    // A worker took it and died before it marked anything.
    await rows(
      `update action set status = 'PENDING', attempt = 1, next_trigger = 'TAKEOVER' where refund_leg_id = $1`,
      [legId],
    );
    await attemptLeg(database, legId, stripe);
    expect(stripe.questions).toEqual([]);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
  });

  test('because it took too long is asked after, and the late answer still counts', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is not answered');
    await attemptLeg(database, legId, stripe, { longestAttemptMs: 50, patienceMs: 20 });
    expect(await legOf(legId)).toMatchObject({ status: 'UNKNOWN', action: 'PENDING' });
    await attemptLeg(database, legId, stripe);
    expect(stripe.calls).toEqual([legId, legId]);
    expect(stripe.refunds).toHaveLength(1);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
  });
});

describe('news that outrun the answer', () => {
  test('settle the refund, and the answer changes nothing any more', async () => {
    const { orderId, legId } = await asked();
    stripe.onCall = async () => {
      stripe.onCall = () => Promise.resolve();
      const made = stripe.refundThere('unused', 4900);
      stripe.refunds.pop();
      const [payment] = await rows<{ reference: string }>(
        'select provider_reference as reference from payment where order_id = $1',
        [orderId],
      );
      stripe.refunds.push({ ...made, key: legId, paymentReference: payment?.reference ?? '' });
      await tellNews(database, [newsOfHeld(stripe.refunds[0]!)]);
      expect(await moneyOf(database, orderId)).toEqual(paidBack);
    };
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    expect(await legOf(legId)).toMatchObject({ action: 'SUCCEEDED' });
    expect(await eventsOf(database, orderId)).toEqual(['refund.requested', 'refund.succeeded']);
  });

  test('while the action waits for its next check, end the waiting without another call', async () => {
    const { orderId, legId } = await asked();
    stripe.whims.push('is lost after it was done');
    await attemptLeg(database, legId, stripe);
    await tellNews(database, [newsOfHeld(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
    await attemptLeg(database, legId, stripe);
    expect(await legOf(legId)).toMatchObject({
      action: 'SUCCEEDED',
      message: 'It was settled meanwhile. Nothing was sent.',
    });
    expect(stripe.questions).toEqual([]);
    expect(stripe.calls).toEqual([legId]);
  });
});

describe('a refund that was left behind', () => {
  test('by programs that all died sending it is shown, and asked after', async () => {
    const { orderId, legId } = await asked();
    await rows(`update refund_leg set sent_at = $2 where id = $1`, [legId, NOW]);
    await rows(
      `update action set status = 'FAILED', next_attempt_at = null, finished_at = now() where refund_leg_id = $1`,
      [legId],
    );
    await lookUpRefunds(systemRequest(database.orm.em.fork(), database.tools), stripe.providers);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunds: ['UNKNOWN 4900'],
      attention: ['REFUND_UNKNOWN'],
    });
    expect(await legOf(legId)).toMatchObject({ action: 'PENDING' });
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual(paidBack);
  });
});

test('of an order whose customer was erased, it is sent without the address that stands for them', async () => {
  const paytrail = new RefundingProvider('paytrail');
  const { orderId, lineIds } = await refundableOrder(database, {
    email: 'gone@example.com',
    payments: [{ provider: 'paytrail' }],
  });
  const admin = requestOf(database, { permissions: [...permissionsOf('ADMIN')] });
  accepted(await eraseCustomer({ email: 'gone@example.com', idempotencyKey: newKey() }, admin));
  const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 4900 }));
  const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
    refundId,
  ]);
  await attemptLeg(database, leg?.id ?? '', paytrail);
  expect(paytrail.emails).toEqual([null]);
  expect(await moneyOf(database, orderId)).toMatchObject({ refunded: 4900 });
});
