/**
 * The body of a webhook: what receivers are promised. Fields are added, never renamed or taken
 * away; a change that breaks a receiver gets a new `version`. The same order gives the same
 * bytes, whatever the attempt, because the signature and the deduplication of receivers rest on it.
 */
import { toDecimal } from '../domain/money.ts';
import { vatByRate } from '../domain/vat.ts';
import type { PurchasedOrder } from './action-type.ts';

export type WebhookPayload = {
  type: 'order.paid';
  /** When the order was paid, not when this was sent. */
  timestamp: string;
  data: {
    version: 1;
    /** The line this webhook was set up for, if it belongs to a product; else null. */
    lineId: string | null;
    order: WebhookOrder;
  };
};

/** Minor units for arithmetic, a decimal text for reading: `{ minor: 9900, decimal: "99.00" }`. */
export type WebhookMoney = { minor: number; currency: string; decimal: string };

export type WebhookOrder = {
  id: string;
  number: string;
  createdAt: string;
  paidAt: string | null;
  checkout: { id: string; name: string };
  offer: { id: string; name: string } | null;
  total: WebhookMoney;
  /** Prices include VAT; rates are basis points, 2550 is 25.5 %. */
  vat: { rateBp: number; net: WebhookMoney; vat: WebhookMoney; gross: WebhookMoney }[];
  discounts: { code: string; amount: WebhookMoney }[];
  lines: WebhookLine[];
  payments: { provider: string; method: string; status: string; amount: WebhookMoney }[];
  source: string | null;
  tags: string[];
  language: string | null;
  customer: WebhookCustomer;
};

export type WebhookLine = {
  id: string;
  productId: string;
  productName: string;
  kind: 'MAIN' | 'ORDER_BUMP' | 'PRE_UPSELL';
  listPrice: WebhookMoney;
  discount: WebhookMoney;
  /** What was charged for the line. */
  price: WebhookMoney;
  vatRateBp: number;
};

/** Only the email address is sure to be there. */
export type WebhookCustomer = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  country: string | null;
  region: string | null;
  fields: { key: string; label: string; value: string }[];
  /** ACCEPTED, REJECTED or NEVER_ASKED. */
  analyticsConsent: string;
};

/** What a receiver gets of a paid order. */
export function webhookPayload(order: PurchasedOrder, lineId: string | null): WebhookPayload {
  return {
    type: 'order.paid',
    timestamp: (order.paidAt ?? order.createdAt).toISOString(),
    data: { version: 1, lineId, order: webhookOrder(order) },
  };
}

function webhookOrder(order: PurchasedOrder): WebhookOrder {
  const money = (minor: number): WebhookMoney => ({
    minor,
    currency: order.currency,
    decimal: toDecimal(minor, order.currency),
  });
  return {
    id: order.id,
    number: order.number,
    createdAt: order.createdAt.toISOString(),
    paidAt: order.paidAt?.toISOString() ?? null,
    checkout: { id: order.checkout.id, name: order.checkout.name },
    offer: order.offer && { id: order.offer.id, name: order.offer.name },
    total: money(order.totalMinor),
    vat: vatByRate(order.lines).map(({ rateBp, grossMinor, vatMinor }) => ({
      rateBp,
      net: money(grossMinor - vatMinor),
      vat: money(vatMinor),
      gross: money(grossMinor),
    })),
    discounts: order.discounts.map(({ code, amountMinor }) => ({
      code,
      amount: money(amountMinor),
    })),
    lines: order.lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      productName: line.productName,
      kind: line.kind,
      listPrice: money(line.listPriceMinor),
      discount: money(line.discountMinor),
      price: money(line.priceMinor),
      vatRateBp: line.vatRateBp,
    })),
    payments: order.payments.map(({ provider, method, status, amountMinor }) => ({
      provider,
      method,
      status,
      amount: money(amountMinor),
    })),
    source: order.source,
    tags: [...order.tags],
    language: order.language,
    customer: webhookCustomer(order.customer),
  };
}

function webhookCustomer(customer: PurchasedOrder['customer']): WebhookCustomer {
  return {
    email: customer.email,
    firstName: customer.firstName,
    lastName: customer.lastName,
    country: customer.country,
    region: customer.region,
    fields: customer.fields.map(({ key, label, value }) => ({ key, label, value })),
    analyticsConsent: customer.analyticsConsent,
  };
}
