import { spokenAmount } from '../domain/money.ts';
import type { RefundStatus } from '../domain/refund.ts';
import type { HistoryWish } from './request.ts';
import type { Settling } from './move-leg-money.ts';

/** A provider's name as people write it. */
export function providerWord(provider: string): string {
  const known: Readonly<Record<string, string>> = {
    stripe: 'Stripe',
    paytrail: 'Paytrail',
    epassi: 'Epassi',
  };
  return known[provider] ?? provider;
}

/** What the history says of a leg that has just got its status. It holds no personal values. */
export function wordsOfLeg(
  { refund, leg, payment, by }: Settling,
  { before, isLate }: { readonly before: RefundStatus; readonly isLate: boolean },
): HistoryWish {
  const amount = spokenAmount(leg.amountMinor, refund.currency);
  const through = payment ? ` through ${providerWord(payment.provider)}` : '';
  const changes = [{ field: 'refund', before, after: leg.status }];
  switch (leg.status) {
    case 'SUCCEEDED':
      return by.byHand
        ? {
            event: 'refund.returned_by_hand',
            summary: `The refund of ${amount}${through} was settled as returned.`,
            changes,
          }
        : { event: 'refund.succeeded', summary: `${amount} was returned${through}.`, changes };
    case 'RECORDED':
      return {
        event: 'refund.recorded',
        summary: `A refund of ${amount} was recorded. No money moved through us.`,
        changes: [],
      };
    case 'PENDING':
      return {
        event: 'refund.pending',
        summary: `The refund of ${amount}${through} is under way there.`,
        changes,
      };
    case 'UNKNOWN':
      return {
        event: 'refund.unknown',
        summary: `It is not known whether the refund of ${amount}${through} was paid out.`,
        changes,
      };
    case 'FAILED':
      if (by.byHand) {
        return {
          event: 'refund.released',
          summary: `The refund of ${amount}${through} was released: nothing was returned.`,
          changes,
        };
      }
      return {
        event: 'refund.failed',
        summary: isLate
          ? `The refund of ${amount}${through} failed after it had been reported as done.`
          : `The refund of ${amount}${through} failed. Nothing was returned.`,
        changes,
      };
    case 'REQUESTED':
      return {
        event: 'refund.requested',
        summary: `A refund of ${amount} was asked for.`,
        changes,
      };
  }
}
