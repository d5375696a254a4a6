import { AddOnTable, OfferTable, type AddOnRow } from '../database/catalogue.ts';
import { findAddOnsOfOffers, findOffers } from '../database/catalogue-parts.ts';
import { query } from '../database/orm.ts';
import type { OrderLineKind } from '../domain/order-line.ts';
import { once } from './idempotency.ts';
import { priceColumns, recordSaved } from './manage-catalogue.ts';
import {
  archivedSince,
  blankToNull,
  changesBetween,
  invalid,
  lengthRefusals,
  type PriceWish,
  priceRefusals,
  priceWords,
  productsAmong,
  refuseUnlessOwn,
} from './manage-catalogue-checks.ts';
import { lockCheckout, nameRefusals, refuseAny } from './manage-configuration-checks.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';

export type SaveOffer = {
  readonly id?: string | null;
  readonly idempotencyKey: string;
  readonly checkoutId: string;
  readonly name: string;
  readonly products: readonly {
    readonly productId: string;
    readonly prices: readonly PriceWish[];
  }[];
  readonly addOns: readonly AddOnWish[];
  readonly archived: boolean;
};

export type AddOnWish = {
  readonly id?: string | null;
  readonly kind: OrderLineKind;
  readonly productId: string;
  /** An upgrade takes the place of this product of the offer. */
  readonly replacesProductId?: string | null;
  readonly name: string;
  readonly description?: string | null;
  readonly prices: readonly PriceWish[];
  readonly archived: boolean;
};

const MOST_PARTS = 100;

/**
 * Makes an offer or changes one, with its products in their order and what it sells beside them. Add-ons
 * that are left out are put away, since orders may hold them.
 */
export async function saveOffer(
  input: SaveOffer,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(work, { operation: 'saveOffer', key: input.idempotencyKey, input }, async () => {
      await lockCheckout(work, input.checkoutId, ['checkoutId']);
      const present = input.id ? await work.em.findOne(OfferTable, { id: input.id }) : null;
      if (input.id) refuseUnlessOwn(work, present, input.checkoutId, 'offer');
      const addOns = present ? await work.em.find(AddOnTable, { offerId: present.id }) : [];
      refuseAny([
        ...nameRefusals(input.name, ['name']),
        ...(await partRefusals(work, input)),
        ...input.addOns.flatMap((wish, index) => addOnRefusals(input, wish, index, addOns)),
      ]);
      const before = present && (await wordsBefore(work, present.id));
      const values = {
        name: input.name.trim(),
        archivedAt: archivedSince(present?.archivedAt, input.archived, work.now),
      };
      const id = present?.id ?? request.tools.newId('off');
      const { checkoutId } = input;
      if (present) work.em.assign(present, values);
      else work.em.create(OfferTable, { id, checkoutId, ...values, createdAt: work.now });
      await work.em.flush();
      await replaceProducts(work, id, input);
      await saveAddOns(work, id, input, addOns);
      recordSaved(work, id, {
        what: 'offer',
        name: values.name,
        isNew: !present,
        changes: changesBetween(before, {
          ...values,
          products: input.products.map(partWords),
          addOns: input.addOns.filter(({ archived }) => !archived).map(addOnWords),
        }),
      });
      return { id };
    }),
  );
}

/** Main products and what add-ons sell: of this checkout, and not put away unless the offer is. */
async function partRefusals(work: Work, input: SaveOffer): Promise<Refusal[]> {
  if (input.products.length === 0)
    return [invalid('An offer sells at least one product.', 'products')];
  const tooMany = (['products', 'addOns'] as const).filter(
    (list) => input[list].length > MOST_PARTS,
  );
  if (tooMany.length > 0) return tooMany.map((list) => invalid(`At most ${MOST_PARTS}.`, list));
  const parts = [
    ...input.products.map((part, index) => ({
      ...part,
      isSold: !input.archived,
      path: ['products', String(index)],
    })),
    ...input.addOns.map((part, index) => ({
      ...part,
      isSold: !input.archived && !part.archived,
      path: ['addOns', String(index)],
    })),
  ];
  const own = await productsAmong(
    work,
    input.checkoutId,
    parts.map(({ productId }) => productId),
  );
  return parts.flatMap(({ productId, prices, isSold, path }): Refusal[] => {
    const product = own.get(productId);
    const refusals = priceRefusals(prices, ...path, 'prices');
    if (!product) {
      const message = 'There is no such product in this checkout.';
      refusals.push({ code: 'NOT_FOUND', message, path: [...path, 'productId'] });
    } else if (product.archived && isSold) {
      refusals.push(invalid(`“${product.name}” is put away.`, ...path, 'productId'));
    }
    return refusals;
  });
}

function addOnRefusals(
  input: SaveOffer,
  wish: AddOnWish,
  index: number,
  present: readonly AddOnRow[],
): Refusal[] {
  const at = (field: string) => ['addOns', String(index), field];
  const isAgain = input.addOns.findIndex(({ id }) => id && id === wish.id) < index;
  const refusals = [
    ...nameRefusals(wish.name, at('name')),
    ...lengthRefusals(wish.description, 2_000, ...at('description')),
  ];
  if (wish.kind === 'MAIN') {
    refusals.push(invalid('An add-on is an ORDER_BUMP or a PRE_UPSELL.', ...at('kind')));
  }
  if (wish.id && !present.some(({ id }) => id === wish.id)) {
    const message = 'This offer has no such add-on.';
    refusals.push({ code: 'NOT_FOUND', message, path: at('id') });
  } else if (wish.id && isAgain) {
    refusals.push(invalid('This add-on is there twice.', ...at('id')));
  }
  const { replacesProductId } = wish;
  if (
    replacesProductId &&
    !input.products.some(({ productId }) => productId === replacesProductId)
  ) {
    const message = 'An upgrade takes the place of a product of this offer.';
    refusals.push(invalid(message, ...at('replacesProductId')));
  }
  if (wish.prices.length === 0 && !wish.archived) {
    refusals.push(
      invalid('Give at least one price: without it nobody is offered this.', ...at('prices')),
    );
  }
  return refusals;
}

async function replaceProducts(work: Work, offerId: string, input: SaveOffer): Promise<void> {
  await query(work.em, 'delete from offer_product where offer_id = $1', [offerId]);
  await query(
    work.em,
    `insert into offer_product (offer_id, position, checkout_id, product_id)
     select $1, x.place - 1, $2, x.id from unnest($3::text[]) with ordinality as x (id, place)`,
    [offerId, input.checkoutId, input.products.map(({ productId }) => productId)],
  );
  for (const [position, { prices }] of input.products.entries()) {
    await query(
      work.em,
      `insert into offer_product_price (offer_id, position, currency, price_minor, discounted_minor)
       select $1, $2, x.currency, x.price, x.discounted
       from unnest($3::text[], $4::bigint[], $5::bigint[]) as x (currency, price, discounted)`,
      [offerId, position, ...priceColumns(prices)],
    );
  }
}

async function saveAddOns(
  work: Work,
  offerId: string,
  { addOns, checkoutId }: SaveOffer,
  present: readonly AddOnRow[],
): Promise<void> {
  const kept = new Set(addOns.map(({ id }) => id));
  for (const row of present) if (!kept.has(row.id)) row.archivedAt ??= work.now;
  for (const [position, wish] of addOns.entries()) {
    const row = present.find(({ id }) => id === wish.id);
    const values = {
      kind: wish.kind,
      productId: wish.productId,
      replacesProductId: wish.replacesProductId ?? null,
      name: wish.name.trim(),
      description: blankToNull(wish.description),
      position,
      archivedAt: archivedSince(row?.archivedAt, wish.archived, work.now),
    };
    const id = row?.id ?? work.request.tools.newId('ado');
    if (row) work.em.assign(row, values);
    else work.em.create(AddOnTable, { id, offerId, checkoutId, ...values });
    await work.em.flush();
    await replaceAddOnPrices(work, id, wish.prices);
  }
}

async function replaceAddOnPrices(
  work: Work,
  addOnId: string,
  prices: readonly PriceWish[],
): Promise<void> {
  await query(work.em, 'delete from add_on_price where add_on_id = $1', [addOnId]);
  await query(
    work.em,
    `insert into add_on_price (add_on_id, currency, price_minor, discounted_minor)
     select $1, x.currency, x.price, x.discounted
     from unnest($2::text[], $3::bigint[], $4::bigint[]) as x (currency, price, discounted)`,
    [addOnId, ...priceColumns(prices)],
  );
}

async function wordsBefore(work: Work, offerId: string): Promise<Record<string, unknown>> {
  const [offer] = await findOffers(work.em, { ids: [offerId] });
  const addOns = await findAddOnsOfOffers(work.em, [offerId]);
  return {
    name: offer?.name,
    archivedAt: offer?.archivedAt,
    products: offer?.products.map(partWords),
    addOns: addOns.filter(({ archivedAt }) => !archivedAt).map(addOnWords),
  };
}

function partWords(part: {
  readonly productId: string;
  readonly prices: readonly PriceWish[];
}): string {
  return part.prices.length === 0
    ? part.productId
    : `${part.productId} at ${priceWords(part.prices)}`;
}

function addOnWords(addOn: Pick<AddOnWish, 'kind' | 'name' | 'productId' | 'prices'>): string {
  return `${addOn.kind} “${addOn.name.trim()}”: ${partWords(addOn)}`;
}
