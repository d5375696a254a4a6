import { OrderTable, type OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
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
  await query(work.em, 'select id from orders where id = $1 for no key update', [orderId]);
  const order = await work.em.findOne(OrderTable, { id: orderId });
  if (!order || !reaches(work.request.reach, order.checkoutId)) {
    refuse('NOT_FOUND', 'There is no such order.', [path]);
  }
  return order;
}
