import type { EntityManager } from '@mikro-orm/postgresql';
import { DiscountCodeTable, type DiscountCodeRow } from '../database/catalogue.ts';
import { OrderLineTable, type OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
import { discountOf, discountRefusal, type DiscountCode } from '../domain/discount.ts';
import { type ChosenAddOn, type PricedItem, priceOrder } from '../domain/pricing.ts';
import { refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import type { Work } from './request.ts';

/** An order bump or pre-upsell that the checkout page may offer. Amounts in the order's currency. */
export type OfferedAddOnValue = {
  readonly id: string;
  readonly kind: 'ORDER_BUMP' | 'PRE_UPSELL';
  readonly name: string;
  readonly description: string | null;
  readonly currency: string;
  readonly priceMinor: number;
  /** The price struck through beside it; null when there is none. */
  readonly originalMinor: number | null;
  readonly replacesProduct: string | null;
};

type PriceRow = {
  product_id: string;
  product_name: string;
  vat_rate_bp: number;
  price_minor: number;
  discounted_minor: number | null;
};
type AddOnPriceRow = PriceRow & {
  add_on_id: string;
  kind: 'ORDER_BUMP' | 'PRE_UPSELL';
  add_on_name: string;
  description: string | null;
  replaces_product_id: string | null;
  replaces_product: string | null;
};

/** Main products of an offer that have a price in the currency; others are hidden from its buyers. */
async function mainsOf(em: EntityManager, offerId: string, currency: string): Promise<PriceRow[]> {
  return query<PriceRow>(
    em,
    `select p.id as product_id, p.name as product_name, p.vat_rate_bp,
       coalesce(o.price_minor, d.price_minor) as price_minor,
       case when o.offer_id is not null then o.discounted_minor else d.discounted_minor end as discounted_minor
     from offer_product op
     join product p on p.id = op.product_id
     left join offer_product_price o on o.offer_id = op.offer_id and o.position = op.position and o.currency = $2
     left join product_price d on d.product_id = p.id and d.currency = $2
     where op.offer_id = $1 and coalesce(o.price_minor, d.price_minor) is not null
     order by op.position`,
    [offerId, currency],
  );
}

async function addOnRows(
  em: EntityManager,
  offerId: string,
  currency: string,
  heldIds: readonly string[] = [],
): Promise<AddOnPriceRow[]> {
  return query<AddOnPriceRow>(
    em,
    `select a.id as add_on_id, a.kind, a.name as add_on_name, a.description, a.replaces_product_id,
       r.name as replaces_product, p.id as product_id, p.name as product_name, p.vat_rate_bp,
       ap.price_minor, ap.discounted_minor
     from add_on a
     join product p on p.id = a.product_id
     join add_on_price ap on ap.add_on_id = a.id and ap.currency = $2
     left join product r on r.id = a.replaces_product_id
     where a.offer_id = $1 and (a.archived_at is null or a.id = any($3))
     order by a.kind, a.position`,
    [offerId, currency, heldIds],
  );
}

/** What the page of this order may offer beside the main products. */
export async function offeredAddOns(
  em: EntityManager,
  offerId: string,
  currency: string,
): Promise<OfferedAddOnValue[]> {
  return (await addOnRows(em, offerId, currency)).map((row) => ({
    id: row.add_on_id,
    kind: row.kind,
    name: row.add_on_name,
    description: row.description,
    currency,
    priceMinor: row.discounted_minor ?? row.price_minor,
    originalMinor: row.discounted_minor === null ? null : row.price_minor,
    replacesProduct: row.replaces_product,
  }));
}

/** The currencies in which an offer can be sold, alphabetically. */
export async function currenciesOf(em: EntityManager, offerId: string): Promise<string[]> {
  const rows = await query<{ currency: string }>(
    em,
    `select currency from offer_product_price where offer_id = $1
     union
     select pp.currency from offer_product op join product_price pp on pp.product_id = op.product_id
     where op.offer_id = $1
     order by currency`,
    [offerId],
  );
  return rows.map(({ currency }) => currency);
}

/**
 * Prices the order anew from what was chosen and replaces its lines. `addOnIds` that the offer does not
 * have are returned as unknown; one that was put away after the customer had chosen it stays theirs. A code that fits none of the lines is kept off the order. Refused where
 * the seller has meanwhile left nothing to sell: without main products the order would be free.
 */
export async function priceCheckout(
  work: Work,
  order: OrderRow,
  choice: { readonly addOnIds: readonly string[]; readonly code: DiscountCodeRow | null },
): Promise<{ unknownAddOnIds: string[]; discountApplies: boolean }> {
  const { em } = work;
  const mains = (await mainsOf(em, order.offerId, order.currency)).map(itemOf);
  if (mains.length === 0) {
    refuse('INVALID', `This offer is no longer sold in ${order.currency}.`, ['orderId']);
  }
  const lines = await em.find(OrderLineTable, { orderId: order.id });
  const heldIds = lines.flatMap(({ addOnId }) => addOnId ?? []);
  const offered = await addOnRows(em, order.offerId, order.currency, heldIds);
  const chosen = offered.filter((row) => choice.addOnIds.includes(row.add_on_id));
  const code = choice.code ? await readCode(em, choice.code, order.currency) : null;
  const priced = priceOrder({
    mains,
    addOns: chosen.map(addOnOf),
    discount: code ? discountOf(code) : null,
  });

  await em.nativeDelete(OrderLineTable, { orderId: order.id });
  priced.lines.forEach((line, position) => {
    em.create(OrderLineTable, {
      id: work.request.tools.newId('lin'),
      orderId: order.id,
      position,
      ...line,
    });
  });
  order.totalMinor = priced.totalMinor;
  order.discountMinor = priced.discountMinor;
  order.discountCodeId = priced.discountApplies ? (choice.code?.id ?? null) : null;
  order.discountCode = priced.discountApplies ? (choice.code?.code ?? null) : null;
  return {
    unknownAddOnIds: choice.addOnIds.filter((id) => !offered.some((row) => row.add_on_id === id)),
    discountApplies: priced.discountApplies,
  };
}

function itemOf(row: PriceRow): PricedItem {
  return {
    productId: row.product_id,
    productName: row.product_name,
    vatRateBp: row.vat_rate_bp,
    originalMinor: row.price_minor,
    discountedMinor: row.discounted_minor,
  };
}

function addOnOf(row: AddOnPriceRow): ChosenAddOn {
  return {
    ...itemOf(row),
    addOnId: row.add_on_id,
    kind: row.kind,
    replacesProductId: row.replaces_product_id,
  };
}

/** A checkout's code as customers type it: case and spaces around it do not matter. */
export async function findCode(
  em: EntityManager,
  checkoutId: string,
  typed: string,
): Promise<DiscountCodeRow | null> {
  if (!isStorable(typed)) return null;
  const [found] = await query<{ id: string }>(
    em,
    'select id from discount_code where checkout_id = $1 and lower(code) = lower($2)',
    [checkoutId, typed.trim()],
  );
  return found ? em.findOneOrFail(DiscountCodeTable, found.id) : null;
}

/**
 * Why the code cannot be used for this order now, in words for the customer; null where it can. Uses are
 * the paid orders that carry it and those being paid; with `lock` nobody else can take the last use.
 */
export async function codeRefusal(
  work: Work,
  order: OrderRow,
  row: DiscountCodeRow,
  options: { readonly lock: boolean },
): Promise<string | null> {
  if (options.lock) {
    await query(work.em, 'select id from discount_code where id = $1 for update', [row.id]);
  }
  const [uses] = await query<{ uses: number; by_email: number }>(
    work.em,
    `select count(*) as uses, count(*) filter (where lower(email) = lower($3)) as by_email
     from orders where discount_code_id = $1 and id <> $2 and (paid_at is not null or status = 'PROCESSING')`,
    [row.id, order.id, order.email ?? ''],
  );
  const refusal = discountRefusal(await readCode(work.em, row, order.currency), {
    now: work.now,
    uses: uses?.uses ?? 0,
    usesByEmail: uses?.by_email ?? 0,
    currency: order.currency,
  });
  return refusal?.message ?? null;
}

async function readCode(
  em: EntityManager,
  row: DiscountCodeRow,
  currency: string,
): Promise<DiscountCode> {
  const [amount] = await query<{ amount_minor: number }>(
    em,
    'select amount_minor from discount_code_amount where discount_code_id = $1 and currency = $2',
    [row.id, currency],
  );
  const products = await query<{ product_id: string }>(
    em,
    'select product_id from discount_code_product where discount_code_id = $1',
    [row.id],
  );
  return {
    code: row.code,
    kind: row.kind,
    percentBp: row.percentBp ?? null,
    amountMinor: amount?.amount_minor ?? null,
    active: row.active,
    validFrom: row.validFrom ?? null,
    expiresAt: row.expiresAt ?? null,
    usageLimit: row.usageLimit ?? null,
    perCustomerLimit: row.perCustomerLimit ?? null,
    onlyProductIds: products.map(({ product_id }) => product_id),
    excludeDiscounted: row.excludeDiscounted,
  };
}
