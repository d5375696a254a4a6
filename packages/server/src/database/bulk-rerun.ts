import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionStatus } from '../domain/action.ts';
import type { ActorKind } from '../domain/permission.ts';
import { orderConditions, SqlParameters, type Onlooker, type OrderFilter } from './order-filter.ts';
import { query } from './orm.ts';

// The set of a bulk re-run, and how far it is. Everything is told by its rows, so that any worker can go
// on where another was stopped.

/** Which failed actions of which orders. Left out: all. */
export type FailedActionsWish = {
  readonly filter: OrderFilter;
  readonly kinds: readonly string[] | null;
  /** Part of the last message, in any case. */
  readonly messageContains: string | null;
  /** When the action was given up: from the one moment on, before the other. */
  readonly failedFrom: Date | null;
  readonly failedBefore: Date | null;
};

export type FailedActionsCount = { readonly matched: number; readonly orders: number };

/** How many actions are there to be run again, and of how many orders. */
export async function countFailedActions(
  em: EntityManager,
  wish: FailedActionsWish,
  onlooker: Onlooker,
): Promise<FailedActionsCount> {
  const parameters = new SqlParameters();
  const [row] = await query<FailedActionsCount>(
    em,
    `select count(*) as matched, count(distinct a.order_id) as orders
     ${fromFailedActions(wish, onlooker, parameters)}`,
    parameters.values,
  );
  return row ?? { matched: 0, orders: 0 };
}

/** A refund is never sent again, and nothing runs for a customer who was erased: their actions are none of these. */
function fromFailedActions(
  wish: FailedActionsWish,
  onlooker: Onlooker,
  parameters: SqlParameters,
): string {
  const { conditions, substrings } = orderConditions(wish.filter, onlooker, parameters);
  const all = [
    ...conditions,
    ...substrings,
    `a.status = 'FAILED'`,
    `a.purpose <> 'REFUND'`,
    'not is_erased(a.order_id)',
  ];
  if (wish.kinds?.length) all.push(`a.kind = any(${parameters.add(wish.kinds)}::text[])`);
  if (wish.messageContains) {
    all.push(
      `position(lower(${parameters.add(wish.messageContains)}::text) in lower(a.message)) > 0`,
    );
  }
  if (wish.failedFrom) all.push(`a.finished_at >= ${parameters.add(wish.failedFrom)}::timestamptz`);
  if (wish.failedBefore) {
    all.push(`a.finished_at < ${parameters.add(wish.failedBefore)}::timestamptz`);
  }
  return `from order_list o join action a on a.order_id = o.order_id where ${all.join(' and ')}`;
}

/** Writes down the set as it is now: what failed first comes first. Nothing, where nothing matches. */
export async function createBulkRerun(
  em: EntityManager,
  bulk: { id: string; at: Date; actor: { kind: ActorKind; id: string | null; name: string } },
  wish: FailedActionsWish,
  onlooker: Onlooker,
): Promise<FailedActionsCount> {
  const parameters = new SqlParameters();
  const id = `${parameters.add(bulk.id)}::text`;
  const begun = [
    `${parameters.add(bulk.at)}::timestamptz`,
    ...[bulk.actor.kind, bulk.actor.id, bulk.actor.name].map(
      (text) => `${parameters.add(text)}::text`,
    ),
  ].join(', ');
  const [row] = await query<FailedActionsCount>(
    em,
    `with chosen as materialized (
       select a.id, a.order_id, a.run, a.finished_at, o.checkout_id
       ${fromFailedActions(wish, onlooker, parameters)}),
     counted as (select count(*) as matched, count(distinct order_id) as orders from chosen),
     begun as (
       insert into bulk_rerun (id, started_at, actor_kind, actor_id, actor_name, checkout_ids, total,
         order_count, progressed_at)
       select ${id}, ${begun}, array(select distinct checkout_id from chosen order by 1), matched, orders,
         clock_timestamp() from counted where matched > 0),
     listed as (
       insert into bulk_rerun_action (bulk_rerun_id, position, action_id, order_id, run_seen)
       select ${id}, row_number() over (order by finished_at, id), id, order_id, run from chosen)
     select matched, orders from counted`,
    parameters.values,
  );
  return row ?? { matched: 0, orders: 0 };
}

export type OpenBulkRerun = {
  readonly id: string;
  readonly actorKind: ActorKind;
  readonly actorId: string | null;
  readonly actorName: string;
};

/** Takes an unfinished one for this transaction; null where it is done with, or another worker is at it. */
export async function lockOpenBulkRerun(
  em: EntityManager,
  id: string,
): Promise<OpenBulkRerun | null> {
  const [row] = await query<OpenBulkRerun>(
    em,
    `select id, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName"
     from bulk_rerun where id = $1 and dealt_with_at is null for no key update skip locked`,
    [id],
  );
  return row ?? null;
}

/** An action of the set, with where it stands now. */
export type BulkRerunMember = {
  readonly position: number;
  readonly actionId: string;
  readonly orderId: string;
  readonly name: string;
  readonly runSeen: number;
  readonly run: number;
  readonly status: ActionStatus;
  readonly runActorName: string;
  /** The customer's data was erased since. */
  readonly isErased: boolean;
};

/**
 * The next actions nothing was decided about, their orders locked in the order of their ids, as everybody
 * does who locks several.
 */
export async function lockNextOfBulkRerun(
  em: EntityManager,
  id: string,
  limit: number,
): Promise<BulkRerunMember[]> {
  await query(
    em,
    `select id from orders where id in (
       select order_id from bulk_rerun_action where bulk_rerun_id = $1 and dealt_with_at is null
       order by position limit $2)
     order by id for no key update`,
    [id, limit],
  );
  return query<BulkRerunMember>(
    em,
    `select r.position, r.action_id as "actionId", r.order_id as "orderId", r.run_seen as "runSeen",
       a.name, a.run, a.status, a.run_actor_name as "runActorName",
       is_erased(a.order_id) as "isErased"
     from bulk_rerun_action r join action a on a.id = r.action_id
     where r.bulk_rerun_id = $1 and r.dealt_with_at is null order by r.position limit $2`,
    [id, limit],
  );
}

/** What was decided about one action: the run that was queued, or why none was. */
export type BulkRerunDecision = {
  readonly position: number;
  readonly run: number | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
};

/** Writes down what was decided. True while something is left to decide. */
export async function recordBulkRerunStep(
  em: EntityManager,
  id: string,
  decisions: readonly BulkRerunDecision[],
  at: Date,
): Promise<boolean> {
  await query(
    em,
    `update bulk_rerun_action r set run = d.run, refusal = d.refusal, dealt_with_at = $3
     from jsonb_to_recordset($2::jsonb) as d (position int, run int, refusal jsonb)
     where r.bulk_rerun_id = $1 and r.position = d.position`,
    [id, JSON.stringify(decisions), at],
  );
  const [row] = await query<{ isOpen: boolean }>(
    em,
    `update bulk_rerun b set progressed_at = clock_timestamp(), dealt_with_at = case when not exists (
         select from bulk_rerun_action r where r.bulk_rerun_id = b.id and r.dealt_with_at is null) then $2::timestamptz end
     where id = $1 returning dealt_with_at is null as "isOpen"`,
    [id, at],
  );
  return row?.isOpen ?? false;
}

/** Passes over all that was not queued yet. Returns how many; null where nothing was left to stop. */
export async function cancelOpenBulkRerun(
  em: EntityManager,
  wish: { id: string; at: Date; refusal: { code: string; message: string } },
): Promise<number | null> {
  const stopped = await query(
    em,
    `update bulk_rerun set cancelled_at = $2, dealt_with_at = $2, progressed_at = clock_timestamp()
     where id = $1 and dealt_with_at is null returning id`,
    [wish.id, wish.at],
  );
  if (stopped.length === 0) return null;
  const passedOver = await query(
    em,
    `update bulk_rerun_action set refusal = $3::jsonb, dealt_with_at = $2
     where bulk_rerun_id = $1 and dealt_with_at is null returning position`,
    [wish.id, wish.at, JSON.stringify(wish.refusal)],
  );
  return passedOver.length;
}

/** Unfinished ones that have stood still for `stillMs`: whoever was at it is gone. */
export function forgottenBulkReruns(
  em: EntityManager,
  stillMs: number,
  limit: number,
): Promise<{ id: string }[]> {
  return query(
    em,
    `select id from bulk_rerun where dealt_with_at is null
       and progressed_at < clock_timestamp() - $1 * interval '1 millisecond'
     order by progressed_at limit $2`,
    [stillMs, limit],
  );
}
