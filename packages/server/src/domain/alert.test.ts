import { describe, expect, test } from 'vitest';
import { alertReasons, nextAlertAt } from './alert.ts';

const now = new Date('2026-11-10T12:00:00.000Z');
const standing = { count: 10, oldestSince: new Date('2026-11-10T11:00:00.000Z') };
const HOUR_MS = 3_600_000;

describe('the team is told', () => {
  test.each([
    ['nothing, when both limits are off', { count: null, olderThanMs: null }, []],
    ['nothing, when the limits are just reached', { count: 10, olderThanMs: HOUR_MS }, []],
    ['when the count passes its limit', { count: 9, olderThanMs: null }, ['COUNT_PASSED']],
    ['when an order waits longer', { count: 10, olderThanMs: HOUR_MS - 1 }, ['WAITING_LONG']],
    ['both', { count: 0, olderThanMs: 0 }, ['COUNT_PASSED', 'WAITING_LONG']],
  ])('%s', (_, limits, expected) => {
    expect(alertReasons(standing, limits, now)).toEqual(expected);
  });

  test('nothing, when no order needs anybody', () => {
    expect(
      alertReasons({ count: 0, oldestSince: null }, { count: 0, olderThanMs: 0 }, now),
    ).toEqual([]);
  });

  test('again after an hour, and after five minutes when nobody was reached', () => {
    expect(nextAlertAt(now, true)).toEqual(new Date('2026-11-10T13:00:00.000Z'));
    expect(nextAlertAt(now, false)).toEqual(new Date('2026-11-10T12:05:00.000Z'));
  });
});
