import type { OrderRow } from '../database/order.ts';
import type { PaymentRow, RefundLegRow, RefundRow } from '../database/payment.ts';
import {
  bookParts,
  findParts,
  keepParts,
  movePayment,
  reserveParts,
  reverseParts,
} from '../database/refund-books.ts';
import type { LegEffect, LegOutcome } from '../domain/refund-leg.ts';
import { vatOfNextRefund } from '../domain/vat.ts';
import type { Work } from './request.ts';
import type { SettledBy } from './settle-refund.ts';

/** A leg that is being settled, with its order locked; `at` is when it happened. */
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

/** Whether money of a payment moves through its provider with this leg. */
export function movesMoney(leg: Pick<RefundLegRow, 'providerKey'>): boolean {
  return leg.providerKey !== null && leg.providerKey !== undefined;
}

/** What a change of a leg's status does to its lines, its order and its payment, and to the books. */
export async function moveLegMoney(
  settling: Settling,
  effect: LegEffect,
  wasBooked: boolean,
): Promise<void> {
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
  await keepParts(work.em, leg.id, parts);
  await bookParts(work.em, { orderId: order.id, refundId: refund.id }, parts, at);
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
    const owner = { orderId: order.id, refundId: refund.id };
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
  await keepParts(work.em, leg.id, parts);
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
