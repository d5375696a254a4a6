import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** What somebody has read within one time of some minutes. */
export type ReadingSum = {
  readonly customers: number;
  readonly answers: number;
  readonly operations: Readonly<Record<string, number>>;
};

export type SharedReading = ReadingSum & {
  readonly endsAt: Date;
  /** The first entry about it is written: by this process or another. */
  readonly isRecorded: boolean;
};

/** Adds to what all processes have shown somebody, and tells the sum; a time that is over begins anew. */
export async function addToReading(
  em: EntityManager,
  wish: ReadingSum & { actor: string; now: Date; endsAt: Date },
): Promise<SharedReading> {
  const [sum] = await query<SharedReading>(
    em,
    `insert into personal_data_reading as r (actor, ends_at, customers, answers, operations)
     values ($1, $2, $3, $4, $5::jsonb)
     on conflict (actor) do update set (ends_at, customers, answers, operations, is_recorded) = (
       select case when r.ends_at <= $6 then excluded.ends_at else r.ends_at end,
         case when r.ends_at <= $6 then 0 else r.customers end + excluded.customers,
         case when r.ends_at <= $6 then 0 else r.answers end + excluded.answers,
         case when r.ends_at <= $6 then excluded.operations else (
           select coalesce(jsonb_object_agg(name, times), '{}') from (
             select name, sum(times::integer) as times from (
               select * from jsonb_each_text(r.operations)
               union all select * from jsonb_each_text(excluded.operations)) b (name, times)
             group by name) s) end,
         r.is_recorded and r.ends_at > $6)
     returning ends_at as "endsAt", customers, answers, operations, is_recorded as "isRecorded"`,
    [
      wish.actor,
      wish.endsAt,
      wish.customers,
      wish.answers,
      JSON.stringify(wish.operations),
      wish.now,
    ],
  );
  if (!sum) throw new Error('Nothing was added up');
  return sum;
}

/**
 * Takes what is not on record yet, for the entry that is written in the same transaction; null where another process
 * has written it. It waits for one that is about to.
 */
export async function takeReading(
  em: EntityManager,
  wish: { actor: string; endsAt: Date },
): Promise<ReadingSum | null> {
  const [taken] = await query<ReadingSum>(
    em,
    `update personal_data_reading set is_recorded = true, ends_at = $2
     where actor = $1 and not is_recorded returning customers, answers, operations`,
    [wish.actor, wish.endsAt],
  );
  return taken ?? null;
}
