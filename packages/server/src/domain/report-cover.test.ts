import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverOf, type PointsCover } from './report-cover.ts';
import { pointsOf, type ReportGrain, type TimeSpan } from './report-period.ts';

const short = (at: Date) => at.toISOString().slice(0, 16);
const inShort = ({ grain, edges, movedOver }: PointsCover) => [
  `${grain} ${edges.map(short).join(' ')}`,
  ...movedOver.map(
    (part) =>
      `${part.grain} ${part.sign > 0 ? 'before' : 'after'} edge ${part.edge}: ${short(part.start)} ${short(part.end)}`,
  ),
];
const span = (start: string, end: string): TimeSpan => ({
  start: new Date(start),
  end: new Date(end),
});

describe('points of time', () => {
  test('are whole months, and the hours by which the edges of the reader differ', () => {
    expect(inShort(coverOf([span('2026-01-31T22:00Z', '2026-04-30T21:00Z')], 'MONTH'))).toEqual([
      'MONTH 2026-02-01T00:00 2026-05-01T00:00',
      'HOUR after edge 0: 2026-01-31T22:00 2026-02-01T00:00',
      'HOUR after edge 1: 2026-04-30T21:00 2026-05-01T00:00',
    ]);
  });

  test('are made of months by days that are added or taken off, if those are fewer than all days', () => {
    expect(inShort(coverOf([span('2026-01-04T00:00Z', '2026-04-28T00:00Z')], 'MONTH'))).toEqual([
      'MONTH 2026-01-01T00:00 2026-05-01T00:00',
      'DAY before edge 0: 2026-01-01T00:00 2026-01-04T00:00',
      'DAY after edge 1: 2026-04-28T00:00 2026-05-01T00:00',
    ]);
    expect(inShort(coverOf([span('2026-02-14T00:00Z', '2026-02-17T00:00Z')], 'MONTH'))).toEqual([
      'DAY 2026-02-14T00:00 2026-02-17T00:00',
    ]);
  });

  test('take no months where each day has a rate of its own', () => {
    expect(inShort(coverOf([span('2026-02-01T00:00Z', '2026-03-01T00:00Z')], 'DAY'))).toEqual([
      'DAY 2026-02-01T00:00 2026-03-01T00:00',
    ]);
  });

  test('of a zone beside the hour differ by quarters of one', () => {
    expect(
      inShort(
        coverOf(
          [
            span('2026-02-01T18:15Z', '2026-02-02T18:15Z'),
            span('2026-02-02T18:15Z', '2026-02-03T18:15Z'),
          ],
          'MONTH',
        ),
      ),
    ).toEqual([
      'DAY 2026-02-02T00:00 2026-02-03T00:00 2026-02-04T00:00',
      'QUARTER before edge 0: 2026-02-01T18:00 2026-02-01T18:15',
      'QUARTER before edge 1: 2026-02-02T18:00 2026-02-02T18:15',
      'QUARTER before edge 2: 2026-02-03T18:00 2026-02-03T18:15',
      'HOUR after edge 0: 2026-02-01T18:00 2026-02-02T00:00',
      'HOUR after edge 1: 2026-02-02T18:00 2026-02-03T00:00',
      'HOUR after edge 2: 2026-02-03T18:00 2026-02-04T00:00',
    ]);
  });

  test('of none are nothing', () => {
    expect(coverOf([], 'MONTH')).toEqual({ grain: 'QUARTER', edges: [], movedOver: [] });
  });

  test('hold each quarter of an hour once, and none of another point', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.array(fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 4_000 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom('DAY', 'MONTH'),
        (from, lengths, longest) => {
          let at = from;
          const points = lengths.map((length) => spanOf(at, (at += length)));
          const cover = coverOf(points, longest);
          for (const [place, { start, end }] of points.entries()) {
            expect(quartersIn(cover, place)).toEqual(
              new Map(quartersOf({ start, end }).map((quarter) => [quarter, 1])),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('are made of whole buckets', () => {
    const bucketEdge = {
      QUARTER: '',
      HOUR: ':00:00.000Z',
      DAY: 'T00:00:00.000Z',
      MONTH: '-01T00:00:00.000Z',
    };
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (from, length) => {
        const { grain, edges, movedOver } = coverOf([spanOf(from, from + length)], 'MONTH');
        const parts = [...movedOver, ...edges.map((edge) => ({ grain, start: edge, end: edge }))];
        for (const part of parts) {
          const ends = [part.start.toISOString(), part.end.toISOString()];
          expect(ends.every((one) => one.endsWith(bucketEdge[part.grain]))).toBe(true);
        }
      }),
    );
  });

  test.each<[ReportGrain, string, number]>([
    // 365 days and at most three hours beside each, which 8,760 hours would be otherwise.
    ['DAY', 'Europe/Helsinki', 365 + 366 * 3],
    ['WEEK', 'Europe/Helsinki', 365 + 54 * 3],
    ['MONTH', 'Europe/Helsinki', 12 + 13 * 3],
    ['DAY', 'America/Los_Angeles', 365 + 366 * 8],
    ['MONTH', 'UTC', 12],
  ])('of a year by %s in %s are few buckets', (grain, timeZone, most) => {
    const year = { from: '2026-01-01', to: '2026-12-31' };
    const cover = coverOf(pointsOf(year, timeZone, grain), 'MONTH');
    expect(bucketCount(cover)).toBeLessThanOrEqual(most);
  });
});

const QUARTER_MS = 900_000;
const BEGINNING = Date.UTC(2025, 0, 1);

function spanOf(from: number, to: number): TimeSpan {
  return {
    start: new Date(BEGINNING + from * QUARTER_MS),
    end: new Date(BEGINNING + to * QUARTER_MS),
  };
}

function quartersOf({ start, end }: TimeSpan): number[] {
  const count = (end.getTime() - start.getTime()) / QUARTER_MS;
  return Array.from({ length: count }, (_, place) => start.getTime() + place * QUARTER_MS);
}

/** How often each quarter counts for a point, told as the statement of a report tells it; what counts for nothing is left out. */
function quartersIn({ edges, movedOver }: PointsCover, point: number): Map<number, number> {
  const [start, end] = [edges[point], edges[point + 1]];
  const counts = new Map(start && end ? quartersOf({ start, end }).map((one) => [one, 1]) : []);
  for (const part of movedOver) {
    const sign = { [point + 1]: part.sign, [point]: -part.sign }[part.edge];
    if (sign === undefined) continue;
    for (const quarter of quartersOf(part)) {
      const count = (counts.get(quarter) ?? 0) + sign;
      if (count === 0) counts.delete(quarter);
      else counts.set(quarter, count);
    }
  }
  return counts;
}

function bucketCount({ grain, edges, movedOver }: PointsCover): number {
  const months = ({ start, end }: TimeSpan) =>
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  const [start, end] = [edges[0], edges.at(-1)];
  const whole = start && end ? [{ grain, start, end }] : [];
  return [...whole, ...movedOver].reduce((count, part) => {
    const quarters = quartersOf(part).length;
    return (
      count +
      { QUARTER: quarters, HOUR: quarters / 4, DAY: quarters / 96, MONTH: months(part) }[part.grain]
    );
  }, 0);
}
