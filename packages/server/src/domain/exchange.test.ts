import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideMinor, makeExchange } from './exchange.ts';

const rate = (currency: string, day: string, perEuro: string) => ({ currency, day, perEuro });
const friday = '2026-11-20';
const rates = [
  rate('SEK', friday, '11.0000'),
  rate('USD', friday, '1.1000'),
  rate('JPY', friday, '160.00'),
  rate('SEK', '2026-11-23', '12.0000'),
];

describe('an amount in another currency', () => {
  test('is told at the rates of its own day', () => {
    const toEuro = makeExchange('EUR', rates);
    const amount = { minor: 132_00, currency: 'SEK' };
    expect(toEuro.sum([{ ...amount, day: friday }])).toBe(12_00);
    expect(toEuro.sum([{ ...amount, day: '2026-11-23' }])).toBe(11_00);
  });

  test('takes the last rate before on days without one, but none from long ago', () => {
    const toEuro = makeExchange('EUR', rates);
    expect(toEuro.rateDay('USD', '2026-11-22')).toBe(friday);
    expect(toEuro.rateDay('USD', '2026-11-30')).toBe(friday);
    expect(toEuro.rateDay('USD', '2026-12-01')).toBeNull();
    expect(toEuro.rateDay('USD', '2026-11-19')).toBeNull();
    expect(toEuro.rateDay('NOK', friday)).toBeNull();
    expect(() => toEuro.sum([{ minor: 1, currency: 'NOK', day: friday }])).toThrow('no rate');
  });

  test('goes over the euro between two others, each with its own decimals', () => {
    const toYen = makeExchange('JPY', rates);
    expect(toYen.sum([{ minor: 110_00, currency: 'SEK', day: friday }])).toBe(1600);
    const toKrona = makeExchange('SEK', rates);
    expect(toKrona.sum([{ minor: 1600, currency: 'JPY', day: friday }])).toBe(110_00);
    expect(toKrona.rateDay('JPY', '2026-11-23')).toBe(friday);
  });

  test('is rounded once for the whole sum, half away from zero', () => {
    const toEuro = makeExchange('EUR', [rate('SEK', friday, '10')]);
    const cents = (minor: number) => ({ minor, currency: 'SEK', day: friday });
    // 0.4 cents each: by themselves nothing, together two.
    expect(toEuro.sum([cents(4), cents(4), cents(4), cents(4), cents(4)])).toBe(2);
    expect(toEuro.sum([cents(5)])).toBe(1);
    expect(toEuro.sum([cents(-5)])).toBe(-1);
    expect(toEuro.sum([cents(4)])).toBe(0);
  });

  test('stays exactly what it is in its own currency, whatever the rates', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger().map((n) => Math.trunc(n / 200))), (amounts) => {
        const toEuro = makeExchange('EUR', []);
        const sum = amounts.reduce((all, one) => all + one, 0);
        const dated = amounts.map((minor) => ({ minor, currency: 'EUR', day: friday }));
        expect(toEuro.sum(dated)).toBe(sum);
      }),
    );
  });
});

test.each([
  [40610, 4, 10153],
  [5, 2, 3],
  [-5, 2, -3],
  [1, 3, 0],
  [2, 3, 1],
  [0, 7, 0],
])('%d divided by %d is %d', (minor, by, quotient) => {
  expect(divideMinor(minor, by)).toBe(quotient);
});
