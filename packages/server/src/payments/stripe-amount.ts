import { exponentOf } from '../domain/money.ts';

/**
 * Stripe counts most currencies in the smallest unit of ISO 4217, as we do. These it counts
 * otherwise (its page on currencies, "Zero-decimal currencies" and "Special cases"); taking
 * them for granted would charge a hundredth or the hundredfold.
 */
const exponentAtStripe: ReadonlyMap<string, number> = new Map([
  ['ISK', 2],
  ['UGX', 2],
  ['MGA', 0],
]);

/** 500 ISK is 50000 at Stripe; null for an amount it has no number for, such as 0.50 MGA. */
export function toStripeAmount(minor: number, currency: string): number | null {
  return rescaled(minor, exponentOf(currency), stripeExponentOf(currency));
}

/** The way back: 50000 of Stripe's ISK is 500; null for fractions that ISO 4217 does not know. */
export function fromStripeAmount(amount: number, currency: string): number | null {
  return rescaled(amount, stripeExponentOf(currency), exponentOf(currency));
}

function stripeExponentOf(currency: string): number {
  return exponentAtStripe.get(currency) ?? exponentOf(currency);
}

function rescaled(amount: number, from: number, to: number): number | null {
  const scaled = to >= from ? amount * 10 ** (to - from) : amount / 10 ** (from - to);
  return Number.isSafeInteger(scaled) ? scaled : null;
}
