import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import type { NotingProduct } from './test-world.ts';
import { startNotingProduct, startTestSimulator, stripeKeys } from './test-world.ts';

const hourMs = 3_600_000;
let now = Date.parse('2026-11-23T10:00:00Z');
let simulator: Simulator;
let product: NotingProduct;
let stripe: Stripe;

beforeEach(async () => {
  now = Date.now();
  product = await startNotingProduct();
  simulator = await startTestSimulator({ productUrl: product.url, now: () => now });
  stripe = client();
});
afterEach(async () => {
  await simulator.stop();
  await product.stop();
});

function client(options: Partial<Stripe.StripeConfig> = {}, apiKey = stripeKeys.apiKey): Stripe {
  const { hostname, port } = new URL(simulator.url);
  return new Stripe(apiKey, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...options,
  });
}

const course = {
  amount: 9900,
  currency: 'eur',
  metadata: { payment_id: 'pay_1', order_id: 'ord_1' },
  automatic_payment_methods: { enabled: true },
};

async function toldTypes(count: number): Promise<string[]> {
  await product.told.waitFor(() => product.told.list().length >= count);
  return product.told.list().map(({ body }) => (JSON.parse(body) as Stripe.Event).type);
}

describe('a payment at the fake Stripe', () => {
  test('is made, paid by the shopper, and told in signed events', async () => {
    const made = await stripe.paymentIntents.create(course, { idempotencyKey: 'pay_1' });
    expect(made).toMatchObject({
      object: 'payment_intent',
      amount: 9900,
      currency: 'eur',
      status: 'requires_payment_method',
      metadata: { payment_id: 'pay_1', order_id: 'ord_1' },
      automatic_payment_methods: { enabled: true },
    });

    const confirmed = await fetch(`${simulator.url}/v1/payment_intents/${made.id}/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ client_secret: String(made.client_secret) }),
    });
    expect(confirmed.status).toBe(200);
    expect(await stripe.paymentIntents.retrieve(made.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 9900,
    });

    expect((await toldTypes(3)).toSorted()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    const { body, headers, url } = await product.told.waitFor((one) =>
      one.body.includes('payment_intent.succeeded'),
    );
    expect(url.pathname).toBe('/events/stripe');
    const signature = String(headers['stripe-signature']);
    const event = stripe.webhooks.constructEvent(body, signature, stripeKeys.webhookSecret);
    expect(event).toMatchObject({
      api_version: Stripe.API_VERSION,
      data: { object: { id: made.id, metadata: { payment_id: 'pay_1' } } },
    });
    expect(() =>
      stripe.webhooks.constructEvent(`${body} `, signature, stripeKeys.webhookSecret),
    ).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });

  test('that is declined says why and can be tried again', async () => {
    const { id } = await stripe.paymentIntents.create(course);
    const decline = stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
    });
    await expect(decline).rejects.toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
      last_payment_error: { message: 'Your card has insufficient funds.' },
    });
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect((await toldTypes(5)).toSorted()).toEqual([
      'charge.failed',
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
    ]);
  });

  test('that takes its time is processing until it is settled', async () => {
    const { id } = await stripe.paymentIntents.create(course);
    const waiting = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_sim_processing',
    });
    expect(waiting.status).toBe('processing');
    simulator.stripe.payments.settle(id, 'succeeded');
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
    expect((await toldTypes(4)).toSorted()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.processing',
      'payment_intent.succeeded',
    ]);
  });

  test('that needs the shopper can be cancelled instead', async () => {
    const { id } = await stripe.paymentIntents.create(course);
    const asked = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_authenticationRequired',
    });
    expect(asked.status).toBe('requires_action');
    expect((await stripe.paymentIntents.cancel(id)).status).toBe('canceled');
    await expect(stripe.paymentIntents.confirm(id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  test.each([
    ['less than Stripe takes', { ...course, amount: 49 }, 'amount_too_small'],
    [
      'less than Stripe takes in kronor',
      { ...course, amount: 299, currency: 'sek' },
      'amount_too_small',
    ],
    ['more than Stripe takes', { ...course, amount: 100_000_000 }, 'amount_too_large'],
  ])('is refused for %s', async (_, wish, code) => {
    await expect(stripe.paymentIntents.create(wish)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      code,
    });
    expect(simulator.stripe.payments.intents.list()).toEqual([]);
  });

  test('is refused to a stranger', async () => {
    const stranger = client({}, 'sk_test_other');
    await expect(stranger.paymentIntents.create(course)).rejects.toMatchObject({ statusCode: 401 });
    const { id } = await stripe.paymentIntents.create(course);
    const response = await fetch(`${simulator.url}/v1/payment_intents/${id}/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ client_secret: `${id}_secret_guessed` }),
    });
    expect(response.status).toBe(401);
  });

  test('can be found in the list, newest first, a page at a time', async () => {
    const made = [];
    for (let amount = 1000; amount < 1003; amount += 1)
      made.push((await stripe.paymentIntents.create({ ...course, amount })).id);
    const first = await stripe.paymentIntents.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual([made[2], made[1]]);
    expect(first.has_more).toBe(true);
    const rest = await stripe.paymentIntents.list({ limit: 2, starting_after: made[1]! });
    expect(rest.data.map(({ id }) => id)).toEqual([made[0]]);
    const events = await stripe.events.list({ type: 'payment_intent.created' });
    expect(events.data).toHaveLength(3);
  });
});

function createWithKey(): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create(course, { idempotencyKey: 'k' });
}

describe('a key at the fake Stripe', () => {
  test('makes one payment however often it is sent', async () => {
    const first = await stripe.paymentIntents.create(course, { idempotencyKey: 'k' });
    const again = await stripe.paymentIntents.create(course, { idempotencyKey: 'k' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(simulator.stripe.payments.intents.list()).toHaveLength(1);
  });

  test('is refused with other parameters', async () => {
    await stripe.paymentIntents.create(course, { idempotencyKey: 'k' });
    const other = stripe.paymentIntents.create({ ...course, amount: 1 }, { idempotencyKey: 'k' });
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
    simulator.faults.set('stripe', { kind: 'slow', slowMs: 60, times: 1 });
    const results = await Promise.allSettled([
      stripe.paymentIntents.create(course, { idempotencyKey: 'k' }),
      stripe.paymentIntents.create(course, { idempotencyKey: 'k' }),
    ]);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(1);
  });

  test('is not used up by a request that was not valid', async () => {
    const options = { idempotencyKey: 'k' };
    await expect(stripe.paymentIntents.create({ ...course, amount: 1 }, options)).rejects.toThrow(
      'at least 50',
    );
    expect((await stripe.paymentIntents.create(course, options)).amount).toBe(9900);
  });

  test('saves the second request of a client that lost the answer', async () => {
    simulator.faults.set('stripe', { kind: 'drop-after', times: 1 });
    // The SDK sends once more after a closed connection, with the same key.
    const made = await stripe.paymentIntents.create(course, { idempotencyKey: 'k' });
    expect(simulator.stripe.payments.intents.list().map(({ id }) => id)).toEqual([made.id]);
  });
});

describe('a switch on Stripe', () => {
  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s leaves no answer and %i payments', async (kind, payments) => {
    simulator.faults.set('stripe', { kind });
    await expect(stripe.paymentIntents.create(course)).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(payments);
  });

  test.each([
    ['hang-before', 0],
    ['hang-after', 1],
  ] as const)('%s runs into the time-out and leaves %i payments', async (kind, payments) => {
    simulator.faults.set('stripe', { kind });
    const hasty = client({ timeout: 150 });
    await expect(hasty.paymentIntents.create(course)).rejects.toMatchObject({
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
    await expect(stripe.paymentIntents.create(course)).rejects.toMatchObject({ type });
    expect(simulator.stripe.payments.intents.list()).toHaveLength(payments);
  });

  test('does not touch the shopper who pays', async () => {
    const made = await stripe.paymentIntents.create(course);
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
    await stripe.paymentIntents.create(course);
    await product.told.waitFor(() => product.told.list().length === 4);
    expect(new Set(toldIds()).size).toBe(1);
    await expect
      .poll(() => simulator.events.list())
      .toMatchObject([{ attempts: 4, lastStatus: 200, state: 'delivered' }]);
  });

  test('come several times where the switch says so', async () => {
    simulator.faults.setEvents('stripe-events', { copies: 3 });
    await stripe.paymentIntents.create(course);
    await product.told.waitFor(() => product.told.list().length === 3);
    expect(new Set(toldIds()).size).toBe(1);
  });

  test('come in the opposite order where the switch says so', async () => {
    simulator.faults.setEvents('stripe-events', { reorder: true });
    const { id } = await stripe.paymentIntents.create(course);
    await stripe.paymentIntents.confirm(id);
    expect((await toldTypes(3)).toReversed()).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  test('get lost where the switch says so, and can still be asked for', async () => {
    simulator.faults.setEvents('stripe-events', { drop: true });
    await stripe.paymentIntents.create(course);
    expect(simulator.events.list()).toMatchObject([{ state: 'dropped', attempts: 0 }]);
    expect((await stripe.events.list()).data).toHaveLength(1);
    expect(product.told.list()).toEqual([]);
  });
});

async function paid(): Promise<string> {
  const { id } = await stripe.paymentIntents.create(course);
  await stripe.paymentIntents.confirm(id);
  return id;
}

describe('a refund at the fake Stripe', () => {
  test('gives back in parts, and never more than is left', async () => {
    const payment_intent = await paid();
    const metadata = { refund_id: 'ref_1' };
    const first = await stripe.refunds.create({ payment_intent, amount: 6000, metadata });
    expect(first).toMatchObject({ amount: 6000, status: 'succeeded', metadata });
    await expect(stripe.refunds.create({ payment_intent, amount: 3901 })).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      param: 'amount',
    });
    expect(await stripe.refunds.create({ payment_intent })).toMatchObject({ amount: 3900 });
    await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await stripe.refunds.list({ payment_intent })).data).toHaveLength(2);
  });

  test('that the bank takes back makes the amount refundable again', async () => {
    const payment_intent = await paid();
    const { id } = await stripe.refunds.create({ payment_intent });
    simulator.stripe.refunds.settle(id, 'failed');
    expect(await stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect(await stripe.refunds.create({ payment_intent })).toMatchObject({ amount: 9900 });
  });

  test('of a payment never made is refused', async () => {
    const { id } = await stripe.paymentIntents.create(course);
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});
