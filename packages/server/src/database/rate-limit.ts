import type { EntityManager } from '@mikro-orm/postgresql';
import { query, queryOften } from './orm.ts';

/** Of every limit, in ms. A window begins with the first request after the last one's end. */
export const LIMIT_WINDOW_MS = 60_000;
/** How long a window that is over stays, so that clocks that differ agree on it. */
const KEPT_MS = 60_000;

export type Grant = {
  /** At most what was wished for; less where less was left. */
  readonly granted: number;
  /** Still to be given out in this window, to any process. */
  readonly left: number;
  readonly resetsAt: Date;
};

/**
 * Takes points out of what a window may give, in one statement, so that all processes together never give
 * out more than `limit`. A window that ends too far ahead was begun by a clock that has been set back since.
 */
export async function takePoints(
  em: EntityManager,
  { key, wish, limit, now }: { key: string; wish: number; limit: number; now: Date },
): Promise<Grant> {
  const endsAt = new Date(now.getTime() + LIMIT_WINDOW_MS);
  const tooFar = new Date(endsAt.getTime() + LIMIT_WINDOW_MS);
  const [grant] = await queryOften<Grant>(
    em,
    `insert into rate_limit as r (key, taken, granted, resets_at)
     values ($1, least($2::integer, $3::integer), least($2::integer, $3::integer), $5)
     on conflict (key) do update set (taken, granted, resets_at) = (
       select w.taken + least($2::integer, greatest($3::integer - w.taken, 0)),
         least($2::integer, greatest($3::integer - w.taken, 0)), w.resets_at
       from (select case when w.is_over then 0 else r.taken end as taken,
           case when w.is_over then $5::timestamptz else r.resets_at end as resets_at
         from (select r.resets_at <= $4::timestamptz or r.resets_at > $6::timestamptz as is_over) w) w)
     returning granted, greatest($3::integer - taken, 0) as left, resets_at as "resetsAt"`,
    [key, wish, limit, now, endsAt, tooFar],
  );
  if (!grant) throw new Error('No points were given out');
  return grant;
}

/** Forgets windows that are over: addresses are nobody's business longer than they are needed. */
export async function forgetEndedWindows(em: EntityManager, now: Date): Promise<void> {
  await query(em, 'delete from rate_limit where resets_at < $1', [
    new Date(now.getTime() - KEPT_MS),
  ]);
}
