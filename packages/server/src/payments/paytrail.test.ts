import { describe, expect, test } from 'vitest';
import { ProviderFailure } from './payment-provider.ts';
import { isSignedByPaytrail, paytrailSignature } from './paytrail-signature.ts';
import { paytrailProvider } from './paytrail.ts';
import {
  answers,
  breaksOffHalfWay,
  drips,
  hangsUp,
  neverAnswers,
  neverEnds,
  newPayment,
  nobodyThere,
  serverThat,
  type Behaviour,
} from './provider-stand-in.ts';

// The test merchant that Paytrail publishes.
const account = '375917';
const secret = 'SAIPPUAKAUPPIAS';
const payment = { ...newPayment, method: 'osuuspankki' };
const stamp = { now: () => new Date('2026-11-23T12:00:00Z'), nonce: () => 'nonce-1' };

function paytrailAt(apiUrl: string, timeoutMs = 5000) {
  const provider = paytrailProvider({ account, secret, apiUrl, timeoutMs }, stamp);
  const { signal } = new AbortController();
  return {
    start: (wanted = payment) => provider.start!(wanted, signal),
    find: (reference: string | null) => provider.find!({ id: 'pay_01', reference }, signal),
    provider,
  };
}

async function paytrailThat(behaves: Behaviour, timeoutMs?: number) {
  const server = await serverThat(behaves);
  return { ...paytrailAt(`${server.url}/paytrail/`, timeoutMs), received: server.received };
}

function signedAnswer(status: number, value: unknown, by = secret): Behaviour {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  const headers = { 'checkout-account': account, 'checkout-algorithm': 'sha256' };
  const signature = paytrailSignature(by, headers, body);
  return answers(status, body, { ...headers, signature, 'request-id': 'req-7' });
}

const started = {
  transactionId: 'tx-1',
  href: 'https://pay.paytrail.com/pay/tx-1',
  reference: '1042',
  providers: [],
};

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('the provider was believed'),
    (thrown: unknown) => {
      if (!(thrown instanceof ProviderFailure)) throw thrown;
      const { kind, message, detail } = thrown;
      return { kind, message, detail };
    },
  );

describe('starting a payment at Paytrail', () => {
  test('sends a signed request with every line under its own stamp', async () => {
    const { start, received } = await paytrailThat(signedAnswer(201, started));

    expect(await start()).toEqual({
      reference: 'tx-1',
      redirectUrl: 'https://pay.paytrail.com/pay/tx-1',
      clientSecret: null,
    });
    expect(received).toHaveLength(1);
    const { method, path, headers, body } = received[0]!;
    expect([method, path]).toEqual(['POST', '/paytrail/payments']);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'checkout-account': '375917',
      'checkout-algorithm': 'sha256',
      'checkout-method': 'POST',
      'checkout-nonce': 'nonce-1',
      'checkout-timestamp': '2026-11-23T12:00:00.000Z',
    });
    expect(isSignedByPaytrail(secret, headers, body)).toBe(true);
    expect(JSON.parse(body)).toEqual({
      stamp: 'pay_01',
      reference: '1042',
      amount: 9900,
      currency: 'EUR',
      language: 'FI',
      items: [
        {
          unitPrice: 9900,
          units: 1,
          vatPercentage: 25.5,
          productCode: 'line_01',
          description: 'Watercolours',
          stamp: 'line_01',
        },
      ],
      customer: {
        email: 'aino.virtanen@example.com',
        firstName: 'Aino',
        lastName: 'Virtanen',
      },
      redirectUrls: {
        success: 'https://shop.example.com/thanks/1042',
        cancel: 'https://shop.example.com/thanks/1042',
      },
      callbackUrls: {
        success: 'https://orders.example.com/events/paytrail',
        cancel: 'https://orders.example.com/events/paytrail',
      },
    });
  });

  test('leaves out names that the customer did not give', async () => {
    const { start, received } = await paytrailThat(signedAnswer(201, started));
    await start({ ...payment, firstName: null, lastName: null });
    expect(JSON.parse(received[0]!.body)).toMatchObject({
      customer: { email: 'aino.virtanen@example.com' },
    });
    expect(received[0]!.body).not.toContain('Name');
  });

  test.each([
    ['Finnish', 'fi', 'FI'],
    ['Swedish of Finland', 'sv-FI', 'SV'],
    ['English for any other language', 'ja', 'EN'],
    ['English for none', null, 'EN'],
  ])('speaks %s', async (_, language, code) => {
    const { start, received } = await paytrailThat(signedAnswer(201, started));
    await start({ ...payment, language });
    expect(JSON.parse(received[0]!.body)).toMatchObject({ language: code });
  });

  test('makes every request unique', async () => {
    const server = await serverThat(signedAnswer(201, started));
    const config = { account, secret, apiUrl: server.url, timeoutMs: 5000 };
    const provider = paytrailProvider(config);
    const { signal } = new AbortController();
    await Promise.all([provider.start!(payment, signal), provider.start!(payment, signal)]);

    const nonces = server.received.map(({ headers }) => headers['checkout-nonce']);
    expect(new Set(nonces).size).toBe(2);
  });

  test('refuses other currencies than the euro, without asking', async () => {
    const { start, received } = await paytrailThat(signedAnswer(201, started));
    expect(await failureOf(start({ ...payment, currency: 'SEK' }))).toEqual({
      kind: 'refused',
      message: 'Paytrail takes payments in euros only.',
      detail: 'Paytrail was asked for SEK',
    });
    expect(received).toEqual([]);
  });

  test('takes an error of the request for a definite no, and keeps the customer out of the log', async () => {
    const meta = ['customer.email aino.virtanen@example.com is invalid', 'firstName Aino'];
    const body = { status: 'error', message: 'Validation failed', meta };
    const { start } = await paytrailThat(signedAnswer(400, body));

    expect(await failureOf(start())).toEqual({
      kind: 'refused',
      message: 'Paytrail did not accept this payment. Please choose another way to pay.',
      detail:
        'Paytrail: HTTP 400, request req-7: Validation failed; customer.email … is invalid; firstName …',
    });
  });

  test.each([
    ['a wrong secret', 401],
    ['a method that cannot', 422],
  ])('takes %s for a definite no', async (_, status) => {
    const { start } = await paytrailThat(answers(status, { status: 'error', message: 'No' }));
    expect(await failureOf(start())).toMatchObject({ kind: 'refused' });
  });

  test.each<[string, Behaviour]>([
    ['no answer in time', neverAnswers],
    ['a lost connection', hangsUp],
    ['an answer that breaks off', breaksOffHalfWay],
    ['status 500', answers(500, { status: 'error' })],
    ['status 503 of a proxy', answers(503, '<h1>Down</h1>')],
    ['too many requests', signedAnswer(429, { status: 'error' })],
    ['a conflict', signedAnswer(409, { status: 'error' })],
    ['a redirect', answers(302, '', { location: 'http://127.0.0.1:1/' })],
    ['an answer that is not signed', answers(201, started)],
    ['an answer signed by another', signedAnswer(201, started, 'MONISAIPPUAKAUPPIAS')],
    ['an answer that is not JSON', signedAnswer(201, '<html>')],
    ['an answer that is a list', signedAnswer(201, [started])],
    ['an answer without an address', signedAnswer(201, { transactionId: 'tx-1' })],
    ['an answer that drips', drips],
  ])('never takes %s for a no', async (_, behaves) => {
    const { start } = await paytrailThat(behaves, 300);
    expect(await failureOf(start())).toMatchObject({
      kind: 'unavailable',
      message: 'Paytrail cannot be reached at the moment. Please try again.',
    });
  });

  test('reads no more than a megabyte of an answer', async () => {
    const { start } = await paytrailThat(neverEnds, 60_000);
    expect(await failureOf(start())).toMatchObject({
      kind: 'unavailable',
      detail: 'Paytrail: no answer (UND_ERR_RES_EXCEEDED_MAX_SIZE)',
    });
  });

  test('never takes a refused connection for a no', async () => {
    const { start } = paytrailAt(await nobodyThere());
    expect(await failureOf(start())).toMatchObject({
      kind: 'unavailable',
      detail: 'Paytrail: no answer (ECONNREFUSED)',
    });
  });

  test('stops waiting when the caller does', async () => {
    const caller = new AbortController();
    const { provider } = await paytrailThat(() => caller.abort('the process stops'), 60_000);
    expect(await failureOf(provider.start!(payment, caller.signal))).toMatchObject({
      kind: 'unavailable',
    });
  });
});

describe('looking up a payment at Paytrail', () => {
  const found = {
    transactionId: 'tx-1',
    status: 'ok',
    amount: 9900,
    currency: 'EUR',
    reference: '1042',
    stamp: 'pay_01',
    provider: 'osuuspankki',
    paidAt: '2026-11-23T11:58:30.000Z',
  };

  test.each([
    ['not tried yet', { status: 'new', paidAt: undefined }, 'PENDING', null],
    ['pending', { status: 'pending', paidAt: undefined }, 'PENDING', null],
    ['delayed for days', { status: 'delayed', paidAt: undefined }, 'PENDING', null],
    ['paid', {}, 'SUCCEEDED', null],
    [
      'failed',
      { status: 'fail', paidAt: undefined },
      'FAILED',
      'The payment was cancelled or refused at OP.',
    ],
  ])('tells when it is %s', async (_, change, status, failureMessage) => {
    const now = { ...found, ...change };
    const { find, received } = await paytrailThat(signedAnswer(200, now));

    expect(await find('tx-1')).toEqual({
      kind: 'payment',
      eventId: `tx-1:${now.status}`,
      stamp: 'pay_01',
      reference: 'tx-1',
      status,
      amountMinor: 9900,
      currency: 'EUR',
      method: 'osuuspankki',
      failureMessage,
      at: now.paidAt === undefined ? null : new Date('2026-11-23T11:58:30Z'),
    });
    const { method, path, headers } = received[0]!;
    expect([method, path]).toEqual(['GET', '/paytrail/payments/tx-1']);
    expect(headers['checkout-transaction-id']).toBe('tx-1');
    expect(isSignedByPaytrail(secret, headers, '')).toBe(true);
  });

  test('says that there is none when Paytrail signs that there is none', async () => {
    const { find } = await paytrailThat(signedAnswer(404, { status: 'error' }));
    expect(await find('tx-1')).toBe('absent');
  });

  test('says that there is none when the answer to the start was lost: nobody can pay it', async () => {
    const { find, received } = await paytrailThat(signedAnswer(200, found));
    expect(await find(null)).toBe('absent');
    expect(received).toEqual([]);
  });

  test.each<[string, Behaviour]>([
    ['a 404 that anybody may have sent', answers(404, { status: 'error' })],
    ['a wrong secret', signedAnswer(401, { status: 'error' })],
    ['status 500', answers(500, '')],
    ['a lost connection', hangsUp],
    ['an answer that is not signed', answers(200, found)],
    ['a payment of somebody else', signedAnswer(200, { ...found, stamp: 'pay_02' })],
    ['a status that nobody knows', signedAnswer(200, { ...found, status: 'maybe' })],
  ])('proves nothing with %s', async (_, behaves) => {
    const { find } = await paytrailThat(behaves);
    expect(await failureOf(find('tx-1'))).toMatchObject({ kind: 'unavailable' });
  });
});
