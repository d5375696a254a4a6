import { Agent, request } from 'undici';
import { toDecimal } from '../domain/money.ts';
import { epassiMac } from './epassi-signature.ts';
import type {
  PaidPayment,
  PaymentProvider,
  ProviderRefund,
  RefundAbility,
  RefundAnswer,
} from './payment-provider.ts';
import { plainWords } from './provider-words.ts';

/**
 * Money back through Epassi, whole payments only (`order-management.md`, "Refund"). Its refund call is
 * not public: the operator gives the address of the shop's contract, and without one the money goes
 * back by hand. SHAPE UNVERIFIED: a form of STAMP, SITE, AMOUNT, REFUND_STAMP and their MAC, answered
 * by JSON, `{ refundId, status: 'ok' | 'pending' }` or, with 4xx, `{ error }`. Keep it to this file.
 */

type EpassiRefunds = Pick<PaymentProvider, 'capability' | 'refund'>;

type Means = {
  readonly site: string;
  readonly key: string;
  readonly refundUrl: string | null;
  readonly timeoutMs: number;
};

export function epassiRefunds({ site, key, refundUrl, timeoutMs }: Means): EpassiRefunds {
  if (refundUrl === null) return { capability: () => byHand };
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  return {
    capability: abilityOf,

    async refund(wish, signal) {
      if (wish.amountMinor !== wish.payment.amountMinor) {
        return refused('Epassi returns whole payments only.');
      }
      try {
        const { statusCode, body } = await request(refundUrl, {
          dispatcher,
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: formOf(wish, site, key),
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        return answerOf(statusCode, parsed(await body.text()), wish.email);
      } catch (error) {
        return unknown(`no answer (${error instanceof Error ? error.name : 'given up'})`);
      }
    },
  };
}

const MAX_ANSWER_BYTES = 65_536;

const byHand: RefundAbility = {
  capability: 'by-hand',
  note: 'Nothing is sent to Epassi from here. Return the money in Epassi’s portal for merchants, then record the refund.',
};

function abilityOf({ returnedMinor }: PaidPayment): RefundAbility {
  if (returnedMinor > 0) return byHand;
  return {
    capability: 'full',
    note: 'Epassi returns whole payments only. A part of one is recorded, and you return it in Epassi yourself.',
  };
}

function formOf({ id, payment }: ProviderRefund, site: string, key: string): string {
  const values = [payment.id, site, toDecimal(payment.amountMinor, 'EUR'), id] as const;
  const [STAMP, SITE, AMOUNT, REFUND_STAMP] = values;
  const MAC = epassiMac(values, key);
  return new URLSearchParams({ STAMP, SITE, AMOUNT, REFUND_STAMP, MAC }).toString();
}

/** Only a no in the expected form is one; without a look-up, anything else stays unknown. */
function answerOf(
  status: number,
  answer: Readonly<Record<string, unknown>>,
  email: string | null,
): RefundAnswer {
  const { refundId, status: word, error } = answer;
  if (status >= 200 && status < 300 && typeof refundId === 'string' && refundId !== '') {
    if (word === 'ok') return { outcome: 'succeeded', reference: refundId };
    if (word === 'pending') return { outcome: 'pending', reference: refundId };
  }
  const isNo = [400, 401, 403, 404, 422].includes(status) && typeof error === 'string';
  return isNo
    ? refused(`Epassi refused this refund: ${plainWords(error, [email])}`)
    : unknown(`HTTP ${status}`);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function refused(message: string): RefundAnswer {
  return { outcome: 'refused', message };
}

function unknown(detail: string): RefundAnswer {
  const message = `No clear answer; the refund may have been made. Epassi: ${detail}`;
  return { outcome: 'unknown', message };
}
