import type { PaymentRow, RefundLegRow, RefundRow } from '../database/payment.ts';
import { spokenAmount } from '../domain/money.ts';
import { isCaptured } from '../domain/payment.ts';
import { planRefund, type RefundPart, refundableMinor, type RefundWish } from '../domain/refund.ts';
import type { Actor } from '../use-cases/request.ts';
import { refundReference } from './past-answers.ts';
import { type OrderDraft, type PastMeans, recordAt, settleDraft } from './past-draft.ts';
import { providerOf, providerWord } from './past-payments.ts';
import { sendLeg } from './past-refund-sending.ts';

/** Providers that give money back by themselves; the others are refunded by hand and recorded. */
const RETURNING_PROVIDERS = ['stripe', 'paytrail'];

export type PastRefundWish = {
  readonly wishes: readonly RefundWish[];
  readonly reason: string | null;
  readonly actor: Actor;
  /** How it ends: UNKNOWN leaves it without an answer. */
  readonly end: 'SUCCEEDED' | 'UNKNOWN';
};

/** Wishes for everything that is left on the lines. */
export function everythingLeft({ lines }: OrderDraft): RefundWish[] {
  return lines.map((line) => ({ lineId: line.id, amountMinor: refundableMinor(line) }));
}

/**
 * A refund as it is asked for and settled: reserved first, then in lines, payment, order and books once
 * it was returned (or at once, where it is only recorded).
 */
export function refund(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  wish: PastRefundWish,
): RefundRow {
  const { order } = draft;
  const plan = planRefund(draft.lines, wish.wishes);
  if (!plan.ok) throw new RangeError('The demo wants a refund that cannot be');
  const payment = draft.payments.find(({ status, surplus }) => isCaptured(status) && !surplus);
  const returning = payment && RETURNING_PROVIDERS.includes(payment.provider) ? payment : null;
  const row: RefundRow = {
    id: means.ids('ref', atMs),
    orderId: order.id,
    amountMinor: plan.totalMinor,
    currency: order.currency,
    status: returning ? 'REQUESTED' : 'RECORDED',
    reason: wish.reason,
    actorKind: wish.actor.kind,
    actorId: wish.actor.id,
    actorName: wish.actor.name,
    requestedAt: new Date(atMs),
    settledAt: null,
    reversedAt: null,
    failedLate: false,
    failureSeenAt: null,
    changedAt: new Date(atMs),
    surplusPaymentId: null,
    removeOfferAccess: false,
  };
  const leg = newLeg(means, atMs, row, { payment: payment ?? null, isSent: returning !== null });
  draft.refunds.push(row);
  draft.legs.push(leg);
  for (const { lineId, amountMinor, vatMinor } of plan.parts) {
    draft.parts.push({
      refundLegId: leg.id,
      orderLineId: lineId,
      amountMinor,
      vatMinor,
      removeAccess: false,
    });
  }
  if (!returning) {
    settleRefund(draft, means, atMs, {
      row,
      leg,
      parts: plan.parts,
      payment: null,
      actor: wish.actor,
    });
    return row;
  }
  reserve(draft, returning, plan.parts, 1);
  recordAt(draft, means, atMs, {
    event: 'refund.requested',
    summary: `A refund of ${amountOf(row)} was asked for.`,
    reason: wish.reason,
    actor: wish.actor,
  });
  settleDraft(draft, means, atMs, { actor: wish.actor });

  const settledMs = atMs + means.chance.between(1_500, 40_000);
  const sending = { row, leg, payment: returning };
  if (wish.end === 'UNKNOWN') {
    loseRefund(draft, means, settledMs, sending);
    sendLeg(draft, means, { atMs, settledMs }, sending);
    return row;
  }
  reserve(draft, returning, plan.parts, -1);
  leg.status = 'SUCCEEDED';
  leg.providerReference = refundReference(means.chance, returning.provider);
  sendLeg(draft, means, { atMs, settledMs }, sending);
  const actor = providerOf(returning);
  settleRefund(draft, means, settledMs, { row, leg, parts: plan.parts, payment: returning, actor });
  return row;
}

/** The provider reports days later that the money came back to it: everything stands as before. */
export function failLate(draft: OrderDraft, means: PastMeans, atMs: number, row: RefundRow): void {
  const { order } = draft;
  const leg = draft.legs.find(({ refundId }) => refundId === row.id);
  const payment = draft.payments.find(({ id }) => id === leg?.paymentId);
  if (!leg || !payment) throw new RangeError('Only money that went back can fail to arrive');
  row.status = 'FAILED';
  row.failedLate = true;
  row.changedAt = new Date(atMs);
  leg.status = 'FAILED';
  leg.failureMessage = 'The customer’s bank sent the refund back.';
  for (const part of draft.parts.filter(({ refundLegId }) => refundLegId === leg.id)) {
    const line = lineOf(draft, part.orderLineId);
    line.refundedMinor -= part.amountMinor;
    line.refundedVatMinor -= part.vatMinor;
    book(draft, atMs, 'REVERSAL', row, { lineId: line.id, ...part });
  }
  leg.changedAt = row.changedAt;
  leg.settledAt = row.changedAt;
  row.settledAt = row.changedAt;
  leg.bookedAt = null;
  payment.returnedMinor -= row.amountMinor;
  showRefunded(draft, leg);
  order.refundedMinor -= row.amountMinor;
  const standing = draft.refunds.filter(({ status }) => status === 'SUCCEEDED');
  order.lastRefundAt = standing.at(-1)?.settledAt ?? null;
  const actor = providerOf(payment);
  recordAt(draft, means, atMs, {
    event: 'refund.failed',
    summary: `The refund of ${amountOf(row)} through ${providerWord(payment)} failed after it had been reported as done.`,
    changes: [{ field: 'refund', before: 'SUCCEEDED', after: 'FAILED' }],
    actor,
  });
  settleDraft(draft, means, atMs, { actor });
}

function newLeg(
  means: PastMeans,
  atMs: number,
  row: RefundRow,
  { payment, isSent }: { readonly payment: PaymentRow | null; readonly isSent: boolean },
): RefundLegRow {
  const id = means.ids('leg', atMs);
  const at = new Date(atMs);
  return {
    id,
    refundId: row.id,
    paymentId: payment?.id ?? null,
    amountMinor: row.amountMinor,
    status: row.status,
    providerKey: isSent ? id : null,
    providerReference: null,
    failureMessage: null,
    sentAt: isSent ? at : null,
    settledAt: null,
    changedAt: at,
    bookedAt: null,
    lookUpAt: null,
    lookUps: 0,
    beyondMinor: 0,
    mayStillSucceed: false,
  };
}

/** A payment shows what the books say went back of it, through its provider or not. */
function showRefunded({ payments, legs }: OrderDraft, { paymentId }: RefundLegRow): void {
  const payment = payments.find(({ id }) => id === paymentId);
  if (!payment) return;
  const booked = legs.filter((leg) => leg.paymentId === paymentId && leg.bookedAt);
  const refundedMinor = booked.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (refundedMinor === 0) payment.status = 'SUCCEEDED';
  else payment.status = refundedMinor >= payment.capturedMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

function settleRefund(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  what: {
    readonly row: RefundRow;
    readonly leg: RefundLegRow;
    readonly parts: readonly RefundPart[];
    readonly payment: PaymentRow | null;
    readonly actor: Actor;
  },
): void {
  const { row, leg, parts, payment, actor } = what;
  const { order } = draft;
  row.status = payment ? 'SUCCEEDED' : 'RECORDED';
  row.settledAt = new Date(atMs);
  row.changedAt = row.settledAt;
  for (const part of parts) {
    const line = lineOf(draft, part.lineId);
    line.refundedMinor += part.amountMinor;
    line.refundedVatMinor += part.vatMinor;
    book(draft, atMs, 'REFUND', row, part);
  }
  order.refundedMinor += row.amountMinor;
  order.lastRefundAt = row.settledAt;
  leg.settledAt = row.settledAt;
  leg.changedAt = row.settledAt;
  leg.bookedAt = row.settledAt;
  if (payment) payment.returnedMinor += row.amountMinor;
  showRefunded(draft, leg);
  recordAt(draft, means, atMs, {
    event: payment ? 'refund.succeeded' : 'refund.recorded',
    summary: payment
      ? `${amountOf(row)} was returned through ${providerWord(payment)}.`
      : `A refund of ${amountOf(row)} was recorded. No money moved through us.`,
    reason: payment ? null : row.reason,
    changes: payment ? [{ field: 'refund', before: 'REQUESTED', after: 'SUCCEEDED' }] : [],
    actor,
  });
  settleDraft(draft, means, atMs, { actor });
}

/** The provider gave no answer: what was reserved stays reserved until somebody settles it. */
function loseRefund(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  {
    row,
    leg,
    payment,
  }: { readonly row: RefundRow; readonly leg: RefundLegRow; readonly payment: PaymentRow },
): void {
  row.status = 'UNKNOWN';
  row.changedAt = new Date(atMs);
  leg.status = 'UNKNOWN';
  leg.changedAt = row.changedAt;
  leg.failureMessage = 'The provider did not answer, so the money may be on its way or not.';
  const actor = { kind: 'SYSTEM', id: null, name: 'Automatic' } as const;
  recordAt(draft, means, atMs, {
    event: 'refund.unknown',
    summary: `It is not known whether the refund of ${amountOf(row)} through ${providerWord(payment)} was paid out.`,
    changes: [{ field: 'refund', before: 'REQUESTED', after: 'UNKNOWN' }],
    actor,
  });
  settleDraft(draft, means, atMs, { actor });
}

function reserve(
  draft: OrderDraft,
  payment: PaymentRow,
  parts: readonly RefundPart[],
  sign: 1 | -1,
): void {
  for (const { lineId, amountMinor } of parts) {
    lineOf(draft, lineId).refundPendingMinor += sign * amountMinor;
    draft.order.refundPendingMinor += sign * amountMinor;
    payment.reservedMinor += sign * amountMinor;
  }
}

function book(
  draft: OrderDraft,
  atMs: number,
  kind: 'REFUND' | 'REVERSAL',
  row: RefundRow,
  part: RefundPart,
): void {
  const sign = kind === 'REFUND' ? -1 : 1;
  draft.books.push({
    orderId: draft.order.id,
    orderLineId: part.lineId,
    checkoutId: draft.order.checkoutId,
    kind,
    at: new Date(atMs),
    currency: row.currency,
    grossMinor: sign * part.amountMinor,
    vatMinor: sign * part.vatMinor,
    refundId: row.id,
  });
}

function lineOf({ lines }: OrderDraft, lineId: string): OrderDraft['lines'][number] {
  const line = lines.find(({ id }) => id === lineId);
  if (!line) throw new RangeError('The order has no such line');
  return line;
}

function amountOf({ amountMinor, currency }: RefundRow): string {
  return spokenAmount(amountMinor, currency);
}
