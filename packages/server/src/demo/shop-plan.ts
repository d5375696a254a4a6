/**
 * How a demo seller is written down before it has ids: things name each other by keys. Prices are minor
 * units per currency (yen have none smaller), a pair is the price and the lower one on offer.
 */
export type SellerPlan = {
  readonly name: string;
  readonly products: Readonly<Record<string, ProductPlan>>;
  readonly offers: Readonly<Record<string, OfferPlan>>;
  readonly links: readonly LinkPlan[];
  readonly codes: readonly CodePlan[];
  readonly actions: readonly ActionPlan[];
};

export type Price = number | readonly [listMinor: number, discountedMinor: number];
export type Prices = Readonly<Partial<Record<'EUR' | 'SEK' | 'JPY', Price>>>;

export type ProductPlan = {
  readonly name: string;
  readonly type:
    | 'ONLINE_COURSE'
    | 'DIGITAL_CONTENT'
    | 'E_BOOK'
    | 'MEMBERSHIP'
    | 'EVENT_TICKET'
    | 'SERVICE';
  readonly vatRateBp: number;
  readonly prices: Prices;
};

export type OfferPlan = {
  readonly name: string;
  /** Keys of products; with prices where the offer has its own. */
  readonly products: readonly (string | { readonly product: string; readonly prices: Prices })[];
  readonly addOns?: readonly AddOnPlan[];
};

export type AddOnPlan = {
  readonly kind: 'ORDER_BUMP' | 'PRE_UPSELL';
  readonly product: string;
  /** What the page says. */
  readonly name: string;
  readonly description: string;
  readonly prices: Prices;
  /** An upgrade: takes the place of this product. */
  readonly replaces?: string;
};

export type LinkPlan = {
  readonly slug: string;
  readonly name: string;
  readonly offer: string;
  readonly source: string | null;
  readonly tags: readonly string[];
};

/** Days are counted from the day the shop is made: −30 is a month ago. */
export type CodePlan = {
  readonly code: string;
  readonly description: string;
  readonly percentBp?: number;
  readonly amounts?: Readonly<Partial<Record<'EUR' | 'SEK' | 'JPY', number>>>;
  readonly onlyProducts?: readonly string[];
  readonly excludeDiscounted?: boolean;
  readonly usageLimit?: number;
  readonly perCustomerLimit?: number;
  readonly validFromDay?: number;
  readonly expiresDay?: number;
};

/** What is set up to run after a payment. `versions`: its settings, oldest first, since which day. */
export type ActionPlan = {
  readonly name: string;
  readonly kind: 'receipt-email' | 'webhook';
  readonly product?: string;
  readonly offer?: string;
  readonly enabled?: boolean;
  readonly versions: readonly {
    readonly sinceDay: number;
    /** The last part of a webhook's address. */
    readonly hook?: string;
    readonly settings?: Readonly<Record<string, string>>;
  }[];
};

/** How long the shop has been there, in days. */
export const SHOP_AGE_DAYS = 430;

/** Codes that work at every seller's. */
export const commonCodes: readonly CodePlan[] = [
  {
    code: 'WELCOME10',
    description: 'For subscribers of the newsletter',
    percentBp: 1000,
    perCustomerLimit: 1,
  },
  { code: 'SUMMER20', description: 'Summer campaign', percentBp: 2000, excludeDiscounted: true },
  {
    code: 'VIP15',
    description: 'A fixed sum for returning customers',
    amounts: { EUR: 1500, SEK: 17_000, JPY: 2_400 },
  },
];

export function link(
  slug: string,
  name: string,
  offer: string,
  source: string | null,
  tags: readonly string[],
): LinkPlan {
  return { slug, name, offer, source, tags };
}

/** A webhook that is as old as the shop; at the checkout's level unless a product or offer is named. */
export function hook(
  name: string,
  path: string,
  where: { readonly product?: string; readonly offer?: string; readonly enabled?: boolean } = {},
): ActionPlan {
  return {
    name,
    kind: 'webhook',
    ...where,
    versions: [{ sinceDay: -SHOP_AGE_DAYS, hook: path }],
  };
}
