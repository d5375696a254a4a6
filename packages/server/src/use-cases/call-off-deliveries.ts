import { callOffPaidBack } from '../database/access-grants.ts';
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

/**
 * The next try of an action whose attempt has ended without an end of its run, its order locked. While it ran, its
 * delivery may have been paid back: then nobody is given it any more, and what this attempt has given is taken by the
 * removal that waits for it. What a person has started since goes on.
 */
export async function tryAgain(
  work: Work,
  { id, orderId }: { readonly id: string; readonly orderId: string },
  delayMs: number,
): Promise<void> {
  const calledOff = await callOffPaidBack(work.em, id);
  if (calledOff === null) return work.wake(id, delayMs);
  work.record(orderId, {
    event: 'action.cancelled',
    summary: `${calledOff} was called off: it was refunded before it was delivered.`,
  });
}
