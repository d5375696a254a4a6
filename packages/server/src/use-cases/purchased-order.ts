import type { EntityManager } from '@mikro-orm/postgresql';
import type { PurchasedOrder } from '../actions/action-type.ts';
import { CheckoutTable, OfferTable } from '../database/catalogue.ts';
import { OrderLineTable, OrderTable } from '../database/order.ts';
import { PaymentTable } from '../database/payment.ts';

/** The order as an action sees it, read afresh for every attempt. */
export async function purchasedOrder(em: EntityManager, orderId: string): Promise<PurchasedOrder> {
  const order = await em.findOneOrFail(OrderTable, orderId);
  const [checkout, offer, lines, payments] = await Promise.all([
    em.findOneOrFail(CheckoutTable, order.checkoutId),
    em.findOne(OfferTable, order.offerId),
    em.find(OrderLineTable, { orderId }, { orderBy: { position: 'asc' } }),
    em.find(PaymentTable, { orderId }, { orderBy: { createdAt: 'asc' } }),
  ]);
  return {
    id: order.id,
    number: order.number,
    checkout,
    offer,
    createdAt: order.createdAt,
    paidAt: order.paidAt ?? null,
    currency: order.currency,
    totalMinor: order.totalMinor,
    discounts: order.discountCode
      ? [{ code: order.discountCode, amountMinor: order.discountMinor }]
      : [],
    source: order.source ?? null,
    tags: order.tags,
    language: order.language ?? null,
    customer: {
      email: order.email ?? '',
      firstName: order.firstName ?? null,
      lastName: order.lastName ?? null,
      country: order.country ?? null,
      region: order.region ?? null,
      fields: order.billingFields,
      analyticsConsent: order.analyticsConsent,
    },
    lines,
    payments,
  };
}
