import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionStatus, AttemptTrigger } from '../domain/action.ts';
import type { ActorKind } from '../domain/permission.ts';
import { query, queryOften } from './orm.ts';

// Who holds an action. Every statement is fenced in its WHERE: by the status it starts from, and by the
// attempt number of whoever holds it. Leases are told by the database's clock alone.

/**
 * New actions are due from now on. Told by the database, as everything a claim compares: a server whose
 * clock is ahead would keep customers waiting for as long.
 */
export async function beginToWait(em: EntityManager, actionIds: readonly string[]): Promise<void> {
  await query(
    em,
    `update action set next_attempt_at = clock_timestamp() where id = any($1) and status = 'PENDING'`,
    [actionIds],
  );
}

/** Renews the lease of an attempt; false when the attempt no longer holds the action. */
export async function renewLease(
  em: EntityManager,
  held: { actionId: string; attempt: number; leaseMs: number },
): Promise<boolean> {
  const renewed = await query(
    em,
    `update action set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
     where id = $1 and attempt = $2 and status = 'RUNNING' returning id`,
    [held.actionId, held.attempt, held.leaseMs],
  );
  return renewed.length === 1;
}

export type AttemptResult = {
  readonly actionId: string;
  readonly attempt: number;
  /** Of the attempt: SUCCEEDED, FAILED or UNKNOWN. */
  readonly attemptStatus: ActionStatus;
  /** Of the action, which may go back to PENDING for another try after `delayMs`. */
  readonly actionStatus: ActionStatus;
  readonly delayMs: number;
  readonly message: string | null;
  readonly technical: string | null;
  readonly request: unknown;
  readonly response: unknown;
};

/**
 * Writes what an attempt came to. Only the current attempt of a RUNNING action changes the action; the
 * result of an overtaken one is kept with its attempt and changes nothing. One that was written already
 * stays as it is. True when it counted.
 */
export async function finishAttempt(em: EntityManager, result: AttemptResult): Promise<boolean> {
  const counted = await finishAttempts(em, [result]);
  return counted.has(result);
}

/** `finishAttempt` for several at once, no two of one attempt: those that counted. */
export async function finishAttempts(
  em: EntityManager,
  results: readonly AttemptResult[],
): Promise<ReadonlySet<AttemptResult>> {
  if (results.length === 0) return new Set();
  const rows = await queryOften<{ place: number }>(
    em,
    `with result as (
       select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[],
         $8::text[], $9::text[]) with ordinality as r (action_id, attempt, attempt_status, action_status, delay_ms,
         message, technical, request, response, place)
     ), counted as (
       update action a set status = r.action_status, lease_until = null, worker = null, finished_at = clock_timestamp(),
         changed_at = clock_timestamp(), message = r.message,
         failures_in_run = a.failures_in_run + case when r.attempt_status = 'SUCCEEDED' then 0 else 1 end,
         next_attempt_at = case when r.action_status = 'PENDING'
           then clock_timestamp() + r.delay_ms * interval '1 millisecond' end
       from result r where a.id = r.action_id and a.attempt = r.attempt and a.status = 'RUNNING'
       returning r.place
     ), written as (
       update attempt t set status = r.attempt_status, finished_at = clock_timestamp(),
         overtaken = not exists (select from counted c where c.place = r.place), message = r.message,
         technical = r.technical, request = r.request::jsonb, response = r.response::jsonb
       from result r
       where t.action_id = r.action_id and t.attempt = r.attempt and (t.status = 'RUNNING' or t.overtaken)
     )
     select place from counted`,
    [
      results.map(({ actionId }) => actionId),
      results.map(({ attempt }) => attempt),
      results.map(({ attemptStatus }) => attemptStatus),
      results.map(({ actionStatus }) => actionStatus),
      results.map(({ delayMs }) => delayMs),
      results.map(({ message }) => message),
      results.map(({ technical }) => technical),
      results.map(({ request }) => jsonOrNull(request)),
      results.map(({ response }) => jsonOrNull(response)),
    ],
  );
  const places = new Set(rows.map(({ place }) => place));
  return new Set(results.filter((_, index) => places.has(index + 1)));
}

/** How many attempts before this one of the same run ended without proof of what became of them. */
export async function countUnknowns(
  em: EntityManager,
  { id, run, attempt }: { readonly id: string; readonly run: number; readonly attempt: number },
): Promise<number> {
  const [row] = await query<{ unknowns: number }>(
    em,
    `select count(*) as unknowns from attempt
     where action_id = $1 and run = $2 and attempt < $3 and status = 'UNKNOWN' and not overtaken`,
    [id, run, attempt],
  );
  return row?.unknowns ?? 0;
}

/**
 * Sets an action to be run anew. The attempt that may still be running loses the action at this moment;
 * its row says so. False when the action is no longer at `fromRun` and `fromStatus`.
 */
export async function requeueAction(
  em: EntityManager,
  wish: {
    actionId: string;
    fromRun: number;
    fromStatus: ActionStatus;
    run: number;
    trigger: AttemptTrigger;
    actor: { kind: ActorKind; name: string };
    requestedAt: Date;
  },
): Promise<boolean> {
  const requeued = await query(
    em,
    `update action set status = 'PENDING', run = $4, next_trigger = $5, run_actor_kind = $6, run_actor_name = $7,
       run_requested_at = $8, next_attempt_at = clock_timestamp(), lease_until = null, worker = null,
       failures_in_run = 0, changed_at = clock_timestamp()
     where id = $1 and run = $2 and status = $3 returning id`,
    [
      wish.actionId,
      wish.fromRun,
      wish.fromStatus,
      wish.run,
      wish.trigger,
      wish.actor.kind,
      wish.actor.name,
      wish.requestedAt,
    ],
  );
  if (requeued.length === 0) return false;
  if (wish.fromStatus === 'RUNNING') {
    await closeOvertakenAttempt(
      em,
      wish.actionId,
      'Another run was forced before this one had ended.',
    );
  }
  return true;
}

/**
 * Takes an action from a worker whose lease has lapsed; false when it has been renewed meanwhile. A run
 * that has lost `maxLosses` workers is given up, since it may be what kills them.
 */
export async function takeOver(
  em: EntityManager,
  wish: { actionId: string; attempt: number; maxLosses: number },
): Promise<'PENDING' | 'FAILED' | null> {
  const message = 'The program that ran this stopped in the middle of it.';
  const [taken] = await query<{ status: 'PENDING' | 'FAILED' }>(
    em,
    `update action set
       status = case when failures_in_run + 1 > $3::int then 'FAILED' else 'PENDING' end,
       next_attempt_at = case when failures_in_run + 1 > $3::int then null else clock_timestamp() end,
       failures_in_run = failures_in_run + 1, next_trigger = 'TAKEOVER', lease_until = null, worker = null,
       finished_at = clock_timestamp(), changed_at = clock_timestamp(), message = $4
     where id = $1 and attempt = $2 and status = 'RUNNING' and lease_until < clock_timestamp()
     returning status`,
    [wish.actionId, wish.attempt, wish.maxLosses, message],
  );
  if (taken) await closeOvertakenAttempt(em, wish.actionId, `${message} It was taken over.`);
  return taken?.status ?? null;
}

export type LapsedAction = {
  readonly id: string;
  readonly orderId: string;
  readonly name: string;
  readonly run: number;
  readonly attempt: number;
};

/** Actions whose worker has not renewed its lease. */
export function lapsedActions(em: EntityManager, limit: number): Promise<LapsedAction[]> {
  return query(
    em,
    `select id, order_id as "orderId", name, run, attempt from action
     where status = 'RUNNING' and lease_until < clock_timestamp() order by lease_until limit $1`,
    [limit],
  );
}

/**
 * Actions that are due for longer than `lateMs` and have no job waiting: their wake-up was lost. One with a
 * job keeps its place in the queue, which a new job would cost it as often as this is asked.
 */
export function forgottenActions(
  em: EntityManager,
  lateMs: number,
  limit: number,
): Promise<{ id: string }[]> {
  return query(
    em,
    `select id from action where status = 'PENDING'
       and next_attempt_at < clock_timestamp() - $1 * interval '1 millisecond'
       and not exists (select from graphile_worker.jobs j where j.key = 'action:' || action.id
         and j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= clock_timestamp())
     order by next_attempt_at limit $2`,
    [lateMs, limit],
  );
}

export async function closeOvertakenAttempt(
  em: EntityManager,
  actionId: string,
  message: string,
): Promise<void> {
  await query(
    em,
    `update attempt set status = 'UNKNOWN', finished_at = clock_timestamp(), overtaken = true, message = $2
     where action_id = $1 and status = 'RUNNING'`,
    [actionId, message],
  );
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
