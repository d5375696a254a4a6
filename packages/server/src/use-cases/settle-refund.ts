import { query } from '../database/orm.ts';
import type { OrderRow } from '../database/order.ts';
import {
  type PaymentRow,
  PaymentTable,
  type RefundLegRow,
  RefundLegTable,
  type RefundRow,
  RefundTable,
} from '../database/payment.ts';
import {
  bookParts,
  findParts,
  movePayment,
  reserveParts,
  reverseParts,
  showLastRefund,
  showRefund,
  showRefundedPayments,
} from '../database/refund-books.ts';
import { coverOf } from '../domain/payment.ts';
import { worstLeg } from '../domain/refund.ts';
import { isOpenLeg, type LegEffect, type LegOutcome, moveOfLeg } from '../domain/refund-leg.ts';
import { vatOfNextRefund } from '../domain/vat.ts';
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
    return false;
  }
  const before = leg.status;
  const wasBooked = isBooked(leg);
  await moveMoney(settling, effect, wasBooked);
  writeStatus(settling);
  await work.em.flush();
  await showWhole(settling, effect);
  work.touch(order.id);
  work.record(order.id, {
    ...wordsOfLeg(settling, { before, isLate: effect === 'TAKE_BACK' }),
    reason: by.reason ?? null,
    ...(by.actor && { actor: by.actor }),
  });
  return true;
}

export type Settling = {
  readonly work: Work;
  readonly order: OrderRow;
  readonly refund: RefundRow;
  readonly leg: RefundLegRow;
  readonly payment: PaymentRow | null;
  readonly outcome: LegOutcome;
  readonly by: SettledBy;
  readonly at: Date;
};

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
  return { work, order, refund, leg, payment, outcome, by, at: timeOf(by.at, refund, work.now) };
}

/** The provider's time, kept between the asking and now: theirs may be in whole seconds. */
function timeOf(at: Date | null | undefined, { requestedAt }: RefundRow, now: Date): Date {
  if (!at || at > now) return now;
  return at < requestedAt ? requestedAt : at;
}

/** Whether money of a payment moves through its provider with this leg. */
export function movesMoney(leg: Pick<RefundLegRow, 'providerKey'>): boolean {
  return leg.providerKey !== null && leg.providerKey !== undefined;
}

function isBooked({ bookedAt }: RefundLegRow): boolean {
  return bookedAt !== null && bookedAt !== undefined;
}

async function moveMoney(settling: Settling, effect: LegEffect, wasBooked: boolean): Promise<void> {
  switch (effect) {
    case 'NONE':
      return;
    case 'BOOK':
      return book(settling);
    case 'RELEASE':
      return release(settling);
    case 'TAKE_BACK':
      return takeBack(settling, wasBooked);
    case 'TAKE_AGAIN':
      return takeAgain(settling);
    case 'TAKE_AND_BOOK':
      await takeAgain(settling);
      return book(settling);
  }
}

/** VAT is settled now and not when it was asked for: other refunds of the line may have come between. */
async function book(settling: Settling): Promise<void> {
  const { work, order, leg, refund, at } = settling;
  const parts = (await findParts(work.em, leg.id)).map((part) => ({
    ...part,
    vatMinor: vatOfNextRefund(part, part.amountMinor),
  }));
  const owner = { orderId: order.id, refundId: refund.id, legId: leg.id };
  await bookParts(work.em, owner, parts, at);
  await payBy(settling, -1, 1);
  leg.bookedAt = at;
}

async function release(settling: Settling): Promise<void> {
  const { work, order, leg } = settling;
  await reserveParts(work.em, order.id, await findParts(work.em, leg.id), -1);
  await payBy(settling, -1, 0);
}

/** Reported as done, and failed after all. A restored refund is out of the books already. */
async function takeBack(settling: Settling, wasBooked: boolean): Promise<void> {
  const { work, order, leg, refund, at } = settling;
  if (wasBooked) {
    const owner = { orderId: order.id, refundId: refund.id, legId: leg.id };
    await reverseParts(work.em, owner, await findParts(work.em, leg.id), at);
  }
  await payBy(settling, 0, -1);
  leg.bookedAt = null;
}

/** Released, and under way after all: it takes what is still free, and what is not is shown. */
async function takeAgain(settling: Settling): Promise<void> {
  const { work, order, leg, payment } = settling;
  const parts = (await findParts(work.em, leg.id)).map((part) => ({
    ...part,
    amountMinor: Math.min(
      part.amountMinor,
      part.priceMinor - part.refundedMinor - part.pendingMinor,
    ),
  }));
  await query(
    work.em,
    `with part as (select * from unnest($2::text[], $3::bigint[]) as p (line, amount)),
     gone as (delete from refund_part k using part p
       where k.refund_leg_id = $1 and k.order_line_id = p.line and p.amount = 0)
     update refund_part k set amount_minor = p.amount from part p
     where k.refund_leg_id = $1 and k.order_line_id = p.line and p.amount > 0`,
    [leg.id, parts.map(({ lineId }) => lineId), parts.map(({ amountMinor }) => amountMinor)],
  );
  const taken = parts.filter(({ amountMinor }) => amountMinor > 0);
  await reserveParts(work.em, order.id, taken, 1);
  if (payment && movesMoney(leg)) {
    const free = payment.capturedMinor - payment.returnedMinor - payment.reservedMinor;
    leg.beyondMinor = Math.max(0, leg.amountMinor - free);
  }
  await payBy(settling, 1, 0);
}

/** Moves what the leg has reserved (and returned) of its payment; a recorded leg moves nothing there. */
async function payBy({ work, leg }: Settling, reserved: number, returned: number): Promise<void> {
  if (!leg.paymentId || !movesMoney(leg)) return;
  const countedMinor = leg.amountMinor - leg.beyondMinor;
  await movePayment(work.em, leg.paymentId, {
    reservedMinor: reserved * countedMinor,
    returnedMinor: returned * countedMinor,
  });
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
async function showWhole(settling: Settling, effect: LegEffect): Promise<void> {
  const { work, order, refund } = settling;
  const { em } = work;
  const legs = await em.find(RefundLegTable, { refundId: refund.id });
  await showRefund(em, refund.id, {
    status: worstLeg(legs.map(({ status }) => status)),
    failedLate: effect === 'TAKE_BACK',
    now: work.now,
  });
  await showRefundedPayments(em, order.id);
  await showLastRefund(em, order.id);
  await em.refresh(order);
  await em.refresh(refund);
  if (refund.surplusPaymentId || order.unmatchedCapturedAt) await showSurplus(settling);
  if (effect === 'BOOK' || effect === 'TAKE_AND_BOOK') await callOffDeliveries(settling);
}

/** Money that came too often or too much, and was given back whole, needs nobody any more. */
async function showSurplus({ work, order }: Settling): Promise<void> {
  const payments = await work.em.find(
    PaymentTable,
    { orderId: order.id },
    { orderBy: { createdAt: 'asc', id: 'asc' }, refresh: true },
  );
  const cover = coverOf(
    payments.map((one) => ({
      id: one.id,
      status: one.status,
      createdAt: one.createdAt,
      capturedAt: one.capturedAt ?? null,
      capturedMinor: one.capturedMinor,
    })),
    order.totalMinor,
  );
  order.surplusCapturedAt = cover.surplusCapturedAt;
  // A refund may settle it; what somebody has seen to does not begin anew by one.
  if (order.unmatchedCapturedAt) order.unmatchedCapturedAt = cover.unmatchedCapturedAt;
  await work.em.flush();
}

/** Nobody is given what was paid back in full before it was delivered. */
async function callOffDeliveries({ work, order }: Settling): Promise<void> {
  if (order.refundedMinor === 0 || order.refundedMinor < order.totalMinor) return;
  const calledOff = await query<{ id: string; name: string }>(
    work.em,
    `update action set status = 'CANCELLED', next_attempt_at = null, changed_at = clock_timestamp()
     where order_id = $1 and purpose = 'DELIVERY' and status = 'PENDING' returning id, name`,
    [order.id],
  );
  for (const { id, name } of calledOff) {
    work.showAction(order.id, id);
    work.record(order.id, {
      event: 'action.cancelled',
      summary: `${name} was called off: the order is refunded in full.`,
    });
  }
}
