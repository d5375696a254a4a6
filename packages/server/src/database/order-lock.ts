import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type OrderRow, OrderTable } from './order.ts';
import { query, queryOften } from './orm.ts';

// The lock that every change of an order takes before any of its parts. It leaves foreign keys readable, so that a
// worker can claim an action meanwhile. The row comes with the lock: of one that had to wait, PostgreSQL gives the
// columns as they are once the wait is over. Only those: what else is read must be read by another statement.

/** The order, locked to the end of the transaction; null: there is none. */
export async function lockOrderRow(em: EntityManager, orderId: string): Promise<OrderRow | null> {
  const [columns] = await queryOften<EntityDictionary<OrderRow>>(
    em,
    'select * from orders where id = $1 for no key update',
    [orderId],
  );
  return columns ? em.map(OrderTable, columns) : null;
}

/** A payment, and its order, locked. */
export type PaymentOfOrder = { readonly paymentId: string; readonly order: OrderRow };

/**
 * The payment that a provider names by our own id (`stamp`) or, if that is none of its payments, by its own
 * (`reference`); the order is locked to the end of the transaction. Null: it is none of ours.
 */
export async function lockOrderOfPayment(
  em: EntityManager,
  provider: string,
  named: { readonly stamp: string | null; readonly reference: string | null },
): Promise<PaymentOfOrder | null> {
  const [row] = await queryOften<EntityDictionary<OrderRow> & { locked_for: string }>(
    em,
    `select o.*, p.id as locked_for from (
       select id, order_id from payment
       where provider = $1 and (id = $2::text or provider_reference = $3::text)
       order by coalesce(id = $2::text, false) desc limit 1) p
     join orders o on o.id = p.order_id for no key update of o`,
    [provider, named.stamp, named.reference],
  );
  if (!row) return null;
  const { locked_for: paymentId, ...columns } = row;
  return { paymentId, order: em.map(OrderTable, columns as EntityDictionary<OrderRow>) };
}

/** Several at once, always in the order of their ids. */
export async function lockOrders(em: EntityManager, ids: readonly string[]): Promise<void> {
  await query(em, 'select id from orders where id = any($1) order by id for no key update', [ids]);
}

/** Of several those that nobody holds, locked to the end of the transaction. Waits for nobody. */
export async function lockFreeOrders(
  em: EntityManager,
  ids: readonly string[],
): Promise<readonly string[]> {
  const free = await queryOften<{ id: string }>(
    em,
    'select id from orders where id = any($1) order by id for no key update skip locked',
    [ids],
  );
  return free.map(({ id }) => id);
}
