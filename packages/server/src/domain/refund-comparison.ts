import { spokenAmount } from './money.ts';
import type { RefundStatus } from './refund.ts';

// Our refunds beside a provider's own list of them. Only what does not agree is told, in words for the
// seller; nothing is set right here.

/** A share of a refund that was sent to the provider, or made there. */
export type OurRefund = {
  readonly legId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly status: RefundStatus;
  readonly amountMinor: number;
  readonly currency: string;
  /** The provider's id of it; null while unknown. */
  readonly reference: string | null;
  readonly sentAt: Date;
  readonly changedAt: Date;
};

/** A refund as the provider has it; `key` is our leg's id where it was asked for by us. */
export type TheirRefund = {
  readonly reference: string;
  readonly key: string | null;
  readonly paymentReference: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly at: Date;
};

/** What two ledgers can disagree about. */
export const DifferenceKind = {
  MISSING_HERE: 'MISSING_HERE',
  MISSING_THERE: 'MISSING_THERE',
  AMOUNT: 'AMOUNT',
  STATUS: 'STATUS',
  MADE_TWICE: 'MADE_TWICE',
} as const;
export type DifferenceKind = (typeof DifferenceKind)[keyof typeof DifferenceKind];

export type RefundDifference = {
  readonly kind: DifferenceKind;
  /** Our leg's id, or the provider's id of a refund that we do not have. */
  readonly subject: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly ours: OurRefund | null;
  readonly theirs: TheirRefund | null;
  readonly at: Date;
  /** One sentence. */
  readonly summary: string;
};

export type Ledgers = {
  readonly ours: readonly OurRefund[];
  readonly theirs: readonly TheirRefund[];
  /** By the provider's id of a payment: the order it is of. Others are not ours. */
  readonly orderOfPayment: ReadonlyMap<string, { readonly id: string; readonly number: string }>;
  readonly providerLabel: string;
  /** What happened before is in their list only by chance. */
  readonly since: Date;
  /** What changed after may be on its way from one ledger to the other. */
  readonly until: Date;
};

/** Every difference once, ours in their order, then what is only there. */
export function compareLedgers(ledgers: Ledgers): RefundDifference[] {
  const byKey = groupBy(ledgers.theirs, ({ key }) => key);
  const byReference = groupBy(ledgers.theirs, ({ reference }) => reference);
  const matched = new Set<TheirRefund>();
  const differences = ledgers.ours.flatMap((ours) => {
    const matches = new Set([
      ...(byKey.get(ours.legId) ?? []),
      ...(ours.reference === null ? [] : (byReference.get(ours.reference) ?? [])),
    ]);
    for (const match of matches) matched.add(match);
    return ours.changedAt > ledgers.until ? [] : differencesOf(ours, [...matches], ledgers);
  });
  const only = ledgers.theirs.filter((refund) => !matched.has(refund));
  return [...differences, ...only.flatMap((refund) => missingHere(refund, ledgers))];
}

function differencesOf(
  ours: OurRefund,
  matches: readonly TheirRefund[],
  { providerLabel, since }: Ledgers,
): RefundDifference[] {
  const amount = spokenAmount(ours.amountMinor, ours.currency);
  const ourRefund = `the refund of ${amount} of order ${ours.orderNumber}`;
  const difference = (kind: DifferenceKind, theirs: TheirRefund | null, summary: string) => ({
    kind,
    subject: ours.legId,
    orderId: ours.orderId,
    orderNumber: ours.orderNumber,
    ours,
    theirs,
    at: ours.sentAt,
    summary,
  });
  const standing = matches.filter(({ status }) => status !== 'FAILED');
  const theirs = standing[0] ?? matches[0];
  if (!theirs) {
    const isClaimed = ours.status === 'SUCCEEDED' || ours.status === 'PENDING';
    if (!isClaimed || ours.sentAt < since) return [];
    const words = `${capital(ourRefund)} ${statusWords[ours.status]} here, but ${providerLabel} has no such refund.`;
    return [difference('MISSING_THERE', null, words)];
  }
  const differences: RefundDifference[] = [];
  if (standing.length > 1) {
    const ids = standing.map(({ reference }) => reference).join(', ');
    const words = `${providerLabel} made ${ourRefund} ${standing.length} times (${ids}).`;
    differences.push(difference('MADE_TWICE', theirs, words));
  }
  if (theirs.amountMinor !== ours.amountMinor || theirs.currency !== ours.currency) {
    const there = spokenAmount(theirs.amountMinor, theirs.currency);
    const words = `${capital(ourRefund)} is one of ${there} at ${providerLabel} (${theirs.reference}).`;
    differences.push(difference('AMOUNT', theirs, words));
  }
  if (theirs.status !== ours.status) {
    const words = `${capital(ourRefund)} ${statusWords[theirs.status]} at ${providerLabel} (${theirs.reference}), but ${statusWords[ours.status]} here.`;
    differences.push(difference('STATUS', theirs, words));
  }
  return differences;
}

/** A refund that failed there moved nothing, so nobody need know of it. */
function missingHere(theirs: TheirRefund, ledgers: Ledgers): RefundDifference[] {
  const order = ledgers.orderOfPayment.get(theirs.paymentReference ?? '');
  if (!order || theirs.status === 'FAILED' || theirs.at > ledgers.until) return [];
  const amount = spokenAmount(theirs.amountMinor, theirs.currency);
  return [
    {
      kind: 'MISSING_HERE',
      subject: theirs.reference,
      orderId: order.id,
      orderNumber: order.number,
      ours: null,
      theirs,
      at: theirs.at,
      summary: `A refund of ${amount} of order ${order.number} ${statusWords[theirs.status]} at ${ledgers.providerLabel} (${theirs.reference}), but is not on record here.`,
    },
  ];
}

const statusWords: Readonly<Record<RefundStatus, string>> = {
  RECORDED: 'is recorded',
  REQUESTED: 'was asked for',
  PENDING: 'is under way',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  UNKNOWN: 'is of unknown outcome',
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
