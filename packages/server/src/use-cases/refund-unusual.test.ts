import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { newsOf } from '../../test/kit/paid-order.ts';
import {
  askRefund,
  refundableOrder,
  refunder,
  sayingProviders,
  tellLeg,
} from '../../test/kit/refundable-order.ts';
import {
  attemptLeg,
  eventsOf,
  moneyOf,
  newsOfHeld,
  RefundingProvider,
  tellNews,
} from '../../test/kit/refunding-provider.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { findRefundFacts } from '../database/refund-facts.ts';
import { query } from '../database/orm.ts';
import { completeOrder } from './complete-order.ts';
import { lookUpRefunds } from './look-up-refunds.ts';
import { receivePaymentNews } from './receive-payment-event.ts';
import { refundOptionsOf } from './refund-options.ts';
import { previewRefund } from './refund-order.ts';
import { refundSourcesOf } from './refund-sources.ts';
import { systemRequest } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const NOW = new Date('2026-11-20T12:00:00.000Z');
let stripe: RefundingProvider;
beforeEach(() => {
  stripe = new RefundingProvider();
  database.tools.setNow(NOW);
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const referenceOf = async (paymentId: string | undefined) =>
  (
    await rows<{ reference: string }>(
      'select provider_reference as reference from payment where id = $1',
      [paymentId],
    )
  )[0]?.reference ?? '';

const complete = async (orderId: string, restoreRefunded: boolean) =>
  accepted(
    await completeOrder(
      {
        orderId,
        idempotencyKey: newKey(),
        runActions: false,
        actionsToRun: 'ALL',
        restoreRefunded,
        useLatestConfiguration: false,
      },
      requestOf(database, { permissions: refunder }),
    ),
  );

const legsOf = (refundId: string) =>
  rows<{ id: string; paymentId: string | null; status: string }>(
    'select id, payment_id as "paymentId", status from refund_leg where refund_id = $1 order by id',
    [refundId],
  );

/** A delivery that waits; of an order that is paid and not completed. */
async function waitingDelivery(orderId: string): Promise<string> {
  const id = `act_${newKey()}`;
  await rows(
    `insert into action (id, order_id, purpose, level, kind, name, settings, status, run_requested_at, next_attempt_at, changed_at, created_at)
     values ($1, $2, 'DELIVERY', 'CHECKOUT', 'webhook', 'Webhook', '{}', 'PENDING', $3, $3, $3, $3)`,
    [id, orderId, NOW],
  );
  return id;
}

const statusOf = async (actionId: string) =>
  (await rows<{ status: string }>('select status from action where id = $1', [actionId]))[0]
    ?.status;

describe('money returned in the dashboard of an order that was never covered', () => {
  test('leaves lines and books alone, since nothing was sold', async () => {
    const { orderId, paymentIds } = await refundableOrder(database, {
      payments: [{ capturedMinor: 4000 }],
      paidAt: null,
    });
    const held = stripe.refundThere(await referenceOf(paymentIds[0]), 4000);
    await tellNews(database, [newsOfHeld(held)]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 0,
      lines: [[0, 0, 0]],
      payments: ['REFUNDED 4000 0'],
      books: {},
      attention: [],
    });
  });

  test('is none of the sale, when the order is then completed by hand', async () => {
    const { orderId, paymentIds } = await refundableOrder(database, {
      payments: [{ capturedMinor: 4000 }],
      paidAt: null,
    });
    const held = stripe.refundThere(await referenceOf(paymentIds[0]), 4000);
    await tellNews(database, [newsOfHeld(held)]);
    database.tools.setNow(new Date(NOW.getTime() + 60_000));
    await complete(orderId, false);
    const { refundId } = accepted(
      await askRefund(database, orderId, { [`${orderId.replace('ord', 'lin')}_0`]: 100 }),
    );
    expect(await legsOf(refundId)).toMatchObject([{ paymentId: null, status: 'RECORDED' }]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 100,
      books: { REFUND: [-100, -20] },
      attention: [],
    });
  });

  test('finds its place on the lines once the rest is paid', async () => {
    const { orderId, paymentIds } = await refundableOrder(database, {
      payments: [{ capturedMinor: 4000 }],
      paidAt: null,
    });
    const rest = `pay_rest_of_${orderId}`;
    await rows(
      `insert into payment (id, order_id, provider, method, status, amount_minor, currency, provider_reference, created_at)
       values ($1, $2, 'stripe', 'card', 'PENDING', 5900, 'EUR', $3, $4)`,
      [rest, orderId, `ref-${rest}`, NOW],
    );
    const held = stripe.refundThere(await referenceOf(paymentIds[0]), 4000);
    await tellNews(database, [newsOfHeld(held)]);
    await receivePaymentNews(
      'stripe',
      [newsOf(rest, 'SUCCEEDED', { amountMinor: 5900 })],
      requestOf(database),
    );
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 4000,
      payments: ['REFUNDED 4000 0', 'SUCCEEDED 0 0'],
      books: { REFUND: [-4000, -813] },
      attention: [],
    });
  });

  test('still needs somebody when its refund fails later', async () => {
    const { orderId, paymentIds } = await refundableOrder(database, {
      payments: [{ capturedMinor: 4000 }],
      paidAt: null,
    });
    await rows('update orders set unmatched_captured_at = $2 where id = $1', [orderId, NOW]);
    const plan = { surplusPaymentId: paymentIds[0] ?? '' };
    const { refundId } = accepted(await askRefund(database, orderId, {}, { plan }));
    const legId = (await legsOf(refundId))[0]?.id ?? '';
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: [] });
    await tellNews(database, [newsOfHeld({ ...stripe.refunds[0]!, status: 'FAILED' })]);
    const attention = ((await moneyOf(database, orderId))?.['attention'] ?? []) as string[];
    expect(attention.toSorted()).toEqual(['PAID_AMOUNT_DIFFERS', 'REFUND_FAILED']);
  });

  test('offers no more of its products than its payment', async () => {
    const { orderId } = await refundableOrder(database, {
      payments: [{ capturedMinor: 4000 }],
      paidAt: null,
    });
    const [facts] = await findRefundFacts(database.orm.em.fork(), [orderId]);
    const now = database.tools.now();
    const options = refundOptionsOf({
      facts: facts!,
      sources: refundSourcesOf(facts!, sayingProviders, now),
      permissions: new Set(refunder),
      now,
    });
    expect(options).toMatchObject({
      allowed: true,
      maximumMinor: 0,
      lines: [{ maximumMinor: 0 }],
      surplusPayments: [{ returnableMinor: 4000 }],
    });
  });
});

describe('a refund heard of before its payment', () => {
  test('calls off what the payment would have had delivered', async () => {
    const { orderId, lineIds } = await refundableOrder(database, { paidAt: null, payments: [] });
    await rows(
      `insert into payment (id, order_id, provider, method, status, amount_minor, currency, provider_reference, created_at)
       values ($1, $2, 'stripe', 'card', 'PENDING', 9900, 'EUR', $3, $4)`,
      [`pay_${orderId}`, orderId, `ref-pay_${orderId}`, NOW],
    );
    const delivery = await waitingDelivery(orderId);
    await tellNews(database, [newsOfHeld(stripe.refundThere(`ref-pay_${orderId}`, 9900))]);
    await receivePaymentNews(
      'stripe',
      [newsOf(`pay_${orderId}`, 'SUCCEEDED')],
      requestOf(database),
    );
    expect(lineIds).toHaveLength(1);
    expect(await moneyOf(database, orderId)).toMatchObject({ status: 'REFUNDED', refunded: 9900 });
    expect(await statusOf(delivery)).toBe('CANCELLED');
  });
});

describe('restored and refunded again', () => {
  test('never tells anybody to return by hand what the provider has returned', async () => {
    const { orderId, lineIds } = await refundableOrder(database, {
      payments: [{ provider: 'epassi' }],
    });
    const lines = { [lineIds[0] ?? '']: 9900 };
    const { refundId } = accepted(await askRefund(database, orderId, lines));
    const [leg] = await legsOf(refundId);
    await tellLeg(database, orderId, leg?.id ?? '', { status: 'SUCCEEDED', reference: 'e1' });
    await complete(orderId, true);
    const preview = accepted(
      await previewRefund(
        {
          orderId,
          plan: {
            lines: [{ orderLineId: lineIds[0] ?? '', amountMinor: 9900, removeAccess: false }],
            returnMoney: true,
            removeOfferAccess: false,
          },
        },
        requestOf(database, { permissions: refunder }),
        { providers: sayingProviders },
      ),
    );
    expect(preview.legs.map(({ note }) => note)).toEqual([
      '99.00 € will be recorded only; Epassi returned it before, and cannot return it twice.',
    ]);
  });
});

describe('a refund that was under way and fails', () => {
  test('asks for a person, who had been told that it was on its way', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    const [leg] = await legsOf(refundId);
    stripe.whims.push('is pending');
    await attemptLeg(database, leg?.id ?? '', stripe);
    await tellNews(database, [newsOfHeld({ ...stripe.refunds[0]!, status: 'FAILED' })]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'COMPLETED',
      refunds: ['FAILED 9900'],
      attention: ['REFUND_FAILED'],
    });
  });
});

describe('a refund that stays under way', () => {
  test('is shown to a person after ten days, once, and still counts when it is done', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    const [leg] = await legsOf(refundId);
    stripe.whims.push('is pending');
    await attemptLeg(database, leg?.id ?? '', stripe);
    const lookUpAfter = async (days: number) => {
      database.tools.setNow(new Date(NOW.getTime() + days * 86_400_000));
      const request = systemRequest(database.orm.em.fork(), database.tools);
      await lookUpRefunds(request, stripe.providers);
      await attemptLeg(database, leg?.id ?? '', stripe);
      const { refunds, attention } = (await moneyOf(database, orderId)) ?? {};
      return { refunds, attention };
    };
    expect(await lookUpAfter(9)).toEqual({ refunds: ['PENDING 9900'], attention: [] });
    const shown = { refunds: ['UNKNOWN 9900'], attention: ['REFUND_UNKNOWN'] };
    expect(await lookUpAfter(12)).toEqual(shown);
    expect(await lookUpAfter(16)).toEqual(shown);
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.pending',
      'refund.unknown',
    ]);
    stripe.refunds[0]!.status = 'SUCCEEDED';
    expect(await lookUpAfter(20)).toEqual({ refunds: ['SUCCEEDED 9900'], attention: [] });
    expect(stripe.calls).toEqual([leg?.id]);
  });
});

describe('a refund in full that fails later', () => {
  test('leaves an order paid whose delivery it had called off', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    await rows(`update orders set all_succeeded_at = null, status = 'PAID' where id = $1`, [
      orderId,
    ]);
    const delivery = await waitingDelivery(orderId);
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    const [leg] = await legsOf(refundId);
    await attemptLeg(database, leg?.id ?? '', stripe);
    expect(await statusOf(delivery)).toBe('CANCELLED');
    await tellNews(database, [newsOfHeld({ ...stripe.refunds[0]!, status: 'FAILED' })]);
    expect(await moneyOf(database, orderId)).toMatchObject({ status: 'PAID' });
  });

  test('asks for a person though its data were restored, where a later refund relied on it', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const lines = { [lineIds[0] ?? '']: 9900 };
    const { refundId } = accepted(await askRefund(database, orderId, lines));
    const [leg] = await legsOf(refundId);
    await attemptLeg(database, leg?.id ?? '', stripe);
    await complete(orderId, true);
    database.tools.setNow(new Date(NOW.getTime() + 60_000));
    accepted(await askRefund(database, orderId, lines));
    await tellNews(database, [newsOfHeld({ ...stripe.refunds[0]!, status: 'FAILED' })]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'REFUNDED',
      payments: ['REFUNDED 0 0'],
      attention: ['REFUND_DIFFERS'],
    });
  });
});

describe('more refunded in the dashboard than is left', () => {
  test('asks for a person again, though an earlier such refund was seen to', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database);
    const reference = await referenceOf(paymentIds[0]);
    const record = { plan: { returnMoney: false } };
    accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }, record));
    await tellNews(database, [newsOfHeld(stripe.refundThere(reference, 1000))]);
    const attention = async () => (await moneyOf(database, orderId))?.['attention'];
    expect(await attention()).toEqual(['REFUND_DIFFERS']);

    database.tools.setNow(new Date(NOW.getTime() + 60_000));
    await complete(orderId, false);
    expect(await attention()).toEqual([]);

    database.tools.setNow(new Date(NOW.getTime() + 120_000));
    await tellNews(database, [newsOfHeld(stripe.refundThere(reference, 2000))]);
    expect(await attention()).toEqual(['REFUND_DIFFERS']);
  });
});

describe('a second payment given back', () => {
  test('does not call off what was run again meanwhile', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      payments: [{}, { surplus: true }],
    });
    const first = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    await attemptLeg(database, (await legsOf(first.refundId))[0]?.id ?? '', stripe);
    const delivery = await waitingDelivery(orderId);
    const second = accepted(
      await askRefund(database, orderId, {}, { plan: { surplusPaymentId: paymentIds[1] ?? '' } }),
    );
    await attemptLeg(database, (await legsOf(second.refundId))[0]?.id ?? '', stripe);
    expect(await moneyOf(database, orderId)).toMatchObject({
      payments: ['REFUNDED 9900 0', 'REFUNDED 9900 0'],
    });
    expect(await statusOf(delivery)).toBe('PENDING');
  });
});

describe('the earlier of two captures, heard of after the later one was refunded', () => {
  test('still asks for a person, since the customer has paid once too often', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const earlier = `pay_earlier_of_${orderId}`;
    await rows(
      `insert into payment (id, order_id, provider, method, status, amount_minor, currency, provider_reference, created_at)
       values ($1, $2, 'stripe', 'card', 'PENDING', 9900, 'EUR', $3, '2026-11-01T09:00:00Z')`,
      [earlier, orderId, `ref-${earlier}`],
    );
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    await attemptLeg(database, (await legsOf(refundId))[0]?.id ?? '', stripe);
    const at = new Date('2026-11-01T09:30:00Z');
    await receivePaymentNews('stripe', [newsOf(earlier, 'SUCCEEDED', { at })], requestOf(database));
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'REFUNDED',
      attention: ['PAID_TWICE'],
    });
  });
});
