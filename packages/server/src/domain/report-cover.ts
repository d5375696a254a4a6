import type { TimeSpan } from './report-period.ts';

// Which buckets of the rollups points of time are added up from. Buckets are of UTC, points of the reader's days. So each
// edge is moved to the nearest edge of long buckets, and what was moved over is added on one side and taken off on the
// other: a day of Helsinki is the day of UTC and the two or three hours before it, less the last hours of its own.

/** Lengths of a rollup's bucket: a quarter of an hour, an hour, a day, a month; all of UTC. */
export const RollupGrain = {
  QUARTER: 'QUARTER',
  HOUR: 'HOUR',
  DAY: 'DAY',
  MONTH: 'MONTH',
} as const;
export type RollupGrain = (typeof RollupGrain)[keyof typeof RollupGrain];

/** Whole buckets that an edge was moved over. */
export type MovedOver = TimeSpan & {
  readonly grain: RollupGrain;
  /** Which edge: the first of a point, and the last of the one before it. */
  readonly edge: number;
  /** 1: they belong before the edge, to the point that it ends; -1: to the one that it begins. */
  readonly sign: 1 | -1;
};

export type PointsCover = {
  /** Length of the buckets that the points are made of. */
  readonly grain: RollupGrain;
  /** Where the points begin and end in such buckets, in order of time; a short point may hold none. */
  readonly edges: readonly Date[];
  readonly movedOver: readonly MovedOver[];
};

const SHORTEST_FIRST = ['QUARTER', 'HOUR', 'DAY', 'MONTH'] as const;
const HOUR_MS = 3_600_000;

/**
 * The fewest buckets that points are the sum of. Points follow each other without a gap; they begin and end at quarters
 * of an hour. `longest` is DAY where each day is converted at a rate of its own.
 */
export function coverOf(points: readonly TimeSpan[], longest: 'DAY' | 'MONTH'): PointsCover {
  const [first] = points;
  if (!first) return { grain: 'QUARTER', edges: [], movedOver: [] };
  let best: PointsCover = {
    grain: 'QUARTER',
    edges: [first.start, ...points.map(({ end }) => end)],
    movedOver: [],
  };
  let fewest = bucketsOf(best);
  let cover = best;
  for (const grain of SHORTEST_FIRST.slice(1, SHORTEST_FIRST.indexOf(longest) + 1)) {
    cover = movedTo(grain, cover);
    const count = bucketsOf(cover);
    if (count < fewest) [best, fewest] = [cover, count];
  }
  return best;
}

function movedTo(
  grain: RollupGrain,
  { grain: before, edges, movedOver }: PointsCover,
): PointsCover {
  const nearest = edges.map((edge) => nearestEdge(edge, grain));
  const over = nearest.flatMap((to, edge): MovedOver[] => {
    const from = edges[edge];
    if (!from || from.getTime() === to.getTime()) return [];
    return to < from
      ? [{ grain: before, edge, sign: 1, start: to, end: from }]
      : [{ grain: before, edge, sign: -1, start: from, end: to }];
  });
  return { grain, edges: nearest, movedOver: [...movedOver, ...over] };
}

/** How many buckets are read, about. */
function bucketsOf({ grain, edges, movedOver }: PointsCover): number {
  const [start, end] = [edges[0], edges.at(-1)];
  const whole = start && end ? [{ grain, start, end }] : [];
  return [...whole, ...movedOver].reduce(
    (count, part) => count + (part.end.getTime() - part.start.getTime()) / LENGTH_MS[part.grain],
    0,
  );
}

const LENGTH_MS: Readonly<Record<RollupGrain, number>> = {
  QUARTER: HOUR_MS / 4,
  HOUR: HOUR_MS,
  DAY: 24 * HOUR_MS,
  MONTH: 30 * 24 * HOUR_MS,
};

/** The earlier one, if two are as near. */
function nearestEdge(at: Date, grain: RollupGrain): Date {
  const before = bucketStart(at, grain, 0);
  const after = bucketStart(at, grain, 1);
  return after.getTime() - at.getTime() < at.getTime() - before.getTime() ? after : before;
}

/** Where the bucket of a moment begins, or the one after it. */
function bucketStart(at: Date, grain: RollupGrain, later: 0 | 1): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (grain === 'MONTH') return new Date(Date.UTC(year, month + later));
  if (grain === 'DAY') return new Date(Date.UTC(year, month, day + later));
  const length = LENGTH_MS[grain];
  return new Date((Math.floor(at.getTime() / length) + later) * length);
}
