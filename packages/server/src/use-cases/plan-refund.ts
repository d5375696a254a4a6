import type { RefundFacts } from '../database/refund-facts.ts';
import { sumMinor } from '../domain/money.ts';
import { orderStatus, type OrderStatus } from '../domain/order-status.ts';
import type { Permission } from '../domain/permission.ts';
import { planRefund, type RefundableLine, type RefundPart } from '../domain/refund.ts';
import type { RefundAllowance } from '../domain/refund-limit.ts';
import { spreadRefund, type SpreadLeg } from '../domain/refund-spread.ts';
import type { VatShare } from '../domain/vat.ts';
import { removalName } from '../domain/action.ts';
import type { RemovableAccess, ThoughtOf } from './remove-access.ts';
import type { Outcome, Refusal } from './outcome.ts';
import {
  accessRefusals,
  leftOf,
  isThenRefundedInFull,
  limitRefusals,
  lineRefusal,
} from './plan-refund-refusals.ts';
import type { RefundablePayment, RefundSources } from './refund-sources.ts';
import { legWords } from './refund-words.ts';

/** What somebody wants refunded. `lines` and `surplusPaymentId` exclude each other. */
export type RefundWishes = {
  readonly lines: readonly {
    readonly orderLineId: string;
    readonly amountMinor: number;
    readonly removeAccess: boolean;
  }[];
  /** A second capture, given back whole. */
  readonly surplusPaymentId?: string | null;
  readonly returnMoney: boolean;
  readonly removeOfferAccess: boolean;
};

/** What the refund could take away, by line and for the offer and the checkout. */
export type OrderAccess = {
  readonly byLine: ReadonlyMap<string, RemovableAccess>;
  readonly offer: RemovableAccess | null;
};

/** All that a plan depends on beside the wishes, so that preview and refund cannot differ. */
export type RefundMeans = {
  readonly facts: RefundFacts;
  readonly sources: RefundSources;
  readonly access: OrderAccess;
  readonly allowance: RefundAllowance;
  readonly permissions: ReadonlySet<Permission>;
  readonly now: Date;
};

export type PlannedLine = RefundPart & {
  readonly vatRateBp: number;
  readonly removeAccess: boolean;
  /** It would be refunded in full and gave access that can be taken away. */
  readonly canRemoveAccess: boolean;
  readonly keptBecause: string | null;
};

export type PlannedLeg = SpreadLeg & {
  readonly payment: RefundablePayment | null;
  /** What will happen, in words. */
  readonly note: string;
};

/** A refund as it would be, or as it is about to be written. Minor units of the order's currency. */
export type PlannedRefund = {
  readonly totalMinor: number;
  readonly currency: string;
  /** Of the lines that give something back, in the order of the wishes. */
  readonly lines: readonly PlannedLine[];
  readonly legs: readonly PlannedLeg[];
  readonly surplusPaymentId: string | null;
  readonly removeOfferAccess: boolean;
  /** Once everything of it is settled. */
  readonly statusAfter: OrderStatus;
  /** Names of the removals that would take something away. */
  readonly actionsToRun: readonly string[];
};

/** Why the order cannot be refunded by this person at all; null where it can. */
export function refundRefusalOf(means: Omit<RefundMeans, 'access' | 'allowance'>): Refusal | null {
  const { facts, sources, permissions } = means;
  const no = (code: Refusal['code'], message: string): Refusal => ({ code, message, path: null });
  if (!permissions.has('REFUND_ORDERS')) {
    return no('NOT_ALLOWED', 'Your role may not refund orders.');
  }
  if (sources.surplus.some(({ returnableMinor }) => returnableMinor > 0)) return null;
  if (!facts.paidAt && !facts.closedByHandAt) {
    return no(
      'NOT_PAID',
      'No money came in for this order. If it was paid some other way, complete the order first.',
    );
  }
  if (facts.lines.some((line) => leftOf(line) > 0)) return null;
  return no('NOTHING_TO_REFUND', wordsForNothingLeft(facts));
}

/** What would be refunded in full by these wishes, before anything is known of access. */
export function thoughtOf(
  { lines, removeOfferAccess }: RefundWishes,
  facts: RefundFacts,
): ThoughtOf {
  const wished = (id: string) =>
    lines.find(({ orderLineId }) => orderLineId === id)?.amountMinor ?? 0;
  return {
    lineIds: facts.lines
      .filter((line) => isThenRefundedInFull(line, wished(line.id)))
      .map(({ id }) => id),
    offer: removeOfferAccess,
    wholeOrder: facts.lines.every((line) => leftOf(line) === wished(line.id)),
  };
}

/**
 * The one plan of a refund, for the preview and for the refund itself. Says everything that speaks against
 * it at once; paths lead into the plan (`["plan", "lines", "0", "amountMinor"]`).
 */
export function planOrderRefund(wishes: RefundWishes, means: RefundMeans): Outcome<PlannedRefund> {
  const refusal = refundRefusalOf(means);
  if (refusal) return { ok: false, refusals: [refusal] };
  const planned = wishes.surplusPaymentId
    ? planSurplus(wishes.surplusPaymentId, wishes, means)
    : planLines(wishes, means);
  if (!planned.ok) return planned;
  const refusals = limitRefusals(planned.value, means.allowance);
  return refusals.length > 0 ? { ok: false, refusals } : planned;
}

/** Gross and VAT of a plan per rate, lowest rate first. */
export function vatOfPlan({ lines }: Pick<PlannedRefund, 'lines'>): VatShare[] {
  const byRate = Map.groupBy(lines, ({ vatRateBp }) => vatRateBp);
  return [...byRate]
    .sort(([a], [b]) => a - b)
    .map(([rateBp, ofRate]) => ({
      rateBp,
      grossMinor: sumMinor(ofRate.map(({ amountMinor }) => amountMinor)),
      vatMinor: sumMinor(ofRate.map(({ vatMinor }) => vatMinor)),
    }));
}

function planLines(wishes: RefundWishes, means: RefundMeans): Outcome<PlannedRefund> {
  const { facts, sources, access } = means;
  if (!facts.paidAt && !facts.closedByHandAt) {
    return refused(
      'NOT_PAID',
      'The order was never paid in full: only its payment can be given back.',
      ['plan', 'lines'],
    );
  }
  const plan = planRefund(
    facts.lines.map(refundable),
    wishes.lines.map(({ orderLineId, amountMinor }) => ({ lineId: orderLineId, amountMinor })),
  );
  const refusals = [
    ...(plan.ok ? [] : plan.refusals.map((one) => lineRefusal(one, wishes, facts))),
    ...accessRefusals(wishes, means),
  ];
  if (!plan.ok || refusals.length > 0) return { ok: false, refusals };

  const lines = plan.parts.map((part) => plannedLine(part, wishes, means));
  const legs = spreadRefund(plan.parts, sources.payments, wishes.returnMoney);
  const removals = lines.filter(({ removeAccess }) => removeAccess);
  return {
    ok: true,
    value: {
      totalMinor: plan.totalMinor,
      currency: facts.currency,
      lines,
      legs: legs.map((leg) => plannedLeg(leg, sources.payments, wishes, facts.currency)),
      surplusPaymentId: null,
      removeOfferAccess: wishes.removeOfferAccess,
      statusAfter: orderStatus({
        ...facts,
        paymentUnderWay: false,
        refundedMinor: sumMinor([facts.refundedMinor, plan.totalMinor]),
        lastRefundAt: means.now,
      }),
      actionsToRun: [
        ...removals.flatMap(({ lineId }) => removalsOf(access.byLine.get(lineId) ?? null)),
        ...(wishes.removeOfferAccess ? removalsOf(access.offer) : []),
      ],
    },
  };
}

/** A second capture goes back whole, and leaves lines, books and status as they are. */
function planSurplus(
  paymentId: string,
  wishes: RefundWishes,
  { facts, sources }: RefundMeans,
): Outcome<PlannedRefund> {
  const path = ['plan', 'surplusPaymentId'];
  if (wishes.lines.some(({ amountMinor }) => amountMinor !== 0) || wishes.removeOfferAccess) {
    return refused(
      'INVALID',
      'Give back a second payment by itself, without products and access.',
      path,
    );
  }
  const payment = sources.surplus.find(({ id }) => id === paymentId);
  if (!payment) {
    return refused('NOT_FOUND', 'The order has no such second payment to give back.', path);
  }
  const totalMinor = Math.min(payment.returnableMinor, payment.recordableMinor);
  if (totalMinor === 0) {
    return refused(
      'NOTHING_TO_REFUND',
      'That payment went back already, or is on its way back.',
      path,
    );
  }
  const canMove =
    payment.capability === 'FULL_AND_PARTIAL' ||
    (payment.capability === 'FULL_ONLY' && totalMinor === payment.capturedMinor);
  const leg: SpreadLeg = {
    paymentId,
    movesMoney: wishes.returnMoney && canMove,
    amountMinor: totalMinor,
    parts: [],
  };
  return {
    ok: true,
    value: {
      totalMinor,
      currency: facts.currency,
      lines: [],
      legs: [plannedLeg(leg, sources.surplus, wishes, facts.currency)],
      surplusPaymentId: paymentId,
      removeOfferAccess: false,
      statusAfter: facts.status,
      actionsToRun: [],
    },
  };
}

function plannedLine(part: RefundPart, wishes: RefundWishes, means: RefundMeans): PlannedLine {
  const line = means.facts.lines.find(({ id }) => id === part.lineId);
  const wish = wishes.lines.find(({ orderLineId }) => orderLineId === part.lineId);
  const access = means.access.byLine.get(part.lineId) ?? null;
  const isWhole = line !== undefined && isThenRefundedInFull(line, part.amountMinor);
  return {
    ...part,
    vatRateBp: line?.vatRateBp ?? 0,
    removeAccess: wish?.removeAccess ?? false,
    canRemoveAccess: isWhole && access !== null,
    keptBecause: isWhole ? (access?.keptBecause ?? null) : null,
  };
}

function plannedLeg(
  leg: SpreadLeg,
  payments: readonly RefundablePayment[],
  { returnMoney }: RefundWishes,
  currency: string,
): PlannedLeg {
  const payment = payments.find(({ id }) => id === leg.paymentId) ?? null;
  return { ...leg, payment, note: legWords(leg, payment, currency, returnMoney) };
}

/** Refunds under way count as made: either may turn out to have returned money. */
function refundable(line: RefundFacts['lines'][number]): RefundableLine {
  return {
    id: line.id,
    priceMinor: line.priceMinor,
    refundedMinor: line.refundedMinor + line.pendingMinor,
    refundedVatMinor: line.refundedVatMinor + line.pendingVatMinor,
    vatRateBp: line.vatRateBp,
  };
}

/** A removal that would keep everything runs too, and then says so: it is none of these. */
function removalsOf(access: RemovableAccess | null): string[] {
  return access?.names.map(removalName) ?? [];
}

function wordsForNothingLeft({ totalMinor, refundPendingMinor }: RefundFacts): string {
  if (totalMinor === 0) return 'The order cost nothing, so there is nothing to refund.';
  return refundPendingMinor > 0
    ? 'Everything has been refunded already or is on its way back.'
    : 'Everything has been refunded already.';
}

function refused(code: Refusal['code'], message: string, path: readonly string[]): Outcome<never> {
  return { ok: false, refusals: [{ code, message, path }] };
}
