import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  countPoints,
  dayIn,
  daysBetween,
  daysOfPeriod,
  dayStart,
  earlierDays,
  pointsOf,
  timeOf,
  type ReportGrain,
  type ReportPeriod,
} from './report-period.ts';

describe('a period', () => {
  test.each([
    ['TODAY', '2026-11-23', '2026-11-23'],
    ['YESTERDAY', '2026-11-22', '2026-11-22'],
    ['LAST_7_DAYS', '2026-11-17', '2026-11-23'],
    ['LAST_30_DAYS', '2026-10-25', '2026-11-23'],
    ['THIS_MONTH', '2026-11-01', '2026-11-23'],
    ['LAST_MONTH', '2026-10-01', '2026-10-31'],
    ['THIS_YEAR', '2026-01-01', '2026-11-23'],
    ['ALL', '2025-02-03', '2026-11-23'],
  ] as const)('%s is from %s to %s', (period, from, to) => {
    expect(daysOfPeriod(period, '2026-11-23', '2025-02-03')).toEqual({ from, to });
  });

  test('ALL of a shop without orders is today', () => {
    expect(daysOfPeriod('ALL', '2026-11-23', '2026-11-24')).toEqual({
      from: '2026-11-23',
      to: '2026-11-23',
    });
  });
});

describe('the time compared with', () => {
  const rows: [string, string, string, ReportPeriod | null, string | null, string | null][] = [
    ['one day', '2026-03-01', '2026-03-01', null, '2026-02-28', '2026-02-28'],
    ['seven days', '2026-11-17', '2026-11-23', 'LAST_7_DAYS', '2026-11-10', '2026-11-16'],
    ['a whole month', '2026-03-01', '2026-03-31', null, '2026-02-01', '2026-02-28'],
    ['three months', '2026-07-01', '2026-09-30', null, '2026-04-01', '2026-06-30'],
    ['a whole year', '2024-01-01', '2024-12-31', null, '2023-01-01', '2023-12-31'],
    ['a month in progress', '2026-03-01', '2026-03-30', 'THIS_MONTH', '2026-02-01', '2026-02-28'],
    [
      'a month on its last day',
      '2026-11-01',
      '2026-11-30',
      'THIS_MONTH',
      '2026-10-01',
      '2026-10-31',
    ],
    ['half a month of one’s own', '2026-03-01', '2026-03-15', null, '2026-02-14', '2026-02-28'],
    ['a year in progress', '2024-01-01', '2024-02-29', 'THIS_YEAR', '2023-01-01', '2023-02-28'],
    ['all', '2025-01-01', '2026-11-23', 'ALL', null, null],
  ];
  test.each(rows)('is right for %s', (_, from, to, period, earlierFrom, earlierTo) => {
    const earlier = earlierDays({ from, to }, 'PREVIOUS_PERIOD', period);
    expect([earlier?.from ?? null, earlier?.to ?? null]).toEqual([earlierFrom, earlierTo]);
  });

  test.each([
    ['2024-02-01', '2024-02-29', '2023-02-01', '2023-02-28'],
    ['2026-11-17', '2026-11-23', '2025-11-17', '2025-11-23'],
  ])('a year earlier than %s to %s is the same days', (from, to, earlierFrom, earlierTo) => {
    expect(earlierDays({ from, to }, 'PREVIOUS_YEAR', null)).toEqual({
      from: earlierFrom,
      to: earlierTo,
    });
  });
});

describe('a day', () => {
  test.each([
    ['Europe/Helsinki', '2026-10-25', '2026-10-24T21:00:00.000Z', 25],
    ['Europe/Helsinki', '2026-03-29', '2026-03-28T22:00:00.000Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['Asia/Kathmandu', '2026-10-25', '2026-10-24T18:15:00.000Z', 24],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5],
    // Clocks skip midnight itself.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
    // Behind UTC by eleven hours, and ahead by fourteen.
    ['Pacific/Pago_Pago', '2026-11-23', '2026-11-23T11:00:00.000Z', 24],
    ['Pacific/Kiritimati', '2026-11-23', '2026-11-22T10:00:00.000Z', 24],
    // Left out when the date line moved.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
    ['UTC', '2026-11-23', '2026-11-23T00:00:00.000Z', 24],
  ])('in %s, %s begins at %s and has %d hours', (timeZone, day, start, hours) => {
    const time = timeOf({ from: day, to: day }, timeZone);
    expect(time.start.toISOString()).toBe(start);
    expect((time.end.getTime() - time.start.getTime()) / 3_600_000).toBe(hours);
  });
});

const zones = [
  'UTC',
  'Europe/Helsinki',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
  'Asia/Beirut',
  'Pacific/Chatham',
];
const someDay = fc.integer({ min: 0, max: 16_000 }).map((days) => addDays('2007-01-01', days));

test('every moment belongs to the day on which the zone’s clock shows it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), someDay, (timeZone, day) => {
      const [start, next] = [dayStart(day, timeZone), dayStart(addDays(day, 1), timeZone)];
      expect(start.getTime() % 900_000).toBe(0);
      expect(dayIn(start, timeZone)).toBe(day);
      expect(dayIn(new Date(next.getTime() - 1), timeZone)).toBe(day);
      expect(dayIn(new Date(start.getTime() - 1), timeZone)).toBe(addDays(day, -1));
    }),
    { numRuns: 500 },
  );
});

test('points follow each other without a gap, from the first moment to the last', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      someDay,
      fc.nat({ max: 70 }),
      fc.constantFrom<ReportGrain>('HOUR', 'DAY', 'WEEK', 'MONTH'),
      (timeZone, from, days, grain) => {
        const span = { from, to: addDays(from, days) };
        const points = pointsOf(span, timeZone, grain);
        const { start, end } = timeOf(span, timeZone);
        const starts = points.map((point) => point.start.getTime());
        const ends = points.map((point) => point.end.getTime());
        expect([...starts, end.getTime()]).toEqual([start.getTime(), ...ends]);
        expect(points.every((point) => point.start < point.end)).toBe(true);
        // Each but an hour begins where its day does, looked up by itself.
        const alone = points.map(({ day }) => dayStart(day, timeZone).getTime());
        expect(starts).toEqual(grain === 'HOUR' ? starts : alone);
        expect(points.length).toBeLessThanOrEqual(countPoints(span, grain));
      },
    ),
    { numRuns: 200 },
  );
});

test('weeks begin on Monday, and those at the edges are there in part', () => {
  const points = pointsOf({ from: '2026-11-18', to: '2026-11-24' }, 'UTC', 'WEEK');
  expect(points.map(({ day, end }) => [day, dayIn(end, 'UTC')])).toEqual([
    ['2026-11-18', '2026-11-23'],
    ['2026-11-23', '2026-11-25'],
  ]);
});

test('months are counted by the calendar', () => {
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
});
