import type { Bought } from '../database/confirmed-order.ts';
import type { PaymentOfOrder } from '../database/order-lock.ts';
import { markSurplusRefunds } from '../database/refund-left-over.ts';
import type { PaymentRow } from '../database/payment.ts';
import { keepPaymentNews, type PaymentOfCover } from '../database/payment-cover.ts';
import { isCaptured, mergePaymentStatus } from '../domain/payment.ts';
import type { PaymentNews, ProviderNews } from '../payments/payment-provider.ts';
import { confirmOrder } from './confirm-order.ts';
import { lockPaidOrder } from './load-order.ts';
import { coverBy } from './order-cover.ts';
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
  const found = await lockPaidOrder(work, provider, news);
  const told = await keepPaymentNews(
    work.em,
    {
      provider,
      eventId: news.eventId,
      receivedAt: work.now,
      orderId: found?.order.id ?? null,
      paymentId: found?.paymentId ?? null,
      status: news.status,
    },
    found && news.status === 'SUCCEEDED' && !found.order.paidAt ? found.order : null,
  );
  if (found && told) await applyPaymentNews(work, { ...found, ...told }, news, work.request.actor);
}

/** Which payment news are about. `payments`: all of the order, read under its lock, as they may have changed before. */
export type PaymentConcerned = PaymentOfOrder & {
  readonly payments: readonly PaymentOfCover[];
  /**
   * What the order is made of, if that is known already. Then nothing but what follows from the news has changed of
   * the order and its payments in this transaction.
   */
  readonly bought?: Bought | null;
};

/** Applies what a provider says of a payment whose order is locked. Told again, it changes nothing. */
export async function applyPaymentNews(
  work: Work,
  concerned: PaymentConcerned,
  news: PaymentNews,
  actor: Actor,
): Promise<void> {
  const { order, paymentId, payments } = concerned;
  const payment = payments.find((one) => one.payment.id === paymentId)?.payment;
  if (!payment) throw new Error(`The order ${order.id} has no payment ${paymentId}`);
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
  await capture(work, concerned, payment, news);
  // News of a refund may have outrun those of its payment.
  if (!payments.some(({ isInRefund }) => isInRefund)) return;
  await work.em.flush();
  await markSurplusRefunds(work.em, order.id);
  await placeLeftOvers(work, order);
}

async function capture(
  work: Work,
  { order, payments, bought }: PaymentConcerned,
  payment: PaymentRow,
  news: PaymentNews,
): Promise<void> {
  payment.capturedAt = captureTime(news.at, payment.createdAt, work.now);
  payment.capturedMinor = news.amountMinor ?? payment.amountMinor;
  const cover = coverBy(payments, order);
  order.surplusCapturedAt = cover.surplusCapturedAt;
  order.unmatchedCapturedAt = cover.unmatchedCapturedAt;
  if (cover.unmatchedCapturedAt) {
    work.record(order.id, {
      event: 'payment.amount_differs',
      summary: 'The money that came is not what the order costs.',
    });
  }
  if (!order.paidAt) {
    if (cover.paidAt) await confirmOrder(work, order, cover.paidAt, bought && { bought, payment });
    return;
  }
  // Which of two captures is one too many follows from their own times, not from who was heard first.
  for (const { payment: one } of payments) {
    one.surplus = cover.surplus.some(({ id }) => id === one.id);
  }
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
