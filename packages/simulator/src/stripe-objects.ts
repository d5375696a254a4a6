// Stripe's objects as its API sends them, typed by its own package. Amounts are in minor units,
// instants in seconds since 1970.

import type Stripe from 'stripe';

/** What the pinned SDK expects in its events. */
export const stripeApiVersion = '2026-10-28.endive';

export function newPaymentIntent(given: {
  id: string;
  secret: string;
  created: number;
  amount: number;
  currency: string;
  description: string | null;
  receiptEmail: string | null;
  metadata: Record<string, string>;
  methodTypes: string[];
  isAutomatic: boolean;
}): Stripe.PaymentIntent {
  return {
    id: given.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: given.isAutomatic
      ? { allow_redirects: 'always', enabled: true }
      : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${given.id}_secret_${given.secret}`,
    confirmation_method: 'automatic',
    created: given.created,
    currency: given.currency,
    customer: null,
    customer_account: null,
    description: given.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: given.methodTypes,
    payment_record: null,
    processing: null,
    receipt_email: given.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  };
}

export function newCharge(
  intent: Stripe.PaymentIntent,
  given: {
    id: string;
    created: number;
    methodType: string;
    failure: { code: string; message: string } | null;
  },
): Stripe.Charge {
  const isPaid = given.failure === null;
  return {
    id: given.id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: isPaid ? given.id.replace('ch_', 'txn_') : null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: isPaid,
    created: given.created,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: given.failure?.code ?? null,
    failure_message: given.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: typeof intent.payment_method === 'string' ? intent.payment_method : null,
    payment_method_details: { type: given.methodType },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: isPaid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
}

export function newRefund(
  charge: Stripe.Charge,
  given: {
    id: string;
    created: number;
    amount: number;
    reason: string | null;
    metadata: Record<string, string>;
    status: string;
  },
): Stripe.Refund {
  return {
    id: given.id,
    object: 'refund',
    amount: given.amount,
    balance_transaction: given.id.replace('re_', 'txn_'),
    charge: charge.id,
    created: given.created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: charge.payment_method_details?.type ?? 'card' },
    metadata: given.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: given.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: given.status,
    transfer_reversal: null,
  };
}

/** The id behind a reference that Stripe sends either short or whole; '' where there is none. */
export function idOf(reference: string | { readonly id: string } | null): string {
  return typeof reference === 'string' ? reference : (reference?.id ?? '');
}

/** The object is copied: an event tells how things were when it happened. */
export function newEvent(given: {
  id: string;
  created: number;
  type: string;
  object: Stripe.PaymentIntent | Stripe.Charge | Stripe.Refund;
  requestId: string | null;
}): Stripe.Event {
  const event = {
    id: given.id,
    object: 'event',
    api_version: stripeApiVersion,
    created: given.created,
    data: { object: structuredClone(given.object) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: given.requestId, idempotency_key: null },
    type: given.type,
  };
  // The union of all events cannot be told apart by a type that is computed.
  return event as unknown as Stripe.Event;
}
