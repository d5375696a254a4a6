import type { AnalyticsConsent, Device } from '../domain/order-line.ts';
import { CheckoutLinkTable, OfferTable, type CheckoutLinkRow } from '../database/catalogue.ts';
import { OrderTable } from '../database/order.ts';
import { query } from '../database/orm.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { once } from './idempotency.ts';
import { isStorable } from './plain-text.ts';
import { decide, reaches, type Request, type Work } from './request.ts';
import { type Outcome, refuse } from './outcome.ts';
import {
  currenciesOf,
  offeredAddOns,
  type OfferedAddOnValue,
  priceCheckout,
} from './price-checkout.ts';

export type OpenCheckout = {
  readonly idempotencyKey: string;
  readonly linkSlug: string;
  readonly country?: string | null;
  readonly region?: string | null;
  readonly currency?: string | null;
  readonly language?: string | null;
  readonly device?: Device | null;
  readonly analyticsConsent: AnalyticsConsent;
};

export type OpenedCheckout = {
  readonly orderId: string;
  readonly addOns: readonly OfferedAddOnValue[];
  readonly paymentMethods: readonly { provider: string; method: string; label: string }[];
};

const CURRENCY_OF_COUNTRY: Readonly<Record<string, string>> = {
  SE: 'SEK',
  JP: 'JPY',
  US: 'USD',
  GB: 'GBP',
};
const CURRENCY_ELSEWHERE = 'EUR';

/**
 * A customer opened the checkout page: the order exists from this moment (`order-management.md`,
 * "Overview"), with the link's source and tags copied onto it and the main products priced.
 */
export async function openCheckout(
  input: OpenCheckout,
  request: Request,
  providers: PaymentProviders,
): Promise<Outcome<OpenedCheckout>> {
  return decide(request, async (work) => {
    refuseUnusable(input);
    const { orderId } = await once(
      work,
      { operation: 'openCheckout', key: input.idempotencyKey, input },
      () => createOrder(work, input),
    );
    const order = await work.em.findOneOrFail(OrderTable, orderId);
    if (!reaches(request.reach, order.checkoutId)) refuseLink(input.linkSlug);
    return {
      orderId,
      addOns: await offeredAddOns(work.em, order.offerId, order.currency),
      paymentMethods: paymentMethodsFor(providers, order.currency),
    };
  });
}

async function createOrder(work: Work, input: OpenCheckout): Promise<{ orderId: string }> {
  const link = await findLink(work, input.linkSlug);
  const currency = await chooseCurrency(work, link, input);
  const [next] = await query<{ number: number }>(
    work.em,
    `select nextval('order_number') as number`,
  );
  const order = work.em.create(OrderTable, {
    id: work.request.tools.newId('ord'),
    checkoutId: link.checkoutId,
    number: String(next?.number),
    status: 'STARTED',
    offerId: link.offerId,
    checkoutLinkId: link.id,
    linkName: link.name,
    source: link.source ?? null,
    tags: link.tags,
    currency,
    language: input.language ?? null,
    device: input.device ?? null,
    openedCountry: input.country ?? null,
    openedRegion: input.region ?? null,
    analyticsConsent: input.analyticsConsent,
    totalMinor: 0,
    createdAt: work.now,
  });
  await work.em.flush();
  await priceCheckout(work, order, { addOnIds: [], code: null });
  work.touch(order.id, { decided: false });
  work.record(order.id, { event: 'checkout.opened', summary: 'The checkout page was opened.' });
  return { orderId: order.id };
}

async function findLink(work: Work, slug: string): Promise<CheckoutLinkRow> {
  const link = isStorable(slug) ? await work.em.findOne(CheckoutLinkTable, { slug }) : null;
  const offer = link && (await work.em.findOne(OfferTable, { id: link.offerId }));
  const isOpen = link && !link.archivedAt && offer && !offer.archivedAt;
  if (!isOpen || !reaches(work.request.reach, link.checkoutId)) refuseLink(slug);
  return link;
}

function refuseLink(slug: string): never {
  refuse('NOT_FOUND', `There is no open checkout link “${slug}”.`, ['linkSlug']);
}

/** Language tags have at most 35 characters (RFC 5646, 4.4.1). */
const LONGEST = { region: 100, language: 35 } as const;

/** What the page says of its customer is kept as it comes, so it must be something that can be. */
function refuseUnusable(input: OpenCheckout): void {
  for (const name of ['region', 'language'] as const) {
    const text = input[name] ?? '';
    if (isStorable(text) && text.length <= LONGEST[name]) continue;
    refuse('INVALID', `Plain text of at most ${LONGEST[name]} characters.`, [name]);
  }
}

/** What was asked for, else what the country pays in, else the first currency the offer has. */
async function chooseCurrency(
  work: Work,
  link: CheckoutLinkRow,
  input: OpenCheckout,
): Promise<string> {
  const sold = await currenciesOf(work.em, link.offerId);
  if (input.currency && !sold.includes(input.currency)) {
    refuse(
      'INVALID',
      `This offer has no price in ${input.currency}. It is sold in ${sold.join(', ')}.`,
      ['currency'],
    );
  }
  const local = CURRENCY_OF_COUNTRY[input.country ?? ''] ?? CURRENCY_ELSEWHERE;
  const currency =
    input.currency ?? [local, CURRENCY_ELSEWHERE, ...sold].find((one) => sold.includes(one));
  if (!currency)
    refuse('INVALID', 'This offer has no price yet, so it cannot be sold.', ['linkSlug']);
  return currency;
}

/** The ways to pay that take this currency. Those without a `start` are settled by hand. */
export function paymentMethodsFor(
  providers: PaymentProviders,
  currency: string,
): OpenedCheckout['paymentMethods'] {
  return providers.all
    .filter((provider) => provider.start !== undefined)
    .flatMap((provider) =>
      provider.methods
        .filter(({ currencies }) => currencies === 'any' || currencies.includes(currency))
        .map(({ method, label }) => ({ provider: provider.name, method, label })),
    );
}
