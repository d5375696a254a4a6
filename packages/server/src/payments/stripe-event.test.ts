import { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { BadSignature, type RawDelivery } from './payment-provider.ts';
import { readStripeEvent } from './stripe-event.ts';

const now = new Date('2026-11-23T12:00:00Z');
const seconds = now.getTime() / 1000;
const secret = 'whsec_current';

const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 9900,
  amount_received: 0,
  currency: 'eur',
  metadata: { payment_id: 'pay_01' },
  payment_method_types: ['card'],
  last_payment_error: null,
  latest_charge: 'ch_1',
};

function eventOf(type: string, object: object = intent): string {
  return JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    created: 1_795_000_000,
    data: { object },
  });
}

function signed(payload: string, timestamp = seconds, by = secret): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, timestamp, secret: by });
}

function delivery(payload: string, header: string | null = signed(payload)): RawDelivery {
  return {
    method: 'POST',
    headers: header === null ? {} : { 'stripe-signature': header },
    query: {},
    body: new TextEncoder().encode(payload),
  };
}

const read = (given: RawDelivery) => readStripeEvent(given, [secret], now);

describe('an event of Stripe', () => {
  const declined = { type: 'card_error', message: 'Your card was declined.' };

  test.each([
    ['payment_intent.succeeded', { amount_received: 9800 }, 'SUCCEEDED', 9800, null],
    ['payment_intent.processing', {}, 'PENDING', 9900, null],
    ['payment_intent.requires_action', {}, 'PENDING', 9900, null],
    ['payment_intent.canceled', {}, 'CANCELLED', 9900, null],
    [
      'payment_intent.payment_failed',
      { last_payment_error: declined },
      'FAILED',
      9900,
      'Your card was declined.',
    ],
  ])('%s is news of our payment', (type, change, status, amountMinor, failureMessage) => {
    expect(read(delivery(eventOf(type, { ...intent, ...change })))).toEqual([
      {
        kind: 'payment',
        eventId: 'evt_1',
        stamp: 'pay_01',
        reference: 'pi_1',
        status,
        amountMinor,
        currency: 'EUR',
        method: 'card',
        failureMessage,
        at: new Date(1_795_000_000_000),
      },
    ]);
  });

  test.each([
    ['a kind of event we do not know', eventOf('payment_intent.invented')],
    ['the mere creation of a payment', eventOf('payment_intent.created')],
    ['something else than a payment', eventOf('charge.succeeded', { object: 'charge' })],
    ['a kind of event that is no word of ours', eventOf('constructor')],
    ['a payment not begun by us', eventOf('payment_intent.succeeded', { ...intent, metadata: {} })],
  ])('gives no news of %s', (_, payload) => {
    expect(read(delivery(payload))).toEqual([]);
  });

  test('counts Icelandic krónur as we do', () => {
    const object = { ...intent, currency: 'isk', amount_received: 50_000 };
    expect(read(delivery(eventOf('payment_intent.succeeded', object)))).toMatchObject([
      { amountMinor: 500, currency: 'ISK' },
    ]);
  });

  test.each([
    ['by the charge', { latest_charge: { payment_method_details: { type: 'klarna' } } }, 'klarna'],
    [
      'by the failure',
      { last_payment_error: { payment_method: { type: 'mobilepay' } } },
      'mobilepay',
    ],
    ['not at all when several were offered', { payment_method_types: ['card', 'klarna'] }, null],
  ])('tells the method %s', (_, change, method) => {
    const [news] = read(delivery(eventOf('payment_intent.canceled', { ...intent, ...change })));
    expect(news).toMatchObject({ method });
  });

  test('keeps addresses and numbers out of the reason of a failure', () => {
    const message = 'The card 4242 4242 4242 4242 of aino@example.com was refused.';
    const object = { ...intent, last_payment_error: { type: 'card_error', message } };
    expect(read(delivery(eventOf('payment_intent.payment_failed', object)))).toMatchObject([
      { failureMessage: 'The card … of … was refused.' },
    ]);
  });

  test('says it plainly when a failure is not written for customers', () => {
    const failure = { type: 'api_error', message: 'Internal: shard 12 is down' };
    const object = { ...intent, last_payment_error: failure };
    expect(read(delivery(eventOf('payment_intent.payment_failed', object)))).toMatchObject([
      { failureMessage: 'The payment was not accepted.' },
    ]);
  });
});

describe('the signature of an event of Stripe', () => {
  const payload = eventOf('payment_intent.succeeded');

  test.each([
    ['the old secret', 'whsec_old'],
    ['the new secret', 'whsec_new'],
  ])('is taken with %s while one is being replaced', (_, by) => {
    const given = delivery(payload, signed(payload, seconds, by));
    expect(readStripeEvent(given, ['whsec_new', 'whsec_old'], now)).toHaveLength(1);
  });

  test.each([
    ['five minutes old', -300],
    ['five minutes ahead', 300],
  ])('is taken when it is %s', (_, skew) => {
    expect(read(delivery(payload, signed(payload, seconds + skew)))).toHaveLength(1);
  });

  const forged = signed(payload, seconds, 'whsec_other');
  const replayed = signed(payload, seconds - 3600);
  const ahead = signed(payload, seconds + 3600);

  test.each([
    ['none', delivery(payload, null)],
    ['an empty one', delivery(payload, '')],
    ['one of another secret', delivery(payload, forged)],
    ['one of another body', delivery(payload.replace('9900', '1'), signed(payload))],
    ['one of the same JSON in other bytes', delivery(`${payload} `, signed(payload))],
    ['one that is older than five minutes', delivery(payload, signed(payload, seconds - 301))],
    ['one from more than five minutes ahead', delivery(payload, signed(payload, seconds + 301))],
    ['an old one with a fresh time before it', delivery(payload, `t=${seconds},${replayed}`)],
    ['an old one with a fresh time behind it', delivery(payload, `${replayed},t=${seconds}`)],
    ['one of the future with a fresh time before it', delivery(payload, `t=${seconds},${ahead}`)],
    ['one without a value', delivery(payload, `t=${seconds},v1=`)],
    ['one without even a sign', delivery(payload, `t=${seconds},v1`)],
    ['only one of a scheme we do not know', delivery(payload, `t=${seconds},v0=${'0'.repeat(64)}`)],
    ['a time that is none', delivery(payload, signed(payload).replace(/^t=\d+/, 't=soon'))],
  ])('is refused: %s', (_, given) => {
    expect(() => read(given)).toThrow(BadSignature);
  });

  test('is refused when no secret is set up', () => {
    expect(() => readStripeEvent(delivery(payload), [], now)).toThrow(BadSignature);
    expect(() => readStripeEvent(delivery(payload), [''], now)).toThrow(BadSignature);
  });
});

describe('an event of Stripe about a refund', () => {
  const refund = {
    id: 're_1',
    object: 'refund',
    amount: 3300,
    currency: 'eur',
    status: 'succeeded',
    payment_intent: 'pi_1',
    metadata: { refund_leg_id: 'leg_01' },
  };
  const ours = {
    kind: 'refund',
    eventId: 'evt_1',
    key: 'leg_01',
    reference: 're_1',
    paymentReference: 'pi_1',
    status: 'SUCCEEDED',
    amountMinor: 3300,
    currency: 'EUR',
    failureMessage: null,
    at: new Date(1_795_000_000_000),
  };

  test.each([
    ['refund.created', { status: 'pending' }, { status: 'PENDING' }],
    ['refund.created', { status: 'requires_action' }, { status: 'PENDING' }],
    ['refund.updated', {}, {}],
    ['charge.refund.updated', {}, {}],
    [
      'refund.failed',
      { status: 'failed', failure_reason: 'declined' },
      {
        status: 'FAILED',
        failureMessage: 'The bank declined the refund; the money is back with the shop.',
      },
    ],
    [
      'refund.updated',
      { status: 'canceled' },
      {
        status: 'FAILED',
        failureMessage: 'The refund failed at Stripe; the money is back with the shop.',
      },
    ],
    ['refund.created', { metadata: {} }, { key: null }],
    [
      'refund.created',
      { metadata: null, payment_intent: null },
      { key: null, paymentReference: null },
    ],
    ['refund.updated', { payment_intent: { id: 'pi_1' } }, {}],
    ['refund.created', { currency: 'jpy' }, { currency: 'JPY' }],
    ['refund.created', { currency: 'isk' }, { currency: 'ISK', amountMinor: 33 }],
  ])('%s with %j is news of it', (type, change, expected) => {
    const payload = eventOf(type, { ...refund, ...change });
    expect(read(delivery(payload))).toEqual([{ ...ours, ...expected }]);
  });

  test('names each refund of a charge where Stripe sends them along', () => {
    const charge = { id: 'ch_1', object: 'charge', refunds: { data: [refund] } };
    const payload = eventOf('charge.refunded', charge);
    expect(read(delivery(payload))).toEqual([{ ...ours, eventId: 'evt_1:re_1' }]);
  });

  test.each([
    ['charge.refunded', { id: 'ch_1', object: 'charge', amount_refunded: 3300 }],
    ['charge.updated', { id: 'ch_1', object: 'charge', refunds: { data: [refund] } }],
    ['refund.invented', refund],
  ])('%s tells nothing where it names no refund', (type, object) => {
    expect(read(delivery(eventOf(type, object)))).toEqual([]);
  });

  test('is believed only when it is signed', () => {
    const payload = eventOf('refund.failed', refund);
    expect(() => read(delivery(payload, null))).toThrow(BadSignature);
    expect(() => read(delivery(`${payload} `, signed(payload)))).toThrow(BadSignature);
  });
});
