import { describe, expect, test } from 'vitest';
import type { PaidPayment } from './payment-provider.ts';
import { isSignedByPaytrail, paytrailSignature } from './paytrail-signature.ts';
import { paytrailProvider } from './paytrail.ts';
import {
  answers,
  breaksOffHalfWay,
  drips,
  hangsUp,
  neverAnswers,
  newRefund as refundOfStripe,
  nobodyThere,
  serverThat,
  type Behaviour,
} from './provider-stand-in.ts';

// The test merchant that Paytrail publishes.
const account = '375917';
const secret = 'SAIPPUAKAUPPIAS';
const stamp = { now: () => new Date('2026-11-23T12:00:00Z'), nonce: () => 'nonce-1' };
const paid: PaidPayment = { ...refundOfStripe.payment, reference: 'tx-1', method: 'osuuspankki' };
const newRefund = { ...refundOfStripe, payment: paid };

function paytrailAt(apiUrl: string, timeoutMs = 5000) {
  const provider = paytrailProvider({ account, secret, apiUrl, timeoutMs }, stamp);
  const { signal } = new AbortController();
  return {
    provider,
    refund: (request = newRefund) => provider.refund!(request, signal),
    find: (reference: string | null) => provider.findRefund!({ ...newRefund, reference }, signal),
  };
}

async function paytrailThat(behaves: Behaviour, timeoutMs?: number) {
  const server = await serverThat(behaves);
  return { ...paytrailAt(`${server.url}/paytrail`, timeoutMs), received: server.received };
}

function signedAnswer(status: number, value: unknown, by = secret): Behaviour {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  const headers = { 'checkout-account': account, 'checkout-algorithm': 'sha256' };
  const signature = paytrailSignature(by, headers, body);
  return answers(status, body, { ...headers, signature, 'request-id': 'req-7' });
}

const made = { transactionId: 'rtx-1', provider: 'osuuspankki', status: 'ok' };
const no = (message: string, ...meta: string[]) => ({ status: 'error', message, meta });

describe('sending a refund to Paytrail', () => {
  test('asks for a part by the stamps of its lines, and tells Paytrail nothing of the customer', async () => {
    const { refund, received } = await paytrailThat(signedAnswer(201, made));

    expect(await refund()).toEqual({ outcome: 'succeeded', reference: 'rtx-1' });
    expect(received).toHaveLength(1);
    const { method, path, headers, body } = received[0]!;
    expect([method, path]).toEqual(['POST', '/paytrail/payments/tx-1/refund']);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'checkout-account': '375917',
      'checkout-method': 'POST',
      'checkout-nonce': 'nonce-1',
      'checkout-transaction-id': 'tx-1',
    });
    expect(isSignedByPaytrail(secret, headers, body)).toBe(true);
    expect(JSON.parse(body)).toEqual({
      amount: 3300,
      refundStamp: 'leg_01',
      refundReference: '1042',
      items: [{ stamp: 'line_01', amount: 3300 }],
      callbackUrls: {
        success: 'https://orders.example.com/events/paytrail',
        cancel: 'https://orders.example.com/events/paytrail',
      },
    });
  });

  test.each([
    ['the whole payment', { amountMinor: 9900, lines: [{ id: 'line_01', amountMinor: 9900 }] }],
    ['a payment that no line was paid with', { lines: [] }],
    ['lines that are not the amount', { lines: [{ id: 'line_01', amountMinor: 3200 }] }],
  ])('names no items for %s', async (_, change) => {
    const { refund, received } = await paytrailThat(signedAnswer(201, made));
    await refund({ ...newRefund, ...change });
    expect(JSON.parse(received[0]!.body)).not.toHaveProperty('items');
  });

  test.each(['spankki', 'alandsbanken'])('gives %s the email that it pays by', async (method) => {
    const { refund, received } = await paytrailThat(signedAnswer(201, made));
    await refund({ ...newRefund, payment: { ...paid, method } });
    expect(JSON.parse(received[0]!.body)).toMatchObject({ email: 'aino.virtanen@example.com' });
  });

  test.each([
    [
      'a bank that pays by email, without one',
      { email: null, payment: { ...paid, method: 'spankki' } },
      'S-Pankki returns money by an email to the customer, whose address is not known. Return it yourself, and record it.',
    ],
    [
      'a payment that Paytrail never named',
      { payment: { ...paid, reference: null } },
      'This payment has no number at Paytrail.',
    ],
  ])('refuses %s, without asking', async (_, change, message) => {
    const { refund, received } = await paytrailThat(signedAnswer(201, made));
    expect(await refund({ ...newRefund, ...change })).toEqual({ outcome: 'refused', message });
    expect(received).toEqual([]);
  });

  test('waits for a pending refund, and takes a failed one for proof', async () => {
    const waits = await paytrailThat(signedAnswer(201, { ...made, status: 'pending' }));
    expect(await waits.refund()).toEqual({ outcome: 'pending', reference: 'rtx-1' });

    const failed = await paytrailThat(signedAnswer(201, { ...made, status: 'fail' }));
    expect(await failed.refund()).toEqual({
      outcome: 'refused',
      message: 'Paytrail could not make this refund; the balance there may be too low for it.',
    });
  });

  test.each([
    [
      400,
      no('Refund failed', 'The acquirer refused.'),
      'Paytrail: Refund failed; The acquirer refused.',
    ],
    [400, no('Sent to aino.virtanen@example.com'), 'Paytrail: Sent to …'],
    [400, { status: 'error' }, 'Paytrail refused this refund.'],
    [
      401,
      no('Signature mismatch'),
      'Paytrail did not accept our account or its secret for this refund.',
    ],
    [404, no('Transaction not found'), 'Paytrail does not know this payment.'],
    [
      422,
      no('Not supported'),
      'The payment method cannot return money by itself. Return it by hand.',
    ],
  ])('takes %i for a definite no, in words', async (status, body, message) => {
    const { refund, received } = await paytrailThat(answers(status, body));
    expect(await refund()).toEqual({ outcome: 'refused', message });
    expect(received).toHaveLength(1);
  });

  test.each<[string, Behaviour]>([
    ['no answer in time', neverAnswers],
    ['a lost connection', hangsUp],
    ['an answer that breaks off', breaksOffHalfWay],
    ['an answer that drips', drips],
    ['status 500', signedAnswer(500, no('Internal error'))],
    ['too many requests', signedAnswer(429, no('Slow down'))],
    ['a conflict', signedAnswer(409, no('Under way'))],
    ['a no that is not of Paytrail', answers(404, '<h1>Not found</h1>')],
    ['a no in the words of a proxy', answers(400, { error: 'blocked' })],
    ['a success that is not signed', answers(201, made)],
    ['a success signed by another', signedAnswer(201, made, 'MONISAIPPUAKAUPPIAS')],
    ['a success that is no JSON', signedAnswer(201, '<h1>Done</h1>')],
    ['a refund without an id', signedAnswer(201, { status: 'ok' })],
    ['a status that nobody knows', signedAnswer(201, { ...made, status: 'maybe' })],
  ])('never takes %s for a no, and names nobody', async (_, behaves) => {
    const { refund, received } = await paytrailThat(behaves, 150);
    const answer = await refund();
    expect(answer).toMatchObject({ outcome: 'unknown' });
    expect(JSON.stringify(answer)).not.toMatch(/aino|virtanen/i);
    expect(received).toHaveLength(1);
  });

  test('never takes a refused connection for a no', async () => {
    expect(await paytrailAt(await nobodyThere()).refund()).toMatchObject({ outcome: 'unknown' });
  });

  test('stops waiting when its caller does', async () => {
    const caller = new AbortController();
    const { provider } = await paytrailThat(() => caller.abort(), 60_000);
    expect(await provider.refund!(newRefund, caller.signal)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('looking for a refund at Paytrail', () => {
  const found = { transactionId: 'rtx-1', stamp: 'leg_01', status: 'ok', amount: 3300 };

  test.each([
    ['ok', { outcome: 'succeeded', reference: 'rtx-1' }],
    ['pending', { outcome: 'pending', reference: 'rtx-1' }],
    [
      'fail',
      {
        outcome: 'refused',
        message: 'Paytrail could not make this refund; the balance there may be too low for it.',
      },
    ],
  ])('by its own id tells when it is %s', async (status, answer) => {
    const { find, received } = await paytrailThat(signedAnswer(200, { ...found, status }));
    expect(await find('rtx-1')).toEqual(answer);
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /paytrail/payments/rtx-1',
    ]);
  });

  test('is in vain without that id, and never says that there is none', async () => {
    const { find, received } = await paytrailThat(signedAnswer(200, found));
    expect(await find(null)).toEqual({
      outcome: 'unknown',
      message: 'Paytrail has no way to look this refund up. See in its panel whether it was made.',
    });
    expect(received).toEqual([]);
  });

  test.each<[string, Behaviour]>([
    ['a refund that Paytrail does not know', signedAnswer(404, no('Not found'))],
    ['an answer that is not signed', answers(200, found)],
    ['a refund of another stamp', signedAnswer(200, { ...found, stamp: 'leg_02' })],
    ['a status that nobody knows', signedAnswer(200, { ...found, status: 'maybe' })],
    ['status 500', signedAnswer(500, no('Internal error'))],
    ['a lost connection', hangsUp],
  ])('proves nothing with %s', async (_, behaves) => {
    const { find } = await paytrailThat(behaves);
    expect(await find('rtx-1')).toMatchObject({ outcome: 'unknown' });
  });
});

describe('what Paytrail can return', () => {
  const { provider } = paytrailAt('http://127.0.0.1:1');
  const able = (change: Partial<PaidPayment>, now = '2026-11-23T12:00:00Z') =>
    provider.capability!({ ...paid, ...change }, new Date(now));

  test.each(['osuuspankki', 'creditcard', 'mobilepay', 'a bank of next year'])(
    'is everything of a payment by %s',
    (method) => {
      expect(able({ method, refundsSent: 3 })).toEqual({
        capability: 'full-and-partial',
        note: null,
      });
    },
  );

  test.each([
    ['spankki', 'S-Pankki'],
    ['alandsbanken', 'Ålandsbanken'],
  ])('goes by email where the bank is %s', (method, label) => {
    expect(able({ method })).toEqual({
      capability: 'full-and-partial',
      note: `${label} returns money by an email to the customer, and the outcome is never reported.`,
    });
  });

  const capturedAt = new Date('2026-08-24T12:00:00Z');

  test('is one refund of a payment by Nordea, for less than thirteen weeks', () => {
    expect(able({ method: 'nordea', capturedAt }, '2026-11-23T11:59:59.999Z')).toEqual({
      capability: 'full-and-partial',
      note: 'Nordea takes only one refund of a payment, until 23 Nov 2026: what is left out now can only be returned by hand.',
    });
    expect(able({ method: 'nordea', capturedAt }, '2026-11-23T12:00:00Z')).toEqual({
      capability: 'by-hand',
      note: 'Nordea took refunds of this payment for 13 weeks, until 23 Nov 2026. Return the money by hand.',
    });
  });

  test('is nothing more of a payment by Nordea that was refunded once', () => {
    expect(able({ method: 'nordea', refundsSent: 1 })).toEqual({
      capability: 'by-hand',
      note: 'Nordea takes one refund of a payment, and this one had its own. Return the rest by hand.',
    });
  });
});
