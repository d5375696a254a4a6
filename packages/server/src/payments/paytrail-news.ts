import { paytrailUnavailable } from './paytrail-call.ts';
import { isSignedByPaytrail } from './paytrail-signature.ts';
import {
  BadSignature,
  type OfferedMethod,
  type PaymentNews,
  type PaymentNewsStatus,
  type ProviderNews,
  type RawDelivery,
  type RefundNews,
} from './payment-provider.ts';

/** What Paytrail says about a payment, in its callbacks and when asked. */

/** By the names that its callbacks use; the customer can still choose another on Paytrail's page. */
export const paytrailMethods: readonly OfferedMethod[] = [
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

/** Throws `ProviderFailure` for an answer that is not about the payment with this id. */
export function newsOfLookUp(payment: Readonly<Record<string, unknown>>, id: string): PaymentNews {
  const { transactionId, status, stamp, amount, currency, provider, paidAt } = payment;
  const known = statusOf(status);
  if (typeof transactionId !== 'string' || known === null) {
    throw paytrailUnavailable('a payment without an id or a known status');
  }
  if (stamp !== id) throw paytrailUnavailable('a payment of another stamp');
  return {
    ...newsOf(transactionId, String(status), known),
    stamp: id,
    amountMinor: Number.isSafeInteger(amount) ? Number(amount) : null,
    currency: typeof currency === 'string' ? currency : null,
    ...methodAndFailure(known, typeof provider === 'string' ? provider : null),
    at: typeof paidAt === 'string' ? instantOf(paidAt) : null,
  };
}

/**
 * A callback has neither a time nor a nonce: a repeat cannot be told from the first. One about a refund
 * looks the same as one about a payment but for its stamp, which is ours and signed: told apart by the
 * address, a customer's own redirect could be sent again as the news of a refund.
 */
export function readPaytrailCallback(
  { query }: RawDelivery,
  config: { readonly account: string; readonly secret: string },
): readonly ProviderNews[] {
  if (!isSignedByPaytrail(config.secret, query, '')) {
    throw new BadSignature('the callback is not signed with the secret of Paytrail');
  }
  if (query['checkout-account'] !== config.account) {
    throw new BadSignature('the callback is for another account of Paytrail');
  }
  if (isStampOfRefund(query['checkout-stamp'])) return newsOfRefund(query);
  const transactionId = query['checkout-transaction-id'];
  const status = query['checkout-status'];
  const known = statusOf(status);
  if (transactionId === undefined || status === undefined || known === null) return [];

  return [
    {
      ...newsOf(transactionId, status, known),
      stamp: query['checkout-stamp'] ?? null,
      amountMinor: amountOf(query),
      currency: 'EUR',
      ...methodAndFailure(known, query['checkout-provider'] ?? null),
      at: null,
    },
  ];
}

function isStampOfRefund(stamp: string | undefined): stamp is string {
  return stamp?.startsWith('leg_') ?? false;
}

/** A refund that could not even be begun, as when the balance is too low, has no id at Paytrail. */
function newsOfRefund(query: RawDelivery['query']): readonly RefundNews[] {
  const stamp = query['checkout-stamp'] ?? '';
  const word = query['checkout-status'];
  const known = statusOf(word);
  if (known === null) return [];
  const reference = query['checkout-transaction-id'] ?? null;
  return [
    {
      kind: 'refund',
      eventId: `${reference ?? stamp}:${word}`,
      key: stamp,
      reference,
      paymentReference: null,
      status: known,
      amountMinor: amountOf(query),
      currency: 'EUR',
      failureMessage: known === 'FAILED' ? failedRefund : null,
      at: null,
    },
  ];
}

/** Paytrail gives no reason; too low a balance is the usual one. */
export const failedRefund =
  'Paytrail could not make this refund; the balance there may be too low for it.';

function amountOf(query: RawDelivery['query']): number | null {
  const amount = query['checkout-amount'] ?? '';
  return /^\d{1,12}$/.test(amount) ? Number(amount) : null;
}

/** A look-up and a callback that say the same have the same event id. */
function newsOf(transactionId: string, status: string, known: PaymentNewsStatus) {
  const eventId = `${transactionId}:${status}`;
  return { kind: 'payment', eventId, reference: transactionId, status: known } as const;
}

/** Null for a word that Paytrail did not have when this was written. */
export function statusOf(
  word: unknown,
): Extract<PaymentNewsStatus, 'PENDING' | 'SUCCEEDED' | 'FAILED'> | null {
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
  const at = paytrailMethods.find(({ method }) => method === provider)?.label;
  const failureMessage =
    status === 'FAILED' ? `The payment was cancelled or refused${at ? ` at ${at}` : ''}.` : null;
  return { method: provider, failureMessage };
}

function instantOf(text: string): Date | null {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
