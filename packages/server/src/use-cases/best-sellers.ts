import type { EntityManager } from '@mikro-orm/postgresql';
import type { ReportRow } from '../database/report-rollups.ts';
import type { Exchange } from '../domain/exchange.ts';
import { byGross, figuresOf } from '../domain/report.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { labelsOf } from './report-labels.ts';

export type BestSeller = { readonly key: string; readonly label: string };

/** What sold most of a product; null for anything else. */
export type BestSellers = {
  readonly bestOffer: BestSeller | null;
  readonly bestSource: BestSeller | null;
};

/** By product: of the rows of its offers and of its sources, those with most gross. */
export async function bestSellers(
  rows: readonly [offers: readonly ReportRow[], sources: readonly ReportRow[]] | null,
  exchange: Exchange | null,
  currencies: readonly string[],
  means: { readonly em: EntityManager; readonly providers: PaymentProviders },
): Promise<(productId: string) => BestSellers> {
  if (!rows) return () => ({ bestOffer: null, bestSource: null });
  const [offers, sources] = rows.map((of) => bestWithin(of, exchange, currencies));
  const [offerLabel, sourceLabel] = await Promise.all([
    labelsOf('OFFER', [...(offers?.values() ?? [])], means),
    labelsOf('SOURCE', [...(sources?.values() ?? [])], means),
  ]);
  const seller = (key: string | undefined, label: (key: string) => string) =>
    key === undefined ? null : { key, label: label(key) };
  return (productId) => ({
    bestOffer: seller(offers?.get(productId), offerLabel),
    bestSource: seller(sources?.get(productId), sourceLabel),
  });
}

/** Per product the key whose rows have most gross; of products that were not sold there is none. */
function bestWithin(
  rows: readonly ReportRow[],
  exchange: Exchange | null,
  currencies: readonly string[],
): Map<string, string> {
  const inOrder = byGross(currencies);
  const best = new Map<string, string>();
  for (const [productId, ofProduct] of Map.groupBy(rows, ({ within }) => within)) {
    const [first] = [...Map.groupBy(ofProduct, ({ key }) => key)]
      .map(([key, ofKey]) => ({ key, figures: figuresOf(ofKey, exchange) }))
      .filter(({ figures }) => figures.orders > 0)
      .sort((a, b) => inOrder(a.figures, b.figures) || (a.key < b.key ? -1 : 1));
    if (first) best.set(productId, first.key);
  }
  return best;
}
