import { describe, expect, test } from 'vitest';
import { hasPaytrailSignature, paytrailSignature } from './paytrail-signature.ts';

const secret = 'SAIPPUAKAUPPIAS';

describe("Paytrail's signature", () => {
  test('is the one its documentation gives for a redirect', () => {
    const query =
      'checkout-account=375917&checkout-algorithm=sha256&checkout-amount=2964' +
      '&checkout-stamp=15336332710015&checkout-reference=192387192837195' +
      '&checkout-transaction-id=4b300af6-9a22-11e8-9184-abb6de7fd2d0' +
      '&checkout-status=ok&checkout-provider=nordea';
    const signature = 'b2d3ecdda2c04563a4638fcade3d4e77dfdc58829b429ad2c2cb422d0fc64080';
    const fields = Object.fromEntries(new URLSearchParams(query));
    expect(paytrailSignature(fields, '', secret)).toBe(signature);
    expect(hasPaytrailSignature({ ...fields, signature }, '', secret)).toBe(true);
  });

  test('is the one its documentation gives for a new payment', () => {
    const headers = {
      'checkout-account': '375917',
      'checkout-algorithm': 'sha256',
      'checkout-method': 'POST',
      'checkout-nonce': '564635208570151',
      'checkout-timestamp': '2018-07-06T10:01:31.904Z',
      'content-type': 'application/json; charset=utf-8',
    };
    const body = JSON.stringify({
      stamp: 'unique-identifier-for-merchant',
      reference: '3759170',
      amount: 1525,
      currency: 'EUR',
      language: 'FI',
      items: [
        {
          unitPrice: 1525,
          units: 1,
          vatPercentage: 24,
          productCode: '#1234',
          deliveryDate: '2018-09-01',
        },
      ],
      customer: { email: 'test.customer@example.com' },
      redirectUrls: {
        success: 'https://ecom.example.com/cart/success',
        cancel: 'https://ecom.example.com/cart/cancel',
      },
    });
    expect(paytrailSignature(headers, body, secret)).toBe(
      '3708f6497ae7cc55a2e6009fc90aa10c3ad0ef125260ee91b19168750f6d74f6',
    );
  });

  test('covers every field that begins with checkout-, and the body', () => {
    const fields = { 'checkout-algorithm': 'sha512', 'checkout-amount': '1' };
    const signature = paytrailSignature(fields, '{}', secret);
    expect(signature).toHaveLength(128);
    const check = (given: Record<string, string>, body: string, key = secret) =>
      hasPaytrailSignature({ ...given, signature }, body, key);
    expect(check(fields, '{}')).toBe(true);
    expect(check({ ...fields, 'checkout-amount': '2' }, '{}')).toBe(false);
    expect(check({ ...fields, 'checkout-new': '' }, '{}')).toBe(false);
    expect(check({ ...fields, other: 'x' }, '{}')).toBe(true);
    expect(check(fields, '{ }')).toBe(false);
    expect(check(fields, '{}', 'another secret')).toBe(false);
    expect(hasPaytrailSignature(fields, '{}', secret)).toBe(false);
  });
});
