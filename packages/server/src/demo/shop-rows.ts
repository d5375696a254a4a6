import { sealSettings } from '../database/sealing.ts';
import type { Tools } from '../use-cases/request.ts';
import type { DemoShopOptions } from './shop.ts';
import type { NewRow } from './rows.ts';
import {
  type ActionPlan,
  type CodePlan,
  type OfferPlan,
  type Prices,
  SHOP_AGE_DAYS,
  type SellerPlan,
} from './shop-plan.ts';

const DAY_MS = 24 * 3_600_000;

type Tables = Map<string, NewRow[]>;
type Seller = {
  readonly plan: SellerPlan;
  readonly checkoutId: string;
  readonly tools: Tools;
  readonly options: DemoShopOptions;
  readonly tables: Tables;
  readonly productIds: ReadonlyMap<string, string>;
  readonly offerIds: ReadonlyMap<string, string>;
  /** The instant of a day counted from today. */
  day(offset: number): Date;
};

/** The rows of one seller by table, in an order that foreign keys allow. */
export function sellerRows(
  plan: SellerPlan,
  tools: Tools,
  options: DemoShopOptions,
): ReadonlyMap<string, readonly NewRow[]> {
  const now = tools.now().getTime();
  const seller: Seller = {
    plan,
    checkoutId: tools.newId('chk'),
    tools,
    options,
    tables: new Map(),
    productIds: new Map(Object.keys(plan.products).map((key) => [key, tools.newId('prd')])),
    offerIds: new Map(Object.keys(plan.offers).map((key) => [key, tools.newId('off')])),
    day: (offset) => new Date(now + offset * DAY_MS),
  };
  const createdAt = seller.day(-SHOP_AGE_DAYS);
  put(seller, 'checkout', {
    id: seller.checkoutId,
    name: plan.name,
    returnUrl: options.publicUrl,
    createdAt,
  });
  putProducts(seller, createdAt);
  for (const [key, offer] of Object.entries(plan.offers)) putOffer(seller, key, offer, createdAt);
  putLinks(seller, createdAt);
  for (const code of plan.codes) putCode(seller, code, createdAt);
  plan.actions.forEach((action, index) => putAction(seller, action, index));
  return seller.tables;
}

function put(seller: Seller, table: string, row: NewRow): void {
  const rows = seller.tables.get(table);
  if (rows) rows.push(row);
  else seller.tables.set(table, [row]);
}

function putProducts(seller: Seller, createdAt: Date): void {
  const { checkoutId } = seller;
  for (const [key, { prices, ...product }] of Object.entries(seller.plan.products)) {
    const id = idOf(seller.productIds, key);
    put(seller, 'product', { id, checkoutId, ...product, createdAt });
    for (const price of pricesOf(prices)) put(seller, 'product_price', { productId: id, ...price });
  }
}

function putOffer(seller: Seller, key: string, offer: OfferPlan, createdAt: Date): void {
  const { checkoutId, tools, productIds } = seller;
  const offerId = idOf(seller.offerIds, key);
  put(seller, 'offer', { id: offerId, checkoutId, name: offer.name, createdAt });
  offer.products.forEach((entry, position) => {
    const { product, prices } = typeof entry === 'string' ? { product: entry, prices: {} } : entry;
    const productId = idOf(productIds, product);
    put(seller, 'offer_product', { offerId, position, checkoutId, productId });
    for (const price of pricesOf(prices)) {
      put(seller, 'offer_product_price', { offerId, position, ...price });
    }
  });
  offer.addOns?.forEach((addOn, position) => {
    const id = tools.newId('ado');
    put(seller, 'add_on', {
      id,
      offerId,
      checkoutId,
      productId: idOf(productIds, addOn.product),
      kind: addOn.kind,
      replacesProductId: addOn.replaces ? idOf(productIds, addOn.replaces) : null,
      name: addOn.name,
      description: addOn.description,
      position,
    });
    for (const price of pricesOf(addOn.prices))
      put(seller, 'add_on_price', { addOnId: id, ...price });
  });
}

function putLinks(seller: Seller, createdAt: Date): void {
  for (const { offer, ...link } of seller.plan.links) {
    put(seller, 'checkout_link', {
      id: seller.tools.newId('lnk'),
      checkoutId: seller.checkoutId,
      offerId: idOf(seller.offerIds, offer),
      ...link,
      createdAt,
    });
  }
}

function putCode(seller: Seller, plan: CodePlan, createdAt: Date): void {
  const id = seller.tools.newId('dsc');
  const dayOrNull = (offset: number | undefined) =>
    offset === undefined ? null : seller.day(offset);
  put(seller, 'discount_code', {
    id,
    checkoutId: seller.checkoutId,
    code: plan.code,
    description: plan.description,
    kind: plan.percentBp === undefined ? 'FIXED' : 'PERCENT',
    percentBp: plan.percentBp ?? null,
    validFrom: dayOrNull(plan.validFromDay),
    expiresAt: dayOrNull(plan.expiresDay),
    usageLimit: plan.usageLimit ?? null,
    perCustomerLimit: plan.perCustomerLimit ?? null,
    excludeDiscounted: plan.excludeDiscounted ?? false,
    active: true,
    createdAt,
  });
  for (const [currency, amountMinor] of Object.entries(plan.amounts ?? {})) {
    put(seller, 'discount_code_amount', { discountCodeId: id, currency, amountMinor });
  }
  for (const product of plan.onlyProducts ?? []) {
    const productId = idOf(seller.productIds, product);
    put(seller, 'discount_code_product', { discountCodeId: id, productId });
  }
}

/** Each is a second younger than the one before: actions of an order run in that order. */
function putAction(seller: Seller, plan: ActionPlan, index: number): void {
  const { checkoutId, tools } = seller;
  const id = tools.newId('cfg');
  const since = (day: number) => new Date(seller.day(day).getTime() + index * 1_000);
  const productId = plan.product ? idOf(seller.productIds, plan.product) : null;
  const offerId = plan.offer ? idOf(seller.offerIds, plan.offer) : null;
  put(seller, 'action_configuration', {
    id,
    checkoutId,
    level: productId ? 'PRODUCT' : offerId ? 'OFFER' : 'CHECKOUT',
    productId,
    offerId,
    kind: plan.kind,
    name: plan.name,
    enabled: plan.enabled ?? true,
    version: plan.versions.length,
    createdAt: since(plan.versions[0]?.sinceDay ?? 0),
  });
  plan.versions.forEach((version, versionIndex) => {
    put(seller, 'action_configuration_version', {
      configurationId: id,
      version: versionIndex + 1,
      name: plan.name,
      settings: settingsOf(seller, plan, version),
      createdAt: since(version.sinceDay),
      createdBy: versionIndex === 0 ? 'Aino Admin' : 'Mikko Maintainer',
    });
  });
}

function settingsOf(
  { options, tools }: Seller,
  plan: ActionPlan,
  version: ActionPlan['versions'][number],
): Record<string, unknown> {
  if (plan.kind === 'receipt-email') return { ...version.settings };
  const settings = {
    name: plan.name,
    url: `${options.webhookUrl}/${version.hook}`,
    signingSecret: options.webhookSecret,
  };
  return sealSettings(tools.sealer, settings, ['signingSecret']);
}

function pricesOf(
  prices: Prices,
): { currency: string; priceMinor: number; discountedMinor: number | null }[] {
  return Object.entries(prices).map(([currency, price]) => {
    const [priceMinor, discountedMinor] = typeof price === 'number' ? [price, null] : price;
    return { currency, priceMinor, discountedMinor };
  });
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The demo shop has nothing called "${key}"`);
  return id;
}
