import { spokenAmount } from '../domain/money.ts';
import type { SpreadLeg } from '../domain/refund-spread.ts';
import type { RefundablePayment } from './refund-sources.ts';

/**
 * What will happen to one share of a refund, before the button is pressed: "49.00 € will be returned
 * through Stripe." (`order-management.md`, "Refund"). `returnMoney`: what the person asked for.
 */
export function legWords(
  leg: SpreadLeg,
  payment: RefundablePayment | null,
  currency: string,
  returnMoney: boolean,
): string {
  const amount = spokenAmount(leg.amountMinor, currency);
  const provider = payment?.providerLabel ?? null;
  if (leg.movesMoney) return `${amount} will be returned through ${provider ?? 'its provider'}.`;
  if (!returnMoney) return `${amount} will be recorded only; no money is returned.`;
  const gone = Math.min(leg.amountMinor, payment?.goneMinor ?? 0);
  if (gone === leg.amountMinor) {
    return `${amount} will be recorded only; ${provider} returned it before, and cannot return it twice.`;
  }
  if (gone > 0) {
    const rest = spokenAmount(leg.amountMinor - gone, currency);
    return `${amount} will be recorded only; ${provider} returned ${spokenAmount(gone, currency)} of it before. Return ${rest} there yourself.`;
  }
  return provider === null
    ? `${amount} will be recorded only; return the money yourself.`
    : `${amount} will be recorded only; return the money in ${provider} yourself.`;
}

/** The name of the action that sends a leg: "Refund 49.00 € through Stripe". */
export function sendingWords(leg: SpreadLeg, payment: RefundablePayment, currency: string): string {
  return `Refund ${spokenAmount(leg.amountMinor, currency)} through ${payment.providerLabel ?? 'its provider'}`;
}
