import { randomUUID } from 'node:crypto';
import {
  believed,
  paytrailCall,
  paytrailUnavailable,
  type PaytrailConfig,
  type RequestStamp,
} from './paytrail-call.ts';
import { newsOfLookUp, paytrailMethods, readPaytrailCallback } from './paytrail-news.ts';
import { paytrailRefunds } from './paytrail-refund.ts';
import {
  ProviderFailure,
  type NewPayment,
  type PaymentProvider,
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
    methods: paytrailMethods,

    async start(payment, signal) {
      if (payment.currency !== 'EUR') {
        const detail = `Paytrail was asked for ${payment.currency}`;
        throw new ProviderFailure('refused', 'Paytrail takes payments in euros only.', detail);
      }
      const body = JSON.stringify(toPaytrail(payment));
      const personal = [payment.email, payment.firstName, payment.lastName];
      const answer = await call({ method: 'POST', path: '/payments', body, personal }, signal);
      return toStartedPayment(believed(answer, 'POST'));
    },

    async find({ id, reference }, signal) {
      // Paytrail cannot be searched by stamp. Without its id nobody was ever given the
      // payment's address, so there is nothing that could have been paid.
      if (reference === null) return 'absent';
      const path = `/payments/${encodeURIComponent(reference)}`;
      const answer = await call({ method: 'GET', path, transactionId: reference }, signal);
      const found = believed(answer, 'GET');
      return found === 'absent' ? 'absent' : newsOfLookUp(found, id);
    },

    readEvents(delivery) {
      return readPaytrailCallback(delivery, config);
    },

    ...paytrailRefunds(call),
  };
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

function toStartedPayment(answer: Readonly<Record<string, unknown>> | 'absent'): StartedPayment {
  if (answer !== 'absent') {
    const { transactionId, href } = answer;
    if (typeof transactionId === 'string' && typeof href === 'string') {
      return { reference: transactionId, redirectUrl: href, clientSecret: null };
    }
  }
  throw paytrailUnavailable('a started payment without an id or address');
}
