import { discountOf, discountRefusal, type DiscountCode } from '../domain/discount.ts';
import type { Device } from '../domain/order-line.ts';
import { type ChosenAddOn, type Discount, priceOrder } from '../domain/pricing.ts';
import type { PastCode, PastLink, Wares } from './past-catalogue.ts';
import {
  CHECKOUT_PAGE,
  type OrderDraft,
  type PastMeans,
  recordAt,
  settleDraft,
} from './past-draft.ts';
import type { Country } from './past-names.ts';
import type { Person } from './past-people.ts';

/** How often each code was used, by whom: limits hold in the past as well. */
export type CodeUses = Map<string, { total: number; readonly byEmail: Map<string, number> }>;

const devices: readonly (readonly [Device, number])[] = [
  ['MOBILE', 56],
  ['DESKTOP', 37],
  ['TABLET', 7],
];

/** The checkout page is opened: an order begins, with the main products priced. */
export function openVisit(
  means: PastMeans,
  atMs: number,
  visit: { readonly number: number; readonly link: PastLink; readonly country: Country },
): OrderDraft {
  const { chance, ids } = means;
  const { link, country } = visit;
  const draft: OrderDraft = {
    link,
    order: {
      id: ids('ord', atMs),
      checkoutId: link.checkoutId,
      number: String(visit.number),
      version: 1,
      status: 'STARTED',
      offerId: link.offerId,
      checkoutLinkId: link.id,
      linkName: link.name,
      source: link.source,
      tags: [...link.tags],
      currency: currencyFor(link, country),
      language: chance.happens(0.06) ? 'en' : country.language,
      device: chance.weighted(devices, ([, weight]) => weight)[0],
      openedCountry: country.code,
      openedRegion: country.regions ? chance.pick(country.regions.split('|')) : null,
      email: null,
      firstName: null,
      lastName: null,
      country: null,
      region: null,
      billingFields: [],
      analyticsConsent: chance.happens(0.12)
        ? 'NEVER_ASKED'
        : chance.happens(0.63)
          ? 'ACCEPTED'
          : 'REJECTED',
      discountCodeId: null,
      discountCode: null,
      discountMinor: 0,
      totalMinor: 0,
      refundedMinor: 0,
      refundPendingMinor: 0,
      createdAt: new Date(atMs),
      billingSubmittedAt: null,
      paidAt: null,
      allSucceededAt: null,
      closedByHandAt: null,
      closedByKind: null,
      closedByName: null,
      lastRefundAt: null,
      surplusCapturedAt: null,
      unmatchedCapturedAt: null,
      attention: [],
      attentionAt: null,
      attentionSummary: null,
      erasedAt: null,
    },
    lines: [],
    payments: [],
    actions: [],
    attempts: [],
    refunds: [],
    legs: [],
    parts: [],
    books: [],
    history: [],
  };
  price(draft, means, atMs, { addOns: [], code: null });
  recordAt(draft, means, atMs, {
    event: 'checkout.opened',
    summary: 'The checkout page was opened.',
    actor: CHECKOUT_PAGE,
  });
  return draft;
}

/** Add-ons and perhaps a code are chosen; most customers take neither. */
export function choose(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  by: { readonly email: string; readonly uses: CodeUses },
): void {
  const { chance, habits } = means;
  const taken = waresOf(draft).addOns.filter(({ kind }) =>
    chance.happens(kind === 'ORDER_BUMP' ? habits.bump : habits.upsell),
  );
  const code = chance.happens(0.2) ? chooseCode(draft, means, atMs, by) : null;
  if (taken.length === 0 && !code) return;
  price(draft, means, atMs, { addOns: taken, code });
  settleDraft(draft, means, atMs, { actor: CHECKOUT_PAGE });
}

/** The billing form is sent. */
export function submitBilling(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  person: Person,
): void {
  const { order } = draft;
  order.email = person.email;
  order.firstName = person.firstName;
  order.lastName = person.lastName;
  order.country = person.country;
  order.region = person.region;
  order.billingFields = [...person.fields];
  order.billingSubmittedAt = new Date(atMs);
  recordAt(draft, means, atMs, {
    event: 'billing.submitted',
    summary: 'The billing form was sent.',
    actor: CHECKOUT_PAGE,
  });
  settleDraft(draft, means, atMs, { actor: CHECKOUT_PAGE });
}

/** Counts the code of an order that is being paid. */
export function countCode({ order }: OrderDraft, uses: CodeUses): void {
  if (!order.discountCodeId) return;
  const known = uses.get(order.discountCodeId) ?? { total: 0, byEmail: new Map() };
  const email = (order.email ?? '').toLowerCase();
  known.total += 1;
  known.byEmail.set(email, (known.byEmail.get(email) ?? 0) + 1);
  uses.set(order.discountCodeId, known);
}

function currencyFor({ wares }: PastLink, { currency }: Country): string {
  if (wares.has(currency)) return currency;
  const [first] = wares.keys();
  return wares.has('EUR') ? 'EUR' : (first ?? currency);
}

function waresOf({ link, order }: OrderDraft): Wares {
  return link.wares.get(order.currency) ?? { mains: [], addOns: [] };
}

function chooseCode(
  draft: OrderDraft,
  { catalogue, chance }: PastMeans,
  atMs: number,
  { email, uses }: { readonly email: string; readonly uses: CodeUses },
): PastCode | null {
  const { order } = draft;
  const usable = catalogue.codes.filter((code) => {
    if (code.checkoutId !== order.checkoutId) return false;
    const known = uses.get(code.id);
    const refusal = discountRefusal(inCurrency(code, order.currency), {
      now: new Date(atMs),
      uses: known?.total ?? 0,
      usesByEmail: known?.byEmail.get(email.toLowerCase()) ?? 0,
      currency: order.currency,
    });
    if (refusal) return false;
    const { mains } = waresOf(draft);
    const discount = discountOf(inCurrency(code, order.currency));
    return priceOrder({ mains, addOns: [], discount }).discountApplies;
  });
  if (usable.length === 0) return null;
  // A code that ends soon is shared more; one that gives everything away is given to few.
  return chance.weighted(usable, ({ code }) =>
    code.percentBp === 10_000 ? 0.7 : code.expiresAt || code.usageLimit ? 3 : 1,
  );
}

function inCurrency({ code, amounts }: PastCode, currency: string): DiscountCode {
  return { ...code, amountMinor: amounts[currency] ?? null };
}

function price(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  choice: { readonly addOns: readonly ChosenAddOn[]; readonly code: PastCode | null },
): void {
  const { order } = draft;
  const discount: Discount | null = choice.code
    ? discountOf(inCurrency(choice.code, order.currency))
    : null;
  const priced = priceOrder({ mains: waresOf(draft).mains, addOns: choice.addOns, discount });
  draft.lines = priced.lines.map((line, position) => ({
    id: means.ids('lin', atMs),
    orderId: order.id,
    position,
    ...line,
    refundedMinor: 0,
    refundedVatMinor: 0,
    refundPendingMinor: 0,
  }));
  order.totalMinor = priced.totalMinor;
  order.discountMinor = priced.discountMinor;
  order.discountCodeId = priced.discountApplies ? (choice.code?.id ?? null) : null;
  order.discountCode = priced.discountApplies ? (choice.code?.code.code ?? null) : null;
}
