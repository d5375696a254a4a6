import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { ActionConfigurationVersionRow, CheckoutLinkRow } from '../database/catalogue.ts';
import {
  countCodeUses,
  findAddOns,
  findAddOnsOfOffers,
  findCheckoutLinks,
  findDiscountCodes,
  findOffers,
  findProducts,
  findReturnUrls,
  type AddOnFound,
  type DiscountCodeFound,
  type OfferFound,
  type ProductFound,
} from '../database/catalogue-parts.ts';
import {
  countOpenActions,
  findChainPages,
  findConfigurations,
  findConfigurationVersions,
  type ConfigurationFound,
} from '../database/configuration-parts.ts';
import type { HistoryEntryFound, SequenceWish } from '../database/order-parts.ts';
import { byId, bySequence, groupedBy } from './batches.ts';

/** What is sold and what runs, each kind read for all asked at once. */
export type CatalogueLoaders = {
  readonly products: DataLoader<string, ProductFound | null>;
  /** With their products and prices; `offers` knows only names. */
  readonly wholeOffers: DataLoader<string, OfferFound | null>;
  readonly addOns: DataLoader<string, AddOnFound | null>;
  readonly addOnsOfOffer: DataLoader<string, AddOnFound[]>;
  readonly checkoutLinks: DataLoader<string, CheckoutLinkRow | null>;
  readonly discountCodes: DataLoader<string, DiscountCodeFound | null>;
  readonly codeUses: DataLoader<string, number>;
  /** By checkout. */
  readonly returnUrls: DataLoader<string, string>;
  readonly configurations: DataLoader<string, ConfigurationFound | null>;
  readonly versionsOfConfiguration: DataLoader<string, ActionConfigurationVersionRow[]>;
  readonly openActions: DataLoader<string, number>;
  /** History of what belongs to no order. */
  readonly chains: DataLoader<SequenceWish, HistoryEntryFound[], string>;
};

export function catalogueLoaders(em: EntityManager): CatalogueLoaders {
  return {
    products: byId((ids) => findProducts(em, { ids })),
    wholeOffers: byId((ids) => findOffers(em, { ids })),
    addOns: byId((ids) => findAddOns(em, ids)),
    addOnsOfOffer: groupedBy('offerId', (ids) => findAddOnsOfOffers(em, ids)),
    checkoutLinks: byId((ids) => findCheckoutLinks(em, { ids })),
    discountCodes: byId((ids) => findDiscountCodes(em, { ids })),
    codeUses: valueOf(
      (ids) => countCodeUses(em, ids),
      ({ uses }) => uses,
      0,
    ),
    returnUrls: valueOf(
      (ids) => findReturnUrls(em, ids),
      ({ returnUrl }) => returnUrl,
      '',
    ),
    configurations: byId((ids) => findConfigurations(em, ids)),
    versionsOfConfiguration: groupedBy('configurationId', (ids) =>
      findConfigurationVersions(em, ids),
    ),
    openActions: valueOf(
      (ids) => countOpenActions(em, ids),
      ({ openActions }) => openActions,
      0,
    ),
    chains: bySequence((wishes) => findChainPages(em, wishes)),
  };
}

/** One value per id; `none` where nothing was found. */
function valueOf<Row extends { readonly id: string }, Value>(
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
  read: (row: Row) => Value,
  none: Value,
): DataLoader<string, Value> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.id, read(row)]));
    return ids.map((id) => rows.get(id) ?? none);
  });
}
