import { expect, test } from 'vitest';
import { leftWords } from './expiry.tsx';

const DAY_MS = 86_400_000;

test.each([
  [30 * DAY_MS - 1_000, 'in 30 days'],
  [2 * DAY_MS, 'in 2 days'],
  [25 * 3_600_000, 'in 25 h'],
  [60_000, 'in less than an hour'],
])('%d ms from now is "%s"', (leftMs, words) => {
  expect(leftWords(leftMs)).toBe(words);
});
