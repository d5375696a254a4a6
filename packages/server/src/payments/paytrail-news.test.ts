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

describe('a callback of Paytrail about a refund', () => {
  const ok = {
    'checkout-account': account,
    'checkout-algorithm': 'sha256',
    'checkout-amount': '3300',
    'checkout-stamp': 'leg_01',
    'checkout-reference': '1042',
    'checkout-transaction-id': 'rtx-1',
    'checkout-status': 'ok',
    'checkout-provider': 'osuuspankki',
  };
  const ours = {
    kind: 'refund',
    eventId: 'rtx-1:ok',
    key: 'leg_01',
    reference: 'rtx-1',
    paymentReference: null,
    status: 'SUCCEEDED',
    amountMinor: 3300,
    currency: 'EUR',
    failureMessage: null,
    at: null,
  };
  const tooLow = 'Paytrail could not make this refund; the balance there may be too low for it.';
  const read = (delivery: RawDelivery) => readPaytrailCallback(delivery, { account, secret });

  test.each([
    ['ok', {}],
    ['pending', { eventId: 'rtx-1:pending', status: 'PENDING' }],
    ['fail', { eventId: 'rtx-1:fail', status: 'FAILED', failureMessage: tooLow }],
  ])('with status %s is news of our leg', (word, expected) => {
    const query = { ...ok, 'checkout-status': word };
    expect(read(callback(query))).toEqual([{ ...ours, ...expected }]);
  });

  test('that could not be begun has no id at Paytrail and is still ours', () => {
    const { 'checkout-transaction-id': _, ...unborn } = { ...ok, 'checkout-status': 'fail' };
    const failed = { reference: null, status: 'FAILED', failureMessage: tooLow };
    expect(read(callback(unborn))).toEqual([{ ...ours, ...failed, eventId: 'leg_01:fail' }]);
  });

  test('is told from that of a payment by its signed stamp, whatever else the address says', () => {
    const paid = { ...ok, 'checkout-stamp': 'pay_01', 'checkout-transaction-id': 'tx-1' };
    const honest = callback(paid);
    const bent = { ...honest, query: { ...honest.query, refund: 'leg_01', stamp: 'leg_01' } };
    expect(read(bent)).toMatchObject([{ kind: 'payment', stamp: 'pay_01' }]);

    const forged = { ...honest, query: { ...honest.query, 'checkout-stamp': 'leg_01' } };
    expect(() => read(forged)).toThrow(BadSignature);
  });

  test('with an unknown status gives no news', () => {
    expect(read(callback({ ...ok, 'checkout-status': 'maybe' }))).toEqual([]);
  });
});
