import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { PaymentStatus } from '../domain/payment.ts';
import type { ActorKind } from '../domain/permission.ts';
import type { RefundStatus } from '../domain/refund.ts';

/**
 * One payment attempt. `capturedMinor` is what the provider took; `returnedMinor` and `reservedMinor`
 * together never pass it (a check of the database).
 */
export const PaymentTable = defineEntity({
  name: 'PaymentRow',
  tableName: 'payment',
  properties: {
    id: p.string().primary(),
    orderId: p.string(),
    provider: p.string(),
    method: p.string(),
    status: p.string().$type<PaymentStatus>(),
    amountMinor: p.bigint('number'),
    currency: p.string(),
    providerReference: p.string().nullable(),
    redirectUrl: p.string().nullable(),
    clientSecret: p.string().nullable(),
    failureMessage: p.string().nullable(),
    createdAt: p.datetime(),
    capturedAt: p.datetime().nullable(),
    capturedMinor: p.bigint('number').default(0),
    returnedMinor: p.bigint('number').default(0),
    reservedMinor: p.bigint('number').default(0),
    /** A second capture of an order that was paid already. */
    surplus: p.boolean().default(false),
    /** When to ask the provider what became of it; null when nothing is open. */
    lookUpAt: p.datetime().nullable(),
    lookUps: p.integer().default(0),
  },
});
export type PaymentRow = InferEntity<typeof PaymentTable>;

/** One refund of one order; its money goes by legs, its lines by parts. */
export const RefundTable = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    id: p.string().primary(),
    orderId: p.string(),
    amountMinor: p.bigint('number'),
    currency: p.string(),
    status: p.string().$type<RefundStatus>(),
    reason: p.string().nullable(),
    actorKind: p.string().$type<ActorKind>(),
    /** Null for the product itself, a provider, and refunds from before it was kept. */
    actorId: p.string().nullable(),
    actorName: p.string(),
    requestedAt: p.datetime(),
    settledAt: p.datetime().nullable(),
    reversedAt: p.datetime().nullable(),
    failedLate: p.boolean().default(false),
    /** When somebody took note that it had failed late. */
    failureSeenAt: p.datetime().nullable(),
    changedAt: p.datetime(),
    /** A second capture given back whole: a refund without lines. */
    surplusPaymentId: p.string().nullable(),
    removeOfferAccess: p.boolean().default(false),
  },
});
export type RefundRow = InferEntity<typeof RefundTable>;

/** The share of a refund that goes back through one payment, or is only recorded. */
export const RefundLegTable = defineEntity({
  name: 'RefundLegRow',
  tableName: 'refund_leg',
  properties: {
    id: p.string().primary(),
    refundId: p.string(),
    paymentId: p.string().nullable(),
    amountMinor: p.bigint('number'),
    status: p.string().$type<RefundStatus>(),
    providerKey: p.string().nullable(),
    providerReference: p.string().nullable(),
    failureMessage: p.string().nullable(),
    /** When the first byte may have gone out to the provider; null until then. */
    sentAt: p.datetime().nullable(),
    settledAt: p.datetime().nullable(),
    changedAt: p.datetime().nullable(),
    /** When it was counted in the order, its lines and the books; null while it is not, or no more. */
    bookedAt: p.datetime().nullable(),
    /** When to ask the provider what became of it; null when nothing is open. */
    lookUpAt: p.datetime().nullable(),
    lookUps: p.integer().default(0),
    /** Of a refund made at the provider: what its payment had no room for. */
    beyondMinor: p.bigint('number').default(0),
    /** Failed by our own conclusion: should its provider report it after all, that counts. */
    mayStillSucceed: p.boolean().default(false),
  },
});
export type RefundLegRow = InferEntity<typeof RefundLegTable>;

/** What one leg gives back of one line, with the VAT inside it. */
export const RefundPartTable = defineEntity({
  name: 'RefundPartRow',
  tableName: 'refund_part',
  properties: {
    refundLegId: p.string().primary(),
    orderLineId: p.string().primary(),
    amountMinor: p.bigint('number'),
    vatMinor: p.bigint('number'),
    removeAccess: p.boolean().default(false),
  },
});
export type RefundPartRow = InferEntity<typeof RefundPartTable>;
