import { toDecimal } from '../domain/money.ts';
import { epassiMac, isSealed, isSignedByEpassi, sealOf } from './epassi-signature.ts';
import { epassiRefunds } from './epassi-refund.ts';
import {
  BadSignature,
  ProviderFailure,
  type PaymentNews,
  type PaymentProvider,
  type PayForm,
  type RawDelivery,
} from './payment-provider.ts';

/**
 * Epassi: employees' sports, culture and wellbeing benefits, in euros only. It has no public
 * description, so this follows what shops that use it send (shape seen, never confirmed). A payment is
 * begun by a form that the customer's browser posts; Epassi gives it no number of its own, so that our
 * payment's id, the STAMP, is its reference. It cannot be asked about a payment.
 */

export type EpassiConfig = {
  readonly site: string;
  readonly key: string;
  /** Where browsers post the form: `https://services.epassi.fi/e_payments/v2`. */
  readonly pageUrl: string;
  /** Where refunds go by the shop's contract; null: they are made by hand in Epassi. */
  readonly refundUrl: string | null;
  readonly timeoutMs: number;
};

export function epassiProvider(config: EpassiConfig): PaymentProvider {
  return {
    name: 'epassi',
    label: 'Epassi',
    methods: [{ method: 'epassi', label: 'Epassi', currencies: ['EUR'] }],

    start(payment) {
      if (payment.currency !== 'EUR') {
        const detail = `Epassi was asked for ${payment.currency}`;
        const words = 'Epassi takes payments in euros only.';
        return Promise.reject(new ProviderFailure('refused', words, detail));
      }
      const redirectUrl = payLink(payment, config.key);
      return Promise.resolve({ reference: payment.id, redirectUrl, clientSecret: null });
    },

    /** Nobody can tell: it is pending until Epassi says otherwise by itself. */
    find: ({ id }) => Promise.resolve(newsOf(id, 'PENDING', `${id}:asked`)),

    payForm: (query) => payForm(query, config),
    returnUrl: (query) => sealedReturn(query, config.key),
    readEvents: (delivery) => readEpassiNews(delivery, config.key),

    ...epassiRefunds(config),
  };
}

/** Our own page, which posts the form. The amount is fixed here and never taken from the browser. */
function payLink(
  payment: { id: string; amountMinor: number; returnUrl: string; callbackUrl: string },
  key: string,
): string {
  const amount = toDecimal(payment.amountMinor, 'EUR');
  const url = new URL('/pay/epassi', payment.callbackUrl);
  url.search = new URLSearchParams({
    stamp: payment.id,
    amount,
    to: payment.returnUrl,
    notify: payment.callbackUrl,
    seal: sealOf([payment.id, amount, payment.returnUrl, payment.callbackUrl], key),
  }).toString();
  return url.href;
}

function payForm(query: RawDelivery['query'], { site, key, pageUrl }: EpassiConfig): PayForm {
  const { stamp = '', amount = '', to = '', notify = '', seal } = query;
  if (!isSealed([stamp, amount, to, notify], seal, key)) {
    throw new BadSignature('the link to the payment was not made here');
  }
  const back = new URL('/pay/epassi/back', notify);
  back.search = new URLSearchParams({ to, seal: sealOf([to], key) }).toString();
  return {
    action: pageUrl,
    fields: {
      STAMP: stamp,
      SITE: site,
      AMOUNT: amount,
      RETURN: back.href,
      REJECT: back.href,
      CANCEL: back.href,
      NOTIFY_URL: notify,
      MAC: epassiMac([stamp, site, amount], key),
    },
  };
}

function sealedReturn({ to = '', seal }: RawDelivery['query'], key: string): string {
  if (isSealed([to], seal, key)) return to;
  throw new BadSignature('the link back was not made here');
}

/**
 * Epassi says that a stamp is paid, and its MAC covers no amount: what was paid is what we had signed
 * for this stamp, so the amount is left to our own row. Everything else it says is not signed at all.
 */
function readEpassiNews(delivery: RawDelivery, key: string): readonly PaymentNews[] {
  const form = new TextDecoder().decode(delivery.body);
  const said = { ...delivery.query, ...Object.fromEntries(new URLSearchParams(form)) };
  const { STAMP: stamp, PAID: paid, MAC: mac } = said;
  if (!isSignedByEpassi([stamp, paid], mac, key)) {
    throw new BadSignature('the news is not signed with the key of Epassi');
  }
  return [newsOf(stamp ?? '', 'SUCCEEDED', `${stamp}:${paid}`)];
}

function newsOf(stamp: string, status: 'PENDING' | 'SUCCEEDED', eventId: string): PaymentNews {
  return {
    kind: 'payment',
    eventId,
    stamp,
    reference: stamp,
    status,
    amountMinor: null,
    currency: null,
    method: 'epassi',
    failureMessage: null,
    at: null,
  };
}
