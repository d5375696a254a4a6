import type { ReportGrain, ReportMoneyFragment, SalesOverviewQuery } from '../generated.ts';
import type { MoneyValue } from '../ui/values.tsx';
import { partWords } from './report-words.ts';

type Report = SalesOverviewQuery['salesReport'];

/** One part of the time, in one currency: what chart and table both show. */
export type SalesPoint = {
  readonly start: string;
  readonly end: string;
  readonly label: string;
  readonly orders: number;
  readonly gross: MoneyValue;
  readonly refunded: MoneyValue;
  readonly net: MoneyValue;
  /** Net of the part at the same place in the time before; null where there is none. */
  readonly earlierNet: MoneyValue | null;
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
  const earlier = report.earlier?.series ?? [];
  return report.series.map(({ start, end, figures }, index) => {
    const money = inCurrency(figures.money, currency);
    const before = earlier[index];
    return {
      start,
      end,
      label: partWords(start, grain, report.timeZone),
      orders: money?.orders ?? 0,
      gross: money?.gross ?? zero,
      refunded: money?.refunded ?? zero,
      net: money?.net ?? zero,
      earlierNet: before ? (inCurrency(before.figures.money, currency)?.net ?? zero) : null,
    };
  });
}

export function inCurrency(
  money: readonly ReportMoneyFragment[],
  currency: string,
): ReportMoneyFragment | null {
  return money.find((figures) => figures.currency === currency) ?? null;
}

/** Nothing, with as many decimals as the other amounts of the currency. */
function zeroOf(report: Report, currency: string): MoneyValue {
  const sample = inCurrency(report.totals.money, currency)?.gross.decimal ?? '0.00';
  const decimals = sample.split('.')[1]?.length ?? 0;
  return { minor: 0, currency, decimal: decimals > 0 ? `0.${'0'.repeat(decimals)}` : '0' };
}

/** The place of an amount on an axis: a picture, never a sum. */
export function onAxis({ decimal }: MoneyValue): number {
  return Number(decimal);
}
