import type { OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
import { markSurplusRefunds } from '../database/refund-left-over.ts';
import { PaymentTable, type PaymentRow } from '../database/payment.ts';
import { isCaptured, mergePaymentStatus } from '../domain/payment.ts';
import type { PaymentNews, ProviderNews } from '../payments/payment-provider.ts';
import { confirmOrder } from './confirm-order.ts';
import { lockOrder } from './load-order.ts';
import { readCover } from './order-cover.ts';
import { placeLeftOvers } from './place-refund.ts';
import { receiveRefundNews } from './receive-refund-event.ts';
import { type Actor, inOneTransaction, type Request, type Work } from './request.ts';

/**
 * Signed news of a provider about payment attempts and refunds. Each is applied once, however often it comes; in
 * which order they come makes no difference to where the order ends. News about payments that are not
 * ours are kept as received and change nothing.
 */
export async function receivePaymentNews(
  provider: string,
  news: readonly ProviderNews[],
  request: Request,
): Promise<void> {
  for (const one of news) {
    if (one.kind === 'refund') await receiveRefundNews(provider, one, request);
    else await inOneTransaction(request, (work) => receiveOne(work, provider, one));
  }
}

async function receiveOne(work: Work, provider: string, news: PaymentNews): Promise<void> {
  const found = await findPayment(work, provider, news);
  const order = found ? await lockOrder(work, found.orderId, 'orderId') : null;
  const isNew = await query(
    work.em,
    `insert into received_event (provider, event_id, received_at, order_id, payment_id, status)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning event_id`,
    [provider, news.eventId, work.now, order?.id ?? null, found?.id ?? null, news.status],
  );
  if (isNew.length === 0 || !order || !found) return;
  await applyPaymentNews(work, order, found.id, news, work.request.actor);
}

async function findPayment(
  work: Work,
  provider: string,
  news: PaymentNews,
): Promise<PaymentRow | null> {
  if (news.stamp) {
    const byStamp = await work.em.findOne(PaymentTable, { id: news.stamp, provider });
    if (byStamp) return byStamp;
  }
  return news.reference
    ? work.em.findOne(PaymentTable, { provider, providerReference: news.reference })
    : null;
}

/** Applies what a provider says of a payment whose order is locked. Told again, it changes nothing. */
export async function applyPaymentNews(
  work: Work,
  order: OrderRow,
  paymentId: string,
  news: PaymentNews,
  actor: Actor,
): Promise<void> {
  // Read under the order's lock: another delivery may have changed it since it was found.
  const payment = await work.em.findOneOrFail(PaymentTable, { id: paymentId }, { refresh: true });
  if (news.currency !== null && news.currency !== payment.currency) {
    work.record(order.id, {
      event: 'payment.currency_differs',
      summary: `${payment.provider} reported the payment in ${news.currency} instead of ${payment.currency}. It was not counted; check it with the provider.`,
      actor,
    });
    return;
  }
  const before = payment.status;
  const after = mergePaymentStatus(before, news);
  payment.providerReference ??= news.reference;
  if (after === before) return;

  payment.status = after;
  payment.lookUpAt = after === 'PENDING' ? payment.lookUpAt : null;
  payment.failureMessage = isCaptured(after) ? null : news.failureMessage;
  if (news.method) payment.method = news.method;
  work.touch(order.id);
  work.record(order.id, {
    event: `payment.${after.toLowerCase()}`,
    summary: wordsFor(payment, actor),
    // In the provider's own words: kept where they can be erased.
    reason: payment.failureMessage ?? null,
    changes: [{ field: 'payment', before, after }],
    actor,
  });
  if (!isCaptured(after)) return;
  await capture(work, order, payment, news);
  // News of a refund may have outrun those of its payment.
  await work.em.flush();
  await markSurplusRefunds(work.em, order.id);
  await placeLeftOvers(work, order);
}

async function capture(
  work: Work,
  order: OrderRow,
  payment: PaymentRow,
  news: PaymentNews,
): Promise<void> {
  payment.capturedAt = captureTime(news.at, payment.createdAt, work.now);
  payment.capturedMinor = news.amountMinor ?? payment.amountMinor;
  const { payments, cover } = await readCover(work, order);
  order.surplusCapturedAt = cover.surplusCapturedAt;
  order.unmatchedCapturedAt = cover.unmatchedCapturedAt;
  if (cover.unmatchedCapturedAt) {
    work.record(order.id, {
      event: 'payment.amount_differs',
      summary: 'The money that came is not what the order costs.',
    });
  }
  if (!order.paidAt) {
    if (cover.paidAt) await confirmOrder(work, order, cover.paidAt);
    return;
  }
  // Which of two captures is one too many follows from their own times, not from who was heard first.
  for (const one of payments) one.surplus = cover.surplus.some(({ id }) => id === one.id);
  work.record(order.id, {
    event: 'payment.surplus',
    summary: 'The order was paid already: this payment came on top.',
  });
}

/** The provider's own time, kept between the beginning of the payment and now: theirs may be in whole seconds. */
function captureTime(at: Date | null, begun: Date, now: Date): Date {
  if (!at || at > now) return now;
  return at < begun ? begun : at;
}

function wordsFor(payment: PaymentRow, actor: Actor): string {
  const name = `The payment by ${actor.kind === 'PROVIDER' ? actor.name : payment.provider}`;
  switch (payment.status) {
    case 'SUCCEEDED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return `${name} succeeded.`;
    case 'FAILED':
      return `${name} failed.`;
    case 'CANCELLED':
      return `${name} was cancelled.`;
    case 'PENDING':
      return `${name} is under way.`;
  }
}
