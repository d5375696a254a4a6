import type { OrdersBehindFragment, ReportGrain } from '../generated.ts';

/** How figures, changes and moments of a report are written. */

/** 0.12 for 12 % more; null where there is nothing to compare with. */
export function changeOf(now: number, before: number | null | undefined): number | null {
  if (before === null || before === undefined || before === 0) return null;
  return (now - before) / Math.abs(before);
}

/** "+12 %", "−3 %", "×15". */
export function changeWords(change: number): string {
  // Beyond ten times, percents say no more than that it is not comparable.
  if (change > 9)
    return `×${new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 }).format(change + 1)}`;
  return new Intl.NumberFormat(undefined, {
    style: 'percent',
    maximumFractionDigits: Math.abs(change) < 0.1 ? 1 : 0,
    signDisplay: 'exceptZero',
  }).format(change);
}

export function countWords(count: number): string {
  return new Intl.NumberFormat().format(count);
}

export function shareWords(share: number | null): string {
  if (share === null) return '–';
  return new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}

/** A part of the time, by the days of the report's own zone. */
export function partWords(start: string, grain: ReportGrain, timeZone: string): string {
  const formats: Readonly<Record<ReportGrain, Intl.DateTimeFormatOptions>> = {
    HOUR: { hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short' },
    DAY: { day: 'numeric', month: 'short' },
    WEEK: { day: 'numeric', month: 'short' },
    MONTH: { month: 'short', year: 'numeric' },
  };
  const words = new Intl.DateTimeFormat(undefined, { ...formats[grain], timeZone }).format(
    new Date(start),
  );
  return grain === 'WEEK' ? `week of ${words}` : words;
}

export function dayWords(isoDay: string): string {
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${isoDay}T00:00:00Z`));
}

/** The orders behind a figure, as the address of the list of orders takes them. */
export function ordersAddress(
  behind: OrdersBehindFragment,
  name: string,
): { to: '/orders'; search: { report: string; reportName: string } } {
  const filter = Object.fromEntries(
    Object.entries(behind).filter(([key, value]) => key !== '__typename' && value !== null),
  );
  return { to: '/orders', search: { report: JSON.stringify(filter), reportName: name } };
}
