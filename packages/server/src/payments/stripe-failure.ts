import { Stripe } from 'stripe';
import { ProviderFailure } from './payment-provider.ts';
import { plainWords } from './provider-words.ts';

/**
 * What an error of Stripe's library proves. Only a definite answer of Stripe (4xx) proves
 * that nothing was begun; a time-out, a lost connection and a 5xx prove nothing, and nor
 * does "this key is in use", which means that a payment of ours may exist already.
 * What is not an error of the library is a fault, and thrown on.
 */
export function stripeFailure(error: unknown, asked: 'start' | 'find'): ProviderFailure {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { type, statusCode, code, param, requestId } = error;
  const detail = [type, statusCode, code, param, requestId && `request ${requestId}`]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
  // A look-up that is refused says nothing of the payment.
  if (asked === 'find' || !isDefinite(error)) return stripeUnavailable(detail);

  const words =
    refusals.get(code ?? '') ??
    'Stripe did not accept this payment. Please choose another way to pay.';
  return new ProviderFailure('refused', words, `Stripe: ${detail}`);
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
