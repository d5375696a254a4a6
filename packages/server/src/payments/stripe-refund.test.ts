import { describe, expect, test } from 'vitest';
import type { ListedRefund } from './payment-provider.ts';
import {
  answers,
  breaksOffHalfWay,
  drips,
  hangsUp,
  neverAnswers,
  newRefund,
  nobodyThere,
  serverThat,
  type Behaviour,
} from './provider-stand-in.ts';
import { stripeProvider } from './stripe.ts';

function stripeAt(apiUrl: string, timeoutMs = 5000) {
  const webhookSecrets = ['whsec_x'];
  const provider = stripeProvider({ apiKey: 'sk_test_x', webhookSecrets, apiUrl, timeoutMs });
  const { signal } = new AbortController();
  return {
    provider,
    refund: (request = newRefund) => provider.refund!(request, signal),
    find: (request = newRefund) => provider.findRefund!(request, signal),
    list: async () => {
      const listed: ListedRefund[] = [];
      const since = new Date('2026-11-01T00:00:00.900Z');
      for await (const one of provider.listRefunds!(since, signal)) listed.push(one);
      return listed;
    },
  };
}

async function stripeThat(behaves: Behaviour, timeoutMs?: number) {
  const server = await serverThat(behaves);
  return { ...stripeAt(server.url, timeoutMs), received: server.received };
}

const refund = {
  id: 're_1',
  object: 'refund',
  amount: 3300,
  currency: 'eur',
  status: 'succeeded',
  payment_intent: 'pi_1',
  charge: 'ch_1',
  created: 1_795_000_000,
  metadata: { refund_leg_id: 'leg_01' },
};
const error = (type: string, code?: string, param?: string) => ({
  error: { type, code, param, message: 'Invalid for Aino Virtanen, aino.virtanen@example.com' },
});
const invalid = (code?: string, param?: string) => error('invalid_request_error', code, param);

describe('sending a refund to Stripe', () => {
  test('asks once under the key of our leg, and tells Stripe nothing of the customer', async () => {
    const { refund: send, received } = await stripeThat(answers(200, refund));

    expect(await send()).toEqual({ outcome: 'succeeded', reference: 're_1' });
    expect(received).toHaveLength(1);
    const { method, path, headers, body } = received[0]!;
    expect([method, path]).toEqual(['POST', '/v1/refunds']);
    expect(headers).toMatchObject({ 'idempotency-key': 'leg_01' });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      payment_intent: 'pi_1',
      amount: '3300',
      'metadata[refund_leg_id]': 'leg_01',
      'metadata[payment_id]': 'pay_01',
      'metadata[order_number]': '1042',
    });
  });

  test.each([
    ['JPY', 3300, '3300'],
    ['KWD', 3300, '3300'],
    ['ISK', 33, '3300'],
  ])('counts %s as Stripe does', async (currency, amountMinor, sent) => {
    const made = { ...refund, currency: currency.toLowerCase() };
    const { refund: send, received } = await stripeThat(answers(200, made));
    const payment = { ...newRefund.payment, currency };

    const answer = await send({ ...newRefund, payment, amountMinor });
    expect(answer).toEqual({ outcome: 'succeeded', reference: 're_1' });
    expect(new URLSearchParams(received[0]!.body).get('amount')).toBe(sent);
  });

  test.each([
    [
      'an amount that Stripe has no number for',
      { amountMinor: 150, payment: { ...newRefund.payment, currency: 'MGA' } },
      'Stripe takes whole units of this currency.',
    ],
    [
      'a payment that Stripe never named',
      { payment: { ...newRefund.payment, reference: null } },
      'This payment has no number at Stripe.',
    ],
  ])('refuses %s, without asking', async (_, change, message) => {
    const { refund: send, received } = await stripeThat(answers(200, refund));
    expect(await send({ ...newRefund, ...change })).toEqual({ outcome: 'refused', message });
    expect(received).toEqual([]);
  });

  test.each([
    ['succeeded', 'succeeded'],
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['a word of next year', 'pending'],
    [null, 'pending'],
  ])('takes status %s for %s', async (status, outcome) => {
    const { refund: send } = await stripeThat(answers(200, { ...refund, status }));
    expect(await send()).toEqual({ outcome, reference: 're_1' });
  });

  test.each([
    [
      'failed',
      'expired_or_canceled_card',
      'The card has expired or was cancelled; the money is back with the shop.',
    ],
    ['canceled', undefined, 'The refund failed at Stripe; the money is back with the shop.'],
  ])('takes status %s for proof that no money moved', async (status, reason, message) => {
    const made = { ...refund, status, failure_reason: reason };
    const { refund: send } = await stripeThat(answers(200, made));
    expect(await send()).toEqual({ outcome: 'refused', message });
  });

  test.each([
    [
      'a payment refunded in full',
      400,
      invalid('charge_already_refunded'),
      'The payment is refunded in full at Stripe already.',
    ],
    [
      'more than is left',
      400,
      invalid(undefined, 'amount'),
      'Stripe has less than this left to refund of the payment.',
    ],
    [
      'a disputed payment',
      400,
      invalid('charge_disputed'),
      'The customer disputes this payment with the bank; it cannot be refunded now.',
    ],
    [
      'an unknown payment',
      404,
      invalid('resource_missing', 'payment_intent'),
      'Stripe does not know this payment.',
    ],
    ['a wrong key', 401, invalid(), 'Stripe did not accept our key for this refund.'],
    ['a key without this right', 403, invalid(), 'Stripe did not accept our key for this refund.'],
    [
      'a failed request',
      402,
      error('card_error', 'card_declined'),
      'Stripe refused this refund (Stripe: StripeCardError, 402, card_declined).',
    ],
    [
      'a wrong parameter',
      400,
      invalid('parameter_unknown', 'colour'),
      'Stripe refused this refund (Stripe: StripeInvalidRequestError, 400, parameter_unknown, colour).',
    ],
  ])('takes a no about %s for a definite one, in words', async (_, status, body, message) => {
    const { refund: send, received } = await stripeThat(answers(status, body));
    expect(await send()).toEqual({ outcome: 'refused', message });
    expect(received).toHaveLength(1);
  });

  test.each<[string, Behaviour]>([
    ['no answer in time', neverAnswers],
    ['a lost connection', hangsUp],
    ['an answer that breaks off', breaksOffHalfWay],
    ['an answer that drips', drips],
    ['status 500', answers(500, error('api_error'))],
    ['status 500 that looks like a success', answers(500, { id: null })],
    ['a body that is no object', answers(200, 'null')],
    ['status 502 of a proxy', answers(502, '<h1>Bad gateway</h1>')],
    ['a page that is not there', answers(404, '<h1>Not found</h1>')],
    [
      'a no in words that are not of Stripe',
      answers(403, { error: 'blocked', error_description: 'x' }),
    ],
    ['status 409', answers(409, invalid('idempotency_key_in_use'))],
    ['too many requests', answers(429, invalid('rate_limit'))],
    ['a locked object', answers(429, invalid('lock_timeout'))],
    ['a repeat with other parameters', answers(400, error('idempotency_error'))],
    ['a refund of another leg', answers(200, { ...refund, metadata: { refund_leg_id: 'leg_02' } })],
    ['a refund of nobody', answers(200, { ...refund, metadata: null })],
    ['a refund of another amount', answers(200, { ...refund, amount: 9900 })],
    ['a refund in another currency', answers(200, { ...refund, currency: 'sek' })],
    ['a list', answers(200, { object: 'list', data: [] })],
  ])('never takes %s for a no, and names nobody', async (_, behaves) => {
    const { refund: send } = await stripeThat(behaves, 150);
    const answer = await send();
    expect(answer).toMatchObject({ outcome: 'unknown' });
    expect(JSON.stringify(answer)).not.toMatch(/aino|virtanen/i);
  });

  test('never takes a refused connection for a no', async () => {
    const { refund: send } = stripeAt(await nobodyThere());
    expect(await send()).toMatchObject({ outcome: 'unknown' });
  });

  test('stops waiting when its caller does', async () => {
    const caller = new AbortController();
    const { provider } = await stripeThat(() => caller.abort(), 60_000);
    expect(await provider.refund!(newRefund, caller.signal)).toEqual({
      outcome: 'unknown',
      message: 'No clear answer; the refund may have been made. Stripe: no answer in time',
    });
  });
});

describe('looking for a refund at Stripe', () => {
  const list = (data: object[], hasMore = false) => ({ object: 'list', has_more: hasMore, data });
  const stranger = { ...refund, id: 're_9', metadata: {} };

  test('finds it among the refunds of its payment, page after page', async () => {
    const { find, received } = await stripeThat(({ path }, response) => {
      const isLast = path.includes('starting_after=re_9');
      response.end(JSON.stringify(isLast ? list([refund]) : list([stranger], true)));
    });

    expect(await find()).toEqual({ outcome: 'succeeded', reference: 're_1' });
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/refunds?payment_intent=pi_1&limit=100',
      'GET /v1/refunds?payment_intent=pi_1&limit=100&starting_after=re_9',
    ]);
  });

  test.each([
    ['pending', { status: 'pending' }, { outcome: 'pending', reference: 're_1' }],
    [
      'failed',
      { status: 'failed', failure_reason: 'declined' },
      {
        outcome: 'refused',
        message: 'The bank declined the refund; the money is back with the shop.',
      },
    ],
  ])('tells when it is %s', async (_, change, answer) => {
    const { find } = await stripeThat(answers(200, list([{ ...refund, ...change }])));
    expect(await find()).toEqual(answer);
  });

  test('calls it absent when every refund of the payment was seen, and only then', async () => {
    const whole = await stripeThat(answers(200, list([stranger])));
    expect(await whole.find()).toBe('absent');

    const second = await stripeThat(({ path }, response) => {
      if (path.includes('starting_after')) response.socket?.destroy();
      else response.end(JSON.stringify(list([stranger], true)));
    });
    expect(await second.find()).toMatchObject({ outcome: 'unknown' });
  });

  test('knows without asking that a payment without a number has none', async () => {
    const { find, received } = await stripeThat(answers(200, list([])));
    const payment = { ...newRefund.payment, reference: null };
    expect(await find({ ...newRefund, payment })).toBe('absent');
    expect(received).toEqual([]);
  });

  test.each<[string, Behaviour]>([
    ['a payment that Stripe does not know', answers(404, invalid('resource_missing'))],
    ['a wrong key', answers(401, invalid())],
    ['status 500', answers(500, error('api_error'))],
    ['status 500 that looks like an answer', answers(500, { data: null })],
    ['a lost connection', hangsUp],
    ['no answer in time', neverAnswers],
    ['an empty page that is not the last', answers(200, list([], true))],
  ])('proves nothing with %s', async (_, behaves) => {
    const { find } = await stripeThat(behaves, 150);
    expect(await find()).toMatchObject({ outcome: 'unknown' });
  });
});

describe('listing the refunds of Stripe', () => {
  test('gives each with our key or without, from a moment on', async () => {
    const panelMade = { ...refund, id: 're_2', amount: 500, status: 'pending', metadata: null };
    const other = {
      ...refund,
      id: 're_3',
      currency: 'isk',
      payment_intent: null,
      status: 'failed',
    };
    const data = [panelMade, refund, other];
    const { list, received } = await stripeThat(answers(200, { data, has_more: false }));

    const at = new Date(1_795_000_000_000);
    const mine = { key: 'leg_01', paymentReference: 'pi_1', currency: 'EUR', at };
    expect(await list()).toEqual([
      { ...mine, reference: 're_2', key: null, amountMinor: 500, status: 'PENDING' },
      { ...mine, reference: 're_1', amountMinor: 3300, status: 'SUCCEEDED' },
      {
        ...mine,
        reference: 're_3',
        paymentReference: null,
        currency: 'ISK',
        amountMinor: 33,
        status: 'FAILED',
      },
    ]);
    expect(received[0]!.path).toBe('/v1/refunds?created[gte]=1793491200&limit=100');
  });

  test('breaks off where Stripe does, rather than pass for whole', async () => {
    const { list } = await stripeThat(({ path }, response) => {
      if (path.includes('starting_after')) response.writeHead(500).end('{}');
      else response.end(JSON.stringify({ data: [refund], has_more: true }));
    });
    await expect(list()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
