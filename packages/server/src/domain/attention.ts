import { isOpen, type ActionPurpose, type ActionStatus } from './action.ts';
import type { RefundStatus } from './refund.ts';

// Which orders need a person, from when on and why (`rules.md`, "Requires attention").
// Knows no clock: a reason may begin in the future, and then merely waits for its moment.

/** Why an order needs somebody. */
export const AttentionReason = {
  ACTION_FAILED: 'ACTION_FAILED',
  ACTION_OVERDUE: 'ACTION_OVERDUE',
  ACTION_UNKNOWN: 'ACTION_UNKNOWN',
  REMOVAL_FAILED: 'REMOVAL_FAILED',
  REFUND_UNKNOWN: 'REFUND_UNKNOWN',
  REFUND_FAILED: 'REFUND_FAILED',
  REFUND_DIFFERS: 'REFUND_DIFFERS',
  PAID_TWICE: 'PAID_TWICE',
  PAID_AMOUNT_DIFFERS: 'PAID_AMOUNT_DIFFERS',
} as const;
export type AttentionReason = (typeof AttentionReason)[keyof typeof AttentionReason];

/** A reason and the moment it begins to count. */
export type ReasonFrom = { readonly reason: AttentionReason; readonly from: Date };

/**
 * What the decision rests on. `failedLate`: the refund was reported as under way or done before it
 * failed. `surplusCapturedAt`: when money came that the order no longer needed, null once given
 * back. `unmatchedCapturedAt`: when too little of it came, or too much at once, null once somebody
 * has seen to it. `changedAt`: when the action or refund got its present status.
 */
export type AttentionFacts = {
  readonly paidAt: Date | null;
  readonly closedByHandAt: Date | null;
  readonly allSucceededAt: Date | null;
  readonly fullyRefunded: boolean;
  readonly graceMs: number;
  readonly actions: readonly {
    readonly purpose: ActionPurpose;
    readonly status: ActionStatus;
    readonly changedAt: Date;
  }[];
  readonly refunds: readonly {
    readonly status: RefundStatus;
    readonly failedLate: boolean;
    readonly changedAt: Date;
  }[];
  readonly surplusCapturedAt: Date | null;
  /** Since when the refunds on record and those of the provider do not agree; null where they do. */
  readonly refundsDifferSince?: Date | null;
  readonly unmatchedCapturedAt: Date | null;
};

/** Every reason once, from its earliest moment, the earliest reason first. */
export function attentionOf(facts: AttentionFacts): ReasonFrom[] {
  const earliest = new Map<AttentionReason, Date>();
  const found = [
    ...deliveryReasons(facts),
    ...removalReasons(facts),
    ...moneyReasons(facts),
    ...differenceReasons(facts),
  ];
  for (const { reason, from } of found) {
    const known = earliest.get(reason);
    if (!known || from < known) earliest.set(reason, from);
  }
  // A fixed order among reasons of one moment, so that a screen does not flicker.
  return Object.values(AttentionReason)
    .flatMap((reason) => ({ reason, from: earliest.get(reason) }))
    .filter((entry): entry is ReasonFrom => entry.from !== undefined)
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** When the order begins to need somebody; null where nothing is wrong. */
export function attentionAt(reasons: readonly ReasonFrom[]): Date | null {
  return reasons.reduce<Date | null>(
    (earliest, { from }) => (earliest === null || from < earliest ? from : earliest),
    null,
  );
}

/** What was bought and not delivered counts once the grace after the payment is over. */
function deliveryReasons(facts: AttentionFacts): ReasonFrom[] {
  const { paidAt, closedByHandAt, allSucceededAt, fullyRefunded } = facts;
  if (!paidAt || closedByHandAt || allSucceededAt || fullyRefunded) return [];
  const from = new Date(paidAt.getTime() + facts.graceMs);
  return facts.actions
    .filter((action) => action.purpose === 'DELIVERY' && isOpen(action.status))
    .map((action) => ({ reason: deliveryReason(action.status), from }));
}

function deliveryReason(status: ActionStatus): AttentionReason {
  if (status === 'FAILED') return 'ACTION_FAILED';
  return status === 'UNKNOWN' ? 'ACTION_UNKNOWN' : 'ACTION_OVERDUE';
}

/** Closing settles the removals that had failed by then, not one that fails afterwards. */
function removalReasons({ actions, closedByHandAt }: AttentionFacts): ReasonFrom[] {
  return actions
    .filter(
      ({ purpose, status }) =>
        purpose === 'REMOVAL' && (status === 'FAILED' || status === 'UNKNOWN'),
    )
    .filter(({ changedAt }) => closedByHandAt === null || changedAt > closedByHandAt)
    .map(({ changedAt }) => ({ reason: 'REMOVAL_FAILED', from: changedAt }));
}

/** Money that may be in the wrong place stays a reason until it is settled, closed or not. */
function moneyReasons({
  refunds,
  surplusCapturedAt,
  unmatchedCapturedAt,
}: AttentionFacts): ReasonFrom[] {
  const reasons: ReasonFrom[] = [];
  for (const { status, failedLate, changedAt } of refunds) {
    if (status === 'UNKNOWN') reasons.push({ reason: 'REFUND_UNKNOWN', from: changedAt });
    if (status === 'FAILED' && failedLate) {
      reasons.push({ reason: 'REFUND_FAILED', from: changedAt });
    }
  }
  if (surplusCapturedAt) reasons.push({ reason: 'PAID_TWICE', from: surplusCapturedAt });
  if (unmatchedCapturedAt) {
    reasons.push({ reason: 'PAID_AMOUNT_DIFFERS', from: unmatchedCapturedAt });
  }
  return reasons;
}

/** Nothing here can set it right, so whoever closes the order has seen to it. */
function differenceReasons({ refundsDifferSince, closedByHandAt }: AttentionFacts): ReasonFrom[] {
  if (!refundsDifferSince) return [];
  if (closedByHandAt !== null && closedByHandAt >= refundsDifferSince) return [];
  return [{ reason: 'REFUND_DIFFERS', from: refundsDifferSince }];
}
