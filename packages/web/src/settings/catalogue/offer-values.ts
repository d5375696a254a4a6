import type {
  AddOnInput,
  OfferProductInput,
  OfferShownFragment,
  SaveOfferInput,
} from '../../generated.ts';
import { priceRows, readPrices, type PriceRow } from '../form/prices-editor.tsx';
import type { Problems, Reading } from '../form/use-form.ts';

/** What the form of an offer holds while it is typed. `key` tells rows apart. */
export type OfferValues = {
  readonly name: string;
  readonly products: readonly ProductRow[];
  readonly addOns: readonly AddOnRow[];
  readonly archived: boolean;
};

export type ProductRow = {
  readonly key: string;
  readonly productId: string | null;
  /** Empty: the product's own. */
  readonly prices: readonly PriceRow[];
};

export type AddOnRow = {
  readonly key: string;
  /** Null until it is saved. */
  readonly id: string | null;
  readonly kind: 'ORDER_BUMP' | 'PRE_UPSELL';
  readonly productId: string | null;
  readonly replacesProductId: string | null;
  readonly name: string;
  readonly description: string;
  readonly prices: readonly PriceRow[];
  readonly archived: boolean;
};

export type OfferDraft = Omit<SaveOfferInput, 'idempotencyKey'>;

export function newPriceRow(): PriceRow {
  return { key: crypto.randomUUID(), currency: 'EUR', price: '', discounted: '' };
}

export function newProductRow(): ProductRow {
  return { key: crypto.randomUUID(), productId: null, prices: [] };
}

export function newAddOnRow(): AddOnRow {
  return {
    key: crypto.randomUUID(),
    id: null,
    kind: 'ORDER_BUMP',
    productId: null,
    replacesProductId: null,
    name: '',
    description: '',
    prices: [newPriceRow()],
    archived: false,
  };
}

export function newOffer(): OfferValues {
  return { name: '', products: [newProductRow()], addOns: [], archived: false };
}

export function savedOffer(offer: OfferShownFragment): OfferValues {
  return {
    name: offer.name,
    products: offer.products.map(({ product, prices }) => ({
      key: product.id,
      productId: product.id,
      prices: priceRows(prices),
    })),
    addOns: offer.addOns.map((addOn) => ({
      key: addOn.id,
      id: addOn.id,
      kind: addOn.kind === 'PRE_UPSELL' ? 'PRE_UPSELL' : 'ORDER_BUMP',
      productId: addOn.product.id,
      replacesProductId: addOn.replaces?.id ?? null,
      name: addOn.name,
      description: addOn.description ?? '',
      prices: priceRows(addOn.prices),
      archived: addOn.archivedAt !== null,
    })),
    archived: offer.archivedAt !== null,
  };
}

/** The offer as the server takes it, or what is missing and wrong in it, row by row. */
export function readOffer(
  values: OfferValues,
  id: string | null,
  checkoutId: string,
): Reading<OfferDraft> {
  const problems: Record<string, string> = {};
  const note = (found: Problems) => void Object.assign(problems, found);
  if (values.name.trim() === '') note({ name: 'Give it a name.' });
  if (values.products.length === 0) note({ products: 'An offer sells at least one product.' });

  const products = values.products.flatMap((row, index): OfferProductInput[] => {
    const read = readPrices(row.prices, `products.${index}.prices`);
    note(read.problems);
    if (!row.productId) note({ [`products.${index}.productId`]: 'Choose a product.' });
    return row.productId ? [{ productId: row.productId, prices: read.prices }] : [];
  });
  const addOns = values.addOns.flatMap((row, index): AddOnInput[] => {
    const read = readAddOn(row, `addOns.${index}`);
    note(read.problems);
    return read.addOn ? [read.addOn] : [];
  });
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const { name, archived } = values;
  return { ok: true, input: { id, checkoutId, name: name.trim(), products, addOns, archived } };
}

function readAddOn(row: AddOnRow, at: string): { addOn: AddOnInput | null; problems: Problems } {
  const { prices, problems } = readPrices(row.prices, `${at}.prices`);
  const missing = {
    ...(!row.productId && { [`${at}.productId`]: 'Choose a product.' }),
    ...(row.name.trim() === '' && { [`${at}.name`]: 'Say what customers read beside it.' }),
  };
  if (!row.productId) return { addOn: null, problems: { ...problems, ...missing } };
  const { id, kind, productId, replacesProductId, archived } = row;
  const [name, description] = [row.name.trim(), row.description.trim() || null];
  return {
    addOn: { id, kind, productId, replacesProductId, name, description, prices, archived },
    problems: { ...problems, ...missing },
  };
}
