// How a shopper's browser pays: at Stripe with the client secret, at Paytrail on the payer's page.

import type { Clock } from './clock.ts';
import type { StartedPayment } from './product-api.ts';
import { ProductTrouble } from './product-api.ts';
import type { PaymentOutcome } from './shopper-script.ts';

export type PaymentPages = {
  readonly clock: Clock;
  /** The simulator's own address, where Stripe and Paytrail are. */
  readonly ownUrl: string;
};

/** How the visit ends by this payment; null: not paid, the shopper may try again. */
type PaymentEnd = 'paid' | 'waiting for the bank' | null;

/** Throws ProductTrouble where the payment leads to a page that is not the simulator's. */
export async function payAtProvider(
  pages: PaymentPages,
  outcome: PaymentOutcome,
  method: string,
  payment: StartedPayment,
): Promise<PaymentEnd> {
  const { clientSecret, redirectUrl } = payment;
  if (clientSecret !== null) return payByStripe(pages, outcome, clientSecret);
  if (redirectUrl?.startsWith(`${pages.ownUrl}/paytrail/pay/`))
    return payByPaytrail(pages, outcome, method, redirectUrl);
  throw new ProductTrouble('The payment page is none that the simulator knows.');
}

const stripeMethods: Readonly<Record<PaymentOutcome, string>> = {
  succeed: 'pm_card_visa',
  decline: 'pm_card_chargeDeclinedInsufficientFunds',
  processing: 'pm_sim_processing',
  'processing-fails': 'pm_sim_processing_fails',
  cancel: 'pm_card_authenticationRequired',
  abandon: 'pm_card_visa',
};

async function payByStripe(
  pages: PaymentPages,
  outcome: PaymentOutcome,
  clientSecret: string,
): Promise<PaymentEnd> {
  const [intentId = ''] = clientSecret.split('_secret_');
  const confirm = `${pages.ownUrl}/v1/payment_intents/${intentId}/confirm`;
  const form = { client_secret: clientSecret, payment_method: stripeMethods[outcome] };
  const status = await submit(pages, confirm, form);
  if (outcome === 'cancel') {
    const cancel = `${pages.ownUrl}/v1/payment_intents/${intentId}/cancel`;
    await submit(pages, cancel, { client_secret: clientSecret });
    return null;
  }
  if (outcome === 'processing' || outcome === 'processing-fails') return 'waiting for the bank';
  return status === 200 ? 'paid' : null;
}

const paytrailAnswers: Readonly<Record<PaymentOutcome, string>> = {
  succeed: 'ok',
  decline: 'fail',
  processing: 'pending',
  'processing-fails': 'fail',
  cancel: 'fail',
  abandon: 'ok',
};

async function payByPaytrail(
  pages: PaymentPages,
  outcome: PaymentOutcome,
  method: string,
  page: string,
): Promise<PaymentEnd> {
  const answer = paytrailAnswers[outcome];
  const status = await submit(pages, page, { outcome: answer, provider: method });
  if (status !== 303) return null;
  if (answer === 'pending') return 'waiting for the bank';
  return answer === 'ok' ? 'paid' : null;
}

async function submit(
  pages: PaymentPages,
  url: string,
  form: Record<string, string>,
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
      signal: AbortSignal.any([pages.clock.stopping, AbortSignal.timeout(20_000)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    throw new ProductTrouble('The payment page did not answer.', { cause: error });
  }
}
