import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { ActorKind } from '../domain/permission.ts';
import type { AttentionReason } from '../domain/attention.ts';
import type { AnalyticsConsent, Device, OrderLineKind } from '../domain/order-line.ts';
import type { OrderStatus } from '../domain/order-status.ts';
import { TextArray } from './text-array.ts';

export type BillingField = { key: string; label: string; value: string };
/** A reason why somebody should look, and the moment it began (ISO 8601, UTC). */
export type StoredAttention = { reason: AttentionReason; from: string };

/**
 * One visit to a checkout and all that came of it. `status`, `attention` and `attentionAt` are computed
 * from the other facts by `settleOrder` and never set by hand. Amounts are minor units of `currency`.
 */
export const OrderTable = defineEntity({
  name: 'OrderRow',
  tableName: 'orders',
  properties: {
    id: p.string().primary(),
    checkoutId: p.string(),
    number: p.string(),
    version: p.integer().default(1),
    status: p.string().$type<OrderStatus>(),
    offerId: p.string(),
    checkoutLinkId: p.string().nullable(),
    linkName: p.string().nullable(),
    source: p.string().nullable(),
    tags: p.type(TextArray).$type<string[]>(),
    currency: p.string(),
    language: p.string().nullable(),
    device: p.string().$type<Device>().nullable(),
    openedCountry: p.string().nullable(),
    openedRegion: p.string().nullable(),
    email: p.string().nullable(),
    firstName: p.string().nullable(),
    lastName: p.string().nullable(),
    country: p.string().nullable(),
    region: p.string().nullable(),
    billingFields: p
      .json()
      .$type<BillingField[]>()
      .onCreate(() => []),
    analyticsConsent: p.string().$type<AnalyticsConsent>(),
    discountCodeId: p.string().nullable(),
    discountCode: p.string().nullable(),
    discountMinor: p.bigint('number').default(0),
    totalMinor: p.bigint('number'),
    refundedMinor: p.bigint('number').default(0),
    refundPendingMinor: p.bigint('number').default(0),
    createdAt: p.datetime(),
    billingSubmittedAt: p.datetime().nullable(),
    paidAt: p.datetime().nullable(),
    allSucceededAt: p.datetime().nullable(),
    closedByHandAt: p.datetime().nullable(),
    closedByKind: p.string().$type<ActorKind>().nullable(),
    closedByName: p.string().nullable(),
    lastRefundAt: p.datetime().nullable(),
    surplusCapturedAt: p.datetime().nullable(),
    /** When money came that is not what the order costs; null once somebody has seen to it. */
    unmatchedCapturedAt: p.datetime().nullable(),
    attention: p
      .json()
      .$type<StoredAttention[]>()
      .onCreate(() => []),
    attentionAt: p.datetime().nullable(),
    attentionSummary: p.string().nullable(),
    erasedAt: p.datetime().nullable(),
  },
});
export type OrderRow = InferEntity<typeof OrderTable>;

/** Whether the customer's data was erased: nothing can be delivered or taken back any more. */
export function isErased({ erasedAt }: Pick<OrderRow, 'erasedAt'>): boolean {
  return erasedAt !== null && erasedAt !== undefined;
}

/** A product bought, as sold: name, prices and VAT rate are copies of their moment. */
export const OrderLineTable = defineEntity({
  name: 'OrderLineRow',
  tableName: 'order_line',
  properties: {
    id: p.string().primary(),
    orderId: p.string(),
    position: p.integer(),
    productId: p.string(),
    addOnId: p.string().nullable(),
    kind: p.string().$type<OrderLineKind>(),
    productName: p.string(),
    listPriceMinor: p.bigint('number'),
    discountMinor: p.bigint('number').default(0),
    priceMinor: p.bigint('number'),
    vatRateBp: p.integer(),
    refundedMinor: p.bigint('number').default(0),
    refundedVatMinor: p.bigint('number').default(0),
    refundPendingMinor: p.bigint('number').default(0),
  },
});
export type OrderLineRow = InferEntity<typeof OrderLineTable>;
