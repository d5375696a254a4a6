import { Stripe } from 'stripe';
import {
  ProviderFailure,
  type NewPayment,
  type PaymentProvider,
  type StartedPayment,
} from './payment-provider.ts';
import { toStripeAmount } from './stripe-amount.ts';
import { beforeTimeIsUp } from './stripe-call.ts';
import { newsOfIntent, readStripeEvent } from './stripe-event.ts';
import { stripeFailure, stripeUnavailable } from './stripe-failure.ts';
import { stripeRefunds } from './stripe-refund.ts';

/**
 * Stripe: one PaymentIntent per payment attempt, confirmed by the customer's browser.
 * Our payment's id goes along twice: as the idempotency key, so that a repeat finds the same
 * intent for a day, and in the metadata, by which events and look-ups are ours for ever.
 */

export type StripeConfig = {
  readonly apiKey: string;
  /** Usually one; two while one is being replaced. */
  readonly webhookSecrets: readonly string[];
  /** Null is Stripe itself. A stand-in has no path: the library always asks under `/v1/`. */
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
};

/** Throws for an `apiUrl` that is none or has a path. */
export function stripeProvider(config: StripeConfig): PaymentProvider {
  const stripe = new Stripe(config.apiKey, {
    ...addressOf(config.apiUrl),
    timeout: config.timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const within = (signal: AbortSignal) =>
    AbortSignal.any([signal, AbortSignal.timeout(config.timeoutMs)]);

  return {
    name: 'stripe',
    label: 'Stripe',
    methods: [{ method: 'card', label: 'Card', currencies: 'any' }],

    async start(payment, signal) {
      const amount = toStripeAmount(payment.amountMinor, payment.currency);
      if (amount === null) {
        const detail = `Stripe: no amount for ${payment.amountMinor} ${payment.currency}`;
        throw new ProviderFailure('refused', 'Stripe takes whole units of this currency.', detail);
      }
      const intent = await answerOf('start', within(signal), () =>
        stripe.paymentIntents.create(toStripe(payment, amount), { idempotencyKey: payment.id }),
      );
      return toStartedPayment(intent);
    },

    async find({ id, reference }, signal) {
      const intent = await answerOf('find', within(signal), () =>
        reference === null ? lookFor(stripe, id, signal) : retrieve(stripe, reference),
      );
      if (intent === 'absent') return 'absent';
      const [news] = newsOfIntent(intent);
      if (news?.stamp !== id) throw stripeUnavailable('the answer is about another payment');
      return news;
    },

    readEvents(delivery, now) {
      return readStripeEvent(delivery, config.webhookSecrets, now);
    },

    ...stripeRefunds(stripe, within),
  };
}

function addressOf(apiUrl: string | null): Stripe.StripeConfig {
  if (apiUrl === null) return {};
  const { protocol, hostname, port, pathname } = new URL(apiUrl);
  if (pathname !== '/') throw new Error(`The address of Stripe cannot have a path: ${apiUrl}`);
  const isPlain = protocol === 'http:';
  return {
    protocol: isPlain ? 'http' : 'https',
    host: hostname,
    port: port === '' ? (isPlain ? 80 : 443) : Number(port),
  };
}

/** No receipt email: the seller's own receipt is one of the actions after the payment. */
function toStripe(payment: NewPayment, amount: number): Stripe.PaymentIntentCreateParams {
  return {
    amount,
    currency: payment.currency.toLowerCase(),
    automatic_payment_methods: { enabled: true },
    description: `Order ${payment.orderNumber}`,
    metadata: {
      payment_id: payment.id,
      order_id: payment.orderId,
      order_number: payment.orderNumber,
    },
  };
}

/** The library takes any JSON without an `error` for a success, even with status 500. */
function toStartedPayment(intent: Stripe.PaymentIntent): StartedPayment {
  const { id, client_secret: clientSecret }: Partial<Stripe.PaymentIntent> = intent;
  if (typeof id !== 'string' || typeof clientSecret !== 'string') {
    throw stripeUnavailable('the answer is not a payment');
  }
  return { reference: id, redirectUrl: null, clientSecret };
}

async function retrieve(stripe: Stripe, reference: string) {
  try {
    return await stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] });
  } catch (error) {
    const isMissing =
      error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
    if (isMissing) return 'absent';
    throw error;
  }
}

/**
 * Where the answer to `start` was lost we have no reference: looks through the newest payments
 * for our id. Not among these is proof of absence only when there are no more.
 */
async function lookFor(stripe: Stripe, id: string, signal: AbortSignal) {
  let last: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    signal.throwIfAborted();
    const list = await stripe.paymentIntents.list({
      limit: 100,
      expand: ['data.latest_charge'],
      ...(last === undefined ? {} : { starting_after: last }),
    });
    const found = list.data.find((intent) => intent.metadata['payment_id'] === id);
    if (found) return found;
    if (!list.has_more) return 'absent';
    last = list.data.at(-1)?.id;
  }
  throw stripeUnavailable(`not among the newest ${MOST_PAGES * 100} payments`);
}

const MOST_PAGES = 5;

async function answerOf<T>(
  asked: 'start' | 'find',
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await beforeTimeIsUp(signal, ask);
  } catch (error) {
    throw stripeFailure(error, asked);
  }
}
