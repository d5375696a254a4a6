import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActorKind } from '../domain/permission.ts';
import type { SequenceWish } from './order-parts.ts';
import { query } from './orm.ts';

/**
 * How far bulk re-runs are. Nothing of it is kept: what became of an action is told by the action, for the
 * run that was queued for it. Each function is one statement, however many ids it gets.
 */

/** What became of one action of a bulk re-run. */
export const BulkRerunOutcome = {
  WAITING: 'WAITING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
} as const;
export type BulkRerunOutcome = (typeof BulkRerunOutcome)[keyof typeof BulkRerunOutcome];

export type BulkRerunFound = {
  readonly id: string;
  readonly startedAt: Date;
  readonly actorKind: ActorKind;
  readonly actorName: string;
  readonly checkoutIds: readonly string[];
  readonly total: number;
  readonly orderCount: number;
  readonly cancelledAt: Date | null;
  /** When the last action had come to its end; null while any waits. */
  readonly finishedAt: Date | null;
  readonly succeeded: number;
  readonly failed: number;
  readonly waiting: number;
  readonly skippedCount: number;
};

export function findBulkReruns(
  em: EntityManager,
  ids: readonly string[],
): Promise<BulkRerunFound[]> {
  return query(em, `${SELECT_BULK_RERUNS} where b.id = any($1::text[])`, [ids]);
}

/**
 * Those whose checkouts are all within reach, newest first: from the newest on, or behind the one with
 * the id `after`. One more than asked for, where there are more.
 */
export function findNewestBulkReruns(
  em: EntityManager,
  reach: 'ALL' | readonly string[],
  page: { readonly first: number; readonly after: string | null },
): Promise<BulkRerunFound[]> {
  return query(
    em,
    `${SELECT_BULK_RERUNS} where b.id in (
       select id from bulk_rerun where ($1::text[] is null or checkout_ids <@ $1::text[])
         and ($3::text is null or (started_at, id) < (select started_at, id from bulk_rerun where id = $3))
       order by started_at desc, id desc limit $2 + 1)
     order by b.started_at desc, b.id desc`,
    [reach === 'ALL' ? null : reach, page.first, page.after],
  );
}

/**
 * The run that was queued may be over, and another begun since: then its attempts tell how it ended. An
 * unknown outcome counts as failed: it needs somebody just as well.
 */
const OUTCOME = `case
    when r.refusal is not null then 'SKIPPED'
    when r.run is null then 'WAITING'
    when a.run = r.run then case
      when a.status in ('PENDING', 'RUNNING') then 'WAITING'
      when a.status = 'SUCCEEDED' then 'SUCCEEDED' else 'FAILED' end
    when exists (select from attempt t where t.action_id = r.action_id and t.run = r.run
      and t.status = 'SUCCEEDED' and not t.overtaken) then 'SUCCEEDED'
    else 'FAILED' end`;

const ENDED_AT = `greatest(r.dealt_with_at, case when a.run = r.run then a.changed_at else
    (select max(t.finished_at) from attempt t where t.action_id = r.action_id and t.run = r.run) end)`;

const SELECT_BULK_RERUNS = `
  select b.id, b.started_at as "startedAt", b.actor_kind as "actorKind", b.actor_name as "actorName",
    b.checkout_ids as "checkoutIds", b.total, b.order_count as "orderCount", b.cancelled_at as "cancelledAt",
    p.succeeded, p.failed, p.waiting, p.skipped as "skippedCount",
    case when p.waiting = 0 then p.ended_at end as "finishedAt"
  from bulk_rerun b cross join lateral (
    select count(*) filter (where outcome = 'SUCCEEDED') as succeeded,
      count(*) filter (where outcome = 'FAILED') as failed,
      count(*) filter (where outcome = 'WAITING') as waiting,
      count(*) filter (where outcome = 'SKIPPED') as skipped, max(ended_at) as ended_at
    from (select ${OUTCOME} as outcome, ${ENDED_AT} as ended_at
      from bulk_rerun_action r join action a on a.id = r.action_id where r.bulk_rerun_id = b.id) m) p`;

/** One action of a bulk re-run. `bulkRerunId` and `position` name it. */
export type BulkRerunActionFound = {
  readonly bulkRerunId: string;
  readonly position: number;
  readonly actionId: string;
  /** The run that was queued for it; null: none, or none yet. */
  readonly run: number | null;
  readonly outcome: BulkRerunOutcome;
  readonly refusal: { readonly code: string; readonly message: string } | null;
};

const MEMBER_COLUMNS = `r.bulk_rerun_id as "bulkRerunId", r.position, r.action_id as "actionId", r.run,
  r.refusal, ${OUTCOME} as outcome`;

/** In the order in which they are queued, one more per wish than asked for, where there are more. */
export function findBulkRerunActionPages(
  em: EntityManager,
  wishes: readonly SequenceWish[],
): Promise<(BulkRerunActionFound & { readonly wish: number })[]> {
  return query(
    em,
    `select (w.place - 1)::int as wish, m.*
     from unnest($1::text[], $2::int[], $3::int[]) with ordinality as w (id, first, after, place)
     cross join lateral (
       select ${MEMBER_COLUMNS} from bulk_rerun_action r join action a on a.id = r.action_id
       where r.bulk_rerun_id = w.id and (w.after is null or r.position > w.after)
       order by r.position limit w.first + 1) m
     order by w.place, m.position`,
    [
      wishes.map(({ id }) => id),
      wishes.map(({ first }) => first),
      wishes.map(({ after }) => after),
    ],
  );
}

/** The first `limit` of each that were passed over. */
export function findSkippedActions(
  em: EntityManager,
  bulkRerunIds: readonly string[],
  limit: number,
): Promise<BulkRerunActionFound[]> {
  return query(
    em,
    `select m.* from unnest($1::text[]) as w (id) cross join lateral (
       select ${MEMBER_COLUMNS} from bulk_rerun_action r join action a on a.id = r.action_id
       where r.bulk_rerun_id = w.id and r.refusal is not null order by r.position limit $2) m
     order by m."bulkRerunId", m.position`,
    [bulkRerunIds, limit],
  );
}
