import { OrderTable, type OrderRow } from '../database/order.ts';
import { lockOrderOfPayment, lockOrderRow, type PaymentOfOrder } from '../database/order-lock.ts';
import { refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { reaches, type Work } from './request.ts';

/**
 * The order, locked for the rest of the transaction. One that does not exist and one that is not theirs
 * look the same to whoever asks. Every change of an order takes this lock before any of its parts; it
 * leaves foreign keys readable, so that a worker can claim an action meanwhile.
 */
export async function lockOrder(work: Work, orderId: string, path: string): Promise<OrderRow> {
  if (!isStorable(orderId)) refuse('NOT_FOUND', 'There is no such order.', [path]);
  const order = work.locked.has(orderId)
    ? await work.em.findOne(OrderTable, { id: orderId })
    : await lockOrderRow(work.em, orderId);
  if (!order || !reaches(work.request.reach, order.checkoutId)) {
    refuse('NOT_FOUND', 'There is no such order.', [path]);
  }
  work.locked.add(order.id);
  return order;
}

/** The order of a payment as its provider names it, locked as by `lockOrder`; null: it is none of ours. */
export async function lockPaidOrder(
  work: Work,
  provider: string,
  named: { readonly stamp: string | null; readonly reference: string | null },
): Promise<PaymentOfOrder | null> {
  const found = await lockOrderOfPayment(work.em, provider, named);
  if (found) work.locked.add(found.order.id);
  return found;
}
