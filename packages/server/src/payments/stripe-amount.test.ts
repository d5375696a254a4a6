import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.ts';

describe('amounts at Stripe', () => {
  test.each([
    ['99.00 euros', 9900, 'EUR', 9900],
    ['500 yen', 500, 'JPY', 500],
    ['5.000 Kuwaiti dinars', 5000, 'KWD', 5000],
    ['5 Icelandic krónur, which Stripe counts in hundredths', 5, 'ISK', 500],
    ['5 Ugandan shillings, which Stripe counts in hundredths', 5, 'UGX', 500],
    ['5.00 Malagasy ariary, which Stripe counts whole', 500, 'MGA', 5],
  ])('are right for %s', (_, minor, currency, amount) => {
    expect(toStripeAmount(minor, currency)).toBe(amount);
    expect(fromStripeAmount(amount, currency)).toBe(minor);
  });

  test.each([
    ['0.50 MGA', toStripeAmount(50, 'MGA')],
    ['a hundredth of an Icelandic króna', fromStripeAmount(1, 'ISK')],
    ['more than can be counted exactly', toStripeAmount(Number.MAX_SAFE_INTEGER, 'ISK')],
  ])('do not exist for %s', (_, amount) => {
    expect(amount).toBeNull();
  });

  test('come back as they went, in every currency', () => {
    const currency = fc.constantFrom('EUR', 'SEK', 'JPY', 'KWD', 'ISK', 'UGX', 'MGA', 'CLP');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), currency, (minor, code) => {
        const amount = toStripeAmount(minor, code);
        fc.pre(amount !== null);
        expect(fromStripeAmount(amount, code)).toBe(minor);
      }),
    );
  });
});
