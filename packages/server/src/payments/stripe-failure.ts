import { Stripe } from 'stripe';
import { ProviderFailure, type RefundAnswer } from './payment-provider.ts';
import { plainWords } from './provider-words.ts';

/**
 * What an error of Stripe's library proves. Only a definite answer of Stripe (4xx) proves
 * that nothing was begun; a time-out, a lost connection and a 5xx prove nothing, and nor
 * does "this key is in use", which means that a payment of ours may exist already.
 * What is not an error of the library is a fault, and thrown on.
 */
export function stripeFailure(error: unknown, asked: 'start' | 'find'): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const detail = detailOf(error);
  // A look-up that is refused says nothing of the payment.
  if (asked === 'find' || !isDefinite(error)) return stripeUnavailable(detail);

  const words =
    refusals.get(error.code ?? '') ??
    'Stripe did not accept this payment. Please choose another way to pay.';
  return new ProviderFailure('refused', words, `Stripe: ${detail}`);
}

/**
 * What an error proves of a refund that was sent. Only a definite answer is a refusal: whatever
 * else happened, even inside the library, may have happened after the money moved.
 */
export function refundFailure(error: unknown): RefundAnswer {
  if (error instanceof ProviderFailure)
    return { outcome: 'unknown', message: unclear(error.detail) };
  if (!(error instanceof Stripe.errors.StripeError)) {
    const name = error instanceof Error ? error.name : typeof error;
    return { outcome: 'unknown', message: unclear(`Stripe: ${name}`) };
  }
  const detail = `Stripe: ${detailOf(error)}`;
  if (!isRefusedRefund(error)) return { outcome: 'unknown', message: unclear(detail) };
  return {
    outcome: 'refused',
    message: refundRefusal(error) ?? `Stripe refused this refund (${detail}).`,
  };
}

/** By the kinds that only an answer in Stripe's own shape has; every other may come from on the way. */
function isRefusedRefund(error: Stripe.errors.StripeError): boolean {
  const kinds = [
    Stripe.errors.StripeInvalidRequestError,
    Stripe.errors.StripeAuthenticationError,
    Stripe.errors.StripePermissionError,
    Stripe.errors.StripeCardError,
  ];
  return isDefinite(error) && kinds.some((kind) => error instanceof kind);
}

function unclear(detail: string): string {
  return `No clear answer; the refund may have been made. ${detail}`;
}

function refundRefusal({ code, param, statusCode }: Stripe.errors.StripeError): string | null {
  const known = refundRefusals.get(code ?? '');
  if (known !== undefined) return known;
  if (param === 'amount') return 'Stripe has less than this left to refund of the payment.';
  const isOurKey = statusCode === 401 || statusCode === 403;
  return isOurKey ? 'Stripe did not accept our key for this refund.' : null;
}

/** By Stripe's error codes. */
const refundRefusals: ReadonlyMap<string, string> = new Map([
  ['charge_already_refunded', 'The payment is refunded in full at Stripe already.'],
  ['charge_not_refundable', 'This payment cannot be refunded at Stripe.'],
  [
    'charge_disputed',
    'The customer disputes this payment with the bank; it cannot be refunded now.',
  ],
  [
    'refund_disputed_payment',
    'The customer disputes this payment with the bank; it cannot be refunded now.',
  ],
  ['balance_insufficient', 'The balance at Stripe does not suffice for this refund.'],
  ['resource_missing', 'Stripe does not know this payment.'],
]);

/** Why a refund ended without the customer having the money. */
export function failedRefundWords(reason: string | undefined): string {
  return (
    failedRefunds.get(reason ?? '') ??
    'The refund failed at Stripe; the money is back with the shop.'
  );
}

/** By Stripe's failure reasons. */
const failedRefunds: ReadonlyMap<string, string> = new Map([
  [
    'lost_or_stolen_card',
    'The card was reported as lost or stolen; the money is back with the shop.',
  ],
  [
    'expired_or_canceled_card',
    'The card has expired or was cancelled; the money is back with the shop.',
  ],
  [
    'charge_for_pending_refund_disputed',
    'The customer disputed the payment while the refund was under way; it was stopped.',
  ],
  ['insufficient_funds', 'The balance at Stripe did not suffice for this refund.'],
  ['declined', 'The bank declined the refund; the money is back with the shop.'],
  ['merchant_request', 'The refund was cancelled at Stripe.'],
]);

/** Codes and statuses for the log, nothing personal. */
function detailOf({ type, statusCode, code, param, requestId }: Stripe.errors.StripeError): string {
  return [type, statusCode, code, param, requestId && `request ${requestId}`]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

/** Why an attempt failed, for the order's page; Stripe writes its card errors for customers. */
export function attemptFailure(failure: Stripe.PaymentIntent.LastPaymentError | null): string {
  const words = failure?.type === 'card_error' && failure.message ? failure.message : null;
  return words === null ? 'The payment was not accepted.' : plainWords(words);
}

/** By Stripe's error codes; every other code gets the general sentence, and the log the code. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['amount_too_small', 'The total is below the smallest amount that Stripe can charge.'],
  ['amount_too_large', 'The total is above the largest amount that Stripe can charge.'],
]);

function isDefinite(error: Stripe.errors.StripeError): boolean {
  const { statusCode = 0, code } = error;
  if (error instanceof Stripe.errors.StripeIdempotencyError) return false;
  if (error instanceof Stripe.errors.StripeRateLimitError) return false;
  if (code === 'lock_timeout' || code === 'idempotency_key_in_use') return false;
  return statusCode >= 400 && statusCode < 500 && statusCode !== 408 && statusCode !== 409;
}

/** For no answer, and for one that Stripe would not give. */
export function stripeUnavailable(detail: string): ProviderFailure {
  const message = 'Stripe cannot be reached at the moment. Please try again.';
  return new ProviderFailure('unavailable', message, `Stripe: ${detail}`);
}
