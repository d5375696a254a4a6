import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { refundOrder } from '../src/use-cases/refund-order.ts';
import { commandLine } from './kit/command-line.ts';
import { refunder } from './kit/refundable-order.ts';
import { eventsOf, moneyOf } from './kit/refunding-provider.ts';
import { simulatedPaytrail, simulatedStripe, stripeKeys } from './kit/refund-means.ts';
import { RefundWorld } from './kit/refund-world.ts';
import { accepted, providersOf, requestOf } from './kit/shop.ts';
import type { Worker } from '../src/worker/worker.ts';

// From the request to the books over real HTTP: our worker, our providers, and a Stripe and a Paytrail that
// behave like the real ones, with their signed events.

let world: RefundWorld;
let worker: Worker;
beforeAll(async () => {
  world = await RefundWorld.open();
  worker = await world.survivor();
});
afterAll(async () => {
  await worker.stop();
  await world.stop();
});
beforeEach(() => {
  world.simulator.faults.clear();
  world.simulator.stripe.refunds.beginAs('succeeded');
});

async function asked(amountMinor = 4900, provider: 'stripe' | 'paytrail' = 'stripe') {
  const order = await world.paidOrder(provider);
  const outcome = await refundOrder(
    world.refundOf(order, amountMinor),
    requestOf(world.database, { permissions: refunder }),
    {
      providers: providersOf(
        simulatedStripe(world.simulator.url),
        simulatedPaytrail(world.simulator.url),
      ),
    },
  );
  return { ...order, ...accepted(outcome) };
}

const refundThere = (reference: string) => {
  const refunds = world.simulator.stripe.refunds.refunds.list();
  const refund = refunds.find(({ payment_intent }) => payment_intent === reference);
  if (!refund) throw new Error('Stripe has no such refund');
  return refund;
};

const money = (orderId: string) => moneyOf(world.database, orderId);
const within = { timeout: 20_000 };

const paidBack = { status: 'PARTIALLY_REFUNDED', refunded: 4900, pending: 0, attention: [] };

describe('a refund through Stripe', () => {
  test('returns the money, and its events change nothing more', async () => {
    const { orderId, reference } = await asked();
    await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
    await expect
      .poll(() => world.simulator.events.list().every(({ state }) => state === 'delivered'))
      .toBe(true);
    expect(world.returnedThere(reference)).toEqual([4900]);
    expect(await money(orderId)).toMatchObject({ ...paidBack, books: { REFUND: [-4900, -996] } });
    expect(await eventsOf(world.database, orderId)).toEqual([
      'refund.requested',
      'refund.succeeded',
    ]);
  });

  test('that is pending there succeeds with the event', async () => {
    world.simulator.stripe.refunds.beginAs('pending');
    const { orderId, reference } = await asked();
    await expect
      .poll(() => money(orderId), within)
      .toMatchObject({ refunds: ['PENDING 4900'], pending: 4900 });
    world.simulator.stripe.refunds.settle(refundThere(reference).id, 'succeeded');
    await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
  });

  test('that is pending there and loses its event is found by asking', async () => {
    world.simulator.stripe.refunds.beginAs('pending');
    world.simulator.faults.setEvents('stripe-events', { drop: true });
    const { orderId, reference } = await asked();
    await expect.poll(() => money(orderId), within).toMatchObject({ refunds: ['PENDING 4900'] });
    world.simulator.stripe.refunds.settle(refundThere(reference).id, 'succeeded');
    await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
  });

  test('that fails days later comes back, and asks for a person', async () => {
    const { orderId, reference } = await asked();
    await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
    world.simulator.stripe.refunds.settle(refundThere(reference).id, 'failed');
    await expect
      .poll(() => money(orderId), within)
      .toMatchObject({
        status: 'COMPLETED',
        refunded: 0,
        payments: ['SUCCEEDED 0 0'],
        attention: ['REFUND_FAILED'],
      });
  });

  test('that Stripe refuses is released', async () => {
    world.simulator.faults.set('stripe', { kind: 'error-400', times: 1 });
    const { orderId, reference } = await asked();
    await expect
      .poll(() => money(orderId), within)
      .toMatchObject({ refunds: ['FAILED 4900'], pending: 0, attention: [] });
    expect(world.returnedThere(reference)).toEqual([]);
  });

  test.each(['drop-before', 'drop-after', 'hang-after', 'error-500-after'] as const)(
    'whose answer is lost (%s) is made once',
    async (kind) => {
      world.simulator.faults.setEvents('stripe-events', { drop: true });
      world.simulator.faults.set('stripe', { kind, times: 1 });
      const { orderId, reference } = await asked();
      await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
      expect(world.returnedThere(reference)).toEqual([4900]);
    },
  );

  test("made in Stripe's dashboard arrives by its event", async () => {
    const { orderId, reference } = await world.paidOrder();
    world.simulator.stripe.refunds.create({
      chargeId: null,
      intentId: reference,
      amountMinor: 4900,
      reason: null,
      metadata: {},
    });
    await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
    expect(await eventsOf(world.database, orderId)).toEqual([
      'refund.made_there',
      'refund.succeeded',
    ]);
  });
});

describe('a refund through Paytrail', () => {
  const returnedThere = (reference: string) =>
    world.simulator.paytrail.refunds
      .list()
      .filter(({ paymentId, status }) => paymentId === reference && status !== 'fail').length;

  test('returns the money', async () => {
    const { orderId, reference } = await asked(4900, 'paytrail');
    await expect.poll(() => money(orderId), within).toMatchObject(paidBack);
    expect(returnedThere(reference)).toBe(1);
  });

  test.each([
    ['before it was made', 'drop-before', 0],
    ['after it was made', 'error-500-after', 1],
  ] as const)(
    'whose answer was lost %s stays unknown, and is never sent again by itself',
    async (_, kind, made) => {
      world.simulator.faults.setEvents('paytrail-events', { drop: true });
      world.simulator.faults.set('paytrail', { kind, times: 1 });
      const { orderId, reference } = await asked(4900, 'paytrail');
      await expect
        .poll(() => money(orderId), within)
        .toMatchObject({ refunds: ['UNKNOWN 4900'], attention: ['REFUND_UNKNOWN'] });

      // Longer than all look-ups take: 1.2 seconds, and the sweeps between.
      const lookUps = () =>
        query<{ over: boolean }>(
          world.database.orm.em.fork(),
          `select look_up_at is null as over from refund_leg l join refund r on r.id = l.refund_id where r.order_id = $1`,
          [orderId],
        );
      await expect.poll(lookUps, within).toEqual([{ over: true }]);
      expect(await money(orderId)).toMatchObject({ refunds: ['UNKNOWN 4900'], pending: 4900 });
      expect(returnedThere(reference)).toBe(made);
      expect(
        await query(
          world.database.orm.em.fork(),
          'select status from attempt where order_id = $1',
          [orderId],
        ),
      ).toEqual([{ status: 'UNKNOWN' }]);
    },
  );
});

describe('npm run cli -- reconcile', () => {
  const reconcile = async (...more: string[]) => {
    const environment = {
      DATABASE_URL: world.database.url,
      STRIPE_API_KEY: stripeKeys.apiKey,
      STRIPE_WEBHOOK_SECRETS: stripeKeys.webhookSecret,
      STRIPE_API_URL: world.simulator.url,
    };
    const { code, out } = await commandLine(environment, 'reconcile', ...more);
    return { code, out };
  };

  test('prints what does not agree, for people and for programs, and ends with 1', async () => {
    expect(await reconcile('--since', '2026-01-01')).toEqual({
      code: 0,
      out: expect.stringMatching(
        /^stripe: \d+ refunds since 2026-01-01, 0 differences\.\n$/,
      ) as unknown,
    });
    world.simulator.faults.setEvents('stripe-events', { drop: true });
    const { orderId, reference } = await world.paidOrder();
    const { id } = world.simulator.stripe.refunds.create({
      chargeId: null,
      intentId: reference,
      amountMinor: 1000,
      reason: null,
      metadata: {},
    });
    const before = await money(orderId);
    const words = await reconcile('--provider', 'stripe');
    expect(words.code).toBe(1);
    expect(words.out.split('\n').slice(1)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^- A refund of 10.00 € of order R\\d+ succeeded at Stripe \\(${id}\\), but is not on record here.$`,
        ),
      ) as unknown,
      '',
    ]);
    const json = await reconcile('--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject([
      { provider: 'stripe', differences: [{ kind: 'MISSING_HERE', subject: id, orderId }] },
    ]);
    expect(await money(orderId)).toEqual(before);
  });

  test('says so, with 2, when Stripe gives no list', async () => {
    world.simulator.faults.set('stripe', { kind: 'error-500' });
    expect(await reconcile()).toEqual({
      code: 2,
      out: expect.stringMatching(/^Could not compare: Stripe: /) as unknown,
    });
  });

  test('knows its providers', async () => {
    expect((await reconcile('--provider', 'paytrail')).code).toBe(1);
  });
});
