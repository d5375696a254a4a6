import { query } from '../database/orm.ts';
import type { OrderRow } from '../database/order.ts';
import {
  type PaymentRow,
  PaymentTable,
  type RefundLegRow,
  RefundLegTable,
  RefundTable,
} from '../database/payment.ts';
import { writeDifference } from '../database/refund-ledger.ts';
import { findLeftOvers } from '../database/refund-left-over.ts';
import { endSending } from '../database/refund-sending.ts';
import { spokenAmount } from '../domain/money.ts';
import type { LegOutcome } from '../domain/refund-leg.ts';
import type { RefundNews } from '../payments/payment-provider.ts';
import { lockOrder } from './load-order.ts';
import { placeLeftOvers } from './place-refund.ts';
import { inOneTransaction, type Request, type Work } from './request.ts';
import { providerWord } from './settled-leg-words.ts';
import { settleLeg } from './settle-refund.ts';

/**
 * Signed news of a provider about one refund (`rules.md`, "Refund"). Ours is known by its key or, later, by
 * the provider's number; one we have never heard of was made in the provider's own dashboard and is
 * recorded as a refund of its own. Each piece of news is applied once, and their order makes no difference
 * to where the order ends. News of payments that are not ours are kept as received and change nothing.
 */
export async function receiveRefundNews(
  provider: string,
  news: RefundNews,
  request: Request,
): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const orderId = await findOrder(work, provider, news);
    const order = orderId ? await lockOrder(work, orderId, 'orderId') : null;
    // Found again under the lock: news of the same refund may just have made it known.
    const leg = order ? await findLeg(work, provider, news) : null;
    const payment = order ? await findPayment(work, provider, news, leg) : null;
    const isNew = await query(
      work.em,
      `insert into received_event (provider, event_id, received_at, order_id, payment_id, status)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning event_id`,
      [provider, news.eventId, work.now, order?.id ?? null, payment?.id ?? null, news.status],
    );
    if (isNew.length === 0 || !order || !payment) return;
    if (!(await isBelievable(work, order, payment, leg, news))) return;
    const known = leg ?? (await recordMadeThere(work, order, payment, news));
    await settleLeg(work, order, known.id, outcomeOf(news), {
      actor: work.request.actor,
      at: news.at,
    });
    await endAsking(work, order.id, known.id);
  });
}

async function findOrder(work: Work, provider: string, news: RefundNews): Promise<string | null> {
  const leg = await findLeg(work, provider, news);
  const payment = await findPayment(work, provider, news, leg);
  return payment?.orderId ?? null;
}

/** By our key first: the provider's number is learnt with the answer, which the event may outrun. */
async function findLeg(
  work: Work,
  provider: string,
  { key, reference }: RefundNews,
): Promise<RefundLegRow | null> {
  const [found] = await query<{ id: string }>(
    work.em,
    `select l.id from refund_leg l join payment p on p.id = l.payment_id
     where p.provider = $1 and l.provider_key is not null and (l.id = $2 or l.provider_reference = $3)
     order by l.id = $2 desc nulls last limit 1`,
    [provider, key, reference],
  );
  return found ? work.em.findOneOrFail(RefundLegTable, found.id, { refresh: true }) : null;
}

async function findPayment(
  work: Work,
  provider: string,
  { paymentReference }: RefundNews,
  leg: RefundLegRow | null,
): Promise<PaymentRow | null> {
  if (leg?.paymentId) return work.em.findOneOrFail(PaymentTable, leg.paymentId, { refresh: true });
  if (!paymentReference) return null;
  return work.em.findOne(
    PaymentTable,
    { provider, providerReference: paymentReference },
    { refresh: true },
  );
}

/** What does not fit what we know is not counted: somebody must look at both sides. */
async function isBelievable(
  work: Work,
  order: OrderRow,
  payment: PaymentRow,
  leg: RefundLegRow | null,
  news: RefundNews,
): Promise<boolean> {
  const { amountMinor, currency } = news;
  const hasAmount = amountMinor !== null && amountMinor > 0;
  const isOtherCurrency = currency !== null && currency !== payment.currency;
  const isOtherAmount = leg !== null && hasAmount && amountMinor !== leg.amountMinor;
  if (!isOtherCurrency && !isOtherAmount && (leg !== null || hasAmount)) return true;
  const what = hasAmount
    ? `of ${spokenAmount(amountMinor, currency ?? payment.currency)}`
    : 'without an amount';
  const summary = `${providerWord(payment.provider)} reported a refund ${what}${
    leg ? ` instead of ${spokenAmount(leg.amountMinor, payment.currency)}` : ''
  }. It was not counted; compare it there.`;
  await writeDifference(
    work.em,
    payment.provider,
    {
      kind: 'AMOUNT',
      subject: leg?.id ?? news.reference ?? news.eventId,
      orderId: order.id,
      orderNumber: order.number,
      ours: null,
      theirs: null,
      at: news.at ?? work.now,
      summary,
    },
    work.now,
  );
  work.touch(order.id, { decided: false });
  work.record(order.id, { event: 'refund.differs', summary });
  return false;
}

/** A refund made in the provider's dashboard: spread over what is left, and access is kept. */
async function recordMadeThere(
  work: Work,
  order: OrderRow,
  payment: PaymentRow,
  news: RefundNews,
): Promise<RefundLegRow> {
  const { em, now, request } = work;
  const amountMinor = news.amountMinor ?? 0;
  const { actor } = request;
  const requestedAt = momentOf(news.at, payment.capturedAt ?? payment.createdAt, now);
  const refundId = request.tools.newId('ref');
  em.create(RefundTable, {
    id: refundId,
    orderId: order.id,
    amountMinor,
    currency: payment.currency,
    status: 'REQUESTED',
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    requestedAt,
    changedAt: now,
    surplusPaymentId: payment.surplus ? payment.id : null,
  });
  await em.flush();
  const legId = request.tools.newId('leg');
  const leg = em.create(RefundLegTable, {
    id: legId,
    refundId,
    paymentId: payment.id,
    amountMinor,
    status: 'REQUESTED',
    providerKey: legId,
    providerReference: news.reference,
    sentAt: requestedAt,
    changedAt: now,
    // Nothing of it has its place yet.
    beyondMinor: amountMinor,
  });
  await em.flush();
  work.record(order.id, {
    event: 'refund.made_there',
    summary: `A refund of ${spokenAmount(amountMinor, payment.currency)} was made in ${providerWord(payment.provider)} itself.`,
  });
  if (news.status === 'FAILED') return leg;
  await placeLeftOvers(work, order);
  await tellLeftOver(work, order, legId, payment);
  return leg;
}

function momentOf(at: Date | null, earliest: Date, now: Date): Date {
  if (!at || at > now) return now;
  return at < earliest ? earliest : at;
}

async function tellLeftOver(
  work: Work,
  order: OrderRow,
  legId: string,
  { currency }: PaymentRow,
): Promise<void> {
  const left = (await findLeftOvers(work.em, order.id)).find((one) => one.legId === legId);
  if (!left) return;
  const minor = Math.max(left.unplacedMinor, left.beyondMinor);
  work.record(order.id, {
    event: 'refund.more_than_left',
    summary: `${spokenAmount(minor, currency)} of it is more than was left to refund. It is not counted in the order.`,
  });
}

function outcomeOf(news: RefundNews): LegOutcome {
  const { status, reference } = news;
  return status === 'FAILED'
    ? { status, message: news.failureMessage ?? 'The provider says that it failed.' }
    : { status, reference };
}

/** Its action would ask what has just been told, or say that nobody knows. */
async function endAsking(work: Work, orderId: string, legId: string): Promise<void> {
  const action = await endSending(work.em, legId);
  if (!action) return;
  work.showAction(orderId, action.id);
  if (action.status === 'PENDING') work.wake(action.id);
}
