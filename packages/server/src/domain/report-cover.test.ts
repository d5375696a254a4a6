import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverOf } from './report-cover.ts';

const inShort = (from: string, to: string, longest: 'DAY' | 'MONTH') =>
  coverOf({ start: new Date(from), end: new Date(to) }, longest).map(
    ({ grain, start, end }) =>
      `${grain} ${start.toISOString().slice(0, 16)} ${end.toISOString().slice(0, 16)}`,
  );

describe('a stretch of time', () => {
  test('is added up from whole months, and days and hours at their sides', () => {
    expect(inShort('2026-01-30T22:00Z', '2026-04-02T21:00Z', 'MONTH')).toEqual([
      'HOUR 2026-01-30T22:00 2026-01-31T00:00',
      'DAY 2026-01-31T00:00 2026-02-01T00:00',
      'MONTH 2026-02-01T00:00 2026-04-01T00:00',
      'DAY 2026-04-01T00:00 2026-04-02T00:00',
      'HOUR 2026-04-02T00:00 2026-04-02T21:00',
    ]);
  });

  test('takes no months where each day has a rate of its own', () => {
    expect(inShort('2026-02-01T00:00Z', '2026-03-01T00:00Z', 'DAY')).toEqual([
      'DAY 2026-02-01T00:00 2026-03-01T00:00',
    ]);
  });

  test('of a zone beside the hour ends in quarters of one', () => {
    expect(inShort('2026-02-01T18:15Z', '2026-02-02T18:15Z', 'MONTH')).toEqual([
      'QUARTER 2026-02-01T18:15 2026-02-01T19:00',
      'HOUR 2026-02-01T19:00 2026-02-02T18:00',
      'QUARTER 2026-02-02T18:00 2026-02-02T18:15',
    ]);
  });

  test('is covered without a gap or overlap, by buckets that lie in it whole', () => {
    const quarter = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(quarter, quarter, fc.constantFrom('DAY', 'MONTH'), (from, quarters, longest) => {
        const at = (place: number) => new Date(Date.UTC(2025, 0, 1) + place * 900_000);
        const parts = coverOf({ start: at(from), end: at(from + quarters) }, longest);
        let reached = at(from).getTime();
        for (const { grain, start, end } of parts) {
          expect(start.getTime()).toBe(reached);
          const edges = [start.toISOString(), end.toISOString()];
          const edge = {
            QUARTER: '',
            HOUR: ':00:00.000Z',
            DAY: 'T00:00:00.000Z',
            MONTH: '-01T00:00:00.000Z',
          }[grain];
          expect(edges.every((one) => one.endsWith(edge))).toBe(true);
          reached = end.getTime();
        }
        expect(reached).toBe(at(from + quarters).getTime());
      }),
    );
  });
});
