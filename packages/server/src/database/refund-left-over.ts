import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

// Money that a provider returned and our data have no room for. It happens when somebody refunds in the
// provider's dashboard what is refunded here already, and is kept until there is room or nobody minds.

/** What of a leg is not counted: on lines, and on its payment. */
export type LeftOver = {
  readonly legId: string;
  readonly refundId: string;
  readonly paymentId: string;
  readonly isBooked: boolean;
  readonly unplacedMinor: number;
  readonly beyondMinor: number;
  readonly paymentLeftMinor: number;
};

/**
 * Whether what the leg `l` gives back is given back of what the order `o` has sold. Money that came and went
 * before an order was bought is of no line: closed by hand later, it was paid some other way.
 */
const IS_OF_SALE = `(o.paid_at is not null
  or coalesce(coalesce(l.booked_at, o.closed_by_hand_at) >= o.closed_by_hand_at, false))`;

/** Of the legs that stand or are under way, the oldest first. */
export function findLeftOvers(em: EntityManager, orderId: string): Promise<LeftOver[]> {
  return query(
    em,
    `select * from (
       select l.id as "legId", l.refund_id as "refundId", l.payment_id as "paymentId", l.booked_at is not null as "isBooked",
         case when r.surplus_payment_id is not null or p.captured_at is null or not ${IS_OF_SALE} then 0 else l.amount_minor - coalesce((
           select sum(amount_minor) from refund_part where refund_leg_id = l.id), 0) end as "unplacedMinor",
         l.beyond_minor as "beyondMinor", p.captured_minor - p.returned_minor - p.reserved_minor as "paymentLeftMinor"
       from refund_leg l join refund r on r.id = l.refund_id join payment p on p.id = l.payment_id
         join orders o on o.id = r.order_id
       where r.order_id = $1 and l.provider_key is not null
         and (l.booked_at is not null or l.status in ('REQUESTED', 'PENDING', 'UNKNOWN'))
       order by r.requested_at, l.id) legs
     where "unplacedMinor" > 0 or "beyondMinor" > 0`,
    [orderId],
  );
}

/** What is left of each line of an order, in its order. */
export function findRoom(
  em: EntityManager,
  orderId: string,
): Promise<{ readonly lineId: string; readonly leftMinor: number }[]> {
  return query(
    em,
    `select id as "lineId", price_minor - refunded_minor - refund_pending_minor as "leftMinor"
     from order_line where order_id = $1 order by position`,
    [orderId],
  );
}

/**
 * Money of a second capture that went back before we heard of the capture: it belongs to the capture, and
 * to no line.
 */
export async function markSurplusRefunds(em: EntityManager, orderId: string): Promise<void> {
  await query(
    em,
    `update refund r set surplus_payment_id = p.id from refund_leg l join payment p on p.id = l.payment_id
     where r.order_id = $1 and l.refund_id = r.id and p.surplus and r.surplus_payment_id is null
       and r.actor_kind = 'PROVIDER'
       and not exists (select from refund_part k where k.refund_leg_id = l.id)`,
    [orderId],
  );
}

/** Nothing here can set it right, so whoever closes the order by hand has seen to what is known by then. */
const isUnseen = (since: string) =>
  `(o.closed_by_hand_at is null or ${since} > o.closed_by_hand_at)`;

/**
 * Of the order `o`: since when money went back at a provider that our data do not have, or not so. Or money
 * did not stay back that a later refund was only recorded for, since its data had been restored.
 */
export const REFUNDS_DIFFER_SINCE = `least(
  (select min(d.found_at) from refund_difference d
   where d.order_id = o.id and d.settled_at is null and ${isUnseen('d.found_at')}),
  (select min(l.changed_at) from refund r join refund_leg l on l.refund_id = r.id
   where r.order_id = o.id and l.provider_key is not null and ${isUnseen('l.changed_at')}
     and (l.booked_at is not null or l.status in ('REQUESTED', 'PENDING', 'UNKNOWN'))
     and (l.beyond_minor > 0 or r.surplus_payment_id is null and ${IS_OF_SALE} and l.amount_minor > (
       select coalesce(sum(p.amount_minor), 0) from refund_part p where p.refund_leg_id = l.id))),
  (select min(l.changed_at) from refund r join refund_leg l on l.refund_id = r.id
     join refund_leg g on g.payment_id = l.payment_id
   where r.order_id = o.id and r.reversed_at is not null and r.failed_late and l.status = 'FAILED'
     and g.status = 'RECORDED' and g.booked_at is not null and ${isUnseen('l.changed_at')}))`;
