import { randomUUID } from 'node:crypto';
import { paytrailCall, type PaytrailConfig, type RequestStamp } from './paytrail-call.ts';
import { isSignedByPaytrail } from './paytrail-signature.ts';
import {
  BadSignature,
  ProviderFailure,
  type NewPayment,
  type OfferedMethod,
  type PaymentNews,
  type PaymentNewsStatus,
  type PaymentProvider,
  type RawDelivery,
  type StartedPayment,
} from './payment-provider.ts';

/**
 * Paytrail: Finnish banks, cards and wallets behind one payment page, in euros only.
 * Their own client library is not used: its nonces collide within a millisecond, it has
 * no time-out and it believes unsigned answers.
 */

const ofThisMoment: RequestStamp = { now: () => new Date(), nonce: randomUUID };

/** Refuses (`ProviderFailure`) other currencies than the euro before anything is sent. */
export function paytrailProvider(
  config: PaytrailConfig,
  stamp: RequestStamp = ofThisMoment,
): PaymentProvider {
  const call = paytrailCall(config, stamp);

  return {
    name: 'paytrail',
    label: 'Paytrail',
    methods,

    async start(payment, signal) {
      if (payment.currency !== 'EUR') {
        const detail = `Paytrail was asked for ${payment.currency}`;
        throw new ProviderFailure('refused', 'Paytrail takes payments in euros only.', detail);
      }
      const body = JSON.stringify(toPaytrail(payment));
      const personal = [payment.email, payment.firstName, payment.lastName];
      const answer = await call({ method: 'POST', path: '/payments', body, personal }, signal);
      return toStartedPayment(answer);
    },

    async find({ id, reference }, signal) {
      // Paytrail cannot be searched by stamp. Without its id nobody was ever given the
      // payment's address, so there is nothing that could have been paid.
      if (reference === null) return 'absent';
      const path = `/payments/${encodeURIComponent(reference)}`;
      const answer = await call({ method: 'GET', path, transactionId: reference }, signal);
      return answer === 'absent' ? 'absent' : toNews(answer, id);
    },

    readEvents(delivery) {
      return readCallback(delivery, config);
    },
  };
}

/** By the names that its callbacks use; the customer can still choose another on Paytrail's page. */
const methods: readonly OfferedMethod[] = [
  inEuros('osuuspankki', 'OP'),
  inEuros('nordea', 'Nordea'),
  inEuros('danske', 'Danske Bank'),
  inEuros('spankki', 'S-Pankki'),
  inEuros('saastopankki', 'Säästöpankki'),
  inEuros('aktia', 'Aktia'),
  inEuros('pop', 'POP Pankki'),
  inEuros('omasp', 'Oma Säästöpankki'),
  inEuros('alandsbanken', 'Ålandsbanken'),
  inEuros('creditcard', 'Card'),
  inEuros('mobilepay', 'MobilePay'),
];

function inEuros(method: string, label: string): OfferedMethod {
  return { method, label, currencies: ['EUR'] };
}

function toPaytrail(payment: NewPayment) {
  const urls = { success: payment.returnUrl, cancel: payment.returnUrl };
  return {
    stamp: payment.id,
    reference: payment.orderNumber,
    amount: payment.amountMinor,
    currency: 'EUR',
    language: languageOf(payment.language),
    items: payment.lines.map((line) => ({
      unitPrice: line.priceMinor,
      units: 1,
      vatPercentage: Math.round(line.vatRateBp / 10) / 10, // One decimal is all they take.
      productCode: line.id,
      description: line.productName.slice(0, 1000),
      stamp: line.id, // Without it, a line cannot be refunded on its own later.
    })),
    customer: {
      email: payment.email,
      firstName: payment.firstName ?? undefined,
      lastName: payment.lastName ?? undefined,
    },
    redirectUrls: urls,
    callbackUrls: { success: payment.callbackUrl, cancel: payment.callbackUrl },
  };
}

function languageOf(tag: string | null): 'FI' | 'SV' | 'EN' {
  const language = tag?.toLowerCase().split('-')[0];
  if (language === 'fi') return 'FI';
  return language === 'sv' ? 'SV' : 'EN';
}

function toStartedPayment(answer: Record<string, unknown> | 'absent'): StartedPayment {
  if (answer !== 'absent') {
    const { transactionId, href } = answer;
    if (typeof transactionId === 'string' && typeof href === 'string') {
      return { reference: transactionId, redirectUrl: href, clientSecret: null };
    }
  }
  throw unbelievable('started payment without an id or address');
}

function toNews(payment: Record<string, unknown>, id: string): PaymentNews {
  const { transactionId, status, stamp, amount, currency, provider, paidAt } = payment;
  const known = statusOf(status);
  if (typeof transactionId !== 'string' || known === null) {
    throw unbelievable('payment without an id or a known status');
  }
  if (stamp !== id) throw unbelievable('payment of another stamp');
  return {
    ...newsOf(transactionId, String(status), known),
    stamp: id,
    amountMinor: Number.isSafeInteger(amount) ? Number(amount) : null,
    currency: typeof currency === 'string' ? currency : null,
    ...methodAndFailure(known, typeof provider === 'string' ? provider : null),
    at: typeof paidAt === 'string' ? instantOf(paidAt) : null,
  };
}

/** A callback has neither a time nor a nonce: what it says is all that its signature proves. */
function readCallback(delivery: RawDelivery, config: PaytrailConfig): readonly PaymentNews[] {
  const { query } = delivery;
  if (!isSignedByPaytrail(config.secret, query, '')) {
    throw new BadSignature('the callback is not signed with the secret of Paytrail');
  }
  if (query['checkout-account'] !== config.account) {
    throw new BadSignature('the callback is for another account of Paytrail');
  }
  const transactionId = query['checkout-transaction-id'];
  const status = query['checkout-status'];
  const known = statusOf(status);
  if (transactionId === undefined || status === undefined || known === null) return [];

  const amount = query['checkout-amount'] ?? '';
  return [
    {
      ...newsOf(transactionId, status, known),
      stamp: query['checkout-stamp'] ?? null,
      amountMinor: /^\d{1,12}$/.test(amount) ? Number(amount) : null,
      currency: 'EUR',
      ...methodAndFailure(known, query['checkout-provider'] ?? null),
      at: null,
    },
  ];
}

/** A look-up and a callback that say the same have the same event id. */
function newsOf(transactionId: string, status: string, known: PaymentNewsStatus) {
  const eventId = `${transactionId}:${status}`;
  return { kind: 'payment', eventId, reference: transactionId, status: known } as const;
}

/** Null for a word that Paytrail did not have when this was written. */
function statusOf(word: unknown): PaymentNewsStatus | null {
  switch (word) {
    case 'ok':
      return 'SUCCEEDED';
    case 'new':
    case 'pending':
    case 'delayed': // May take days; the outcome comes as `ok` or `fail`.
      return 'PENDING';
    case 'fail':
      return 'FAILED';
    default:
      return null;
  }
}

/** Paytrail does not tell a change of mind from a refusal of the bank. */
function methodAndFailure(status: PaymentNewsStatus, provider: string | null) {
  const at = methods.find(({ method }) => method === provider)?.label;
  const failureMessage =
    status === 'FAILED' ? `The payment was cancelled or refused${at ? ` at ${at}` : ''}.` : null;
  return { method: provider, failureMessage };
}

function instantOf(text: string): Date | null {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function unbelievable(what: string): ProviderFailure {
  const message = 'Paytrail cannot be reached at the moment. Please try again.';
  return new ProviderFailure('unavailable', message, `Paytrail answered with a ${what}`);
}
