import type { TimeSpan } from './report-period.ts';

// Which rollups a stretch of time is added up from: the fewest of those that lie in it whole.

/** Lengths of a rollup's bucket: a quarter of an hour, a day, a month; all of UTC. */
export const RollupGrain = { QUARTER: 'QUARTER', DAY: 'DAY', MONTH: 'MONTH' } as const;
export type RollupGrain = (typeof RollupGrain)[keyof typeof RollupGrain];

export type CoverPart = TimeSpan & { readonly grain: RollupGrain };

/**
 * Whole months in the middle, whole days at their sides, quarters of an hour at the edges. Stretches begin and
 * end at quarters. `longest` is DAY where each day is converted at a rate of its own.
 */
export function coverOf(span: TimeSpan, longest: 'DAY' | 'MONTH'): CoverPart[] {
  const { start, end } = span;
  if (start >= end) return [];
  if (longest === 'DAY') return coverBy('DAY', span, quarters);
  return coverBy('MONTH', span, (rest) => coverBy('DAY', rest, quarters));
}

function coverBy(
  grain: 'DAY' | 'MONTH',
  { start, end }: TimeSpan,
  atTheEdges: (rest: TimeSpan) => CoverPart[],
): CoverPart[] {
  const first = edgeAtOrAfter(start, grain);
  const last = edgeAtOrBefore(end, grain);
  if (first >= last) return atTheEdges({ start, end });
  return [
    ...atTheEdges({ start, end: first }),
    { grain, start: first, end: last },
    ...atTheEdges({ start: last, end }),
  ];
}

function quarters(span: TimeSpan): CoverPart[] {
  return span.start < span.end ? [{ grain: 'QUARTER', ...span }] : [];
}

function edgeAtOrBefore(at: Date, grain: 'DAY' | 'MONTH'): Date {
  const day = grain === 'MONTH' ? 1 : at.getUTCDate();
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), day));
}

function edgeAtOrAfter(at: Date, grain: 'DAY' | 'MONTH'): Date {
  const before = edgeAtOrBefore(at, grain);
  if (before.getTime() === at.getTime()) return before;
  const next = new Date(before);
  if (grain === 'MONTH') next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + 1);
  return next;
}
