import type { OrderRow } from '../database/order.ts';
import {
  PaymentTable,
  type RefundLegRow,
  RefundLegTable,
  RefundTable,
} from '../database/payment.ts';
import {
  findAccessToRemove,
  showLastRefund,
  showRefund,
  showRefundedPayments,
} from '../database/refund-books.ts';
import { type RefundStatus, worstLeg } from '../domain/refund.ts';
import { isOpenLeg, type LegEffect, type LegOutcome, moveOfLeg } from '../domain/refund-leg.ts';
import { callOffDeliveries } from './call-off-deliveries.ts';
import { moveLegMoney, type Settling } from './move-leg-money.ts';
import { readCover } from './order-cover.ts';
import { createRemovals } from './remove-access.ts';
import { placeLeftOvers } from './place-refund.ts';
import { wordsOfLeg } from './settled-leg-words.ts';
import type { Actor, Work } from './request.ts';

export type SettledBy = {
  /** Who says so, where that is not who asked. */
  readonly actor?: Actor;
  /** When it happened, where that is not now: books and history of the order follow it. */
  readonly at?: Date | null;
  /** Why, in a person's words. */
  readonly reason?: string | null;
  /** A person's hand did it; changes the words of the history. */
  readonly byHand?: boolean;
};

/**
 * The only place where the status of a leg changes. The order is locked by the caller. What is reserved
 * becomes refunded and stands in the books when the money went back, is released when it did not, and is
 * taken back when a provider says so later. Told again, or told late, it changes nothing: answers whether
 * it changed anything.
 */
export async function settleLeg(
  work: Work,
  order: OrderRow,
  legId: string,
  outcome: LegOutcome,
  by: SettledBy = {},
): Promise<boolean> {
  const settling = await beginSettling(work, order, legId, outcome, by);
  const { leg } = settling;
  if ('reference' in outcome) leg.providerReference ??= outcome.reference;
  // The provider's own word is the last one, where ours was a conclusion.
  if (outcome.status === 'FAILED' && leg.status === 'FAILED' && !outcome.mayStillSucceed) {
    leg.mayStillSucceed = false;
  }
  const effect = moveOfLeg(
    {
      status: leg.status,
      isSettled: leg.settledAt !== null && leg.settledAt !== undefined,
      isBooked: isBooked(leg),
      mayStillSucceed: leg.mayStillSucceed,
    },
    outcome,
  );
  if (effect === null) {
    await work.em.flush();
    if (hadGoneWell(settling)) await showFailedLate(settling);
    return false;
  }
  const before = leg.status;
  const wasBooked = isBooked(leg);
  await moveLegMoney(settling, effect, wasBooked);
  writeStatus(settling);
  await work.em.flush();
  await showWhole(settling, effect, isFailedLate(settling, before));
  work.touch(order.id);
  work.record(order.id, {
    ...wordsOfLeg(settling, { before, isLate: effect === 'TAKE_BACK' }),
    reason: by.reason ?? null,
    ...(by.actor && { actor: by.actor }),
  });
  return true;
}

/** The news came the other way round: it was reported as done or under way before it failed. */
function hadGoneWell({ leg, refund, outcome: { status } }: Settling): boolean {
  return (
    leg.status === 'FAILED' &&
    !refund.failedLate &&
    (status === 'SUCCEEDED' || status === 'PENDING')
  );
}

/** It had been reported as done or under way, so that nobody looks after it any more. */
function isFailedLate({ outcome, by }: Settling, before: RefundStatus): boolean {
  const wentWell = before === 'SUCCEEDED' || before === 'PENDING';
  return outcome.status === 'FAILED' && wentWell && !by.byHand;
}

async function showFailedLate({ work, order, refund }: Settling): Promise<void> {
  const { status } = refund;
  await showRefund(work.em, refund.id, { status, failedLate: true, now: work.now });
  work.touch(order.id);
}

async function beginSettling(
  work: Work,
  order: OrderRow,
  legId: string,
  outcome: LegOutcome,
  by: SettledBy,
): Promise<Settling> {
  const { em } = work;
  // What was written by SQL in this transaction is not in its entities, and the other way round.
  await em.flush();
  const leg = await em.findOneOrFail(RefundLegTable, { id: legId }, { refresh: true });
  const refund = await em.findOneOrFail(
    RefundTable,
    { id: leg.refundId, orderId: order.id },
    { refresh: true },
  );
  const payment = leg.paymentId
    ? await em.findOneOrFail(PaymentTable, { id: leg.paymentId }, { refresh: true })
    : null;
  // A reversal never stands before what it reverses.
  const at = timeOf(by.at, leg.bookedAt ?? refund.requestedAt, work.now);
  return { work, order, refund, leg, payment, outcome, by, at };
}

/** The provider's time, kept between the asking and now: theirs may be in whole seconds. */
function timeOf(at: Date | null | undefined, earliest: Date, now: Date): Date {
  if (!at || at > now) return now;
  return at < earliest ? earliest : at;
}

function isBooked({ bookedAt }: RefundLegRow): boolean {
  return bookedAt !== null && bookedAt !== undefined;
}

function writeStatus({ work, leg, outcome, at }: Settling): void {
  leg.status = outcome.status;
  leg.changedAt = work.now;
  leg.failureMessage = 'message' in outcome ? outcome.message : null;
  leg.mayStillSucceed = outcome.status === 'FAILED' && (outcome.mayStillSucceed ?? false);
  leg.settledAt = isOpenLeg(outcome.status) ? null : at;
  leg.lookUpAt = isOpenLeg(outcome.status) ? lookUpTime(work, leg) : null;
}

/** When an open leg is asked after next: by the schedule of payments, and at its last interval for ever. */
export function lookUpTime(
  { now, request }: Work,
  leg: Pick<RefundLegRow, 'sentAt' | 'lookUps'>,
): Date {
  const delays = request.tools.settings.lookUpDelaysMs;
  const planned = delays[leg.lookUps];
  const earliestMs = now.getTime() + (delays[0] ?? 0);
  if (planned === undefined) return new Date(now.getTime() + (delays.at(-1) ?? 0));
  return new Date(Math.max(earliestMs, (leg.sentAt ?? now).getTime() + planned));
}

/** What follows from the leg for its refund, its payment and its order. */
async function showWhole(
  settling: Settling,
  effect: LegEffect,
  failedLate: boolean,
): Promise<void> {
  const { work, order, refund } = settling;
  const { em } = work;
  const legs = await em.find(RefundLegTable, { refundId: refund.id });
  await showRefund(em, refund.id, {
    status: worstLeg(legs.map(({ status }) => status)),
    failedLate,
    now: work.now,
  });
  await showRefundedPayments(em, order.id);
  await showLastRefund(em, order.id);
  await em.refresh(order);
  await em.refresh(refund);
  if (refund.surplusPaymentId || order.unmatchedCapturedAt) await showSurplus(settling);
  if (effect === 'RELEASE' || effect === 'TAKE_BACK') await placeLeftOvers(work, order);
  if (effect !== 'BOOK' && effect !== 'TAKE_AND_BOOK') return;
  // A second payment given back leaves what was bought, and what is run again, alone.
  if (!refund.surplusPaymentId) await callOffDeliveries(work, order);
  const wish = await findAccessToRemove(em, refund.id);
  if (wish.lineIds.length > 0 || wish.offer) await createRemovals(work, order, wish);
}

/** Money that came too often or too much, and was given back whole, needs nobody any more. */
async function showSurplus({ work, order }: Settling): Promise<void> {
  const cover = await readCover(work, order);
  order.surplusCapturedAt = cover.surplusCapturedAt;
  // A refund may settle it, and bring it back by failing; what was seen to by closing stays so.
  if (order.unmatchedCapturedAt || !order.closedByHandAt) {
    order.unmatchedCapturedAt = cover.unmatchedCapturedAt;
  }
  await work.em.flush();
}
