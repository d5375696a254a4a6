// The days of a report, and where they begin: the reader's time zone decides (`rules.md`, "Reports"), so a
// day has 23, 24 or 25 hours. Days are text (`2026-11-23`), zones IANA names, moments UTC.

/** A calendar day as `2026-11-23`; such texts sort as their days do. */
export type CalendarDay = string;

/** Days from the first to the last, both included. */
export type DaySpan = { readonly from: CalendarDay; readonly to: CalendarDay };

/** From a moment up to another, which is no longer part of it. */
export type TimeSpan = { readonly start: Date; readonly end: Date };

/** A period that moves with the calendar; those that have not ended reach up to today. */
export const ReportPeriod = {
  TODAY: 'TODAY',
  YESTERDAY: 'YESTERDAY',
  LAST_7_DAYS: 'LAST_7_DAYS',
  LAST_30_DAYS: 'LAST_30_DAYS',
  THIS_MONTH: 'THIS_MONTH',
  LAST_MONTH: 'LAST_MONTH',
  THIS_YEAR: 'THIS_YEAR',
  ALL: 'ALL',
} as const;
export type ReportPeriod = (typeof ReportPeriod)[keyof typeof ReportPeriod];

/** What the earlier figures are of. */
export const ReportComparison = {
  PREVIOUS_PERIOD: 'PREVIOUS_PERIOD',
  PREVIOUS_YEAR: 'PREVIOUS_YEAR',
} as const;
export type ReportComparison = (typeof ReportComparison)[keyof typeof ReportComparison];

/** How long one point of a series is. Weeks begin on Monday. */
export const ReportGrain = { HOUR: 'HOUR', DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH' } as const;
export type ReportGrain = (typeof ReportGrain)[keyof typeof ReportGrain];

/** Part of a report's time: at its edges a week or month may be there only in part. */
export type ReportPoint = TimeSpan & { readonly day: CalendarDay };

/** Days a report may be asked for: all zones kept to quarters of an hour then. */
export const FIRST_DAY: CalendarDay = '2000-01-01';
export const LAST_DAY: CalendarDay = '2099-12-31';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The days of a period as seen on `today`; `first` is the earliest day with anything in it. */
export function daysOfPeriod(
  period: ReportPeriod,
  today: CalendarDay,
  first: CalendarDay,
): DaySpan {
  switch (period) {
    case 'TODAY':
      return { from: today, to: today };
    case 'YESTERDAY':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'LAST_7_DAYS':
      return { from: addDays(today, -6), to: today };
    case 'LAST_30_DAYS':
      return { from: addDays(today, -29), to: today };
    case 'THIS_MONTH':
      return { from: monthStart(today), to: today };
    case 'LAST_MONTH':
      return { from: addMonths(monthStart(today), -1), to: addDays(monthStart(today), -1) };
    case 'THIS_YEAR':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    case 'ALL':
      return { from: first < today ? first : today, to: today };
  }
}

/**
 * What a period is compared with; null for ALL, which has nothing before it. Whole months go back by as
 * many months, a month or year in progress to the same days of the one before, anything else to as many
 * days right before it.
 */
export function earlierDays(
  span: DaySpan,
  comparison: ReportComparison,
  period: ReportPeriod | null,
): DaySpan | null {
  const { from, to } = span;
  if (period === 'ALL') return null;
  const back = (months: number): DaySpan => ({
    from: addMonths(from, -months),
    to: addMonths(to, -months),
  });
  if (comparison === 'PREVIOUS_YEAR') return isMonths(span) ? wholeMonthsBack(span, 12) : back(12);
  if (period === 'THIS_YEAR') return back(12);
  if (isMonths(span)) return wholeMonthsBack(span, monthsIn(span));
  if (period === 'THIS_MONTH') return back(1);
  const days = daysBetween(from, to) + 1;
  return { from: addDays(from, -days), to: addDays(from, -1) };
}

const isMonths = ({ from, to }: DaySpan) =>
  from.endsWith('-01') && addDays(to, 1).endsWith('-01') && from <= to;

function monthsIn({ from, to }: DaySpan): number {
  const months = (day: CalendarDay) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(to) - months(from) + 1;
}

/** The last day of a month is not the same number in every month. */
function wholeMonthsBack({ from, to }: DaySpan, months: number): DaySpan {
  return { from: addMonths(from, -months), to: addDays(addMonths(addDays(to, 1), -months), -1) };
}

/** The moments between which the days lie. */
export function timeOf({ from, to }: DaySpan, timeZone: string): TimeSpan {
  return { start: dayStart(from, timeZone), end: dayStart(addDays(to, 1), timeZone) };
}

/** The parts of a report, in order and without a gap; a day that a zone left out has none. */
export function pointsOf(span: DaySpan, timeZone: string, grain: ReportGrain): ReportPoint[] {
  const { end } = timeOf(span, timeZone);
  if (grain === 'HOUR') return hoursOf(span, timeZone);
  const points: ReportPoint[] = [];
  let start = dayStart(span.from, timeZone);
  for (let day = span.from; day <= span.to;) {
    const next = nextPart(day, grain);
    const likely = start.getTime() + daysBetween(day, next) * DAY_MS;
    const last = next > span.to ? end : dayStart(next, timeZone, likely);
    if (start < last) points.push({ day, start, end: last });
    day = next;
    start = last;
  }
  return points;
}

/** How many points there would be, or more: without making them. */
export function countPoints({ from, to }: DaySpan, grain: ReportGrain): number {
  const days = daysBetween(from, to) + 1;
  switch (grain) {
    case 'HOUR':
      return days * 25;
    case 'DAY':
      return days;
    case 'WEEK':
      return Math.ceil(days / 7) + 1;
    case 'MONTH':
      return monthsIn({ from, to });
  }
}

function nextPart(day: CalendarDay, grain: Exclude<ReportGrain, 'HOUR'>): CalendarDay {
  switch (grain) {
    case 'DAY':
      return addDays(day, 1);
    case 'WEEK':
      // Day 0 of UTC weeks is Sunday.
      return addDays(day, 7 - ((utcOf(day).getUTCDay() + 6) % 7));
    case 'MONTH':
      return addMonths(monthStart(day), 1);
  }
}

function hoursOf(span: DaySpan, timeZone: string): ReportPoint[] {
  return pointsOf(span, timeZone, 'DAY').flatMap(({ day, start, end }) => {
    const hours: ReportPoint[] = [];
    for (let at = start.getTime(); at < end.getTime(); at += HOUR_MS) {
      hours.push({
        day,
        start: new Date(at),
        end: new Date(Math.min(at + HOUR_MS, end.getTime())),
      });
    }
    return hours;
  });
}

/**
 * The first moment of a day in a zone: where clocks skip midnight, the moment they skip to. `likely` is where it may lie,
 * tried first: a report by day asks for hundreds of them, and clocks are slow to read.
 */
export function dayStart(day: CalendarDay, timeZone: string, likely?: number): Date {
  if (likely !== undefined && isFirstOf(day, likely, timeZone)) return new Date(likely);
  const midnight = utcOf(day).getTime();
  // The offset at that moment is right unless clocks change between it and the zone's own midnight.
  const guess = midnight - offsetAt(midnight, timeZone);
  if (isFirstOf(day, guess, timeZone)) return new Date(guess);
  // No zone is further from UTC than 14 hours.
  let before = midnight - 16 * HOUR_MS;
  let within = midnight + 16 * HOUR_MS;
  while (within - before > QUARTER_MS) {
    const middle = before + Math.floor((within - before) / (2 * QUARTER_MS)) * QUARTER_MS;
    if (dayIn(new Date(middle), timeZone) >= day) within = middle;
    else before = middle;
  }
  return new Date(within);
}

function isFirstOf(day: CalendarDay, at: number, timeZone: string): boolean {
  return dayIn(new Date(at), timeZone) === day && dayIn(new Date(at - QUARTER_MS), timeZone) < day;
}

function offsetAt(at: number, timeZone: string): number {
  const [day = '', clock = ''] = clockOf(timeZone).format(at).split(' ');
  return Date.parse(`${day}T${clock}Z`) - at;
}

/** The day that a clock in the zone shows. */
export function dayIn(at: Date, timeZone: string): CalendarDay {
  return clockOf(timeZone).format(at).slice(0, 10);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Sweden writes dates as ISO 8601 does: `2026-11-23 12:15`. Making one costs more than a thousand uses. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  clocks.set(timeZone, clock);
  return clock;
}

export function addDays(day: CalendarDay, days: number): CalendarDay {
  return textOf(new Date(utcOf(day).getTime() + days * DAY_MS));
}

/** The same day of another month, or its last: the 31st of March less a month is the 28th of February. */
export function addMonths(day: CalendarDay, months: number): CalendarDay {
  const date = utcOf(monthStart(day));
  date.setUTCMonth(date.getUTCMonth() + months);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return textOf(new Date(Date.UTC(year, month, Math.min(Number(day.slice(8)), last))));
}

/** Days from one to the other; 0 for the same. */
export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((utcOf(to).getTime() - utcOf(from).getTime()) / DAY_MS);
}

const monthStart = (day: CalendarDay): CalendarDay => `${day.slice(0, 7)}-01`;
const utcOf = (day: CalendarDay) => new Date(`${day}T00:00:00.000Z`);
const textOf = (date: Date): CalendarDay => date.toISOString().slice(0, 10);
