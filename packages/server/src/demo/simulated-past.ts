import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';

/**
 * What the simulated providers have to know of the shop's past: they forget everything at their end,
 * and a refund of a payment that they never heard of could only fail. Minor units, ms since 1970.
 */
export type SimulatedPast = {
  readonly payments: readonly Readonly<Record<string, unknown>>[];
  readonly refunds: readonly Readonly<Record<string, unknown>>[];
};

/** Of the simulator's books. */
const MOST = 4_000;

/** The newest captures and what went back of them, the older first. */
export async function readSimulatedPast(em: EntityManager): Promise<SimulatedPast> {
  const payments = await query<Readonly<Record<string, unknown>>>(
    em,
    `select * from (
       select p.provider, ${reference} as "reference", p.id as "stamp", o.number as "orderNumber", p.method,
         p.captured_minor::float8 as "amountMinor", p.currency,
         extract(epoch from p.captured_at)::float8 * 1000 as "paidAt"
       from payment p join orders o on o.id = p.order_id
       where ${isPlayed} order by p.captured_at desc limit $1) newest
     order by "paidAt"`,
    [MOST],
  );
  // A refund without an answer was made after all: whoever checks again finds it.
  const refunds = await query<Readonly<Record<string, unknown>>>(
    em,
    `select p.provider, l.provider_reference as "reference", ${reference} as "paymentReference",
       l.provider_key as "stamp", l.amount_minor::float8 as "amountMinor",
       case l.status when 'PENDING' then 'pending' when 'FAILED' then 'failed' else 'succeeded' end as "status",
       extract(epoch from coalesce(l.sent_at, l.settled_at, r.requested_at))::float8 * 1000 as "at"
     from refund_leg l join refund r on r.id = l.refund_id join payment p on p.id = l.payment_id
     where ${isPlayed} and l.amount_minor > 0
       and (l.provider_reference is not null or (l.status = 'UNKNOWN' and l.sent_at is not null))
     order by "at"`,
  );
  return { payments, refunds };
}

/** Epassi knows a payment by our stamp. */
const reference = `case p.provider when 'epassi' then p.id else p.provider_reference end`;

const isPlayed = `p.captured_at is not null and p.captured_minor > 0
  and (p.provider = 'epassi' or (p.provider in ('stripe', 'paytrail') and p.provider_reference is not null))`;
