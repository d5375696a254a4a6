import type { EntityManager } from '@mikro-orm/postgresql';
import type {
  AddOnRow,
  CheckoutLinkRow,
  DiscountCodeRow,
  OfferRow,
  ProductRow,
} from './catalogue.ts';
import { query } from './orm.ts';

/**
 * What a seller sells, with its prices, as the screens of the configuration show it. Each function is
 * one statement, however many ids it gets; ids that name nothing give no rows. Amounts are minor units.
 */

/** Which of them: by id, or all of one checkout, put away ones last. */
export type Wanted = { readonly ids: readonly string[] } | { readonly checkoutId: string };

/** `discountedMinor`: what is asked for instead; the other price is then struck through. */
export type PriceFound = {
  readonly currency: string;
  readonly priceMinor: number;
  readonly discountedMinor: number | null;
};

export type ProductFound = ProductRow & { readonly prices: PriceFound[] };

export type OfferFound = OfferRow & {
  /** In the order of the offer. Prices empty: the product's own hold. */
  readonly products: { readonly productId: string; readonly prices: PriceFound[] }[];
};

export type AddOnFound = AddOnRow & { readonly prices: PriceFound[] };

export type DiscountCodeFound = DiscountCodeRow & {
  readonly amounts: { readonly currency: string; readonly amountMinor: number }[];
  readonly productIds: string[];
};

/** Longest list of one checkout. A seller has dozens; this only keeps a mistake from filling the memory. */
const LONGEST_LIST = 5_000;

export function findProducts(em: EntityManager, wanted: Wanted): Promise<ProductFound[]> {
  return query(
    em,
    `select p.id, p.checkout_id as "checkoutId", p.name, p.type, p.vat_rate_bp as "vatRateBp",
       p.created_at as "createdAt", p.archived_at as "archivedAt",
       ${pricesOf('product_price x where x.product_id = p.id')} as prices
     from product p ${whichOf('p', wanted)}`,
    [keyOf(wanted)],
  );
}

export function findOffers(em: EntityManager, wanted: Wanted): Promise<OfferFound[]> {
  return query(
    em,
    `select o.id, o.checkout_id as "checkoutId", o.name, o.created_at as "createdAt",
       o.archived_at as "archivedAt",
       coalesce((select jsonb_agg(jsonb_build_object('productId', p.product_id, 'prices',
           ${pricesOf('offer_product_price x where x.offer_id = p.offer_id and x.position = p.position')})
           order by p.position)
         from offer_product p where p.offer_id = o.id), '[]') as products
     from offer o ${whichOf('o', wanted)}`,
    [keyOf(wanted)],
  );
}

/** In the order of their offer, put away ones last. */
export function findAddOnsOfOffers(
  em: EntityManager,
  offerIds: readonly string[],
): Promise<AddOnFound[]> {
  return query(
    em,
    `${SELECT_ADD_ONS} where a.offer_id = any($1::text[])
     order by a.archived_at is not null, a.position, a.id`,
    [offerIds],
  );
}

export function findAddOns(em: EntityManager, ids: readonly string[]): Promise<AddOnFound[]> {
  return query(em, `${SELECT_ADD_ONS} where a.id = any($1::text[])`, [ids]);
}

export function findCheckoutLinks(em: EntityManager, wanted: Wanted): Promise<CheckoutLinkRow[]> {
  return query(
    em,
    `select l.id, l.checkout_id as "checkoutId", l.offer_id as "offerId", l.slug, l.name, l.source,
       l.tags, l.created_at as "createdAt", l.archived_at as "archivedAt"
     from checkout_link l ${whichOf('l', wanted)}`,
    [keyOf(wanted)],
  );
}

export function findDiscountCodes(em: EntityManager, wanted: Wanted): Promise<DiscountCodeFound[]> {
  const which =
    'ids' in wanted
      ? 'where d.id = any($1::text[])'
      : `where d.checkout_id = $1 order by not d.active, lower(d.code) limit ${LONGEST_LIST}`;
  return query(
    em,
    `select d.id, d.checkout_id as "checkoutId", d.code, d.description, d.kind,
       d.percent_bp as "percentBp", d.valid_from as "validFrom", d.expires_at as "expiresAt",
       d.usage_limit as "usageLimit", d.per_customer_limit as "perCustomerLimit",
       d.exclude_discounted as "excludeDiscounted", d.active, d.created_at as "createdAt",
       coalesce((select jsonb_agg(jsonb_build_object('currency', x.currency, 'amountMinor', x.amount_minor)
         order by x.currency) from discount_code_amount x where x.discount_code_id = d.id), '[]') as amounts,
       array(select x.product_id from discount_code_product x join product p on p.id = x.product_id
         where x.discount_code_id = d.id order by lower(p.name), p.id) as "productIds"
     from discount_code d ${which}`,
    [keyOf(wanted)],
  );
}

/** How often each was used: by the paid orders that carry it and those being paid. `id` is the code's. */
export function countCodeUses(
  em: EntityManager,
  ids: readonly string[],
): Promise<{ id: string; uses: number }[]> {
  return query(
    em,
    `select discount_code_id as id, count(*)::int as uses from orders
     where discount_code_id = any($1::text[]) and (paid_at is not null or status = 'PROCESSING')
     group by discount_code_id`,
    [ids],
  );
}

export function findReturnUrls(
  em: EntityManager,
  checkoutIds: readonly string[],
): Promise<{ id: string; returnUrl: string }[]> {
  return query(
    em,
    'select id, return_url as "returnUrl" from checkout where id = any($1::text[])',
    [checkoutIds],
  );
}

/** Of the table and condition given, alphabetically by currency. */
function pricesOf(from: string): string {
  return `coalesce((select jsonb_agg(jsonb_build_object('currency', x.currency, 'priceMinor', x.price_minor,
    'discountedMinor', x.discounted_minor) order by x.currency) from ${from}), '[]')`;
}

const SELECT_ADD_ONS = `
  select a.id, a.offer_id as "offerId", a.checkout_id as "checkoutId", a.product_id as "productId", a.kind,
    a.replaces_product_id as "replacesProductId", a.name, a.description, a.position,
    a.archived_at as "archivedAt",
    ${pricesOf('add_on_price x where x.add_on_id = a.id')} as prices
  from add_on a`;

function whichOf(table: string, wanted: Wanted): string {
  return 'ids' in wanted
    ? `where ${table}.id = any($1::text[])`
    : `where ${table}.checkout_id = $1
       order by ${table}.archived_at is not null, lower(${table}.name), ${table}.id limit ${LONGEST_LIST}`;
}

function keyOf(wanted: Wanted): unknown {
  return 'ids' in wanted ? wanted.ids : wanted.checkoutId;
}
