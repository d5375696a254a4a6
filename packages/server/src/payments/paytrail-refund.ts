import type { PaytrailAnswer, PaytrailCall } from './paytrail-call.ts';
import { failedRefund, paytrailMethods, statusOf } from './paytrail-news.ts';
import {
  ProviderFailure,
  type PaidPayment,
  type PaymentProvider,
  type ProviderRefund,
  type RefundAbility,
  type RefundAnswer,
} from './payment-provider.ts';

/**
 * Money back through Paytrail. It knows no idempotency and has no list of the refunds of a payment:
 * a refund whose answer was lost is unknown for good, until its callback or a person says more.
 */

type PaytrailRefunds = Required<Pick<PaymentProvider, 'capability' | 'refund' | 'findRefund'>>;

export function paytrailRefunds(call: PaytrailCall): PaytrailRefunds {
  return {
    capability: abilityOf,

    async refund(request, signal) {
      const { reference, method } = request.payment;
      if (reference === null) return refused('This payment has no number at Paytrail.');
      if (paysOutByEmail.has(method) && request.email === null) {
        return refused(
          `${labelOf(method)} returns money by an email to the customer, whose address is not known. Return it yourself, and record it.`,
        );
      }
      const path = `/payments/${encodeURIComponent(reference)}/refund`;
      const body = JSON.stringify(toPaytrail(request));
      const wish = { method: 'POST', path, transactionId: reference, body } as const;
      return answerTo(call({ ...wish, personal: [request.email] }, signal), sent);
    },

    async findRefund(request, signal) {
      // Without Paytrail's id of the refund there is nothing to ask for, and no proof of absence.
      if (request.reference === null) return unknown(NOWHERE_TO_LOOK);
      const path = `/payments/${encodeURIComponent(request.reference)}`;
      const wish = { method: 'GET', path, transactionId: request.reference } as const;
      return answerTo(call(wish, signal), (answer) => found(answer, request));
    },
  };
}

const NOWHERE_TO_LOOK =
  'Paytrail has no way to look this refund up. See in its panel whether it was made.';

/** Banks without a refund of their own: the customer is asked by email where to pay to. */
const paysOutByEmail: ReadonlySet<string> = new Set(['spankki', 'alandsbanken']);

const NORDEA_WEEKS = 13;
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** By the payment's method (`payment-method-providers`, "Refunds", in Paytrail's documentation). */
function abilityOf(payment: PaidPayment, now: Date): RefundAbility {
  const label = labelOf(payment.method);
  if (paysOutByEmail.has(payment.method)) {
    const note = `${label} returns money by an email to the customer, and the outcome is never reported.`;
    return { capability: 'full-and-partial', note };
  }
  return payment.method === 'nordea' ? abilityOfNordea(payment, now) : everything;
}

const everything: RefundAbility = { capability: 'full-and-partial', note: null };

function abilityOfNordea({ refundsSent, capturedAt }: PaidPayment, now: Date): RefundAbility {
  if (refundsSent > 0) {
    const note =
      'Nordea takes one refund of a payment, and this one had its own. Return the rest by hand.';
    return { capability: 'by-hand', note };
  }
  const end = new Date(capturedAt.getTime() + NORDEA_WEEKS * WEEK_MS);
  if (now >= end) {
    const note = `Nordea took refunds of this payment for ${NORDEA_WEEKS} weeks, until ${dayOf(end)}. Return the money by hand.`;
    return { capability: 'by-hand', note };
  }
  const note = `Nordea takes only one refund of a payment, until ${dayOf(end)}: what is left out now can only be returned by hand.`;
  return { capability: 'full-and-partial', note };
}

function dayOf(instant: Date): string {
  return instant.toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
}

function labelOf(method: string): string {
  return paytrailMethods.find((one) => one.method === method)?.label ?? 'This bank';
}

/**
 * Without an email except where the bank needs one: given one, Paytrail falls back to an email refund
 * by itself, and a plain refusal would become an outcome that nobody is told.
 */
function toPaytrail(request: ProviderRefund) {
  const { id, amountMinor, payment, email, orderNumber, callbackUrl } = request;
  return {
    amount: amountMinor,
    refundStamp: id,
    refundReference: orderNumber,
    ...(paysOutByEmail.has(payment.method) && { email }),
    ...itemsOf(request),
    callbackUrls: { success: callbackUrl, cancel: callbackUrl },
  };
}

/** A whole payment needs no items; a part names them by the stamps that they were paid with. */
function itemsOf({ payment, amountMinor, lines }: ProviderRefund) {
  const sum = lines.reduce((total, line) => total + line.amountMinor, 0);
  const isDivided = lines.length > 0 && sum === amountMinor && amountMinor < payment.amountMinor;
  return isDivided
    ? { items: lines.map((line) => ({ stamp: line.id, amount: line.amountMinor })) }
    : {};
}

async function answerTo(
  asked: Promise<PaytrailAnswer>,
  read: (answer: PaytrailAnswer) => RefundAnswer,
): Promise<RefundAnswer> {
  try {
    return read(await asked);
  } catch (error) {
    const detail = error instanceof ProviderFailure ? error.detail : `Paytrail: ${nameOf(error)}`;
    return unknown(`No clear answer; the refund may have been made. ${detail}`);
  }
}

/** A no is believed in Paytrail's own form only: any other may come from something on the way. */
function sent(answer: PaytrailAnswer): RefundAnswer {
  const { status, isSigned, value, said, words } = answer;
  if (status >= 200 && status < 300) {
    return isSigned ? statusIn(value, said) : unknown(`Paytrail: ${said}: not signed`);
  }
  const isTheirs = value?.['status'] === 'error';
  switch (isTheirs ? status : null) {
    case 400:
      return refused(words === '' ? 'Paytrail refused this refund.' : `Paytrail: ${words}`);
    case 401:
      return refused('Paytrail did not accept our account or its secret for this refund.');
    case 404:
      return refused('Paytrail does not know this payment.');
    case 422:
      return refused('The payment method cannot return money by itself. Return it by hand.');
    default:
      return unknown(`No clear answer; the refund may have been made. Paytrail: ${said}`);
  }
}

function found(answer: PaytrailAnswer, { id }: ProviderRefund): RefundAnswer {
  const { status, isSigned, value, said } = answer;
  const isAnswer = status >= 200 && status < 300 && isSigned;
  if (!isAnswer) return unknown(`No answer about this refund. Paytrail: ${said}`);
  const stamp = value?.['stamp'];
  if (typeof stamp === 'string' && stamp !== '' && stamp !== id) {
    return unknown(`Paytrail: ${said}: a refund of another stamp`);
  }
  return statusIn(value, said);
}

function statusIn(value: PaytrailAnswer['value'], said: string): RefundAnswer {
  const { transactionId: reference, status }: Record<string, unknown> = value ?? {};
  if (typeof reference !== 'string') return unknown(`Paytrail: ${said}: a refund without an id`);
  switch (statusOf(status)) {
    case 'SUCCEEDED':
      return { outcome: 'succeeded', reference };
    case 'PENDING':
      return { outcome: 'pending', reference };
    case 'FAILED':
      return refused(failedRefund);
    case null:
      return unknown(`Paytrail: ${said}: a status that nobody knows`);
  }
}

function refused(message: string): RefundAnswer {
  return { outcome: 'refused', message };
}

function unknown(message: string): RefundAnswer {
  return { outcome: 'unknown', message };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
