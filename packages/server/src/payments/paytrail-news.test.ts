import { describe, expect, test } from 'vitest';
import { BadSignature, type RawDelivery } from './payment-provider.ts';
import { readPaytrailCallback } from './paytrail-news.ts';
import { paytrailSignature } from './paytrail-signature.ts';

// The test merchant that Paytrail publishes.
const account = '375917';
const secret = 'SAIPPUAKAUPPIAS';

function callback(query: Record<string, string>, by = secret): RawDelivery {
  const signature = paytrailSignature(by, query, '');
  const none = new Uint8Array();
  return { method: 'GET', headers: {}, query: { ...query, signature }, body: none };
}

describe('a callback of Paytrail', () => {
  const ok = {
    'checkout-account': account,
    'checkout-algorithm': 'sha256',
    'checkout-amount': '9900',
    'checkout-stamp': 'pay_01',
    'checkout-reference': '1042',
    'checkout-transaction-id': 'tx-1',
    'checkout-status': 'ok',
    'checkout-provider': 'nordea',
  };

  const read = (delivery: RawDelivery) => readPaytrailCallback(delivery, { account, secret });

  test.each([
    ['ok', 'SUCCEEDED', null],
    ['pending', 'PENDING', null],
    ['delayed', 'PENDING', null],
    ['fail', 'FAILED', 'The payment was cancelled or refused at Nordea.'],
  ])('with status %s is news of our payment', (word, status, failureMessage) => {
    expect(read(callback({ ...ok, 'checkout-status': word }))).toEqual([
      {
        kind: 'payment',
        eventId: `tx-1:${word}`,
        stamp: 'pay_01',
        reference: 'tx-1',
        status,
        amountMinor: 9900,
        currency: 'EUR',
        method: 'nordea',
        failureMessage,
        at: null,
      },
    ]);
  });

  test('with one more parameter that did not exist when this was written is still taken', () => {
    expect(read(callback({ ...ok, 'checkout-settlement-reference': '45667372' }))).toHaveLength(1);
  });

  test('without a payment of its own, or with an unknown status, gives no news', () => {
    const { 'checkout-transaction-id': _, ...withoutPayment } = ok;
    expect(read(callback(withoutPayment))).toEqual([]);
    expect(read(callback({ ...ok, 'checkout-status': 'maybe' }))).toEqual([]);
  });

  test('with an amount that is no number says no amount', () => {
    expect(read(callback({ ...ok, 'checkout-amount': '1e3' }))).toMatchObject([
      { amountMinor: null },
    ]);
  });

  const honest = callback({ ...ok, 'checkout-status': 'fail' });
  const altered = { ...honest.query, 'checkout-status': 'ok' };

  test.each<[string, RawDelivery]>([
    ['that is not signed', { ...honest, query: ok }],
    ['that was altered', { ...honest, query: altered }],
    ['that is signed by another', callback(ok, 'MONISAIPPUAKAUPPIAS')],
    ['for another account', callback({ ...ok, 'checkout-account': '695861' })],
    ['without parameters', { ...honest, query: {} }],
  ])('%s is refused', (_, delivery) => {
    expect(() => read(delivery)).toThrow(BadSignature);
  });
});
