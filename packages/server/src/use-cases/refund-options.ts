import { sumMinor } from '../domain/money.ts';
import { bestCapability, type RefundCapability } from '../domain/refund-spread.ts';
import type { Refusal } from './outcome.ts';
import { leftOf } from './plan-refund-refusals.ts';
import { refundRefusalOf, type RefundMeans } from './plan-refund.ts';
import type { RefundablePayment } from './refund-sources.ts';

/** What the refund form offers, access apart. Minor units of the order's currency. */
export type RefundOptions = {
  readonly allowed: boolean;
  readonly refusal: Refusal | null;
  readonly capability: RefundCapability;
  readonly capabilityNote: string | null;
  readonly maximumMinor: number;
  /** Every line, with what is left of it: none perhaps. */
  readonly lines: readonly {
    readonly lineId: string;
    readonly maximumMinor: number;
    readonly pendingMinor: number;
  }[];
  readonly payments: readonly RefundablePayment[];
  readonly surplusPayments: readonly RefundablePayment[];
};

/** What the refund form offers (`order-management.md`, "Refund"); the plan decides by the same facts. */
export function refundOptionsOf(means: Omit<RefundMeans, 'access' | 'allowance'>): RefundOptions {
  const { facts, sources } = means;
  const { payments, surplus } = sources;
  const refusal = refundRefusalOf(means);
  const isBought = facts.paidAt !== null || facts.closedByHandAt !== null;
  const lines = facts.lines.map((line) => ({
    lineId: line.id,
    maximumMinor: isBought ? leftOf(line) : 0,
    pendingMinor: line.pendingMinor,
  }));
  const notes = new Set(payments.flatMap(({ note }) => note ?? []));
  return {
    allowed: refusal === null,
    refusal,
    capability: bestCapability(payments.map(({ capability }) => capability)),
    capabilityNote: notes.size > 0 ? [...notes].join(' ') : null,
    maximumMinor: sumMinor(lines.map(({ maximumMinor }) => maximumMinor)),
    lines,
    payments,
    surplusPayments: surplus.filter(({ returnableMinor }) => returnableMinor > 0),
  };
}
