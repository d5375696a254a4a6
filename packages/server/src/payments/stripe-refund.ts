import { Stripe } from 'stripe';
import type {
  ListedRefund,
  PaymentProvider,
  ProviderRefund,
  RefundAnswer,
} from './payment-provider.ts';
import { toStripeAmount } from './stripe-amount.ts';
import { beforeTimeIsUp, type Deadline } from './stripe-call.ts';
import {
  failedRefundWords,
  refundFailure,
  stripeFailure,
  stripeUnavailable,
} from './stripe-failure.ts';
import { legOf, listedRefund, statusOfRefund } from './stripe-refund-news.ts';

/**
 * Money back through Stripe. Our leg's id goes along twice: as the idempotency key, which Stripe
 * honours for a day, and in the metadata, by which the refund is found and recognised for ever.
 */

type StripeRefunds = Required<
  Pick<PaymentProvider, 'capability' | 'refundKeyMs' | 'refund' | 'findRefund' | 'listRefunds'>
>;

export function stripeRefunds(stripe: Stripe, within: Deadline): StripeRefunds {
  return {
    capability: () => ({ capability: 'full-and-partial', note: null }),
    // Keys may be forgotten from 24 hours on.
    refundKeyMs: 23 * 60 * 60_000,

    async refund(request, signal) {
      const wish = toStripe(request);
      if ('outcome' in wish) return wish;
      try {
        const made = await beforeTimeIsUp(within(signal), () =>
          stripe.refunds.create(wish, { idempotencyKey: request.id }),
        );
        return answerAbout(made, request);
      } catch (error) {
        return refundFailure(error);
      }
    },

    async findRefund(request, signal) {
      const { reference } = request.payment;
      if (reference === null) return 'absent'; // Nothing can have been asked for without it.
      try {
        const all = pages(stripe, { payment_intent: reference }, within, signal);
        for await (const refund of all) {
          if (legOf(refund) === request.id) return answerAbout(refund, request);
        }
        return 'absent';
      } catch (error) {
        const { detail } = stripeFailure(error, 'find');
        return { outcome: 'unknown', message: `No answer about this refund. ${detail}` };
      }
    },

    async *listRefunds(since, signal): AsyncGenerator<ListedRefund> {
      const gte = Math.floor(since.getTime() / 1000);
      try {
        for await (const refund of pages(stripe, { created: { gte } }, within, signal)) {
          yield listedRefund(refund);
        }
      } catch (error) {
        throw stripeFailure(error, 'find');
      }
    },
  };
}

/**
 * The same for the same leg, always: Stripe refuses a known key with other parameters. Never with
 * `reason: fraudulent`, which puts the customer on Stripe's block lists.
 */
function toStripe(request: ProviderRefund): Stripe.RefundCreateParams | RefundAnswer {
  const { payment, amountMinor } = request;
  const amount = toStripeAmount(amountMinor, payment.currency);
  if (amount === null) {
    return { outcome: 'refused', message: 'Stripe takes whole units of this currency.' };
  }
  if (payment.reference === null) {
    return { outcome: 'refused', message: 'This payment has no number at Stripe.' };
  }
  return {
    payment_intent: payment.reference,
    amount,
    metadata: {
      refund_leg_id: request.id,
      payment_id: payment.id,
      order_number: request.orderNumber,
    },
  };
}

/** The library takes any JSON without an `error` for a success: believed is only our own refund. */
function answerAbout(refund: Stripe.Refund, request: ProviderRefund): RefundAnswer {
  const { id, amount, currency }: Partial<Stripe.Refund> = refund;
  const isOurs = typeof id === 'string' && legOf(refund) === request.id;
  if (!isOurs) return unclear('the answer is not this refund');
  const { amountMinor, payment } = request;
  const isAsAsked =
    amount === toStripeAmount(amountMinor, payment.currency) &&
    currency === payment.currency.toLowerCase();
  if (!isAsAsked) return unclear('the refund has another amount');

  switch (statusOfRefund(refund)) {
    case 'SUCCEEDED':
      return { outcome: 'succeeded', reference: id };
    case 'PENDING':
      return { outcome: 'pending', reference: id };
    case 'FAILED':
      return { outcome: 'refused', message: failedRefundWords(refund.failure_reason) };
  }
}

function unclear(detail: string): RefundAnswer {
  return { outcome: 'unknown', message: `Stripe gave an answer that is not clear: ${detail}.` };
}

/**
 * Every refund that fits, newest first. Ends without an error only when the last page was seen,
 * so that not having met a refund is proof of its absence.
 */
async function* pages(
  stripe: Stripe,
  wish: Stripe.RefundListParams,
  within: Deadline,
  signal: AbortSignal,
): AsyncGenerator<Stripe.Refund> {
  let last: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const list = await beforeTimeIsUp(within(signal), () =>
      stripe.refunds.list({
        ...wish,
        limit: 100,
        ...(last === undefined ? {} : { starting_after: last }),
      }),
    );
    const { data, has_more: hasMore }: Partial<typeof list> = list;
    if (!Array.isArray(data) || typeof hasMore !== 'boolean') {
      throw stripeUnavailable('the answer is not a list');
    }
    yield* data;
    if (!hasMore) return;
    last = data.at(-1)?.id;
    if (last === undefined) throw stripeUnavailable('an empty page that is not the last');
  }
  throw stripeUnavailable(`more than ${MOST_PAGES * 100} refunds`);
}

/** A hundred thousand refunds at a time: a longer list is a mistake, ours or theirs. */
const MOST_PAGES = 1000;
