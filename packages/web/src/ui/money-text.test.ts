import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  currencyDecimals,
  readAmount,
  readOptionalAmount,
  readPercent,
  writeAmount,
  writePercent,
} from './money-text.ts';

const value = (of: unknown) => ({ ok: true, value: of });
const problem = (words: string) => ({ ok: false, problem: words });

describe('an amount as people type it', () => {
  test.each([
    ['euros with a point', '49.90', 'EUR', 'en', 4990],
    ['euros with a comma', '49,90', 'EUR', 'fi', 4990],
    ['a point where a comma is written but points do not group', '49.90', 'EUR', 'fi', 4990],
    ['a comma where commas group, before too few digits for that', '49,90', 'EUR', 'en', 4990],
    ['a point where points group, before too few digits for that', '49.9', 'EUR', 'de', 4990],
    [
      'a comma before three digits as thousands where commas group',
      '1,234',
      'KWD',
      'en',
      1_234_000,
    ],
    ['whole euros', '49', 'EUR', 'en', 4900],
    ['one decimal', '49,9', 'EUR', 'fi', 4990],
    ['no whole part', '.5', 'EUR', 'en', 50],
    ['thousands in English', '1,234.50', 'EUR', 'en', 123_450],
    ['thousands in German', '1.234,50', 'EUR', 'de', 123_450],
    ['thousands with thin spaces', '1\u202F234,50', 'EUR', 'fr', 123_450],
    ['thousands in Swiss German, typed straight', "1'234.50", 'CHF', 'de-CH', 123_450],
    ['lakhs', '1,23,456.00', 'INR', 'en-IN', 12_345_600],
    ['yen, which have no decimals', '500', 'JPY', 'en', 500],
    ['dinars, which have three', '12.345', 'KWD', 'en', 12_345],
    ['forints, which are printed without the decimals they have', '500', 'HUF', 'hu', 50_000],
    ['nothing to pay', '0', 'EUR', 'en', 0],
    ['minus nothing', '-0,00', 'EUR', 'fi', 0],
  ])('reads %s', (_, text, currency, language, minor) => {
    expect(readAmount(text, currency, language)).toEqual(value(minor));
  });

  test.each([
    ['nothing', ' ', 'EUR', 'en', 'Enter an amount in EUR.'],
    ['an amount below zero', '-5', 'EUR', 'en', 'An amount cannot be below zero.'],
    ['a minus sign of a word processor', '−5,00', 'EUR', 'fi', 'An amount cannot be below zero.'],
    ['too many decimals', '4.999', 'EUR', 'en', 'EUR has at most 2 decimals.'],
    ['zeros that might be thousands', '5.000', 'EUR', 'fi', 'EUR has at most 2 decimals.'],
    ['decimals of yen', '500.0', 'JPY', 'en', 'JPY has no decimals.'],
    ['words', 'free', 'EUR', 'en', 'Write it like 49.90.'],
    ['a comma after a comma', '1,23,4', 'EUR', 'en', 'Write it like 49.90.'],
    ['a comma before too few and a point', '1,23.4', 'EUR', 'en', 'Write it like 49.90.'],
    ['a comma before too many', '1,2345', 'EUR', 'en', 'Write it like 49.90.'],
    ['cents of yen behind a comma', '49,90', 'JPY', 'en', 'JPY has no decimals.'],
    ['two points', '1.2.3', 'EUR', 'en', 'Write it like 49.90.'],
    ['an exponent', '1e3', 'EUR', 'fi', 'Write it like 49,90.'],
    [
      'more than can be counted',
      '90071992547409.92',
      'EUR',
      'en',
      'This is more than can be counted.',
    ],
  ])('refuses %s', (_, text, currency, language, words) => {
    expect(readAmount(text, currency, language)).toEqual(problem(words));
  });

  test('may be left out where it is optional', () => {
    expect(readOptionalAmount('  ', 'EUR')).toEqual(value(null));
    expect(readOptionalAmount('1,5', 'JPY', 'fi')).toEqual(problem('JPY has no decimals.'));
  });

  test('comes back as it was written, in every currency and language', () => {
    const currency = fc.constantFrom('EUR', 'SEK', 'JPY', 'KWD', 'HUF', 'CLF', 'COP');
    const language = fc.constantFrom('en', 'fi', 'sv', 'de', 'fr', 'de-CH', 'en-IN', 'pt-PT', 'ar');
    const minor = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 100_000 }));
    fc.assert(
      fc.property(minor, currency, language, (minor, currency, language) => {
        const text = writeAmount(minor, currency, language);
        expect(readAmount(text, currency, language)).toEqual(value(minor));
        const part = text.split(/[.,]/)[1] ?? '';
        expect(part).toHaveLength(currencyDecimals(currency));
      }),
    );
  });

  test('is the same whether its thousands are marked or not', () => {
    const language = fc.constantFrom('en', 'fi', 'sv', 'de', 'fr', 'de-CH', 'en-IN', 'pt-PT', 'es');
    fc.assert(
      fc.property(fc.maxSafeNat(), language, (minor, language) => {
        const text = new Intl.NumberFormat(language, {
          minimumFractionDigits: 2,
          useGrouping: true,
        }).format(`${minor}e-2` as Intl.StringNumericLiteral);
        expect(readAmount(text, 'EUR', language)).toEqual(value(minor));
      }),
    );
  });
});

describe('a rate in percent', () => {
  test.each([
    ['25.5', 1, 'en', 2550],
    ['25,5 %', 1, 'fi', 2550],
    ['10', 1, 'en', 1000],
    ['0', 1, 'en', 0],
    ['100', 1, 'en', 10_000],
    ['12.34', 2, 'en', 1234],
  ] as const)('reads %s with %i decimals', (text, decimals, language, rateBp) => {
    expect(readPercent(text, decimals, language)).toEqual(value(rateBp));
  });

  test.each([
    ['', 1, 'Enter a rate in percent; 0 where there is none.'],
    ['-1', 1, 'A rate cannot be below zero.'],
    ['25.55', 1, 'At most one decimal.'],
    ['25.555', 2, 'At most two decimals.'],
    ['100.1', 1, 'More than 100 % is not possible.'],
    ['a quarter', 1, 'Write it like 25.5.'],
  ] as const)('refuses "%s" with %i decimals', (text, decimals, words) => {
    expect(readPercent(text, decimals, 'en')).toEqual(problem(words));
  });

  test('comes back exactly', () => {
    const language = fc.constantFrom('en', 'fi', 'de');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), language, (rateBp, language) => {
        expect(readPercent(writePercent(rateBp, language), 2, language)).toEqual(value(rateBp));
      }),
    );
    expect(writePercent(2550, 'en')).toBe('25.5');
    expect(writePercent(1000, 'fi')).toBe('10');
  });
});
