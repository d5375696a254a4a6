// How a shopper's browser pays: at Stripe with the client secret, at Paytrail on the payer's page, at
// Epassi by posting the form that the product's page holds.

import type { Clock } from './clock.ts';
import type { StartedPayment } from './product-api.ts';
import { ProductTrouble } from './product-api.ts';
import type { PaymentOutcome } from './shopper-script.ts';

export type PaymentPages = {
  readonly clock: Clock;
  /** The simulator's own address, where Stripe, Paytrail and Epassi are. */
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
  if (redirectUrl && new URL(redirectUrl).pathname === '/pay/epassi')
    return payByEpassi(pages, outcome, redirectUrl);
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

const epassiAnswers: Readonly<Record<PaymentOutcome, string>> = {
  succeed: 'ok',
  decline: 'fail',
  processing: 'ok', // Epassi knows no waiting.
  'processing-fails': 'fail',
  cancel: 'cancel',
  abandon: 'ok',
};

async function payByEpassi(
  pages: PaymentPages,
  outcome: PaymentOutcome,
  productPage: string,
): Promise<PaymentEnd> {
  const form = await readForm(pages, productPage);
  if (!form.action.startsWith(`${pages.ownUrl}/epassi/`))
    throw new ProductTrouble('The payment page is none that the simulator knows.');
  await submit(pages, form.action, form.fields);
  const page = `${pages.ownUrl}/epassi/pay/${form.fields['STAMP'] ?? ''}`;
  const status = await submit(pages, page, { outcome: epassiAnswers[outcome] });
  return status === 303 && epassiAnswers[outcome] === 'ok' ? 'paid' : null;
}

/** What a browser would post from this page by itself. */
async function readForm(
  { clock }: PaymentPages,
  url: string,
): Promise<{ action: string; fields: Record<string, string> }> {
  const signal = AbortSignal.any([clock.stopping, AbortSignal.timeout(20_000)]);
  const page = await fetch(url, { signal })
    .then((response) => response.text())
    .catch((error: unknown) => {
      throw new ProductTrouble('The page on the way to the payment did not answer.', {
        cause: error,
      });
    });
  const [, action = ''] = /<form[^>]* action="([^"]*)"/.exec(page) ?? [];
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  const fields = [...inputs].map(([, name = '', value = '']) => [name, unescaped(value)]);
  return {
    action: unescaped(action),
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
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
