import type { ReportGrain, SalesOverviewQuery } from '../generated.ts';
import type { ShownMoney } from '../ui/values.tsx';
import { partWords } from './report-words.ts';

type Report = SalesOverviewQuery['salesReport'];

/** One part of the time, in one currency: what chart and table both show. */
export type SalesPoint = {
  readonly start: string;
  readonly end: string;
  readonly label: string;
  readonly orders: number;
  readonly gross: ShownMoney;
  readonly refunded: ShownMoney;
  readonly net: ShownMoney;
  /** Net of the part at the same place in the time before; null where there is none. */
  readonly earlierNet: ShownMoney | null;
};

/** The currencies of a report, the one with most orders first. */
export function currenciesOf(report: Report): readonly string[] {
  const all = [...report.totals.money, ...(report.earlier?.totals.money ?? [])];
  return [...new Set(all.map(({ currency }) => currency))];
}

export function salesPoints(
  report: Report,
  currency: string,
  grain: ReportGrain,
): readonly SalesPoint[] {
  const zero = zeroOf(report, currency);
  const amount = (decimal = zero): ShownMoney => ({ currency, decimal });
  const earlier = report.earlier?.series ?? [];
  return report.series.map(({ start, end, figures }, index) => {
    const money = inCurrency(figures.money, currency);
    const before = earlier[index];
    return {
      start,
      end,
      label: partWords(start, grain, report.timeZone),
      orders: money?.orders ?? 0,
      gross: amount(money?.gross.decimal),
      refunded: amount(money?.refunded.decimal),
      net: amount(money?.net.decimal),
      earlierNet: before ? amount(inCurrency(before.figures.money, currency)?.net.decimal) : null,
    };
  });
}

export function inCurrency<Figures extends { readonly currency: string }>(
  money: readonly Figures[],
  currency: string,
): Figures | null {
  return money.find((figures) => figures.currency === currency) ?? null;
}

/** Nothing, with as many decimals as the other amounts of the currency. */
function zeroOf(report: Report, currency: string): string {
  const sample = inCurrency(report.totals.money, currency)?.gross.decimal ?? '0.00';
  const decimals = sample.split('.')[1]?.length ?? 0;
  return decimals > 0 ? `0.${'0'.repeat(decimals)}` : '0';
}

/** The place of an amount on an axis: a picture, never a sum. */
export function onAxis({ decimal }: Pick<ShownMoney, 'decimal'>): number {
  return Number(decimal);
}
