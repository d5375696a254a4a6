import { assertMinor, sumMinor } from './money.ts';

// Every price includes its VAT. Rates are basis points (25.5 % = 2550), amounts minor units.

/** What an order holds at one rate: gross amount and the VAT inside it. */
export type VatShare = {
  readonly rateBp: number;
  readonly grossMinor: number;
  readonly vatMinor: number;
};

/** What stands refunded of a line, with the VAT that was booked for it. */
export type RefundedSoFar = {
  readonly refundedMinor: number;
  readonly refundedVatMinor: number;
  readonly vatRateBp: number;
};

/**
 * The VAT inside a gross amount, half a unit rounded up: 9900 at 2550 bp holds 2012.
 * A negative amount holds exactly the negative VAT, so that an entry and its reversal cancel.
 */
export function vatWithin(grossMinor: number, rateBp: number): number {
  assertMinor(grossMinor);
  if (!Number.isSafeInteger(rateBp) || rateBp < 0) {
    throw new RangeError(`A VAT rate is a whole number of basis points from zero, not ${rateBp}`);
  }
  const divisor = 10_000n + BigInt(rateBp);
  const doubled = 2n * BigInt(Math.abs(grossMinor)) * BigInt(rateBp);
  const vatMinor = Number((doubled + divisor) / (2n * divisor));
  return grossMinor < 0 && vatMinor !== 0 ? -vatMinor : vatMinor;
}

/**
 * VAT of one more refund: the VAT inside everything refunded with it, less what is booked already
 * (`rules.md`, "Money"). Three refunds of 33.00 out of 99.00 at 25.5 % give 6.71, 6.70, 6.71.
 * After another refund of the line failed late, what is booked can be a unit ahead; the next one
 * catches up, so that a refund of a cent or two may carry a VAT of −1. It never carries more VAT than
 * money, either way: what is behind by more than that is left to the refund after it.
 */
export function vatOfNextRefund(line: RefundedSoFar, amountMinor: number): number {
  const refundedWithThis = sumMinor([line.refundedMinor, amountMinor]);
  const vatMinor = vatWithin(refundedWithThis, line.vatRateBp) - line.refundedVatMinor;
  return Math.max(-amountMinor, Math.min(amountMinor, vatMinor));
}

/** Gross and VAT per rate, lowest rate first; a rate's VAT is the sum over its lines' own VAT. */
export function vatByRate(
  lines: readonly { readonly priceMinor: number; readonly vatRateBp: number }[],
): VatShare[] {
  const shares = new Map<number, VatShare>();
  for (const { priceMinor, vatRateBp: rateBp } of lines) {
    const share = shares.get(rateBp) ?? { rateBp, grossMinor: 0, vatMinor: 0 };
    shares.set(rateBp, {
      rateBp,
      grossMinor: sumMinor([share.grossMinor, priceMinor]),
      vatMinor: sumMinor([share.vatMinor, vatWithin(priceMinor, rateBp)]),
    });
  }
  return [...shares.values()].sort((a, b) => a.rateBp - b.rateBp);
}
