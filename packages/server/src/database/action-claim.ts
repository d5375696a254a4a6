import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionPurpose, AttemptTrigger } from '../domain/action.ts';
import { query, queryOften } from './orm.ts';

// How an action is taken. What is due is told by the database's clock alone, as in `action-lease.ts`.

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

/** What a claim is to take: no action of another purpose or of these kinds. */
const CLAIMABLE = {
  removal: { purposes: ['REMOVAL'], notKinds: [] },
  other: { purposes: ['DELIVERY', 'REFUND'], notKinds: [] },
} as const satisfies Record<string, Claimable>;

type Claimable = {
  readonly purposes: readonly ActionPurpose[];
  readonly notKinds: readonly string[];
};

/**
 * Takes a due action and begins its next attempt. Null when somebody else has it, it is done, or its
 * time has not come. The attempt's id is given by the caller. A removal is claimed only by whoever asks for
 * one and holds its order, since what it may do is decided with it.
 */
export async function claimAction(
  em: EntityManager,
  wish: { actionId: string; attemptId: string; worker: string; leaseMs: number },
  which: keyof typeof CLAIMABLE = 'other',
): Promise<ClaimedAction | null> {
  const { worker, leaseMs } = wish;
  const [claimed] = await claim(em, [wish], { worker, leaseMs, ...CLAIMABLE[which] });
  return claimed ?? null;
}

/**
 * `claimAction` for several deliveries at once, but for those of `notKinds`. What it leaves out is to be asked for
 * alone: it is of another kind or purpose, or cannot be had.
 */
export function claimDeliveries(
  em: EntityManager,
  wishes: readonly { readonly actionId: string; readonly attemptId: string }[],
  means: { worker: string; leaseMs: number; notKinds: readonly string[] },
): Promise<ClaimedAction[]> {
  return claim(em, wishes, { ...means, purposes: ['DELIVERY'] });
}

/** Waits for nobody: a row that somebody holds is left to them. No two wishes are for one action. */
function claim(
  em: EntityManager,
  wishes: readonly { readonly actionId: string; readonly attemptId: string }[],
  means: { worker: string; leaseMs: number } & Claimable,
): Promise<ClaimedAction[]> {
  return queryOften<ClaimedAction>(
    em,
    `with claimed as (
       update action a set status = 'RUNNING', attempt = a.attempt + 1, worker = $3::text,
         lease_until = clock_timestamp() + $4::float8 * interval '1 millisecond', started_at = clock_timestamp(),
         finished_at = null, next_attempt_at = null, changed_at = clock_timestamp(), next_trigger = 'RETRY'
       from (select id, next_trigger, next_attempt_at from action
         where id = any($1::text[]) and purpose = any($5::text[]) and kind <> all($6::text[])
         for no key update skip locked) before
       where a.id = any($1::text[]) and a.id = before.id and a.status = 'PENDING'
         -- A job may be told its time by a clock a little ahead of the row's.
         and a.next_attempt_at <= clock_timestamp() + interval '100 milliseconds'
       returning a.*, ($2::text[])[array_position($1::text[], a.id)] as attempt_id, before.next_trigger as trigger,
         extract(epoch from clock_timestamp() - before.next_attempt_at)::float8 * 1000 as waited_ms
     ), begun as (
       insert into attempt (id, action_id, order_id, run, attempt, trigger, actor_kind, actor_name, worker, status, started_at)
       select attempt_id, id, order_id, run, attempt, trigger,
         case when trigger in ('RERUN', 'FORCE') then run_actor_kind else 'SYSTEM' end,
         case when trigger in ('RERUN', 'FORCE') then run_actor_name else 'Automatic' end,
         $3::text, 'RUNNING', started_at
       from claimed
     )
     select id, order_id as "orderId", order_line_id as "orderLineId", purpose, refund_leg_id as "refundLegId",
       kind, name, settings, run, attempt, failures_in_run as "failuresInRun", trigger, waited_ms as "waitedMs"
     from claimed`,
    [
      wishes.map(({ actionId }) => actionId),
      wishes.map(({ attemptId }) => attemptId),
      means.worker,
      means.leaseMs,
      means.purposes,
      means.notKinds,
    ],
  );
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
