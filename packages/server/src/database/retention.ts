import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

// What is forgotten by itself once it is old, in small parts, and how far the run of a day is.

/** What a run has forgotten so far. */
export type Forgotten = {
  readonly attempts: number;
  readonly visits: number;
  readonly orders: number;
  readonly idempotencyKeys: number;
};

/** `day` in UTC, as 2026-11-30. */
export async function isRunFinished(em: EntityManager, day: string): Promise<boolean> {
  const rows = await query(
    em,
    `select from retention_run where day = $1 and finished_at is not null`,
    [day],
  );
  return rows.length > 0;
}

/** Takes the day's run for this transaction, begun if need be; false where it is over or another is at it. */
export async function takeRun(em: EntityManager, day: string, now: Date): Promise<boolean> {
  await query(
    em,
    `insert into retention_run (day, begun_at) values ($1, $2) on conflict do nothing`,
    [day, now],
  );
  const rows = await query(
    em,
    `select day from retention_run where day = $1 and finished_at is null for update skip locked`,
    [day],
  );
  return rows.length > 0;
}

/** Ends the runs of days before that nobody has ended, and answers with what each has forgotten. */
export function endEarlierRuns(em: EntityManager, day: string, now: Date): Promise<Forgotten[]> {
  return query(
    em,
    `update retention_run set finished_at = $2 where day < $1 and finished_at is null
     returning attempts, visits, orders, idempotency_keys as "idempotencyKeys"`,
    [day, now],
  );
}

/** Adds what was forgotten, and answers with all that the run has forgotten. */
export async function addToRun(
  em: EntityManager,
  day: string,
  { attempts, visits, orders, idempotencyKeys }: Forgotten,
  finishedAt: Date | null,
): Promise<Forgotten> {
  const [row] = await query<Forgotten>(
    em,
    `update retention_run set attempts = attempts + $2, visits = visits + $3, orders = orders + $4,
       idempotency_keys = idempotency_keys + $5, finished_at = $6
     where day = $1 returning attempts, visits, orders, idempotency_keys as "idempotencyKeys"`,
    [day, attempts, visits, orders, idempotencyKeys, finishedAt],
  );
  if (!row) throw new Error(`There is no run of ${day}`);
  return row;
}

/** What was sent and answered by attempts that ended before. Returns of how many. */
export async function forgetBodies(
  em: EntityManager,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await query(
    em,
    `update attempt set request = null, response = null, technical = null where id in (
       select id from attempt
       where (request is not null or response is not null or technical is not null) and finished_at < $1
       order by finished_at limit $2 for update skip locked)
     returning id`,
    [before, limit],
  );
  return rows.length;
}

export async function forgetKeys(em: EntityManager, before: Date, limit: number): Promise<number> {
  const rows = await query(
    em,
    `delete from idempotency_key where (actor, key) in (
       select actor, key from idempotency_key where created_at < $1
       order by created_at limit $2 for update skip locked)
     returning key`,
    [before, limit],
  );
  return rows.length;
}

export type OldOrder = { readonly id: string; readonly email: string };

const OLD_VISIT = `paid_at is null and closed_by_hand_at is null and erased_at is null and email is not null
  and created_at < $1 and billing_submitted_at < $1
  and not exists (select from payment p where p.order_id = o.id
    and (p.status = 'PENDING' or p.captured_at is not null))`;

/** Visits opened before of which no money came and none is on its way, locked. */
export function lockOldVisits(em: EntityManager, before: Date, limit: number): Promise<OldOrder[]> {
  return lockOld(em, OLD_VISIT, 'created_at', { before, limit });
}

const OLD_ORDER = `coalesce(paid_at, closed_by_hand_at) < $1 and erased_at is null
  and not exists (select from orders n where lower(n.email) = lower(o.email) and n.erased_at is null
    and coalesce(n.paid_at, n.closed_by_hand_at) >= $1)
  and not exists (select from payment p where p.order_id = o.id and p.status = 'PENDING')
  and not exists (select from action a where a.order_id = o.id
    and (a.status in ('PENDING', 'RUNNING') or (a.status = 'UNKNOWN' and o.closed_by_hand_at is null)))
  and not exists (select from refund r join refund_leg l on l.refund_id = r.id
    where r.order_id = o.id and l.status in ('REQUESTED', 'PENDING', 'UNKNOWN'))`;

/**
 * Orders paid, or closed by hand, before, of which nothing is under way, locked. Not while their customer has a
 * later one: when that is refunded, what earlier ones give must still be known, or it would be taken away.
 */
export function lockOldOrders(em: EntityManager, before: Date, limit: number): Promise<OldOrder[]> {
  return lockOld(em, OLD_ORDER, 'coalesce(paid_at, closed_by_hand_at)', { before, limit });
}

/** Looks again once they are held: what somebody began a moment before was not to be seen yet. */
async function lockOld(
  em: EntityManager,
  isOld: string,
  since: string,
  { before, limit }: { before: Date; limit: number },
): Promise<OldOrder[]> {
  const held = await query<{ id: string }>(
    em,
    `select id from orders o where ${isOld} order by ${since}, id limit $2 for no key update skip locked`,
    [before, limit],
  );
  return query(
    em,
    `select id, coalesce(email, '') as email from orders o
     where id = any($2) and ${isOld} order by ${since}, id`,
    [before, held.map(({ id }) => id)],
  );
}
