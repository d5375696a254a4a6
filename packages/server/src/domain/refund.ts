import { assertMinor, sumMinor } from './money.ts';
import { vatOfNextRefund } from './vat.ts';

// What of an order can go back, and where a refund stands. Minor units; prices include VAT.
// How the money travels (providers, legs) is not decided here.

/** The life of a refund and of each of its legs (`rules.md`, "Refund"). */
export const RefundStatus = {
  RECORDED: 'RECORDED',
  REQUESTED: 'REQUESTED',
  PENDING: 'PENDING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type RefundStatus = (typeof RefundStatus)[keyof typeof RefundStatus];

/** Worst first: what most needs a person stands for the whole. */
const byBadness: readonly RefundStatus[] = [
  'UNKNOWN',
  'FAILED',
  'REQUESTED',
  'PENDING',
  'RECORDED',
  'SUCCEEDED',
];

/** The status of a refund: that of its worst leg. Throws for a refund without legs. */
export function worstLeg(statuses: readonly RefundStatus[]): RefundStatus {
  const worst = byBadness.find((status) => statuses.includes(status));
  if (worst === undefined) throw new RangeError('A refund has at least one leg');
  return worst;
}

/**
 * A line that may be refunded. `priceMinor` is after discounts; both refunded figures cover the
 * standing refunds and those still under way, since either may turn out to have returned money.
 */
export type RefundableLine = {
  readonly id: string;
  readonly priceMinor: number;
  readonly refundedMinor: number;
  readonly refundedVatMinor: number;
  readonly vatRateBp: number;
};

/** How much of one line somebody wants refunded; zero leaves the line out. */
export type RefundWish = { readonly lineId: string; readonly amountMinor: number };

/** What one line gives back, and the VAT inside it. */
export type RefundPart = RefundWish & { readonly vatMinor: number };

/** Why a refund cannot be: about the whole, or about one line of the form. */
export type RefundRefusal =
  | { readonly code: 'NOTHING_CHOSEN' }
  | { readonly code: 'UNKNOWN_LINE'; readonly lineId: string }
  | { readonly code: 'LINE_NAMED_TWICE'; readonly lineId: string }
  | { readonly code: 'NOT_AN_AMOUNT'; readonly lineId: string }
  | { readonly code: 'MORE_THAN_LEFT'; readonly lineId: string; readonly maximumMinor: number };

export type RefundPlan =
  | { readonly ok: true; readonly totalMinor: number; readonly parts: readonly RefundPart[] }
  | { readonly ok: false; readonly refusals: readonly RefundRefusal[] };

/** The most a line can still give back. */
export function refundableMinor(line: RefundableLine): number {
  assertMinor(line.priceMinor);
  assertMinor(line.refundedMinor);
  return Math.max(0, line.priceMinor - line.refundedMinor);
}

/**
 * Turns wishes into the parts of a refund, in the order of the wishes, or says everything that
 * speaks against it at once (`order-management.md`, "Refund").
 */
export function planRefund(
  lines: readonly RefundableLine[],
  wishes: readonly RefundWish[],
): RefundPlan {
  const checked = wishes.map((wish, index) => {
    const line = lines.find(({ id }) => id === wish.lineId);
    const isRepeated = wishes.findIndex(({ lineId }) => lineId === wish.lineId) < index;
    return { wish, line, refusal: isRepeated ? repeated(wish) : refusalOf(line, wish) };
  });
  const refusals = checked.flatMap(({ refusal }) => refusal ?? []);
  if (refusals.length > 0) return { ok: false, refusals };

  const parts = checked.flatMap(({ line, wish }) =>
    line && wish.amountMinor > 0
      ? [{ ...wish, vatMinor: vatOfNextRefund(line, wish.amountMinor) }]
      : [],
  );
  if (parts.length === 0) return { ok: false, refusals: [{ code: 'NOTHING_CHOSEN' }] };
  return { ok: true, totalMinor: sumMinor(parts.map((part) => part.amountMinor)), parts };
}

function repeated({ lineId }: RefundWish): RefundRefusal {
  return { code: 'LINE_NAMED_TWICE', lineId };
}

function refusalOf(
  line: RefundableLine | undefined,
  { lineId, amountMinor }: RefundWish,
): RefundRefusal | null {
  if (!line) return { code: 'UNKNOWN_LINE', lineId };
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) {
    return { code: 'NOT_AN_AMOUNT', lineId };
  }
  const maximumMinor = refundableMinor(line);
  return amountMinor > maximumMinor ? { code: 'MORE_THAN_LEFT', lineId, maximumMinor } : null;
}
