import type { EntityManager } from '@mikro-orm/postgresql';
import type { PurchasedOrder } from '../actions/action-type.ts';
import { findPurchasedOrders, type PurchasedOrderFound } from '../database/purchased-orders.ts';

/** The order as an action sees it, read afresh for every attempt. */
export async function purchasedOrder(em: EntityManager, orderId: string): Promise<PurchasedOrder> {
  const found = await findPurchasedOrders(em, [orderId]);
  return asPurchased(found.get(orderId), orderId);
}

/** Throws where there is none: an action has its order. */
export function asPurchased(
  order: PurchasedOrderFound | null | undefined,
  orderId: string,
): PurchasedOrder {
  if (!order) throw new Error(`There is no order ${orderId}`);
  const { discountCode, discountMinor } = order;
  const { email, firstName, lastName, country, region, fields, analyticsConsent } = order;
  return {
    id: order.id,
    number: order.number,
    checkout: order.checkout,
    offer: order.offer,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
    currency: order.currency,
    totalMinor: order.totalMinor,
    discounts: discountCode ? [{ code: discountCode, amountMinor: discountMinor }] : [],
    source: order.source,
    tags: order.tags,
    language: order.language,
    customer: {
      email: email ?? '',
      firstName,
      lastName,
      country,
      region,
      fields,
      analyticsConsent,
    },
    lines: order.lines,
    payments: order.payments,
  };
}
