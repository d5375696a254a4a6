import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = new Date('2026-11-20T22:30:00Z');

test.each<[string | undefined, number | null]>([
  ['120', 120_000],
  [' 5 ', 5_000],
  ['0', 0],
  ['Fri, 20 Nov 2026 22:31:00 GMT', 60_000],
  ['Friday, 20-Nov-26 22:31:00 GMT', 60_000],
  ['Fri, 20 Nov 2026 22:29:00 GMT', 0],
  [undefined, null],
  ['', null],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['9999999999', null],
  ['Fri, 99 Nov 2026', null],
])('reads the wait "%s"', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});
