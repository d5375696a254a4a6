import type { RefundStatus } from './refund.ts';

// The life of one leg of a refund: what news of it mean for money that is reserved or in the books.
// News come late, twice and in any order; the table below leads them all to the same end.

/** What became of a leg, as its provider, a person or we ourselves say. */
export type LegOutcome =
  | { readonly status: 'RECORDED' }
  | { readonly status: 'SUCCEEDED' | 'PENDING'; readonly reference: string | null }
  | {
      readonly status: 'FAILED';
      readonly message: string;
      /**
       * Concluded without the provider having such a refund (refused, absent, released by a person): should
       * it report one after all, that counts. Left out: the provider's own last word.
       */
      readonly mayStillSucceed?: boolean;
    }
  | {
      readonly status: 'UNKNOWN';
      readonly message: string;
      /** A PENDING leg that nobody hears of any more. */
      readonly overdue?: boolean;
    };

/** A leg as far as news can change it. */
export type LegState = {
  readonly status: RefundStatus;
  readonly isSettled: boolean;
  readonly isBooked: boolean;
  readonly mayStillSucceed: boolean;
};

/**
 * What a change of status does to the money: BOOK turns what is reserved into refunded, RELEASE lets it
 * go, TAKE_BACK undoes a booking, TAKE_AGAIN reserves anew what had been released, TAKE_AND_BOOK books
 * what had been released.
 */
export type LegEffect = 'NONE' | 'BOOK' | 'RELEASE' | 'TAKE_BACK' | 'TAKE_AGAIN' | 'TAKE_AND_BOOK';

/** What the outcome changes; null: nothing that was not known or overtaken. */
export function moveOfLeg(leg: LegState, outcome: LegOutcome): LegEffect | null {
  switch (leg.status) {
    case 'RECORDED':
      return outcome.status === 'RECORDED' && !leg.isSettled ? 'BOOK' : null;
    case 'REQUESTED':
    case 'UNKNOWN':
      return moveOfOpen(leg.status, outcome);
    case 'PENDING':
      if (outcome.status === 'UNKNOWN') return outcome.overdue ? 'NONE' : null;
      return outcome.status === 'PENDING' ? null : moveOfOpen(leg.status, outcome);
    case 'SUCCEEDED':
      return outcome.status === 'FAILED' ? 'TAKE_BACK' : null;
    case 'FAILED':
      if (!leg.mayStillSucceed) return null;
      if (outcome.status === 'SUCCEEDED') return 'TAKE_AND_BOOK';
      return outcome.status === 'PENDING' ? 'TAKE_AGAIN' : null;
  }
}

function moveOfOpen(status: RefundStatus, outcome: LegOutcome): LegEffect | null {
  switch (outcome.status) {
    case 'SUCCEEDED':
      return 'BOOK';
    case 'FAILED':
      return 'RELEASE';
    case 'PENDING':
    case 'UNKNOWN':
      return outcome.status === status ? null : 'NONE';
    case 'RECORDED':
      return null;
  }
}

/** Whether somebody still has to find out what became of a leg; its amount is reserved meanwhile. */
export function isOpenLeg(status: RefundStatus): boolean {
  return status === 'REQUESTED' || status === 'PENDING' || status === 'UNKNOWN';
}
