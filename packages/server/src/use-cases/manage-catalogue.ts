import { CheckoutTable, ProductTable } from '../database/catalogue.ts';
import { findProducts } from '../database/catalogue-parts.ts';
import { query } from '../database/orm.ts';
import type { ProductType } from '../domain/product-type.ts';
import { once } from './idempotency.ts';
import {
  archivedSince,
  changesBetween,
  invalid,
  type PriceWish,
  priceRefusals,
  priceWords,
  refuseUnlessOwn,
} from './manage-catalogue-checks.ts';
import { lockCheckout, nameRefusals, refuseAny } from './manage-configuration-checks.ts';
import { writeConfiguration } from './manage-configuration-write.ts';
import { type Outcome, type Refusal, refuse } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

// Checkouts and products. What was sold keeps its copies on the orders, so everything may be changed.

export type SaveCheckout = {
  readonly id?: string | null;
  readonly idempotencyKey: string;
  readonly name: string;
  readonly returnUrl: string;
};

/**
 * Makes a checkout or changes one. Only who reaches every checkout can make one, or it would be lost to
 * them at once. A new one has a receipt email set up, which the seller still has to enable.
 */
export async function saveCheckout(
  input: SaveCheckout,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(work, { operation: 'saveCheckout', key: input.idempotencyKey, input }, async () => {
      const present = input.id ? await lockCheckout(work, input.id, ['id']) : null;
      if (!present && request.reach !== 'ALL') {
        refuse('NOT_ALLOWED', 'Only members of every checkout can add another one.');
      }
      refuseAny([...nameRefusals(input.name, ['name']), ...returnUrlRefusals(input.returnUrl)]);
      const values = { name: input.name.trim(), returnUrl: input.returnUrl.trim() };
      const changes = changesBetween(present && { ...present }, values);
      if (present) {
        work.em.assign(present, values);
        recordSaved(work, present.id, {
          what: 'checkout',
          name: values.name,
          isNew: false,
          changes,
        });
        return { id: present.id };
      }
      const id = request.tools.newId('chk');
      work.em.create(CheckoutTable, { id, ...values, createdAt: work.now });
      await work.em.flush();
      await addReceipt(work, id);
      recordSaved(work, id, { what: 'checkout', name: values.name, isNew: true, changes });
      return { id };
    }),
  );
}

/** Every new checkout has it, and not enabled: the seller decides when customers get mail. */
async function addReceipt(work: Work, checkoutId: string): Promise<void> {
  const id = await writeConfiguration(work, {
    checkoutId,
    level: 'CHECKOUT',
    kind: 'receipt-email',
    name: 'Receipt email',
    enabled: false,
    settings: {},
  });
  recordInShop(work, id, {
    event: 'configuration.created',
    summary: 'Receipt email was set up with its checkout, and is not enabled.',
  });
}

function returnUrlRefusals(text: string): Refusal[] {
  if (text.trim() === '') return [];
  if (text.length > 2_000) return [invalid('At most 2000 characters.', 'returnUrl')];
  const url = URL.parse(text.trim());
  const isPlain = url && /^https?:$/u.test(url.protocol) && !url.username && !url.password;
  return isPlain
    ? []
    : [invalid('It must be a web address that begins with https://.', 'returnUrl')];
}

export type SaveProduct = {
  readonly id?: string | null;
  readonly idempotencyKey: string;
  readonly checkoutId: string;
  readonly name: string;
  readonly type: ProductType;
  /** Basis points: 25.5 % is 2550. */
  readonly vatRateBp: number;
  readonly prices: readonly PriceWish[];
  readonly archived: boolean;
};

/** Makes a product or changes one. It cannot be put away while an offer still sells it. */
export async function saveProduct(
  input: SaveProduct,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(work, { operation: 'saveProduct', key: input.idempotencyKey, input }, async () => {
      await lockCheckout(work, input.checkoutId, ['checkoutId']);
      const present = input.id ? await work.em.findOne(ProductTable, { id: input.id }) : null;
      if (input.id) refuseUnlessOwn(work, present, input.checkoutId, 'product');
      refuseAny([
        ...nameRefusals(input.name, ['name']),
        ...rateRefusals(input.vatRateBp),
        ...priceRefusals(input.prices, 'prices'),
        ...(present && input.archived ? await stillSold(work, present.id) : []),
      ]);
      const values = {
        name: input.name.trim(),
        type: input.type,
        vatRateBp: input.vatRateBp,
        archivedAt: archivedSince(present?.archivedAt, input.archived, work.now),
      };
      const before = present && (await findProducts(work.em, { ids: [present.id] }))[0];
      const id = present?.id ?? request.tools.newId('prd');
      if (present) work.em.assign(present, values);
      else {
        work.em.create(ProductTable, {
          id,
          checkoutId: input.checkoutId,
          ...values,
          createdAt: work.now,
        });
      }
      await work.em.flush();
      await replacePrices(work, id, input.prices);
      recordSaved(work, id, {
        what: 'product',
        name: values.name,
        isNew: !present,
        changes: changesBetween(before ? { ...before, prices: priceWords(before.prices) } : null, {
          ...values,
          prices: priceWords(input.prices),
        }),
      });
      return { id };
    }),
  );
}

function rateRefusals(rateBp: number): Refusal[] {
  if (Number.isInteger(rateBp) && rateBp >= 0 && rateBp <= 10_000) return [];
  return [invalid('A VAT rate is from 0 to 100 %: 0 to 10000 basis points.', 'vatRateBp')];
}

/** Offers and add-ons that would silently lose a part of what they promise. */
async function stillSold(work: Work, productId: string): Promise<Refusal[]> {
  const offers = await query<{ name: string }>(
    work.em,
    `select o.name from offer o where o.archived_at is null and (
       exists (select from offer_product p where p.offer_id = o.id and p.product_id = $1)
       or exists (select from add_on a where a.offer_id = o.id and a.product_id = $1 and a.archived_at is null))
     order by lower(o.name), o.id limit 10`,
    [productId],
  );
  if (offers.length === 0) return [];
  const names = offers.map(({ name }) => `“${name}”`).join(', ');
  return [invalid(`It is still sold by ${names}. Take it out of there first.`, 'archived')];
}

async function replacePrices(
  work: Work,
  productId: string,
  prices: readonly PriceWish[],
): Promise<void> {
  await query(work.em, 'delete from product_price where product_id = $1', [productId]);
  await query(
    work.em,
    `insert into product_price (product_id, currency, price_minor, discounted_minor)
     select $1, x.currency, x.price, x.discounted
     from unnest($2::text[], $3::bigint[], $4::bigint[]) as x (currency, price, discounted)`,
    [productId, ...priceColumns(prices)],
  );
}

/** Prices as three arrays for `unnest`: currencies, prices, discounted prices. */
export function priceColumns(
  prices: readonly PriceWish[],
): [string[], number[], (number | null)[]] {
  return [
    prices.map(({ currency }) => currency),
    prices.map(({ priceMinor }) => priceMinor),
    prices.map(({ discountedMinor }) => discountedMinor ?? null),
  ];
}

/** One entry in the history of what was saved; none where nothing changed. */
export function recordSaved(
  work: Work,
  id: string,
  saved: {
    readonly what: 'checkout' | 'product' | 'offer' | 'link' | 'code';
    readonly name: string;
    readonly isNew: boolean;
    readonly changes: ReturnType<typeof changesBetween>;
  },
): void {
  if (saved.changes.length === 0) return;
  const deed = saved.isNew ? 'created' : 'changed';
  recordInShop(work, id, {
    event: `${saved.what}.${deed}`,
    summary: `${saved.name} was ${deed}.`,
    changes: saved.changes,
  });
}
