import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import type { NotingProduct } from './test-world.ts';
import {
  startNotingProduct,
  startTestSimulator,
  stripeClient,
  stripeCourse,
  stripeKeys,
  toldStripeTypes,
} from './test-world.ts';

let simulator: Simulator;
let product: NotingProduct;
let stripe: Stripe;

beforeEach(async () => {
  product = await startNotingProduct();
  simulator = await startTestSimulator({ productUrl: product.url });
  stripe = stripeClient(simulator);
});
afterEach(async () => {
  await simulator.stop();
  await product.stop();
});

describe('a payment at the fake Stripe', () => {
  test('is made, paid by the shopper, and told in signed events', async () => {
    const made = await stripe.paymentIntents.create(stripeCourse, { idempotencyKey: 'pay_1' });
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

    expect((await toldStripeTypes(product, 3)).toSorted()).toEqual([
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
    const { id } = await stripe.paymentIntents.create(stripeCourse);
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
    expect((await toldStripeTypes(product, 5)).toSorted()).toEqual([
      'charge.failed',
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
    ]);
  });

  test('that takes its time is processing until it is settled', async () => {
    const { id } = await stripe.paymentIntents.create(stripeCourse);
    const waiting = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_sim_processing',
    });
    expect(waiting.status).toBe('processing');
    simulator.stripe.payments.settle(id, 'succeeded');
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
    expect((await toldStripeTypes(product, 4)).toSorted()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.processing',
      'payment_intent.succeeded',
    ]);
  });

  test('that needs the shopper can be cancelled instead', async () => {
    const { id } = await stripe.paymentIntents.create(stripeCourse);
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
    ['less than Stripe takes', { ...stripeCourse, amount: 49 }, 'amount_too_small'],
    [
      'less than Stripe takes in kronor',
      { ...stripeCourse, amount: 299, currency: 'sek' },
      'amount_too_small',
    ],
    ['more than Stripe takes', { ...stripeCourse, amount: 100_000_000 }, 'amount_too_large'],
  ])('is refused for %s', async (_, wish, code) => {
    await expect(stripe.paymentIntents.create(wish)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      code,
    });
    expect(simulator.stripe.payments.intents.list()).toEqual([]);
  });

  test('is refused to a stranger', async () => {
    const stranger = stripeClient(simulator, {}, 'sk_test_other');
    await expect(stranger.paymentIntents.create(stripeCourse)).rejects.toMatchObject({
      statusCode: 401,
    });
    const { id } = await stripe.paymentIntents.create(stripeCourse);
    const response = await fetch(`${simulator.url}/v1/payment_intents/${id}/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ client_secret: `${id}_secret_guessed` }),
    });
    expect(response.status).toBe(401);
  });

  test('can be found in the list, newest first, a page at a time', async () => {
    const made = [];
    for (let amount = 1000; amount < 1003; amount += 1)
      made.push((await stripe.paymentIntents.create({ ...stripeCourse, amount })).id);
    const first = await stripe.paymentIntents.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual([made[2], made[1]]);
    expect(first.has_more).toBe(true);
    const rest = await stripe.paymentIntents.list({ limit: 2, starting_after: made[1]! });
    expect(rest.data.map(({ id }) => id)).toEqual([made[0]]);
    const events = await stripe.events.list({ type: 'payment_intent.created' });
    expect(events.data).toHaveLength(3);
  });
});

async function paid(): Promise<string> {
  const { id } = await stripe.paymentIntents.create(stripeCourse);
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
    const { id } = await stripe.paymentIntents.create(stripeCourse);
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});
