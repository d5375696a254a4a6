import {
  type Bought,
  type ConfiguredAction,
  insertBought,
  type NewDelivery,
  readBought,
  type Sale,
  type SoldLine,
} from '../database/confirmed-order.ts';
import { isErased, type OrderRow } from '../database/order.ts';
import type { PaymentRow } from '../database/payment.ts';
import { vatWithin } from '../domain/vat.ts';
import type { Work } from './request.ts';

/** A payment whose news is all that has changed of it and of its order, and what the order is made of. */
export type Unwritten = { readonly payment: PaymentRow; readonly bought: Bought };

/**
 * The payments cover the total: in this one transaction the order is paid, the sale stands in the books
 * and every configured action exists and is queued. Nothing here talks to the outside. `unwritten`: it is
 * written with the sale, and needs no statements of its own.
 */
export async function confirmOrder(
  work: Work,
  order: OrderRow,
  paidAt: Date,
  unwritten?: Unwritten | null,
): Promise<void> {
  order.paidAt = paidAt;
  await sellAndDeliver(work, order, { soldAt: paidAt, deliver: true, unwritten });
  work.touch(order.id);
  work.record(order.id, { event: 'order.paid', summary: 'The payment was confirmed.' });
}

/**
 * The sale stands in the books once, however often this is asked for; `soldAt` null: it is not asked for. `deliver`:
 * one action per enabled configuration of the checkout and the offer, and per line of the products that
 * have one: the same product twice gives its action twice. Each carries a copy of the settings. Where the
 * customer was erased before the money came, they have failed from the start, so that somebody sees to it.
 */
export async function sellAndDeliver(
  work: Work,
  order: OrderRow,
  what: {
    readonly soldAt: Date | null;
    readonly deliver: boolean;
    readonly unwritten?: Unwritten | null | undefined;
  },
): Promise<void> {
  const { unwritten } = what;
  if (!unwritten) await work.em.flush();
  if (!what.soldAt && !what.deliver) return;
  const { lines, configured } = unwritten?.bought ?? (await readBought(work.em, order));
  const deliveries = what.deliver ? configured.map((one) => deliveryOf(work, order, one)) : [];
  await insertBought(work.em, {
    order,
    soldAt: what.soldAt ?? work.now,
    sales: what.soldAt ? lines.map(saleOf) : [],
    deliveries,
    now: work.now,
    payment: unwritten?.payment ?? null,
  });
  for (const { id, status } of deliveries) if (status === 'PENDING') work.wake(id);
}

function saleOf({ id, priceMinor, vatRateBp }: SoldLine): Sale {
  return { lineId: id, grossMinor: priceMinor, vatMinor: vatWithin(priceMinor, vatRateBp) };
}

function deliveryOf(
  work: Work,
  order: OrderRow,
  { version: configurationVersion, ...configured }: ConfiguredAction,
): NewDelivery {
  const begins = isErased(order)
    ? ({ status: 'FAILED', message: 'The customer’s data was erased.' } as const)
    : ({ status: 'PENDING', message: null } as const);
  return { id: work.request.tools.newId('act'), ...configured, configurationVersion, ...begins };
}
