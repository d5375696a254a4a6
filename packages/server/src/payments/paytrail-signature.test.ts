import { describe, expect, test } from 'vitest';
import { isSignedByPaytrail, paytrailSignature } from './paytrail-signature.ts';

// The test merchant that Paytrail publishes; the expected values are those of its documentation.
const secret = 'SAIPPUAKAUPPIAS';

const requestHeaders = {
  'checkout-account': '375917',
  'checkout-algorithm': 'sha256',
  'checkout-method': 'POST',
  'checkout-nonce': '564635208570151',
  'checkout-timestamp': '2018-07-06T10:01:31.904Z',
};

const requestBody =
  '{"stamp":"unique-identifier-for-merchant","reference":"3759170","amount":1525,"currency":"EUR",' +
  '"language":"FI","items":[{"unitPrice":1525,"units":1,"vatPercentage":25.5,"productCode":"#1234",' +
  '"deliveryDate":"2018-09-01"}],"customer":{"email":"test.customer@example.com"},"redirectUrls":' +
  '{"success":"https://ecom.example.com/cart/success","cancel":"https://ecom.example.com/cart/cancel"}}';

const callback = {
  'checkout-account': '375917',
  'checkout-algorithm': 'sha256',
  'checkout-amount': '2964',
  'checkout-stamp': '15336332710015',
  'checkout-reference': '192387192837195',
  'checkout-transaction-id': '4b300af6-9a22-11e8-9184-abb6de7fd2d0',
  'checkout-status': 'ok',
  'checkout-provider': 'nordea',
};

const published = {
  request: '9a4a7735279de4c99268e4566a5526ae887e73e6e58f2918cb2309ccac366129',
  callback: 'b2d3ecdda2c04563a4638fcade3d4e77dfdc58829b429ad2c2cb422d0fc64080',
  lookUp: '4d84e3aedaa847b23e672ff3bc9c57ae5d1c1e84aec251ce39914eaf250bb8b2',
};

describe('the signature of Paytrail', () => {
  test('of a payment request is the one in its documentation', () => {
    expect(paytrailSignature(secret, requestHeaders, requestBody)).toBe(published.request);
  });

  test('of a look-up, which has no body, is the one in its documentation', () => {
    const headers = {
      'checkout-account': '375917',
      'checkout-algorithm': 'sha256',
      'checkout-method': 'GET',
      'checkout-timestamp': '2019-11-01T08:48:50.832Z',
      'checkout-transaction-id': '681538c4-fc84-11e9-83bc-2ffcef4c3453',
      'checkout-nonce': '87ac41e1-e6e6-4789-b8e0-c83930cfc447',
    };
    expect(paytrailSignature(secret, headers, '')).toBe(published.lookUp);
  });

  test('of a callback is the one in its documentation, whatever else the address carries', () => {
    const query = { ...callback, utm_source: 'mail', signature: published.callback };
    expect(isSignedByPaytrail(secret, query, '')).toBe(true);
  });

  test('covers the bytes of the body as they came', () => {
    const bytes = new TextEncoder().encode(requestBody);
    const headers = { ...requestHeaders, signature: published.request };

    expect(isSignedByPaytrail(secret, headers, bytes)).toBe(true);
    expect(isSignedByPaytrail(secret, headers, `${requestBody} `)).toBe(false);
  });

  test('with sha512 is checked with sha512', () => {
    const query = { ...callback, 'checkout-algorithm': 'sha512' };
    const signature = paytrailSignature(secret, query, '');

    expect(signature).toHaveLength(128);
    expect(isSignedByPaytrail(secret, { ...query, signature }, '')).toBe(true);
    expect(isSignedByPaytrail(secret, { ...callback, signature }, '')).toBe(false);
  });

  test.each([
    ['no signature', { ...callback }],
    ['an empty signature', { ...callback, signature: '' }],
    ['a signature cut short', { ...callback, signature: published.callback.slice(0, 63) }],
    ['another amount', { ...callback, 'checkout-amount': '1', signature: published.callback }],
    ['one parameter more', { ...callback, 'checkout-tip': '1', signature: published.callback }],
    [
      'a parameter left out',
      { ...callback, 'checkout-provider': undefined, signature: published.callback },
    ],
    [
      'a weaker algorithm',
      { ...callback, 'checkout-algorithm': 'md5', signature: published.callback },
    ],
    [
      'no algorithm',
      { ...callback, 'checkout-algorithm': undefined, signature: published.callback },
    ],
  ])('is refused with %s', (_, query) => {
    expect(isSignedByPaytrail(secret, query, '')).toBe(false);
  });

  test('is refused when made with another secret', () => {
    const signature = paytrailSignature('MONISAIPPUAKAUPPIAS', callback, '');
    expect(isSignedByPaytrail(secret, { ...callback, signature }, '')).toBe(false);
  });
});
