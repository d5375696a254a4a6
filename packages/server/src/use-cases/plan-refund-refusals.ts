import type { RefundFacts } from '../database/refund-facts.ts';
import { spokenAmount } from '../domain/money.ts';
import type { RefundAllowance } from '../domain/refund-limit.ts';
import type { RefundRefusal } from '../domain/refund.ts';
import type { Refusal } from './outcome.ts';
import type { PlannedRefund, RefundMeans, RefundWishes } from './plan-refund.ts';

// Why a planned refund cannot be, in words for the person and with the place in the input.

/** The most a line can still give back: what neither went back nor is on its way. */
export function leftOf(line: RefundFacts['lines'][number]): number {
  return Math.max(0, line.priceMinor - line.refundedMinor - line.pendingMinor);
}

/** Whether nothing of the line is left once this amount is refunded too. */
export function isThenRefundedInFull(
  line: RefundFacts['lines'][number],
  amountMinor: number,
): boolean {
  return amountMinor > 0 && leftOf(line) === amountMinor;
}

/** What speaks against the lines of the form, at their place in it. */
export function lineRefusal(
  refusal: RefundRefusal,
  wishes: RefundWishes,
  { currency, lines }: RefundFacts,
): Refusal {
  if (refusal.code === 'NOTHING_CHOSEN') {
    return {
      code: 'NOTHING_TO_REFUND',
      message: 'Give an amount above zero for at least one product.',
      path: ['plan', 'lines'],
    };
  }
  const index = placeOf(refusal, wishes);
  const at = (field: string) => ['plan', 'lines', String(index), field];
  switch (refusal.code) {
    case 'UNKNOWN_LINE':
      return {
        code: 'NOT_FOUND',
        message: 'The order has no such product.',
        path: at('orderLineId'),
      };
    case 'LINE_NAMED_TWICE':
      return { code: 'INVALID', message: 'Name each product once.', path: at('orderLineId') };
    case 'NOT_AN_AMOUNT':
      return {
        code: 'INVALID',
        message: "An amount is a whole number from zero up, in the currency's smallest unit.",
        path: at('amountMinor'),
      };
    case 'MORE_THAN_LEFT': {
      const name = lines.find(({ id }) => id === refusal.lineId)?.productName ?? 'The product';
      return {
        code: 'AMOUNT_TOO_LARGE',
        message: `At most ${spokenAmount(refusal.maximumMinor, currency)} can still be refunded for ${name}.`,
        path: at('amountMinor'),
        maximum: { minor: refusal.maximumMinor, currency },
      };
    }
  }
}

/** Where in the input: of a line named twice, the second place. */
function placeOf(
  refusal: Exclude<RefundRefusal, { code: 'NOTHING_CHOSEN' }>,
  { lines }: RefundWishes,
): number {
  const isIt = ({ orderLineId }: { orderLineId: string }) => orderLineId === refusal.lineId;
  return refusal.code === 'LINE_NAMED_TWICE' ? lines.findLastIndex(isIt) : lines.findIndex(isIt);
}

/** Access goes only with what is then refunded in full. */
export function accessRefusals(wishes: RefundWishes, { facts, access }: RefundMeans): Refusal[] {
  const ofLines = wishes.lines.flatMap((wish, index): Refusal[] => {
    const line = facts.lines.find(({ id }) => id === wish.orderLineId);
    if (!wish.removeAccess || !line || isThenRefundedInFull(line, wish.amountMinor)) return [];
    // Said already, and with what would help: that is not about the access.
    if (wish.amountMinor < 0 || wish.amountMinor > leftOf(line)) return [];
    return [
      {
        code: 'ACCESS_NEEDS_FULL_REFUND',
        message: `Access to ${line.productName} can be removed only when it is then refunded in full.`,
        path: ['plan', 'lines', String(index), 'removeAccess'],
      },
    ];
  });
  if (!wishes.removeOfferAccess || access.offer) return ofLines;
  return [
    ...ofLines,
    {
      code: 'INVALID',
      message: 'Nothing of the offer or the checkout has given access to Kajabi in this order.',
      path: ['plan', 'removeOfferAccess'],
    },
  ];
}

/** More than this person may refund at once, or still today. */
export function limitRefusals(
  { totalMinor, currency }: PlannedRefund,
  { perRefundMinor, leftTodayMinor }: RefundAllowance,
): Refusal[] {
  const over = (message: string): Refusal => ({
    code: 'OVER_VIEWER_LIMIT',
    message,
    path: ['plan'],
  });
  if (perRefundMinor !== null && totalMinor > perRefundMinor) {
    return [over(`You may refund at most ${spokenAmount(perRefundMinor, currency)} at once.`)];
  }
  if (leftTodayMinor !== null && totalMinor > leftTodayMinor) {
    return [
      over(
        `You may refund ${spokenAmount(leftTodayMinor, currency)} more today; the day ends at midnight UTC.`,
      ),
    ];
  }
  return [];
}
