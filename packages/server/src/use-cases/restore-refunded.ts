import type { OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
import type { Work } from './request.ts';

/**
 * Sets the order's refunded amounts back to zero and its payments to paid, in our data only: money that a
 * provider returned stays returned and known (`payment.returned_minor`), so that it cannot be returned
 * twice. The refunds stay in the history, reversed in the books on the day of the restoring. Refunds
 * still under way are left as they are.
 */
export async function restoreRefunded(work: Work, order: OrderRow): Promise<void> {
  const { em, now } = work;
  await query(
    em,
    `with standing as (
       update refund r set reversed_at = $2, changed_at = $2
       where r.order_id = $1 and r.reversed_at is null
         and exists (select from book_entry b where b.refund_id = r.id and b.kind = 'REFUND')
         and not exists (select from book_entry b where b.refund_id = r.id and b.kind = 'REVERSAL')
       returning r.id)
     insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor, refund_id)
     select b.order_id, b.order_line_id, b.checkout_id, 'REVERSAL', $2, b.currency, -b.gross_minor, -b.vat_minor, b.refund_id
     from book_entry b join standing s on s.id = b.refund_id where b.kind = 'REFUND'`,
    [order.id, now],
  );
  await query(
    em,
    'update order_line set refunded_minor = 0, refunded_vat_minor = 0 where order_id = $1',
    [order.id],
  );
  await query(
    em,
    `update payment set status = 'SUCCEEDED' where order_id = $1 and status in ('PARTIALLY_REFUNDED', 'REFUNDED')`,
    [order.id],
  );
  order.refundedMinor = 0;
  order.lastRefundAt = null;
  await em.flush();
}
