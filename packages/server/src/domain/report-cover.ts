import type { TimeSpan } from './report-period.ts';

// Which rollups a stretch of time is added up from: the fewest of those that lie in it whole.

/** Lengths of a rollup's bucket: a quarter of an hour, an hour, a day, a month; all of UTC. */
export const RollupGrain = {
  QUARTER: 'QUARTER',
  HOUR: 'HOUR',
  DAY: 'DAY',
  MONTH: 'MONTH',
} as const;
export type RollupGrain = (typeof RollupGrain)[keyof typeof RollupGrain];

export type CoverPart = TimeSpan & { readonly grain: RollupGrain };

type WholeGrain = Exclude<RollupGrain, 'QUARTER'>;

/**
 * Whole months in the middle, whole days and hours at their sides, quarters of an hour at the edges. Stretches begin and
 * end at quarters. `longest` is DAY where each day is converted at a rate of its own.
 */
export function coverOf(span: TimeSpan, longest: 'DAY' | 'MONTH'): CoverPart[] {
  const { start, end } = span;
  if (start >= end) return [];
  const hours = (rest: TimeSpan) => coverBy('HOUR', rest, quarters);
  const days = (rest: TimeSpan) => coverBy('DAY', rest, hours);
  return longest === 'DAY' ? days(span) : coverBy('MONTH', span, days);
}

function coverBy(
  grain: WholeGrain,
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

function edgeAtOrBefore(at: Date, grain: WholeGrain): Date {
  const day = grain === 'MONTH' ? 1 : at.getUTCDate();
  const hour = grain === 'HOUR' ? at.getUTCHours() : 0;
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), day, hour));
}

function edgeAtOrAfter(at: Date, grain: WholeGrain): Date {
  const edge = edgeAtOrBefore(at, grain);
  if (edge.getTime() === at.getTime()) return edge;
  switch (grain) {
    case 'HOUR':
      edge.setUTCHours(edge.getUTCHours() + 1);
      return edge;
    case 'DAY':
      edge.setUTCDate(edge.getUTCDate() + 1);
      return edge;
    case 'MONTH':
      edge.setUTCMonth(edge.getUTCMonth() + 1);
      return edge;
  }
}
