import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import type { NotingProduct } from './test-world.ts';
import {
  startNotingProduct,
  startTestSimulator,
  stripeClient,
  stripeCourse,
  toldStripeTypes,
} from './test-world.ts';

const hourMs = 3_600_000;
let now = Date.now();
let simulator: Simulator;
let product: NotingProduct;
let stripe: Stripe;

beforeEach(async () => {
  product = await startNotingProduct();
  simulator = await startTestSimulator({ productUrl: product.url, now: () => now });
  stripe = stripeClient(simulator);
});
afterEach(async () => {
  await simulator.stop();
  await product.stop();
});

function createWithKey(): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' });
}

describe('a key at the fake Stripe', () => {
  test('makes one payment however often it is sent', async () => {
    const first = await stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' });
    const again = await stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(simulator.stripe.payments.intents.list()).toHaveLength(1);
  });

  test('is refused with other parameters', async () => {
    await stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' });
    const other = stripe.paymentIntents.create(
      { ...stripeCourse, amount: 1 },
      { idempotencyKey: 'k' },
    );
    await expect(other).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('replays a 500 for 24 hours, and then is a new request', async () => {
    simulator.faults.set('stripe', { kind: 'error-500-after', times: 1 });
    await expect(createWithKey()).rejects.toMatchObject({ statusCode: 500 });
    now += 23 * hourMs;
    await expect(createWithKey()).rejects.toMatchObject({ statusCode: 500 });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(1);
    now += 2 * hourMs;
    await createWithKey();
    expect(simulator.stripe.payments.intents.list()).toHaveLength(2);
  });

  test('is busy while its first request is under way', async () => {
    simulator.faults.set('stripe', { kind: 'slow', slowMs: 400, times: 1 });
    const results = await Promise.allSettled([
      stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' }),
      stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' }),
    ]);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(1);
  });

  test('is not used up by a request that was not valid', async () => {
    const options = { idempotencyKey: 'k' };
    await expect(
      stripe.paymentIntents.create({ ...stripeCourse, amount: 1 }, options),
    ).rejects.toThrow('at least 50');
    expect((await stripe.paymentIntents.create(stripeCourse, options)).amount).toBe(9900);
  });

  test('saves the second request of a client that lost the answer', async () => {
    simulator.faults.set('stripe', { kind: 'drop-after', times: 1 });
    // The SDK sends once more after a closed connection, with the same key.
    const made = await stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'k' });
    expect(simulator.stripe.payments.intents.list().map(({ id }) => id)).toEqual([made.id]);
  });
});

describe('a switch on Stripe', () => {
  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s leaves no answer and %i payments', async (kind, payments) => {
    simulator.faults.set('stripe', { kind });
    await expect(stripe.paymentIntents.create(stripeCourse)).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(payments);
  });

  test.each([
    ['hang-before', 0],
    ['hang-after', 1],
  ] as const)('%s runs into the time-out and leaves %i payments', async (kind, payments) => {
    simulator.faults.set('stripe', { kind });
    const hasty = stripeClient(simulator, { timeout: 1000 });
    await expect(hasty.paymentIntents.create(stripeCourse)).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(payments);
  });

  test.each([
    ['error-400', 'StripeInvalidRequestError', 0],
    ['error-429', 'StripeRateLimitError', 0],
    ['error-500', 'StripeAPIError', 0],
    ['error-500-after', 'StripeAPIError', 1],
  ] as const)('%s comes out as %s', async (kind, type, payments) => {
    simulator.faults.set('stripe', { kind, retryAfterSeconds: 7 });
    await expect(stripe.paymentIntents.create(stripeCourse)).rejects.toMatchObject({ type });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(payments);
  });

  test('does not touch the shopper who pays', async () => {
    const made = await stripe.paymentIntents.create(stripeCourse);
    simulator.faults.set('stripe', { kind: 'drop-before' });
    const response = await fetch(`${simulator.url}/v1/payment_intents/${made.id}/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ client_secret: String(made.client_secret) }),
    });
    expect(response.status).toBe(200);
  });
});

function toldIds(): string[] {
  return product.told.list().map(({ body }) => (JSON.parse(body) as Stripe.Event).id);
}

describe('events of the fake Stripe', () => {
  test('are sent again until the product takes them', async () => {
    product.answerNext(500, 503, 302);
    await stripe.paymentIntents.create(stripeCourse);
    await product.told.waitFor(() => product.told.list().length === 4);
    expect(new Set(toldIds()).size).toBe(1);
    await expect
      .poll(() => simulator.events.list())
      .toMatchObject([{ attempts: 4, lastStatus: 200, state: 'delivered' }]);
  });

  test('come several times where the switch says so', async () => {
    simulator.faults.setEvents('stripe-events', { copies: 3 });
    await stripe.paymentIntents.create(stripeCourse);
    await product.told.waitFor(() => product.told.list().length === 3);
    expect(new Set(toldIds()).size).toBe(1);
  });

  test('come in the opposite order where the switch says so', async () => {
    simulator.faults.setEvents('stripe-events', { reorder: true });
    const { payments } = simulator.stripe;
    const rest = { currency: 'eur', description: null, receiptEmail: null, metadata: {} };
    const wish = { ...rest, amount: 9900, methodTypes: ['card'], isAutomatic: true };
    payments.confirm(payments.create(wish).id, 'pm_card_visa');
    expect((await toldStripeTypes(product, 3)).toReversed()).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  test('get lost where the switch says so, and can still be asked for', async () => {
    simulator.faults.setEvents('stripe-events', { drop: true });
    await stripe.paymentIntents.create(stripeCourse);
    expect(simulator.events.list()).toMatchObject([{ state: 'dropped', attempts: 0 }]);
    expect((await stripe.events.list()).data).toHaveLength(1);
    expect(product.told.list()).toEqual([]);
  });
});
