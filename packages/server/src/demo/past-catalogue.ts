import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { ActionLevel } from '../domain/action.ts';
import type { DiscountCode } from '../domain/discount.ts';
import type { ChosenAddOn, PricedItem } from '../domain/pricing.ts';

/** What the shop sells, read once: a past of many orders asks nothing while it is made. */
export type PastCatalogue = {
  /** By slug. */
  readonly links: readonly PastLink[];
  /** By checkout, then code. */
  readonly codes: readonly PastCode[];
  /** In the order in which actions are made. */
  readonly configurations: readonly PastConfiguration[];
};

export type PastLink = {
  readonly id: string;
  readonly checkoutId: string;
  readonly checkoutName: string;
  readonly offerId: string;
  readonly offerName: string;
  readonly slug: string;
  readonly name: string;
  readonly source: string | null;
  readonly tags: readonly string[];
  /** What the offer holds in each currency it is sold in. */
  readonly wares: ReadonlyMap<string, Wares>;
};

export type Wares = {
  readonly mains: readonly PricedItem[];
  readonly addOns: readonly ChosenAddOn[];
};

export type PastCode = {
  readonly id: string;
  readonly checkoutId: string;
  readonly code: Omit<DiscountCode, 'amountMinor'>;
  readonly amounts: Readonly<Record<string, number>>;
};

export type PastConfiguration = {
  readonly id: string;
  readonly checkoutId: string;
  readonly level: ActionLevel;
  readonly productId: string | null;
  readonly offerId: string | null;
  readonly kind: string;
  /** Oldest first. */
  readonly versions: readonly PastVersion[];
};

export type PastVersion = {
  readonly version: number;
  readonly name: string;
  readonly settings: Record<string, unknown>;
  readonly sinceMs: number;
};

export async function readCatalogue(em: EntityManager): Promise<PastCatalogue> {
  const wares = await readWares(em);
  const links = await query<Omit<PastLink, 'wares'>>(
    em,
    `select l.id, l.checkout_id as "checkoutId", c.name as "checkoutName", l.offer_id as "offerId",
       o.name as "offerName", l.slug, l.name, l.source, l.tags
     from checkout_link l join checkout c on c.id = l.checkout_id join offer o on o.id = l.offer_id
     where l.archived_at is null order by l.slug`,
  );
  return {
    links: links.map((link) => ({ ...link, wares: wares.get(link.offerId) ?? new Map() })),
    codes: await readCodes(em),
    configurations: await readConfigurations(em),
  };
}

type WareRow = PricedItem & { offerId: string; currency: string };
type AddOnRow = ChosenAddOn & { offerId: string; currency: string };

async function readWares(em: EntityManager): Promise<Map<string, Map<string, Wares>>> {
  const mains = await query<WareRow>(
    em,
    `select op.offer_id as "offerId", d.currency, p.id as "productId", p.name as "productName",
       p.vat_rate_bp as "vatRateBp", coalesce(o.price_minor, d.price_minor) as "originalMinor",
       case when o.offer_id is not null then o.discounted_minor else d.discounted_minor end as "discountedMinor"
     from offer_product op join product p on p.id = op.product_id
     join product_price d on d.product_id = p.id
     left join offer_product_price o on o.offer_id = op.offer_id and o.position = op.position
       and o.currency = d.currency
     order by op.offer_id, op.position`,
  );
  const addOns = await query<AddOnRow>(
    em,
    `select a.offer_id as "offerId", ap.currency, a.id as "addOnId", a.kind,
       a.replaces_product_id as "replacesProductId", p.id as "productId", p.name as "productName",
       p.vat_rate_bp as "vatRateBp", ap.price_minor as "originalMinor", ap.discounted_minor as "discountedMinor"
     from add_on a join product p on p.id = a.product_id join add_on_price ap on ap.add_on_id = a.id
     where a.archived_at is null order by a.offer_id, a.kind, a.position`,
  );
  const wares = new Map<string, Map<string, Wares>>();
  for (const { offerId, currency } of mains) {
    const byCurrency = wares.get(offerId) ?? new Map<string, Wares>();
    const here = (row: WareRow | AddOnRow) => row.offerId === offerId && row.currency === currency;
    byCurrency.set(currency, { mains: mains.filter(here), addOns: addOns.filter(here) });
    wares.set(offerId, byCurrency);
  }
  return wares;
}

async function readCodes(em: EntityManager): Promise<PastCode[]> {
  const rows = await query<
    { id: string; checkoutId: string; amounts: Record<string, number> } & PastCode['code']
  >(
    em,
    `select d.id, d.checkout_id as "checkoutId", d.code, d.kind, d.percent_bp as "percentBp", d.active,
       d.valid_from as "validFrom", d.expires_at as "expiresAt", d.usage_limit as "usageLimit",
       d.per_customer_limit as "perCustomerLimit", d.exclude_discounted as "excludeDiscounted",
       array(select product_id from discount_code_product where discount_code_id = d.id) as "onlyProductIds",
       coalesce((select jsonb_object_agg(currency, amount_minor) from discount_code_amount
         where discount_code_id = d.id), '{}') as amounts
     from discount_code d join checkout c on c.id = d.checkout_id order by c.name, d.code`,
  );
  return rows.map(({ id, checkoutId, amounts, ...code }) => ({ id, checkoutId, amounts, code }));
}

async function readConfigurations(em: EntityManager): Promise<PastConfiguration[]> {
  const rows = await query<Omit<PastConfiguration, 'versions'> & PastVersion>(
    em,
    `select c.id, c.checkout_id as "checkoutId", c.level, c.product_id as "productId",
       c.offer_id as "offerId", c.kind, v.version, v.name, v.settings,
       extract(epoch from v.created_at)::float8 * 1000 as "sinceMs"
     from action_configuration c join action_configuration_version v on v.configuration_id = c.id
     where c.enabled and c.deleted_at is null order by c.created_at, c.name, v.version`,
  );
  const configurations = new Map<string, PastConfiguration & { versions: PastVersion[] }>();
  for (const { version, name, settings, sinceMs, ...rest } of rows) {
    const known = configurations.get(rest.id) ?? { ...rest, versions: [] };
    known.versions.push({ version, name, settings, sinceMs });
    configurations.set(rest.id, known);
  }
  return [...configurations.values()];
}
