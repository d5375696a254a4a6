import type { OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
import { showRefundedPayments } from '../database/refund-books.ts';
import type { Work } from './request.ts';

/**
 * Sets the order's refunded amounts back to zero and its payments to paid, in our data only: money that a
 * provider returned stays returned and known (`payment.returned_minor`), so that it cannot be returned
 * twice. The refunds stay in the history, reversed in the books on the day of the restoring. Refunds
 * still under way, or the legs of one that are, are left as they are.
 */
export async function restoreRefunded(work: Work, order: OrderRow): Promise<void> {
  const { em, now } = work;
  await query(
    em,
    `with standing as (
       select refund_id, order_line_id, checkout_id, currency, sum(gross_minor) as gross, sum(vat_minor) as vat
       from book_entry where order_id = $1 and refund_id is not null
       group by refund_id, order_line_id, checkout_id, currency having sum(gross_minor) < 0),
     marked as (
       update refund r set reversed_at = $2, changed_at = $2
       where r.id in (select refund_id from standing) and not exists (
         select from refund_leg l where l.refund_id = r.id and l.status in ('REQUESTED', 'PENDING', 'UNKNOWN'))),
     legs as (update refund_leg set booked_at = null where refund_id in (select refund_id from standing))
     insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor, refund_id)
     select $1, order_line_id, checkout_id, 'REVERSAL', $2, currency, -gross, -vat, refund_id from standing`,
    [order.id, now],
  );
  await query(
    em,
    'update order_line set refunded_minor = 0, refunded_vat_minor = 0 where order_id = $1',
    [order.id],
  );
  await showRefundedPayments(em, order.id);
  order.refundedMinor = 0;
  order.lastRefundAt = null;
  await em.flush();
}
