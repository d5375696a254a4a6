import { describe, expect, test } from 'vitest';
import { allowanceOf, limitFor, startOfDay, type RefundLimit } from './refund-limit.ts';

const limits: RefundLimit[] = [
  { role: 'CUSTOMER_SERVICE', currency: 'EUR', perRefundMinor: 5000, perDayMinor: 20_000 },
  { role: null, currency: 'EUR', perRefundMinor: null, perDayMinor: 1000 },
];

describe('limitFor', () => {
  test('holds for its own role and currency', () => {
    expect(limitFor(limits, 'CUSTOMER_SERVICE', 'EUR')).toBe(limits[0]);
    expect(limitFor(limits, 'CUSTOMER_SERVICE', 'SEK')).toBeNull();
    expect(limitFor(limits, 'ADMIN', 'EUR')).toBeNull();
  });

  test('of no role is that of API tokens', () => {
    expect(limitFor(limits, null, 'EUR')).toBe(limits[1]);
  });
});

describe('allowanceOf', () => {
  test('leaves of the day what was not refunded yet, and never less than nothing', () => {
    expect(allowanceOf(limits[0] ?? null, 15_000)).toEqual({
      perRefundMinor: 5000,
      leftTodayMinor: 5000,
    });
    expect(allowanceOf(limits[1] ?? null, 1001)).toEqual({
      perRefundMinor: null,
      leftTodayMinor: 0,
    });
  });

  test('is without limit where none is set', () => {
    expect(allowanceOf(null, 1_000_000)).toEqual({ perRefundMinor: null, leftTodayMinor: null });
  });
});

describe('startOfDay', () => {
  test('is midnight in UTC, wherever the server stands', () => {
    expect(startOfDay(new Date('2026-03-29T23:59:59.999Z')).toISOString()).toBe(
      '2026-03-29T00:00:00.000Z',
    );
    expect(startOfDay(new Date('2026-03-29T00:00:00.000Z')).toISOString()).toBe(
      '2026-03-29T00:00:00.000Z',
    );
  });
});
