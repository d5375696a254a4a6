import { query } from '../database/orm.ts';
import type { OrderRow } from '../database/order.ts';
import { type PaymentRow, PaymentTable } from '../database/payment.ts';
import { type AttemptedPayment, type Cover, coverOf } from '../domain/payment.ts';
import type { Work } from './request.ts';

type Captured = AttemptedPayment & { readonly id: string; readonly capturedMinor: number };

/** What the payments of an order are to it by now, its order locked; the payments, oldest first, with it. */
export async function readCover(
  work: Work,
  order: OrderRow,
): Promise<{ readonly payments: readonly PaymentRow[]; readonly cover: Cover<Captured> }> {
  await work.em.flush();
  const payments = await work.em.find(
    PaymentTable,
    { orderId: order.id },
    { orderBy: { createdAt: 'asc', id: 'asc' }, refresh: true },
  );
  const used = await query<{ id: string }>(
    work.em,
    `select p.id from payment p where p.order_id = $1 and not p.surplus and exists (
       select from refund_leg l join refund_part k on k.refund_leg_id = l.id
       where l.payment_id = p.id and l.status <> 'FAILED')`,
    [order.id],
  );
  const captures = payments.map((one) => ({
    id: one.id,
    status: one.status,
    createdAt: one.createdAt,
    capturedAt: one.capturedAt ?? null,
    capturedMinor: one.capturedMinor,
    isRefundedByLine: used.some(({ id }) => id === one.id),
  }));
  return { payments, cover: coverOf(captures, order.totalMinor) };
}
