import { describe, expect, test } from 'vitest';
import { durationText, relativeTime } from './time.tsx';
import { countryName, formatMoney, formatRate, lessMoney, sumMoney, wordName } from './values.tsx';

const money = (minor: number, currency: string, decimal: string) => ({ minor, currency, decimal });

describe('money', () => {
  test.each([
    ['euros in English', money(4900, 'EUR', '49.00'), 'en', '€49.00'],
    ['euros in Finnish', money(123456, 'EUR', '1234.56'), 'fi', '1 234,56 €'],
    ['yen without decimals', money(500, 'JPY', '500'), 'en', '¥500'],
    ['three decimals', money(12345, 'KWD', '12.345'), 'en', 'KWD 12.345'],
    ['the decimals that a language leaves off', money(1250, 'HUF', '12.50'), 'en', 'HUF 12.50'],
    [
      'more than a float holds',
      money(0, 'EUR', '90071992547409.93'),
      'en',
      '€90,071,992,547,409.93',
    ],
  ])('shows %s', (_, value, language, text) => {
    expect(formatMoney(value, language).replaceAll(/\s/g, ' ')).toBe(text);
  });

  test.each([
    [money(9900, 'EUR', '99.00'), money(4950, 'EUR', '49.50'), money(4950, 'EUR', '49.50')],
    [money(1000, 'EUR', '10.00'), money(1005, 'EUR', '10.05'), money(-5, 'EUR', '-0.05')],
    [money(500, 'JPY', '500'), money(500, 'JPY', '500'), money(0, 'JPY', '0')],
  ])('takes one amount from another without a float', (from, taken, left) => {
    expect(lessMoney(from, taken)).toEqual(left);
  });

  test('adds amounts up without a float, and says nothing of none', () => {
    const sum = sumMoney([money(10, 'EUR', '0.10'), money(20, 'EUR', '0.20')]);
    expect(sum).toEqual(money(30, 'EUR', '0.30'));
    expect(sumMoney([money(1, 'KWD', '0.001')])).toEqual(money(1, 'KWD', '0.001'));
    expect(sumMoney([])).toBeNull();
  });

  test('writes a rate of basis points as percent', () => {
    expect(formatRate(2550, 'en')).toBe('25.5%');
    expect(formatRate(0, 'en')).toBe('0%');
  });
});

describe('time', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  test.each([
    ['2026-11-23T11:59:30Z', 'just now'],
    ['2026-11-23T11:48:00Z', '12 min ago'],
    ['2026-11-22T12:00:01Z', '23 h ago'],
    ['2026-11-22T12:00:00Z', '22 Nov'],
    ['2025-11-22T12:00:00Z', '22 Nov 2025'],
    ['2026-11-23T12:05:00Z', 'in 5 min'],
  ])('%s is said as "%s"', (instant, words) => {
    expect(relativeTime(instant, now, 'en-GB')).toBe(words);
  });

  test('says how long something took', () => {
    const from = '2026-11-23T12:00:00.000Z';
    expect(durationText(from, '2026-11-23T12:00:00.800Z')).toBe('800 ms');
    expect(durationText(from, '2026-11-23T12:03:05.000Z')).toBe('3 min 5 s');
  });
});

test('countries and open words have readable names, unknown ones too', () => {
  expect(countryName('FI')).toBe('Finland');
  expect(wordName('paytrail')).toBe('Paytrail');
  expect(wordName('some_new-bank')).toBe('Some new bank');
});
