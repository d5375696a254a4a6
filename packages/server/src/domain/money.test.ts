import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentOf, splitByLargestRemainder, sumMinor, toDecimal } from './money.ts';

describe('exponentOf', () => {
  test.each([
    ['EUR', 2],
    ['SEK', 2],
    ['HUF', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['BHD', 3],
    ['CLF', 4],
  ])('%s has %i decimals', (currency, exponent) => {
    expect(exponentOf(currency)).toBe(exponent);
  });
});

describe('toDecimal', () => {
  test.each([
    [1250, 'EUR', '12.50'],
    [5, 'EUR', '0.05'],
    [0, 'EUR', '0.00'],
    [-0, 'EUR', '0.00'],
    [-1, 'EUR', '-0.01'],
    [-123_456, 'SEK', '-1234.56'],
    [500, 'JPY', '500'],
    [-500, 'JPY', '-500'],
    [1, 'KWD', '0.001'],
    [12_345, 'BHD', '12.345'],
    [Number.MAX_SAFE_INTEGER, 'EUR', '90071992547409.91'],
  ])('writes %i minor units of %s as %s', (minor, currency, text) => {
    expect(toDecimal(minor, currency)).toBe(text);
  });

  test('refuses a fraction of a minor unit', () => {
    expect(() => toDecimal(12.5, 'EUR')).toThrow(RangeError);
    expect(() => toDecimal(Number.NaN, 'EUR')).toThrow(RangeError);
  });

  test('loses no digit of any amount in any currency', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
        const text = toDecimal(minor, code);
        expect(text.split('.')[1]?.length ?? 0).toBe(exponentOf(code));
        expect(BigInt(text.replace('.', ''))).toBe(BigInt(minor));
      }),
    );
  });
});

describe('sumMinor', () => {
  test('adds up, and nothing adds up to zero', () => {
    expect(sumMinor([1, -2, 30])).toBe(29);
    expect(sumMinor([])).toBe(0);
  });

  test('refuses a fraction and a sum that is no longer exact', () => {
    expect(() => sumMinor([0.1, 0.2])).toThrow(RangeError);
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });
});

describe('splitByLargestRemainder', () => {
  test.each<[string, number, number[], number[]]>([
    ['units left over go to the earlier of equal lines', 100, [1, 1, 1], [34, 33, 33]],
    ['two euros over three equal lines stay two euros', 200, [1000, 1000, 1000], [67, 67, 66]],
    ['the largest remainder comes first, wherever it stands', 10, [15, 15, 70], [2, 1, 7]],
    ['a later line with the larger remainder gets the unit', 3, [1, 1, 3], [1, 0, 2]],
    ['a line of weight zero gets nothing', 5, [0, 3, 0, 4], [0, 2, 0, 3]],
    ['nothing is spread over nothing', 0, [0, 0], [0, 0]],
    ['no lines share zero', 0, [], []],
    [
      'products beyond 2^53 stay exact',
      9_000_000_000_000_001,
      [4_500_000_000_000_000, 4_500_000_000_000_001],
      [4_500_000_000_000_000, 4_500_000_000_000_001],
    ],
  ])('%s', (_, total, weights, parts) => {
    expect(splitByLargestRemainder(total, weights)).toEqual(parts);
  });

  test('refuses to spread an amount over lines that weigh nothing', () => {
    expect(() => splitByLargestRemainder(1, [0, 0])).toThrow(RangeError);
    expect(() => splitByLargestRemainder(1, [])).toThrow(RangeError);
  });

  test('refuses negative totals and weights', () => {
    expect(() => splitByLargestRemainder(-1, [1])).toThrow(RangeError);
    expect(() => splitByLargestRemainder(1, [2, -1])).toThrow(RangeError);
  });

  test('every split adds up, and each part is its exact share rounded up or down', () => {
    const weights = fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(2_000_000_000), weights, (total, raw) => {
        const all = raw.some((weight) => weight > 0) ? raw : [...raw, 1];
        const whole = all.reduce((sum, weight) => sum + BigInt(weight), 0n);
        const parts = splitByLargestRemainder(total, all);

        expect(sumMinor(parts)).toBe(total);
        all.forEach((weight, index) => {
          const product = BigInt(total) * BigInt(weight);
          const floor = product / whole;
          const ceiling = product % whole === 0n ? floor : floor + 1n;
          expect([floor, ceiling]).toContain(BigInt(parts[index] ?? -1));
        });
      }),
    );
  });
});
