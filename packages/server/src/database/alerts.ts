import type { EntityManager } from '@mikro-orm/postgresql';
import type { AlertReason } from '../domain/alert.ts';
import { query } from './orm.ts';

// When the team was told last, and what there is to tell. Moments are the caller's.

export type AttentionStanding = {
  /** How many orders need somebody now. */
  readonly count: number;
  /** The one that has needed somebody for longest. */
  readonly oldest: { readonly orderNumber: string; readonly since: Date } | null;
};

export async function attentionStanding(em: EntityManager, now: Date): Promise<AttentionStanding> {
  const [row] = await query<{ count: number; orderNumber: string | null; since: Date | null }>(
    em,
    `select (select count(*) from order_list where attention_at <= $1) as count,
       oldest.number as "orderNumber", oldest.attention_at as since
     from (select 1) one left join lateral (
       select number, attention_at from order_list where attention_at <= $1
       order by attention_at, order_id limit 1) oldest on true`,
    [now],
  );
  const { count = 0, orderNumber = null, since = null } = row ?? {};
  return { count, oldest: orderNumber !== null && since ? { orderNumber, since } : null };
}

/** Reasons about which the team was told too lately to be told again. */
export async function quietReasons(em: EntityManager, now: Date): Promise<Set<AlertReason>> {
  const rows = await query<{ reason: AlertReason }>(
    em,
    'select reason from alert where next_at > $1',
    [now],
  );
  return new Set(rows.map(({ reason }) => reason));
}

/**
 * Takes the next alert of a reason until `until`; null where it is not due, or another worker has it. The
 * number stays the same until it is settled, so that a repetition after a crash can be told from a new one.
 */
export async function claimAlert(
  em: EntityManager,
  { reason, now, until }: { reason: AlertReason; now: Date; until: Date },
): Promise<number | null> {
  const [row] = await query<{ number: number }>(
    em,
    `insert into alert (reason, number, next_at) values ($1, 1, $3)
     on conflict (reason) do update set next_at = excluded.next_at where alert.next_at <= $2
     returning number`,
    [reason, now, until],
  );
  return row?.number ?? null;
}

/** Nothing goes out for this reason before `nextAt`; told at `sentAt`, or null: nobody was reached. */
export async function settleAlert(
  em: EntityManager,
  alert: { reason: AlertReason; number: number; sentAt: Date | null; nextAt: Date },
): Promise<void> {
  await query(
    em,
    `update alert set next_at = $3, sent_at = coalesce($4::timestamptz, sent_at),
       number = number + case when $4::timestamptz is null then 0 else 1 end
     where reason = $1 and number = $2`,
    [alert.reason, alert.number, alert.nextAt, alert.sentAt],
  );
}
