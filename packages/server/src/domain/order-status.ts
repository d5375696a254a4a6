// The status of an order is a function of what is known about it, so repeated or reordered events
// cannot lead elsewhere. Facts are compared by their own moments, never by order of arrival.

/** Where an order stands (`rules.md`, "Order status"). */
export const OrderStatus = {
  STARTED: 'STARTED',
  IN_PROGRESS: 'IN_PROGRESS',
  PROCESSING: 'PROCESSING',
  PAID: 'PAID',
  COMPLETED: 'COMPLETED',
  MARKED_AS_COMPLETED: 'MARKED_AS_COMPLETED',
  PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  REFUNDED: 'REFUNDED',
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/** What a seller reads; the same words as on the screen. */
export const statusWords: Readonly<Record<OrderStatus, string>> = {
  STARTED: 'Started',
  IN_PROGRESS: 'In Progress',
  PROCESSING: 'Processing',
  PAID: 'Paid',
  COMPLETED: 'Completed',
  MARKED_AS_COMPLETED: 'Marked as Completed',
  PARTIALLY_REFUNDED: 'Partially Refunded',
  REFUNDED: 'Refunded',
};

/**
 * All that the status depends on. `refundedMinor` is the sum of the refunds standing in the books
 * and `lastRefundAt` the moment of the last of them: one that failed late or was restored is in
 * neither. `allSucceededAt` is when every action had succeeded for the first time; a later re-run
 * does not take it back. `closedByHandAt` is the last closing.
 */
export type OrderFacts = {
  readonly billingSubmitted: boolean;
  readonly paymentUnderWay: boolean;
  readonly paidAt: Date | null;
  readonly allSucceededAt: Date | null;
  readonly closedByHandAt: Date | null;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly lastRefundAt: Date | null;
};

/** Visits that never came to a payment: far more numerous than sales, hidden unless asked for. */
export const NEVER_PAID_STATUSES: readonly OrderStatus[] = ['STARTED', 'IN_PROGRESS'];

/**
 * The status that follows from the facts. Closing by hand outranks the refunds before it and
 * yields to those after it (and to one of the same instant: money is never hidden by a tie).
 * A refund of an order that was neither paid nor closed waits for the news of its payment.
 */
export function orderStatus(facts: OrderFacts): OrderStatus {
  const { paidAt, closedByHandAt } = facts;
  const hasSomethingToRefund = paidAt !== null || closedByHandAt !== null;

  if (hasSomethingToRefund && facts.refundedMinor > 0 && !isClosedSinceLastRefund(facts)) {
    return facts.refundedMinor >= facts.totalMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }
  if (closedByHandAt !== null) return 'MARKED_AS_COMPLETED';
  if (paidAt !== null) return facts.allSucceededAt === null ? 'PAID' : 'COMPLETED';
  if (!facts.billingSubmitted) return 'STARTED';
  return facts.paymentUnderWay ? 'PROCESSING' : 'IN_PROGRESS';
}

/**
 * Every change of status one event can bring about. From the refunded ones back are the moves of
 * a refund that fails late: to whatever the order was before.
 */
export const permittedMoves: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  STARTED: ['IN_PROGRESS', 'MARKED_AS_COMPLETED'],
  IN_PROGRESS: ['PROCESSING', 'PAID', 'MARKED_AS_COMPLETED'],
  PROCESSING: ['IN_PROGRESS', 'PAID', 'MARKED_AS_COMPLETED'],
  PAID: ['COMPLETED', 'MARKED_AS_COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'],
  COMPLETED: ['MARKED_AS_COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'],
  MARKED_AS_COMPLETED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  PARTIALLY_REFUNDED: ['PAID', 'COMPLETED', 'MARKED_AS_COMPLETED', 'REFUNDED'],
  REFUNDED: ['PAID', 'COMPLETED', 'MARKED_AS_COMPLETED', 'PARTIALLY_REFUNDED'],
};

function isClosedSinceLastRefund({ closedByHandAt, lastRefundAt }: OrderFacts): boolean {
  if (closedByHandAt === null) return false;
  return lastRefundAt === null || closedByHandAt > lastRefundAt;
}
