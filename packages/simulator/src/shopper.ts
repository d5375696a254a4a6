// One shopper from the opened checkout to the end, over HTTP like a browser: the product's API for
// the order, the payment provider's own pages for the money.

import type { Clock } from './clock.ts';
import type { OpenedCheckout, ProductApi, UserErrors } from './product-api.ts';
import { ProductTrouble } from './product-api.ts';
import { payAtProvider } from './shopper-payment.ts';
import type { PaymentTry, ShopperScript } from './shopper-script.ts';

export type ShopperEnd =
  | 'shopping'
  | 'paid'
  | 'waiting for the bank'
  | 'left'
  | 'gave up'
  | 'met a failure';

export type ShopperReport = {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly script: ShopperScript;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  /** In the order they were done, in words. */
  readonly steps: readonly string[];
  readonly end: ShopperEnd;
};

export type Shop = {
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  readonly api: ProductApi;
  /** The simulator's own address, where Stripe and Paytrail are. */
  readonly ownUrl: string;
  /** Times the script's thinking: 1 is a human's pace, 0 does not wait. */
  readonly pace: number;
  /** Told after every step. */
  readonly onStep: (report: ShopperReport) => void;
};

/** Runs to the end. Trouble of the product or the providers ends the visit; it is never thrown. */
export async function runShopper(
  shop: Shop,
  script: ShopperScript,
  linkSlug: string,
): Promise<ShopperReport> {
  const visit = beginVisit(shop, script);
  try {
    return visit.finish(await shopAround(shop, script, linkSlug, visit));
  } catch (error) {
    if (shop.clock.stopping.aborted) return visit.finish('left');
    if (!(error instanceof ProductTrouble)) throw error;
    visit.step(error.message);
    return visit.finish('met a failure');
  }
}

type Visit = {
  think(): Promise<void>;
  step(words: string): void;
  open(order: OpenedCheckout['order']): void;
  finish(end: ShopperEnd): ShopperReport;
};

function beginVisit(shop: Shop, script: ShopperScript): Visit {
  let report: ShopperReport = {
    id: shop.newId('shopper_'),
    startedAt: shop.clock.now(),
    endedAt: null,
    script,
    orderId: null,
    orderNumber: null,
    steps: [],
    end: 'shopping' as const,
  };
  let thoughts = 0;
  const tell = (news: Partial<ShopperReport>) => {
    report = { ...report, ...news };
    shop.onStep(report);
    return report;
  };
  return {
    think: async () => {
      const thinkMs = (script.thinkMs[thoughts++] ?? 0) * shop.pace;
      if (thinkMs > 0) await shop.clock.wait(thinkMs);
    },
    step: (words) => {
      tell({ steps: [...report.steps, words] });
    },
    open: (order) => {
      tell({ orderId: order?.id ?? null, orderNumber: order?.number ?? null });
    },
    finish: (end) => tell({ end, endedAt: shop.clock.now() }),
  };
}

async function shopAround(
  shop: Shop,
  script: ShopperScript,
  linkSlug: string,
  visit: Visit,
): Promise<ShopperEnd> {
  const checkout = await openCheckout(shop, script, linkSlug, visit);
  const orderId = checkout.order?.id;
  if (orderId === undefined) return 'gave up';
  if (script.leavesAfter === 'opening') return 'left';
  await choose(shop, script, checkout, orderId, visit);
  if (script.leavesAfter === 'choosing') return 'left';

  await visit.think();
  const { email, country, region, firstName, lastName, fields } = script;
  const billing = { orderId, email, country, region, firstName, lastName, fields };
  const { errors } = await shop.api.submitBilling(billing);
  visit.step(errors.length > 0 ? `billing refused: ${wordsOf(errors)}` : 'filled the billing form');
  if (errors.length > 0) return 'gave up';
  if (script.leavesAfter === 'billing') return 'left';

  for (const attempt of script.tries) {
    await visit.think();
    const end = await pay(shop, attempt, checkout.paymentMethods, orderId, visit);
    if (end !== null) return end;
  }
  return script.tries.length > 0 ? 'gave up' : 'left';
}

async function openCheckout(
  shop: Shop,
  script: ShopperScript,
  linkSlug: string,
  visit: Visit,
): Promise<OpenedCheckout> {
  const { country, region, currency, language, device, analyticsConsent } = script;
  const input = { linkSlug, country, region, language, device, analyticsConsent };
  const open = (wanted: string | null) =>
    shop.api.openCheckout({ ...input, currency: wanted, idempotencyKey: shop.newId('visit_') });
  let checkout = await open(currency);
  if (!checkout.order && currency !== null) {
    visit.step(`not sold in ${currency}: ${wordsOf(checkout.errors)}`);
    checkout = await open(null);
  }
  visit.open(checkout.order);
  visit.step(
    checkout.order
      ? `opened ${linkSlug}: order ${checkout.order.number}`
      : `could not open ${linkSlug}: ${wordsOf(checkout.errors)}`,
  );
  return checkout;
}

async function choose(
  shop: Shop,
  script: ShopperScript,
  { addOns }: OpenedCheckout,
  orderId: string,
  visit: Visit,
): Promise<void> {
  const idsOf = (kind: string, atMost: number) =>
    addOns
      .filter((addOn) => addOn.kind === kind)
      .slice(0, atMost)
      .map(({ id }) => id);
  const orderBumpIds = idsOf('ORDER_BUMP', script.orderBumps);
  const preUpsellIds = idsOf('PRE_UPSELL', script.preUpsells);
  if (orderBumpIds.length + preUpsellIds.length > 0) {
    await visit.think();
    const { errors } = await shop.api.updateCheckout({ orderId, orderBumpIds, preUpsellIds });
    const names = addOns
      .filter(({ id }) => [...orderBumpIds, ...preUpsellIds].includes(id))
      .map(({ name }) => name);
    visit.step(
      errors.length > 0 ? `add-ons refused: ${wordsOf(errors)}` : `added ${names.join(', ')}`,
    );
  }
  if (script.discountCode === null) return;
  await visit.think();
  const { discountCode } = script;
  const { errors } = await shop.api.updateCheckout({ orderId, discountCode });
  visit.step(
    errors.length > 0
      ? `code ${discountCode} refused: ${wordsOf(errors)}`
      : `used code ${discountCode}`,
  );
}

/** How the visit ends by this attempt, or null when the shopper may try again. */
async function pay(
  shop: Shop,
  attempt: PaymentTry,
  offered: OpenedCheckout['paymentMethods'],
  orderId: string,
  visit: Visit,
): Promise<ShopperEnd | null> {
  const choice = chooseMethod(attempt, offered);
  if (!choice) {
    visit.step('found no way to pay');
    return 'gave up';
  }
  const { provider, method } = choice;
  const payment = await shop.api.startPayment({
    orderId,
    provider,
    method,
    idempotencyKey: shop.newId('pay_'),
  });
  if (payment.errors.length > 0) {
    visit.step(`payment by ${provider} refused: ${wordsOf(payment.errors)}`);
    return null;
  }
  visit.step(`started to pay by ${provider}, ${method}`);
  if (payment.redirectUrl === null && payment.clientSecret === null) {
    const isPending = payment.payment?.status === 'PENDING';
    visit.step(isPending ? 'is to pay by other means' : 'had nothing to pay');
    return isPending ? 'waiting for the bank' : 'paid';
  }
  await visit.think();
  if (attempt.outcome === 'abandon') return 'left';
  const end = await payAtProvider(shop, attempt.outcome, method, payment);
  visit.step(`${provider}: ${end ?? 'not paid'}`);
  return end;
}

/** Those that the simulator plays; money by hand goes past it. */
const wired = new Set(['stripe', 'paytrail', 'epassi']);

/** The wished provider and method where they are offered, else the provider, else one we can pay at. */
function chooseMethod(attempt: PaymentTry, offered: OpenedCheckout['paymentMethods']) {
  const byWire = offered.filter(({ provider }) => wired.has(provider));
  const atProvider = byWire.filter(({ provider }) => provider === attempt.provider);
  const candidates = atProvider.length > 0 ? atProvider : byWire;
  return candidates.find(({ method }) => method === attempt.method) ?? candidates[0] ?? offered[0];
}

function wordsOf(errors: UserErrors): string {
  return errors.map(({ code, message }) => `${message} (${code})`).join(' ') || 'no reason given';
}
