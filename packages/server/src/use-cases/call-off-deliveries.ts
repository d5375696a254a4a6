import { query } from '../database/orm.ts';
import type { OrderRow } from '../database/order.ts';
import type { Work } from './request.ts';

/** Nobody is given what was paid back in full before it was delivered. */
export async function callOffDeliveries(work: Work, order: OrderRow): Promise<void> {
  if (order.refundedMinor === 0 || order.refundedMinor < order.totalMinor) return;
  const calledOff = await query<{ id: string; name: string }>(
    work.em,
    `update action set status = 'CANCELLED', next_attempt_at = null, changed_at = clock_timestamp()
     where order_id = $1 and purpose = 'DELIVERY' and status = 'PENDING' returning id, name`,
    [order.id],
  );
  for (const { id, name } of calledOff) {
    work.showAction(order.id, id);
    work.record(order.id, {
      event: 'action.cancelled',
      summary: `${name} was called off: the order is refunded in full.`,
    });
  }
}
