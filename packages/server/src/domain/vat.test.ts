import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vatByRate, vatOfNextRefund, vatWithin } from './vat.ts';

const ratesBp = [0, 1000, 1350, 1400, 2400, 2550];

describe('vatWithin', () => {
  test.each([
    [9900, 2550, 2012],
    [3300, 2550, 671],
    [6600, 2550, 1341],
    [1250, 1350, 149],
    [2200, 1000, 200],
    [9900, 0, 0],
    [0, 2550, 0],
    [1, 2550, 0],
    [3, 2550, 1],
  ])('of %i at %i basis points is %i', (grossMinor, rateBp, vatMinor) => {
    expect(vatWithin(grossMinor, rateBp)).toBe(vatMinor);
  });

  test('half a unit is rounded up: 1 at 100 % holds 1', () => {
    expect(vatWithin(1, 10_000)).toBe(1);
    expect(vatWithin(3, 10_000)).toBe(2);
  });

  test('stays exact where the product passes 2^53', () => {
    expect(vatWithin(9_007_199_254_740_991, 2550)).toBe(1_830_148_055_744_185);
  });

  test('of a reversal is exactly the negative', () => {
    expect(vatWithin(-9900, 2550)).toBe(-2012);
    expect(vatWithin(-1, 10_000)).toBe(-1);
    expect(vatWithin(-1, 2550)).toBe(0);
  });

  test('refuses fractions and negative rates', () => {
    expect(() => vatWithin(99.5, 2550)).toThrow(RangeError);
    expect(() => vatWithin(9900, 25.5)).toThrow(RangeError);
    expect(() => vatWithin(9900, -1)).toThrow(RangeError);
  });

  test('is never further than half a unit from the true tax', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(10_000), (grossMinor, rateBp) => {
        const divisor = 10_000n + BigInt(rateBp);
        const exactTimesDivisor = BigInt(grossMinor) * BigInt(rateBp);
        const off = BigInt(vatWithin(grossMinor, rateBp)) * divisor - exactTimesDivisor;
        expect(2n * off).toBeLessThanOrEqual(divisor);
        expect(2n * off).toBeGreaterThan(-divisor);
      }),
    );
  });
});

describe('vatOfNextRefund', () => {
  test('three thirds of 99.00 at 25.5 % give 6.71, 6.70 and 6.71', () => {
    const vatRateBp = 2550;
    expect(vatOfNextRefund({ refundedMinor: 0, refundedVatMinor: 0, vatRateBp }, 3300)).toBe(671);
    expect(vatOfNextRefund({ refundedMinor: 3300, refundedVatMinor: 671, vatRateBp }, 3300)).toBe(
      670,
    );
    expect(vatOfNextRefund({ refundedMinor: 6600, refundedVatMinor: 1341, vatRateBp }, 3300)).toBe(
      671,
    );
  });

  test('of a cent is a cent at most, and the next refund catches up', () => {
    // Thirteen refunds of a cent, of which the three that rounded up are left standing.
    const left = { refundedMinor: 3, refundedVatMinor: 3, vatRateBp: 2550 };
    expect(vatOfNextRefund(left, 1)).toBe(-1);
    expect(vatOfNextRefund({ ...left, refundedMinor: 4, refundedVatMinor: 2 }, 1)).toBe(-1);
    expect(vatOfNextRefund({ ...left, refundedMinor: 5, refundedVatMinor: 1 }, 8)).toBe(2);
  });

  test('however a price is refunded, with refunds that fail between, the VAT adds up to its own', () => {
    const step = fc.record({
      amountMinor: fc.integer({ min: 1, max: 500_000 }),
      fails: fc.boolean(),
    });
    const steps = fc.array(step, { minLength: 1, maxLength: 12 });

    fc.assert(
      fc.property(steps, fc.constantFrom(...ratesBp), (refunds, vatRateBp) => {
        const standing: { amountMinor: number; vatMinor: number; fails: boolean }[] = [];
        const line = () => ({
          refundedMinor: standing.reduce((sum, refund) => sum + refund.amountMinor, 0),
          refundedVatMinor: standing.reduce((sum, refund) => sum + refund.vatMinor, 0),
          vatRateBp,
        });
        for (const { amountMinor, fails } of refunds) {
          standing.push({ amountMinor, fails, vatMinor: vatOfNextRefund(line(), amountMinor) });
        }
        // They fail after later ones were booked, then the same money is asked for again.
        const failed = standing.filter(({ fails }) => fails);
        standing.splice(0, standing.length, ...standing.filter(({ fails }) => !fails));
        for (const { amountMinor } of failed) {
          standing.push({
            amountMinor,
            fails: false,
            vatMinor: vatOfNextRefund(line(), amountMinor),
          });
        }
        expect(line().refundedVatMinor).toBe(vatWithin(line().refundedMinor, vatRateBp));
      }),
    );
  });
});

describe('vatByRate', () => {
  test('adds up lines of one rate, lowest rate first', () => {
    expect(
      vatByRate([
        { priceMinor: 9900, vatRateBp: 2550 },
        { priceMinor: 1250, vatRateBp: 1350 },
        { priceMinor: 4900, vatRateBp: 2550 },
        { priceMinor: 5000, vatRateBp: 0 },
      ]),
    ).toEqual([
      { rateBp: 0, grossMinor: 5000, vatMinor: 0 },
      { rateBp: 1350, grossMinor: 1250, vatMinor: 149 },
      { rateBp: 2550, grossMinor: 14_800, vatMinor: 3008 },
    ]);
  });

  test("is the sum of the lines' own VAT, not the VAT of their sum", () => {
    const third = { priceMinor: 3300, vatRateBp: 2550 };
    expect(vatByRate([third, third, third])).toEqual([
      { rateBp: 2550, grossMinor: 9900, vatMinor: 2013 },
    ]);
  });

  test('of an order without lines is empty', () => {
    expect(vatByRate([])).toEqual([]);
  });
});
