import type { EntityManager } from '@mikro-orm/postgresql';
import type { RefundStatus } from '../domain/refund.ts';
import { query } from './orm.ts';

// How a leg of a refund moves the counters of its lines, its order and its payment, and what it writes into
// the books. Amounts are minor units. The checks of the tables hold each sum to what was paid; every
// statement expects its order to be locked.

/** What a leg gives back of one line, beside what stands of that line. */
export type PartOfLeg = {
  readonly lineId: string;
  readonly amountMinor: number;
  readonly vatMinor: number;
  readonly priceMinor: number;
  readonly refundedMinor: number;
  readonly refundedVatMinor: number;
  readonly pendingMinor: number;
  readonly vatRateBp: number;
};

export function findParts(em: EntityManager, legId: string): Promise<PartOfLeg[]> {
  return query(
    em,
    `select l.id as "lineId", p.amount_minor as "amountMinor", p.vat_minor as "vatMinor", l.price_minor as "priceMinor",
       l.refunded_minor as "refundedMinor", l.refunded_vat_minor as "refundedVatMinor",
       l.refund_pending_minor as "pendingMinor", l.vat_rate_bp as "vatRateBp"
     from refund_part p join order_line l on l.id = p.order_line_id
     where p.refund_leg_id = $1 order by l.position`,
    [legId],
  );
}

/** The refund and order that parts belong to. */
export type PartsOwner = { readonly orderId: string; readonly refundId: string };

type Amounts = readonly {
  readonly lineId: string;
  readonly amountMinor: number;
  readonly vatMinor: number;
}[];

/** `sign` 1 reserves the parts on their lines and the order, −1 lets them go. */
export async function reserveParts(
  em: EntityManager,
  orderId: string,
  parts: Amounts,
  sign: 1 | -1,
): Promise<void> {
  if (parts.length === 0) return;
  await query(
    em,
    `with part as (select * from unnest($2::text[], $3::bigint[]) as p (line, amount)),
     lines as (
       update order_line l set refund_pending_minor = l.refund_pending_minor + $4 * p.amount
       from part p where l.id = p.line)
     update orders set refund_pending_minor = refund_pending_minor + $4 * (select sum(amount) from part)::bigint
     where id = $1`,
    [orderId, ...columnsOf(parts).slice(0, 2), sign],
  );
}

/** Turns reserved parts into refunded ones and writes them into the books, with the VAT they carry. */
export async function bookParts(
  em: EntityManager,
  { orderId, refundId }: PartsOwner,
  parts: Amounts,
  at: Date,
): Promise<void> {
  if (parts.length === 0) return;
  await query(
    em,
    `with part as (select * from unnest($2::text[], $3::bigint[], $4::bigint[]) as p (line, amount, vat)),
     lines as (
       update order_line l set refund_pending_minor = l.refund_pending_minor - p.amount,
         refunded_minor = l.refunded_minor + p.amount, refunded_vat_minor = l.refunded_vat_minor + p.vat
       from part p where l.id = p.line),
     written as (
       insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor, refund_id)
       select o.id, p.line, o.checkout_id, 'REFUND', $5, o.currency, -p.amount, -p.vat, $6
       from orders o, part p where o.id = $1)
     update orders set refund_pending_minor = refund_pending_minor - (select sum(amount) from part)::bigint,
       refunded_minor = refunded_minor + (select sum(amount) from part)::bigint
     where id = $1`,
    [orderId, ...columnsOf(parts), at, refundId],
  );
}

/** Keeps what a leg gives back of its lines; parts of nothing are none. */
export async function keepParts(em: EntityManager, legId: string, parts: Amounts): Promise<void> {
  await query(
    em,
    `with part as (select * from unnest($2::text[], $3::bigint[], $4::bigint[]) as p (line, amount, vat)),
     gone as (delete from refund_part k using part p
       where k.refund_leg_id = $1 and k.order_line_id = p.line and p.amount = 0)
     insert into refund_part (refund_leg_id, order_line_id, amount_minor, vat_minor)
     select $1, line, amount, vat from part where amount > 0
     on conflict (refund_leg_id, order_line_id)
       do update set amount_minor = excluded.amount_minor, vat_minor = excluded.vat_minor`,
    [legId, ...columnsOf(parts)],
  );
}

/** Undoes a booking by entries of the opposite sign, on their own day. */
export async function reverseParts(
  em: EntityManager,
  { orderId, refundId }: PartsOwner,
  parts: Amounts,
  at: Date,
): Promise<void> {
  if (parts.length === 0) return;
  await query(
    em,
    `with part as (select * from unnest($2::text[], $3::bigint[], $4::bigint[]) as p (line, amount, vat)),
     lines as (
       update order_line l set refunded_minor = l.refunded_minor - p.amount,
         refunded_vat_minor = l.refunded_vat_minor - p.vat
       from part p where l.id = p.line),
     written as (
       insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor, refund_id)
       select o.id, p.line, o.checkout_id, 'REVERSAL', $5, o.currency, p.amount, p.vat, $6
       from orders o, part p where o.id = $1)
     update orders set refunded_minor = refunded_minor - (select sum(amount) from part)::bigint
     where id = $1`,
    [orderId, ...columnsOf(parts), at, refundId],
  );
}

function columnsOf(parts: Amounts): [string[], number[], number[]] {
  return [
    parts.map(({ lineId }) => lineId),
    parts.map(({ amountMinor }) => amountMinor),
    parts.map(({ vatMinor }) => vatMinor),
  ];
}

/** Moves what a payment has reserved and returned; both by a difference, and held by its check. */
export async function movePayment(
  em: EntityManager,
  paymentId: string,
  by: { readonly reservedMinor: number; readonly returnedMinor: number },
): Promise<void> {
  await query(
    em,
    `update payment set reserved_minor = reserved_minor + $2, returned_minor = returned_minor + $3 where id = $1`,
    [paymentId, by.reservedMinor, by.returnedMinor],
  );
}

/** A captured payment shows what stands refunded of it, returned through its provider or only recorded. */
export async function showRefundedPayments(em: EntityManager, orderId: string): Promise<void> {
  await query(
    em,
    `update payment p set status = case when s.refunded = 0 then 'SUCCEEDED'
       when s.refunded >= p.captured_minor then 'REFUNDED' else 'PARTIALLY_REFUNDED' end
     from (
       select p.id, coalesce(sum(l.amount_minor - l.beyond_minor) filter (where l.booked_at is not null), 0) as refunded
       from payment p left join refund_leg l on l.payment_id = p.id where p.order_id = $1 group by p.id) s
     where p.id = s.id and p.captured_at is not null and p.captured_minor > 0`,
    [orderId],
  );
}

/** The last standing refund decides whether a closing by hand came after it. */
export async function showLastRefund(em: EntityManager, orderId: string): Promise<void> {
  await query(
    em,
    `update orders set last_refund_at = (
       select max(l.booked_at) from refund_leg l join refund r on r.id = l.refund_id
       where r.order_id = $1 and r.surplus_payment_id is null)
     where id = $1`,
    [orderId],
  );
}

/**
 * A refund is what its legs are: settled when none is open any more, reversed while legs that were booked
 * stand no more. `changed_at` moves with the status alone.
 */
export async function showRefund(
  em: EntityManager,
  refundId: string,
  as: { readonly status: RefundStatus; readonly failedLate: boolean; readonly now: Date },
): Promise<void> {
  await query(
    em,
    `update refund r set status = $2::text, failed_late = r.failed_late or $3::boolean,
       failure_seen_at = case when not $3 then r.failure_seen_at end,
       changed_at = case when r.status <> $2::text then $4::timestamptz else r.changed_at end,
       settled_at = case when not l.open then coalesce(l.settled_at, r.settled_at) end,
       reversed_at = case when l.open or l.booked then null when l.unbooked then coalesce(r.reversed_at, $4::timestamptz) else r.reversed_at end
     from (
       select bool_or(status in ('REQUESTED', 'PENDING', 'UNKNOWN')) as open, bool_or(booked_at is not null) as booked,
         bool_or(status in ('SUCCEEDED', 'RECORDED') and settled_at is not null and booked_at is null) as unbooked,
         max(settled_at) as settled_at
       from refund_leg where refund_id = $1) l
     where r.id = $1`,
    [refundId, as.status, as.failedLate, as.now],
  );
}

/**
 * The access that goes with what a refund has booked: of lines that are refunded in full by now, whichever
 * standing refund asked for it, and of the offer once nothing of the refund is open any more.
 */
export async function findAccessToRemove(
  em: EntityManager,
  refundId: string,
): Promise<{ readonly lineIds: readonly string[]; readonly offer: boolean }> {
  const [found] = await query<{ lineIds: string[]; offer: boolean }>(
    em,
    `select array(
         select distinct k.order_line_id from refund_leg g join refund_part k on k.refund_leg_id = g.id
           join order_line l on l.id = k.order_line_id
         where g.refund_id = r.id and g.booked_at is not null and l.refunded_minor >= l.price_minor
           and exists (
             select from refund s join refund_leg t on t.refund_id = s.id join refund_part p on p.refund_leg_id = t.id
             where s.order_id = r.order_id and t.booked_at is not null and p.order_line_id = l.id and p.remove_access)
         order by 1) as "lineIds",
       r.remove_offer_access and not exists (
         select from refund_leg g where g.refund_id = r.id and g.booked_at is null) as offer
     from refund r where r.id = $1`,
    [refundId],
  );
  return found ?? { lineIds: [], offer: false };
}
