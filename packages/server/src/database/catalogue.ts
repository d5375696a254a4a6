import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { ActionLevel } from '../domain/action.ts';
import type { OrderLineKind } from '../domain/order-line.ts';
import type { ProductType } from '../domain/product-type.ts';
import { TextArray } from './text-array.ts';

/** A sales environment of the seller: its own offers, links and checkout-level actions. */
export const CheckoutTable = defineEntity({
  name: 'CheckoutRow',
  tableName: 'checkout',
  properties: {
    id: p.string().primary(),
    name: p.string(),
    /** Where a customer returns after paying on a provider's page. */
    returnUrl: p.string().default(''),
    createdAt: p.datetime(),
  },
});
export type CheckoutRow = InferEntity<typeof CheckoutTable>;

/** What can be bought, only ever inside an offer. */
export const ProductTable = defineEntity({
  name: 'ProductRow',
  tableName: 'product',
  properties: {
    id: p.string().primary(),
    checkoutId: p.string(),
    name: p.string(),
    type: p.string().$type<ProductType>(),
    /** Basis points: 25.5 % is 2550. */
    vatRateBp: p.integer(),
    createdAt: p.datetime(),
    archivedAt: p.datetime().nullable(),
  },
});
export type ProductRow = InferEntity<typeof ProductTable>;

/** A bundle of products sold together. */
export const OfferTable = defineEntity({
  name: 'OfferRow',
  tableName: 'offer',
  properties: {
    id: p.string().primary(),
    checkoutId: p.string(),
    name: p.string(),
    createdAt: p.datetime(),
    archivedAt: p.datetime().nullable(),
  },
});
export type OfferRow = InferEntity<typeof OfferTable>;

/** An order bump or a pre-upsell of an offer. */
export const AddOnTable = defineEntity({
  name: 'AddOnRow',
  tableName: 'add_on',
  properties: {
    id: p.string().primary(),
    offerId: p.string(),
    checkoutId: p.string(),
    productId: p.string(),
    kind: p.string().$type<OrderLineKind>(),
    /** An upgrade takes the place of this product of the offer. */
    replacesProductId: p.string().nullable(),
    name: p.string(),
    description: p.string().nullable(),
    position: p.integer(),
    archivedAt: p.datetime().nullable(),
  },
});
export type AddOnRow = InferEntity<typeof AddOnTable>;

/** An address customers open; its source and tags are copied onto each order. */
export const CheckoutLinkTable = defineEntity({
  name: 'CheckoutLinkRow',
  tableName: 'checkout_link',
  properties: {
    id: p.string().primary(),
    checkoutId: p.string(),
    offerId: p.string(),
    slug: p.string(),
    name: p.string(),
    source: p.string().nullable(),
    tags: p.type(TextArray).$type<string[]>(),
    createdAt: p.datetime(),
    archivedAt: p.datetime().nullable(),
  },
});
export type CheckoutLinkRow = InferEntity<typeof CheckoutLinkTable>;

/** A discount code with its limits; uses are counted from the orders that carry it. */
export const DiscountCodeTable = defineEntity({
  name: 'DiscountCodeRow',
  tableName: 'discount_code',
  properties: {
    id: p.string().primary(),
    checkoutId: p.string(),
    code: p.string(),
    description: p.string().nullable(),
    kind: p.string().$type<'PERCENT' | 'FIXED'>(),
    percentBp: p.integer().nullable(),
    validFrom: p.datetime().nullable(),
    expiresAt: p.datetime().nullable(),
    usageLimit: p.integer().nullable(),
    perCustomerLimit: p.integer().nullable(),
    excludeDiscounted: p.boolean().default(false),
    active: p.boolean().default(true),
    createdAt: p.datetime(),
  },
});
export type DiscountCodeRow = InferEntity<typeof DiscountCodeTable>;

/** What an admin set up to run after a payment; `version` points at its current settings. */
export const ActionConfigurationTable = defineEntity({
  name: 'ActionConfigurationRow',
  tableName: 'action_configuration',
  properties: {
    id: p.string().primary(),
    checkoutId: p.string(),
    level: p.string().$type<ActionLevel>(),
    productId: p.string().nullable(),
    offerId: p.string().nullable(),
    kind: p.string(),
    name: p.string(),
    enabled: p.boolean().default(false),
    version: p.integer().default(1),
    createdAt: p.datetime(),
    deletedAt: p.datetime().nullable(),
  },
});
export type ActionConfigurationRow = InferEntity<typeof ActionConfigurationTable>;

/** One version of a configuration's settings. Never changed: orders keep pointing at it. */
export const ActionConfigurationVersionTable = defineEntity({
  name: 'ActionConfigurationVersionRow',
  tableName: 'action_configuration_version',
  properties: {
    configurationId: p.string().primary(),
    version: p.integer().primary(),
    name: p.string(),
    settings: p.json().$type<Record<string, unknown>>(),
    createdAt: p.datetime(),
    createdBy: p.string(),
  },
});
export type ActionConfigurationVersionRow = InferEntity<typeof ActionConfigurationVersionTable>;
