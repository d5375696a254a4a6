import type { Stripe } from 'stripe';
import type { ListedRefund, RefundNews } from './payment-provider.ts';
import { fromStripeAmount } from './stripe-amount.ts';
import { failedRefundWords, stripeUnavailable } from './stripe-failure.ts';

/** A refund of Stripe's in our words, from an event, a list or an answer. */

/** Our leg's id; null for a refund made in Stripe's dashboard or by another system. */
export function legOf(refund: Stripe.Refund): string | null {
  const { metadata }: Partial<Stripe.Refund> = refund;
  return metadata?.['refund_leg_id'] ?? null;
}

/** A word that did not exist when this was written tells nothing yet: the refund is asked for again. */
export function statusOfRefund({ status }: Stripe.Refund): RefundNews['status'] {
  switch (status) {
    case 'succeeded':
      return 'SUCCEEDED';
    case 'failed':
    case 'canceled': // Only by us, from `requires_action`: the money stays with the shop.
      return 'FAILED';
    default:
      return 'PENDING';
  }
}

/** What an event says of one refund, whoever made it. */
export function newsOfRefund(
  refund: Stripe.Refund,
  said: { readonly eventId: string; readonly at: Date },
): RefundNews {
  const status = statusOfRefund(refund);
  const currency = refund.currency.toUpperCase();
  return {
    kind: 'refund',
    ...said,
    key: legOf(refund),
    reference: refund.id,
    paymentReference: paymentOf(refund),
    status,
    amountMinor: fromStripeAmount(refund.amount, currency),
    currency,
    failureMessage: status === 'FAILED' ? failedRefundWords(refund.failure_reason) : null,
  };
}

/** Throws for an amount that ISO 4217 has no number for: the ledgers could not be compared. */
export function listedRefund(refund: Stripe.Refund): ListedRefund {
  const currency = refund.currency.toUpperCase();
  const amountMinor = fromStripeAmount(refund.amount, currency);
  if (amountMinor === null) {
    throw stripeUnavailable(`refund ${refund.id} of ${refund.amount} ${currency}`);
  }
  return {
    reference: refund.id,
    key: legOf(refund),
    paymentReference: paymentOf(refund),
    amountMinor,
    currency,
    status: statusOfRefund(refund),
    at: new Date(refund.created * 1000),
  };
}

function paymentOf({ payment_intent: payment }: Stripe.Refund): string | null {
  return typeof payment === 'object' ? (payment?.id ?? null) : payment;
}
