import { query } from '../database/orm.ts';
import type { OrderRow } from '../database/order.ts';
import {
  bookParts,
  findParts,
  keepParts,
  movePayment,
  reserveParts,
  showRefundedPayments,
} from '../database/refund-books.ts';
import { findLeftOvers, findRoom, type LeftOver } from '../database/refund-left-over.ts';
import { splitByLargestRemainder, sumMinor } from '../domain/money.ts';
import { vatOfNextRefund } from '../domain/vat.ts';
import { callOffDeliveries } from './call-off-deliveries.ts';
import type { Work } from './request.ts';

/**
 * Money returned at the provider names no lines: it is spread over what is left of them, in proportion,
 * and what has no room waits until something is released. Call it whenever room may have come.
 */
export async function placeLeftOvers(work: Work, order: OrderRow): Promise<void> {
  await work.em.flush();
  const refundedBefore = order.refundedMinor;
  for (const { legId } of await findLeftOvers(work.em, order.id)) {
    // Read anew: the one before may have taken the room.
    const leg = (await findLeftOvers(work.em, order.id)).find((one) => one.legId === legId);
    if (!leg) continue;
    await placeOnLines(work, order, leg);
    await placeOnPayment(work, leg);
  }
  await showRefundedPayments(work.em, order.id);
  await work.em.refresh(order);
  if (order.refundedMinor > refundedBefore) await callOffDeliveries(work, order);
}

async function placeOnLines(work: Work, order: OrderRow, leg: LeftOver): Promise<void> {
  const room = await findRoom(work.em, order.id);
  const lefts = room.map(({ leftMinor }) => leftMinor);
  const placedMinor = Math.min(leg.unplacedMinor, sumMinor(lefts));
  if (placedMinor === 0) return;
  const shares = splitByLargestRemainder(placedMinor, lefts);
  const added = room
    .map(({ lineId }, index) => ({ lineId, amountMinor: shares[index] ?? 0, vatMinor: 0 }))
    .filter(({ amountMinor }) => amountMinor > 0);

  const before = await findParts(work.em, leg.legId);
  const partOf = (lineId: string) => before.find((part) => part.lineId === lineId);
  await keepParts(
    work.em,
    leg.legId,
    added.map(({ lineId, amountMinor }) => ({
      lineId,
      amountMinor: amountMinor + (partOf(lineId)?.amountMinor ?? 0),
      vatMinor: partOf(lineId)?.vatMinor ?? 0,
    })),
  );
  await reserveParts(work.em, order.id, added, 1);
  if (leg.isBooked) await bookMore(work, order, leg, added);
}

/** More of a leg that stands in the books already: an entry of its own, today. */
async function bookMore(
  work: Work,
  order: OrderRow,
  leg: LeftOver,
  added: readonly { readonly lineId: string; readonly amountMinor: number }[],
): Promise<void> {
  const parts = await findParts(work.em, leg.legId);
  const more = added.flatMap(({ lineId, amountMinor }) => {
    const part = parts.find((one) => one.lineId === lineId);
    return part ? [{ ...part, amountMinor, vatMinor: vatOfNextRefund(part, amountMinor) }] : [];
  });
  await bookParts(work.em, { orderId: order.id, refundId: leg.refundId }, more, work.now);
  await keepParts(
    work.em,
    leg.legId,
    parts.map((part) => ({
      ...part,
      vatMinor: part.vatMinor + (more.find(({ lineId }) => lineId === part.lineId)?.vatMinor ?? 0),
    })),
  );
}

async function placeOnPayment(work: Work, leg: LeftOver): Promise<void> {
  const takenMinor = Math.min(leg.beyondMinor, leg.paymentLeftMinor);
  if (takenMinor <= 0) return;
  await movePayment(work.em, leg.paymentId, {
    reservedMinor: leg.isBooked ? 0 : takenMinor,
    returnedMinor: leg.isBooked ? takenMinor : 0,
  });
  await query(work.em, 'update refund_leg set beyond_minor = beyond_minor - $2 where id = $1', [
    leg.legId,
    takenMinor,
  ]);
}
