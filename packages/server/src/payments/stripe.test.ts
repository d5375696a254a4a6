import { describe, expect, test } from 'vitest';
import { ProviderFailure } from './payment-provider.ts';
import {
  answers,
  breaksOffHalfWay,
  drips,
  hangsUp,
  neverAnswers,
  newPayment,
  nobodyThere,
  serverThat,
  type Behaviour,
} from './provider-stand-in.ts';
import { stripeProvider } from './stripe.ts';

function stripeAt(apiUrl: string, timeoutMs = 5000) {
  const provider = stripeProvider({
    apiKey: 'sk_test_x',
    webhookSecrets: ['whsec_x'],
    apiUrl,
    timeoutMs,
  });
  const { signal } = new AbortController();
  return {
    start: (payment = newPayment) => provider.start!(payment, signal),
    find: (reference: string | null) => provider.find!({ id: 'pay_01', reference }, signal),
    provider,
  };
}

async function stripeThat(behaves: Behaviour, timeoutMs?: number) {
  const server = await serverThat(behaves);
  return { ...stripeAt(server.url, timeoutMs), received: server.received };
}

const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 9900,
  amount_received: 0,
  currency: 'eur',
  status: 'requires_payment_method',
  client_secret: 'pi_1_secret_x',
  metadata: { payment_id: 'pay_01' },
  payment_method_types: ['card', 'mobilepay'],
  last_payment_error: null,
  latest_charge: null,
  canceled_at: null,
};
const error = (type: string, code?: string, message = 'Invalid for Aino Virtanen') => ({
  error: { type, code, message, param: 'amount' },
});

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('the provider was believed'),
    (thrown: unknown) => {
      if (!(thrown instanceof ProviderFailure)) throw thrown;
      const { kind, message, detail } = thrown;
      return { kind, message, detail };
    },
  );

describe('starting a payment at Stripe', () => {
  test('asks for one intent under our own key, and tells Stripe nothing of the customer', async () => {
    const { start, received } = await stripeThat(answers(200, intent));

    expect(await start()).toEqual({
      reference: 'pi_1',
      redirectUrl: null,
      clientSecret: 'pi_1_secret_x',
    });
    expect(received).toHaveLength(1);
    const { method, path, headers, body } = received[0]!;
    expect([method, path]).toEqual(['POST', '/v1/payment_intents']);
    expect(headers).toMatchObject({
      authorization: 'Bearer sk_test_x',
      'idempotency-key': 'pay_01',
    });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      amount: '9900',
      currency: 'eur',
      'automatic_payment_methods[enabled]': 'true',
      description: 'Order 1042',
      'metadata[payment_id]': 'pay_01',
      'metadata[order_id]': 'ord_01',
      'metadata[order_number]': '1042',
    });
  });

  test('sends yen whole and Icelandic krónur in hundredths', async () => {
    const { start, received } = await stripeThat(answers(200, intent));
    await start({ ...newPayment, currency: 'JPY', amountMinor: 500 });
    await start({ ...newPayment, currency: 'ISK', amountMinor: 500 });

    const sent = received.map(({ body }) => new URLSearchParams(body).get('amount'));
    expect(sent).toEqual(['500', '50000']);
  });

  test('refuses an amount that Stripe has no number for, without asking', async () => {
    const { start, received } = await stripeThat(answers(200, intent));

    expect(await failureOf(start({ ...newPayment, currency: 'MGA', amountMinor: 150 }))).toEqual({
      kind: 'refused',
      message: 'Stripe takes whole units of this currency.',
      detail: 'Stripe: no amount for 150 MGA',
    });
    expect(received).toEqual([]);
  });

  test.each([
    ['a total that is too small', 400, error('invalid_request_error', 'amount_too_small')],
    ['a wrong parameter', 400, error('invalid_request_error', 'parameter_invalid_integer')],
    ['a wrong key', 401, error('invalid_request_error')],
    ['a refused card', 402, error('card_error', 'card_declined')],
    ['a key without this right', 403, error('invalid_request_error')],
  ])('takes %s for a definite no', async (_, status, body) => {
    const { start, received } = await stripeThat(answers(status, body));
    expect(await failureOf(start())).toMatchObject({ kind: 'refused' });
    expect(received).toHaveLength(1);
  });

  test.each<[string, Behaviour]>([
    ['no answer in time', neverAnswers],
    ['a lost connection', hangsUp],
    ['an answer that breaks off', breaksOffHalfWay],
    ['status 500', answers(500, error('api_error'))],
    ['status 500 that looks like a success', answers(500, { id: null })],
    ['status 502 of a proxy', answers(502, '<h1>Bad gateway</h1>')],
    ['too many requests', answers(429, error('invalid_request_error', 'rate_limit'))],
    ['a locked object', answers(429, error('invalid_request_error', 'lock_timeout'))],
    ['a repeat while the first is under way', answers(409, error('idempotency_error'))],
    ['a repeat with other parameters', answers(400, error('idempotency_error'))],
    ['an answer that is not a payment', answers(200, { object: 'list', data: [] })],
  ])('never takes %s for a no', async (_, behaves) => {
    const { start } = await stripeThat(behaves, 150);
    expect(await failureOf(start())).toMatchObject({
      kind: 'unavailable',
      message: 'Stripe cannot be reached at the moment. Please try again.',
    });
  });

  test('never takes a refused connection for a no', async () => {
    const { start } = stripeAt(await nobodyThere());
    expect(await failureOf(start())).toMatchObject({ kind: 'unavailable' });
  });

  test('ends an answer that drips for longer than the time-out', async () => {
    const { start } = await stripeThat(drips, 150);
    expect(await failureOf(start())).toMatchObject({
      kind: 'unavailable',
      detail: 'Stripe: no answer in time',
    });
  });

  test('stops waiting when the caller does, and asks nothing when it already has', async () => {
    const caller = new AbortController();
    const { provider, received } = await stripeThat(
      () => caller.abort('the process stops'),
      60_000,
    );

    expect(await failureOf(provider.start!(newPayment, caller.signal))).toMatchObject({
      kind: 'unavailable',
    });
    expect(await failureOf(provider.start!(newPayment, caller.signal))).toMatchObject({
      kind: 'unavailable',
    });
    expect(received).toHaveLength(1);
  });

  test('says which limit a total breaks, and keeps the words of Stripe to itself', async () => {
    const body = error('invalid_request_error', 'amount_too_small');
    const { start } = await stripeThat(answers(400, body, { 'request-id': 'req_7' }));

    expect(await failureOf(start())).toEqual({
      kind: 'refused',
      message: 'The total is below the smallest amount that Stripe can charge.',
      detail: 'Stripe: StripeInvalidRequestError, 400, amount_too_small, amount, request req_7',
    });
  });

  test('cannot be set up with a path, which the library would ignore', () => {
    expect(() => stripeAt('http://127.0.0.1:1/stripe')).toThrow(
      'The address of Stripe cannot have a path: http://127.0.0.1:1/stripe',
    );
  });
});

describe('looking up a payment at Stripe', () => {
  const charge = { object: 'charge', created: 1_795_000_000, payment_method_details: null };
  const declined = { type: 'card_error', message: 'Your card was declined.' };

  test.each([
    ['not tried yet', {}, ['PENDING', 9900, null, null]],
    [
      'refused',
      { last_payment_error: declined },
      ['FAILED', 9900, 'Your card was declined.', null],
    ],
    ['waiting for the bank', { status: 'requires_action' }, ['PENDING', 9900, null, null]],
    ['under way', { status: 'processing' }, ['PENDING', 9900, null, null]],
    [
      'paid',
      { status: 'succeeded', amount_received: 9900, latest_charge: charge },
      ['SUCCEEDED', 9900, null, 1_795_000_000_000],
    ],
    [
      'cancelled',
      { status: 'canceled', canceled_at: 1_795_000_001 },
      ['CANCELLED', 9900, null, 1_795_000_001_000],
    ],
  ])('tells when it is %s', async (_, change, [status, amountMinor, failureMessage, atMs]) => {
    const { find, received } = await stripeThat(answers(200, { ...intent, ...change }));
    const now = { ...intent, ...change };

    expect(await find('pi_1')).toEqual({
      kind: 'payment',
      eventId: `pi_1:${now.status}`,
      stamp: 'pay_01',
      reference: 'pi_1',
      status,
      amountMinor,
      currency: 'EUR',
      method: null,
      failureMessage,
      at: typeof atMs === 'number' ? new Date(atMs) : null,
    });
    expect(received[0]!.path).toBe('/v1/payment_intents/pi_1?expand[0]=latest_charge');
  });

  test('says that there is none when Stripe has none of that id', async () => {
    const body = error('invalid_request_error', 'resource_missing');
    const { find } = await stripeThat(answers(404, body));
    expect(await find('pi_1')).toBe('absent');
  });

  test.each<[string, Behaviour]>([
    ['a page that is not there', answers(404, '<h1>Not found</h1>')],
    ['status 500', answers(500, error('api_error'))],
    ['a lost connection', hangsUp],
    ['a wrong key', answers(401, error('invalid_request_error'))],
    ['a payment not begun by us', answers(200, { ...intent, metadata: {} })],
    ['another payment', answers(200, { ...intent, metadata: { payment_id: 'pay_02' } })],
  ])('proves nothing with %s', async (_, behaves) => {
    const { find } = await stripeThat(behaves);
    expect(await failureOf(find('pi_1'))).toMatchObject({ kind: 'unavailable' });
  });

  test('finds one whose answer was lost, by our id, page after page', async () => {
    const other = { ...intent, id: 'pi_9', metadata: {} };
    const { find, received } = await stripeThat(({ path }, response) => {
      const isLast = path.includes('starting_after=pi_9');
      const list = { object: 'list', has_more: !isLast, data: [isLast ? intent : other] };
      response.end(JSON.stringify(list));
    });

    expect(await find(null)).toMatchObject({ reference: 'pi_1', status: 'PENDING' });
    expect(received).toHaveLength(2);
  });

  test('calls a payment absent only when the whole list was seen', async () => {
    const list = { object: 'list', has_more: false, data: [{ ...intent, metadata: {} }] };
    const whole = await stripeThat(answers(200, list));
    expect(await whole.find(null)).toBe('absent');

    const endless = await stripeThat(answers(200, { ...list, has_more: true }));
    expect(await failureOf(endless.find(null))).toEqual({
      kind: 'unavailable',
      message: 'Stripe cannot be reached at the moment. Please try again.',
      detail: 'Stripe: not among the newest 500 payments',
    });
    expect(endless.received).toHaveLength(5);
  });
});
