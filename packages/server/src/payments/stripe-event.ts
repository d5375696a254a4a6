import { Stripe } from 'stripe';
import {
  BadSignature,
  type PaymentNews,
  type PaymentNewsStatus,
  type ProviderNews,
  type RawDelivery,
} from './payment-provider.ts';
import { fromStripeAmount } from './stripe-amount.ts';
import { attemptFailure } from './stripe-failure.ts';
import { newsOfRefund } from './stripe-refund-news.ts';

/** Stripe signs the moment of sending; an older (or younger) signature may be a replay. */
const MOST_SKEW_SECONDS = 300;

/**
 * Checks the signature against each secret (there are two while one is being replaced)
 * and translates. Gives no news of other kinds of events, nor of payments not begun by us;
 * of refunds always, since those made in Stripe's dashboard do not name us.
 */
export function readStripeEvent(
  delivery: RawDelivery,
  secrets: readonly string[],
  now: Date,
): readonly ProviderNews[] {
  const { id: eventId, type, created, data } = verified(delivery, secrets, now);
  const { object: about } = data;
  const at = new Date(created * 1000);
  if (!('object' in about)) return [];
  if (about.object === 'refund') {
    return refundEvents.has(type) ? [newsOfRefund(about, { eventId, at })] : [];
  }
  if (about.object === 'charge') {
    return type === 'charge.refunded' ? refundsOf(about, { eventId, at }) : [];
  }
  const status = statusAfter.get(type);
  if (status === undefined || about.object !== 'payment_intent') return [];
  return newsOf(about, { eventId, status, at });
}

/** Each tells the whole state of one refund; the last one is older, and comes for some methods only. */
const refundEvents: ReadonlySet<string> = new Set([
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refund.updated',
]);

/** A charge names its refunds only to endpoints of an old API version; `refund.…` tells the others. */
function refundsOf(charge: Stripe.Charge, said: { eventId: string; at: Date }) {
  const refunds = charge.refunds?.data ?? [];
  return refunds.map((refund) => {
    const eventId = `${said.eventId}:${refund.id}`;
    return newsOfRefund(refund, { eventId, at: said.at });
  });
}

/** By the type of the event; every other type tells us nothing yet. */
const statusAfter: ReadonlyMap<string, PaymentNewsStatus> = new Map([
  ['payment_intent.requires_action', 'PENDING'],
  ['payment_intent.processing', 'PENDING'],
  ['payment_intent.succeeded', 'SUCCEEDED'],
  ['payment_intent.payment_failed', 'FAILED'],
  ['payment_intent.canceled', 'CANCELLED'],
]);

/** What a looked-up payment is now: the same as the last of its events said. */
export function newsOfIntent(intent: Stripe.PaymentIntent): readonly PaymentNews[] {
  const status = statusOf(intent);
  const { latest_charge: charge, canceled_at: canceledAt } = intent;
  const chargedAt = typeof charge === 'object' && charge !== null ? charge.created : null;
  const seconds = status === 'CANCELLED' ? canceledAt : chargedAt;
  const at = seconds === null ? null : new Date(seconds * 1000);
  return newsOf(intent, { eventId: `${intent.id}:${intent.status}`, status, at });
}

/** A failed attempt leaves the intent waiting for another card: it fails without being over. */
function statusOf(intent: Stripe.PaymentIntent): PaymentNewsStatus {
  if (intent.status === 'succeeded') return 'SUCCEEDED';
  if (intent.status === 'canceled') return 'CANCELLED';
  const isRefused = intent.status === 'requires_payment_method' && intent.last_payment_error;
  return isRefused ? 'FAILED' : 'PENDING';
}

function newsOf(
  intent: Stripe.PaymentIntent,
  said: { eventId: string; status: PaymentNewsStatus; at: Date | null },
): readonly PaymentNews[] {
  const stamp = intent.metadata['payment_id'];
  if (stamp === undefined) return [];

  const currency = intent.currency.toUpperCase();
  const amount = said.status === 'SUCCEEDED' ? intent.amount_received : intent.amount;
  return [
    {
      kind: 'payment',
      ...said,
      stamp,
      reference: intent.id,
      amountMinor: fromStripeAmount(amount, currency),
      currency,
      method: methodOf(intent),
      failureMessage: said.status === 'FAILED' ? attemptFailure(intent.last_payment_error) : null,
    },
  ];
}

/** The method used, or the only one offered; several offered ones say nothing. */
function methodOf(intent: Stripe.PaymentIntent): string | null {
  const { latest_charge: charge, last_payment_error: failure } = intent;
  if (typeof charge === 'object' && charge?.payment_method_details) {
    return charge.payment_method_details.type;
  }
  if (failure?.payment_method) return failure.payment_method.type;
  const [only, ...others] = intent.payment_method_types;
  return others.length === 0 ? (only ?? null) : null;
}

function verified(delivery: RawDelivery, secrets: readonly string[], now: Date): Stripe.Event {
  const header = delivery.headers['stripe-signature'] ?? '';
  const seconds = signedAt(header);
  // The library refuses only what is too old: it took an event dated an hour ahead.
  if (seconds - now.getTime() / 1000 > MOST_SKEW_SECONDS) {
    throw new BadSignature('the event of Stripe is dated in the future');
  }
  const event = secrets
    .map((secret) => constructed(delivery.body, header, secret, now))
    .find((candidate) => candidate !== null);
  if (!event) throw new BadSignature('the event is not signed with a secret of Stripe, or too old');
  return event;
}

/**
 * The one moment a header names, in seconds. Of two the library believes the last, and on
 * a signature without a value it falls over: both are refused before it sees them.
 */
function signedAt(header: string): number {
  const parts = header.split(',');
  const [time, ...others] = parts.filter((part) => part.startsWith('t='));
  const signatures = parts.filter((part) => part === 'v1' || part.startsWith('v1='));
  const isReadable =
    time !== undefined &&
    others.length === 0 &&
    /^t=\d{1,12}$/.test(time) &&
    signatures.every((signature) => /^v1=[0-9a-f]{64}$/.test(signature));
  if (!isReadable) throw new BadSignature('the event has no signature of Stripe that can be read');
  return Number(time.slice(2));
}

function constructed(body: Uint8Array, header: string, secret: string, now: Date) {
  try {
    return Stripe.webhooks.constructEvent(
      Buffer.from(body),
      header,
      secret,
      MOST_SKEW_SECONDS,
      undefined,
      now.getTime(),
    );
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}
