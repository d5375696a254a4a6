import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionStatus } from '../domain/action.ts';
import { query } from './orm.ts';

/** How many other refunds of a payment were sent that did not fail: some banks take only one. */
export async function refundsSentFor(
  em: EntityManager,
  paymentId: string,
  besideLegId: string,
): Promise<number> {
  const [row] = await query<{ sent: number }>(
    em,
    `select count(*) as sent from refund_leg
     where payment_id = $1 and id <> $2 and sent_at is not null and status <> 'FAILED'`,
    [paymentId, besideLegId],
  );
  return row?.sent ?? 0;
}

/** The action that sends a leg; null for a refund made at the provider. */
export type SendingAction = {
  readonly id: string;
  readonly status: ActionStatus;
  readonly run: number;
};

export async function findSendingAction(
  em: EntityManager,
  legId: string,
): Promise<SendingAction | null> {
  const [action] = await query<SendingAction>(
    em,
    'select id, status, run from action where refund_leg_id = $1',
    [legId],
  );
  return action ?? null;
}

/** Ends an action whose leg was settled without it. False while a worker is at it. */
export async function callOffSending(em: EntityManager, actionId: string): Promise<boolean> {
  const [action] = await query<{ status: ActionStatus }>(
    em,
    `update action set
       status = case when status in ('PENDING', 'UNKNOWN') then 'CANCELLED' else status end,
       next_attempt_at = case when status = 'PENDING' then null else next_attempt_at end,
       changed_at = case when status in ('PENDING', 'UNKNOWN') then clock_timestamp() else changed_at end
     where id = $1 and status <> 'RUNNING' returning status`,
    [actionId],
  );
  return action !== undefined;
}

/**
 * Its provider has told of the leg by itself: an action that did not know what became of it ends as the leg
 * did, one that waits to ask is due at once. Null where there was nothing to end.
 */
export async function endSending(
  em: EntityManager,
  legId: string,
): Promise<{ id: string; status: ActionStatus } | null> {
  const [action] = await query<{ id: string; status: ActionStatus }>(
    em,
    `update action a set
       status = case when a.status = 'PENDING' then a.status when l.status = 'FAILED' then 'FAILED' else 'SUCCEEDED' end,
       message = case when a.status = 'PENDING' then a.message else 'Its provider has told what became of it.' end,
       next_attempt_at = case when a.status = 'PENDING' then clock_timestamp() end,
       changed_at = clock_timestamp()
     from refund_leg l
     where l.id = $1 and a.refund_leg_id = l.id and a.status in ('PENDING', 'UNKNOWN')
       and l.status in ('PENDING', 'SUCCEEDED', 'FAILED')
     returning a.id, a.status`,
    [legId],
  );
  return action ?? null;
}

/** A leg that somebody has to ask after, and the action that does it; null: made at the provider. */
export type DueLeg = {
  readonly legId: string;
  readonly orderId: string;
  readonly provider: string;
  readonly action: SendingAction | null;
};

/**
 * Open legs whose time to be asked after has come, and those that were left behind: not settled, while
 * their action is over. One whose action waits or runs is seen to by it.
 */
export function findDueLegs(em: EntityManager, now: Date, limit: number): Promise<DueLeg[]> {
  return query(
    em,
    `with open as (
       select id from refund_leg where look_up_at <= $1 union select id from refund_leg where status = 'REQUESTED')
     select l.id as "legId", p.order_id as "orderId", p.provider,
       case when a.id is not null then jsonb_build_object('id', a.id, 'status', a.status, 'run', a.run) end as action
     from open join refund_leg l on l.id = open.id join payment p on p.id = l.payment_id left join action a on a.refund_leg_id = l.id
     where (a.id is null or a.status not in ('PENDING', 'RUNNING'))
       and (l.look_up_at <= $1 or l.status = 'REQUESTED' and a.id is not null)
     order by l.look_up_at nulls first limit $2`,
    [now, limit],
  );
}
