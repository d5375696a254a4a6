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

/**
 * When captured payments came to cover a total (null: not yet), and when the first one came that
 * was no longer needed and has not been given back whole. Computed from the captures' own
 * moments, so it does not matter which became known first. A total of zero is covered without
 * any payment, so every capture is one too many and `paidAt` stays null.
 */
export function coverOf(
  payments: readonly (AttemptedPayment & { readonly capturedMinor: number })[],
  totalMinor: number,
): { readonly paidAt: Date | null; readonly surplusCapturedAt: Date | null } {
  const captures = payments
    .filter((payment) => isCaptured(payment.status))
    .sort((a, b) => capturedAt(a).getTime() - capturedAt(b).getTime());
  let coveredMinor = 0;
  let paidAt: Date | null = null;
  let surplusCapturedAt: Date | null = null;

  for (const payment of captures) {
    if (coveredMinor >= totalMinor) {
      if (payment.status !== 'REFUNDED') surplusCapturedAt ??= capturedAt(payment);
      continue;
    }
    coveredMinor += payment.capturedMinor;
    if (coveredMinor >= totalMinor) paidAt = capturedAt(payment);
  }
  return { paidAt, surplusCapturedAt };
}

function capturedAt(payment: AttemptedPayment): Date {
  return payment.capturedAt ?? payment.createdAt;
}
