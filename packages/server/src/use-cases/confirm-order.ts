import {
  type ConfiguredAction,
  insertBought,
  type NewDelivery,
  readBought,
  type Sale,
  type SoldLine,
} from '../database/confirmed-order.ts';
import { isErased, type OrderRow } from '../database/order.ts';
import { vatWithin } from '../domain/vat.ts';
import type { Work } from './request.ts';

/**
 * The payments cover the total: in this one transaction the order is paid, the sale stands in the books
 * and every configured action exists and is queued. Nothing here talks to the outside.
 */
export async function confirmOrder(work: Work, order: OrderRow, paidAt: Date): Promise<void> {
  order.paidAt = paidAt;
  await sellAndDeliver(work, order, { soldAt: paidAt, deliver: true });
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
  what: { readonly soldAt: Date | null; readonly deliver: boolean },
): Promise<void> {
  await work.em.flush();
  if (!what.soldAt && !what.deliver) return;
  const { lines, configured } = await readBought(work.em, order);
  const deliveries = what.deliver ? configured.map((one) => deliveryOf(work, order, one)) : [];
  await insertBought(work.em, {
    order,
    soldAt: what.soldAt ?? work.now,
    sales: what.soldAt ? lines.map(saleOf) : [],
    deliveries,
    now: work.now,
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
