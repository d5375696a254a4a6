import type { OrderRow } from '../database/order.ts';
import { type PaymentOfCover, readPayments } from '../database/payment-cover.ts';
import { type AttemptedPayment, type Cover, coverOf } from '../domain/payment.ts';
import type { Work } from './request.ts';

type Captured = AttemptedPayment & { readonly id: string; readonly capturedMinor: number };

/** What the payments of an order are to it by now, its order locked. */
export async function readCover(work: Work, order: OrderRow): Promise<Cover<Captured>> {
  await work.em.flush();
  return coverBy(await readPayments(work.em, order.id), order);
}

/** The same, of payments that were read under the order's lock; oldest first. */
export function coverBy(payments: readonly PaymentOfCover[], order: OrderRow): Cover<Captured> {
  const captures = payments.map(({ payment, isRefundedByLine }) => ({
    id: payment.id,
    status: payment.status,
    createdAt: payment.createdAt,
    capturedAt: payment.capturedAt ?? null,
    capturedMinor: payment.capturedMinor,
    isRefundedByLine,
  }));
  return coverOf(captures, order.totalMinor);
}
