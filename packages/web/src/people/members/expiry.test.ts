import { expect, test } from 'vitest';
import { daysLeft } from './expiry.ts';

const now = Date.parse('2026-11-30T08:00:00.000Z');
const hour = 60 * 60_000;

test.each([
  ['in 7 days', 7 * 24 * hour - 5_000],
  ['in 6 days', 6 * 24 * hour],
  ['in 1 day', 24 * hour],
  ['in 23 hours', 24 * hour - 1],
  ['in 1 hour', hour],
  ['in a few minutes', hour - 1],
  [null, 0],
  [null, -hour],
])('an invitation expires %s', (words, leftMs) => {
  expect(daysLeft(new Date(now + leftMs).toISOString(), now)).toBe(words);
});
