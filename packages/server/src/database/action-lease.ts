import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionPurpose, ActionStatus, AttemptTrigger } from '../domain/action.ts';
import type { ActorKind } from '../domain/permission.ts';
import { query } from './orm.ts';

// Who holds an action. Every statement is fenced in its WHERE: by the status it starts from, and by the
// attempt number of whoever holds it. Leases are told by the database's clock alone.

export type ClaimedAction = {
  readonly id: string;
  readonly orderId: string;
  readonly orderLineId: string | null;
  readonly purpose: ActionPurpose;
  /** The leg a REFUND sends; null for every other purpose. */
  readonly refundLegId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly settings: Record<string, unknown>;
  readonly run: number;
  readonly attempt: number;
  readonly failuresInRun: number;
  readonly trigger: AttemptTrigger;
  /** How long it was due before this claim. */
  readonly waitedMs: number;
};

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

/**
 * Takes a due action and begins its next attempt. Null when somebody else has it, it is done, or its
 * time has not come. The attempt's id is given by the caller. A removal is claimed only by whoever asks for
 * one and holds its order, since what it may do is decided with it.
 */
export async function claimAction(
  em: EntityManager,
  wish: { actionId: string; attemptId: string; worker: string; leaseMs: number },
  which: 'removal' | 'other' = 'other',
): Promise<ClaimedAction | null> {
  const [claimed] = await query<ClaimedAction>(
    em,
    `with claimed as (
       update action a set status = 'RUNNING', attempt = a.attempt + 1, worker = $3,
         lease_until = clock_timestamp() + $4 * interval '1 millisecond', started_at = clock_timestamp(),
         finished_at = null, next_attempt_at = null, changed_at = clock_timestamp(), next_trigger = 'RETRY'
       from (select id, next_trigger, next_attempt_at from action where id = $1 and (purpose = 'REMOVAL') = $5::boolean
         for no key update skip locked) before
       where a.id = before.id and a.status = 'PENDING'
         -- A job may be told its time by a clock a little ahead of the row's.
         and a.next_attempt_at <= clock_timestamp() + interval '100 milliseconds'
       returning a.*, before.next_trigger as trigger, extract(epoch from clock_timestamp() - before.next_attempt_at)::float8 * 1000 as waited_ms
     ), begun as (
       insert into attempt (id, action_id, order_id, run, attempt, trigger, actor_kind, actor_name, worker, status, started_at)
       select $2, id, order_id, run, attempt, trigger,
         case when trigger in ('RERUN', 'FORCE') then run_actor_kind else 'SYSTEM' end,
         case when trigger in ('RERUN', 'FORCE') then run_actor_name else 'Automatic' end,
         $3, 'RUNNING', started_at
       from claimed
     )
     select id, order_id as "orderId", order_line_id as "orderLineId", purpose, refund_leg_id as "refundLegId",
       kind, name, settings, run, attempt, failures_in_run as "failuresInRun", trigger, waited_ms as "waitedMs"
     from claimed`,
    [wish.actionId, wish.attemptId, wish.worker, wish.leaseMs, which === 'removal'],
  );
  return claimed ?? null;
}

/** The order of a removal that waits for its attempt; null for everything else. */
export async function orderOfWaitingRemoval(
  em: EntityManager,
  actionId: string,
): Promise<string | null> {
  const [row] = await query<{ orderId: string }>(
    em,
    `select order_id as "orderId" from action
     where id = $1 and purpose = 'REMOVAL' and status = 'PENDING'
       and next_attempt_at <= clock_timestamp() + interval '100 milliseconds'`,
    [actionId],
  );
  return row?.orderId ?? null;
}

/** An action that may not begin yet looks again after `delayMs`: no attempt was made, so none is counted. */
export async function putOff(
  em: EntityManager,
  wish: { actionId: string; delayMs: number; message: string },
): Promise<{ orderId: string } | null> {
  const [row] = await query<{ orderId: string }>(
    em,
    `update action set next_attempt_at = clock_timestamp() + $2::float8 * interval '1 millisecond', message = $3,
       changed_at = clock_timestamp()
     where id = $1 and status = 'PENDING' returning order_id as "orderId"`,
    [wish.actionId, wish.delayMs, wish.message],
  );
  return row ?? null;
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
  const counted = await query(
    em,
    `update action set status = $3::text, lease_until = null, worker = null, finished_at = clock_timestamp(),
       changed_at = clock_timestamp(), message = $5,
       failures_in_run = failures_in_run + case when $6::text = 'SUCCEEDED' then 0 else 1 end,
       next_attempt_at = case when $3::text = 'PENDING' then clock_timestamp() + $4::float8 * interval '1 millisecond' end
     where id = $1 and attempt = $2 and status = 'RUNNING' returning id`,
    [
      result.actionId,
      result.attempt,
      result.actionStatus,
      result.delayMs,
      result.message,
      result.attemptStatus,
    ],
  );
  const isCurrent = counted.length === 1;
  await query(
    em,
    `update attempt set status = $3, finished_at = clock_timestamp(), overtaken = not $4::boolean, message = $5,
       technical = $6, request = $7::jsonb, response = $8::jsonb
     where action_id = $1 and attempt = $2 and (status = 'RUNNING' or overtaken)`,
    [
      result.actionId,
      result.attempt,
      result.attemptStatus,
      isCurrent,
      result.message,
      result.technical,
      jsonOrNull(result.request),
      jsonOrNull(result.response),
    ],
  );
  return isCurrent;
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
