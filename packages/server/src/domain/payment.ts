// One payment attempt, what its provider's news make of it, and which attempt stands for an order.

/** Where a payment attempt stands; the refunded states are captured ones that gave back. */
export const PaymentStatus = {
  PENDING: 'PENDING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  REFUNDED: 'REFUNDED',
} as const;
export type PaymentStatus = (typeof PaymentStatus)[keyof typeof PaymentStatus];

/** What a provider may say about an attempt; refunds are told apart from it. */
export type PaymentNews = {
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly failureMessage: string | null;
};

/** An attempt as needed to choose among several; `capturedAt` is null until its money came. */
export type AttemptedPayment = {
  readonly status: PaymentStatus;
  readonly createdAt: Date;
  readonly capturedAt: Date | null;
  /** Products were refunded through it, so it is what they were bought with, whenever others came. */
  readonly isRefundedByLine?: boolean;
};

/** News only ever lift a status, so their order and repetition make no difference. */
const rank: Readonly<Record<PaymentStatus, number>> = {
  PENDING: 0,
  FAILED: 1,
  CANCELLED: 2,
  SUCCEEDED: 3,
  PARTIALLY_REFUNDED: 4,
  REFUNDED: 5,
};

/**
 * The status after the news: the further of both. A late "failed" or "pending" changes nothing
 * of a captured payment; a failed attempt that was tried again and succeeded has succeeded.
 */
export function mergePaymentStatus(current: PaymentStatus, news: PaymentNews): PaymentStatus {
  return rank[news.status] > rank[current] ? news.status : current;
}

/** Whether money came in by this attempt, even if it was given back since. */
export function isCaptured(status: PaymentStatus): boolean {
  return rank[status] >= rank.SUCCEEDED;
}

/** The attempt a list shows: the first captured one, else the latest; null before any. */
export function shownPayment<Payment extends AttemptedPayment>(
  payments: readonly Payment[],
): Payment | null {
  const captured = payments.filter((payment) => isCaptured(payment.status));
  if (captured.length > 0) {
    return captured.reduce((first, other) =>
      capturedAt(other) < capturedAt(first) ? other : first,
    );
  }
  return payments.reduce<Payment | null>(
    (latest, other) => (latest === null || other.createdAt >= latest.createdAt ? other : latest),
    null,
  );
}

/** What captured payments are to an order. */
export type Cover<Payment> = {
  /** When they came to cover its total; null: not yet. */
  readonly paidAt: Date | null;
  /** Those that came when nothing was left to pay, whether given back since or not. */
  readonly surplus: readonly Payment[];
  /** When the first of these came that has not been given back whole. */
  readonly surplusCapturedAt: Date | null;
  /**
   * When money came that is not what was asked for: too little of it, or too much at once. Null also
   * once all of it has been given back.
   */
  readonly unmatchedCapturedAt: Date | null;
};

/**
 * Computed from the captures' own moments, so it does not matter which became known first; of two that
 * came at the same moment, the one given first counts first. A total of zero is covered without any
 * payment, so every capture is one too many and `paidAt` stays null.
 */
export function coverOf<Payment extends AttemptedPayment & { readonly capturedMinor: number }>(
  payments: readonly Payment[],
  totalMinor: number,
): Cover<Payment> {
  const captures = payments
    .filter((payment) => isCaptured(payment.status))
    .sort(
      (a, b) =>
        Number(b.isRefundedByLine ?? false) - Number(a.isRefundedByLine ?? false) ||
        capturedAt(a).getTime() - capturedAt(b).getTime(),
    );
  const surplus: Payment[] = [];
  let coveredMinor = 0;
  let paidAt: Date | null = null;

  for (const payment of captures) {
    if (coveredMinor >= totalMinor) {
      surplus.push(payment);
      continue;
    }
    coveredMinor += payment.capturedMinor;
    if (coveredMinor >= totalMinor) paidAt = capturedAt(payment);
  }
  const kept = firstKept(captures.filter((payment) => !surplus.includes(payment)));
  return {
    paidAt,
    surplus,
    surplusCapturedAt: firstKept(surplus),
    unmatchedCapturedAt: coveredMinor === totalMinor ? null : kept && (paidAt ?? kept),
  };
}

function firstKept(captures: readonly AttemptedPayment[]): Date | null {
  const kept = captures.find(({ status }) => status !== 'REFUNDED');
  return kept ? capturedAt(kept) : null;
}

function capturedAt(payment: AttemptedPayment): Date {
  return payment.capturedAt ?? payment.createdAt;
}
