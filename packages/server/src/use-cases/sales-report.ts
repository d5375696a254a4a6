import type { EntityManager } from '@mikro-orm/postgresql';
import { readRates } from '../database/exchange-rates.ts';
import type { ReportRead, ReportRow, RollupDimension } from '../database/report-rollups.ts';
import { type Exchange, makeExchange, OLDEST_RATE_DAYS } from '../domain/exchange.ts';
import {
  byGross,
  currencyOf,
  figuresOf,
  type FigureRow,
  type ReportDimension,
  type SalesFigures,
} from '../domain/report.ts';
import {
  addDays,
  type CalendarDay,
  countPoints,
  type DaySpan,
  earlierDays,
  FIRST_DAY,
  pointsOf,
  type ReportGrain,
  type ReportPoint,
  timeOf,
  type TimeSpan,
} from '../domain/report-period.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { type BestSellers, bestSellers } from './best-sellers.ts';
import { labelsOf } from './report-labels.ts';
import { ordersBehind, type OrdersBehind } from './report-selection.ts';
import { BadReport, checkoutsOf, daysOf, refuseOddZone, type ReportWish } from './report-wish.ts';
import { type Reach, reaches, type Request } from './request.ts';

export type ReportMeans = {
  readonly em: EntityManager;
  readonly providers: PaymentProviders;
  /** All that is read for one answer should be of one moment: whoever asks gathers the questions. */
  read(wish: ReportRead): Promise<readonly ReportRow[]>;
};

/** Figures, and the orders they are made of. */
export type FiguresWithOrders = {
  readonly figures: SalesFigures;
  readonly behind: OrdersBehind;
};
export type SeriesPoint = FiguresWithOrders & { readonly point: ReportPoint };
export type BreakdownRow = FiguresWithOrders &
  BestSellers & {
    readonly key: string;
    readonly within: string;
    readonly label: string;
    /** Of the days compared with; null where there are none. */
    readonly earlier: FiguresWithOrders | null;
    /** Null unless asked for. */
    readonly series: readonly SeriesPoint[] | null;
    /** Of a product: the share of all orders of this time that hold it so; null for anything else. */
    readonly orderBumpRate: number | null;
    readonly preUpsellRate: number | null;
  };

/** Points of one series. */
export const MOST_POINTS = 1_200;
/** Points of all rows of a breakdown together. */
const MOST_ROW_POINTS = 20_000;

/** A report over certain days: nothing is read before it is asked for. */
export class SalesReport {
  readonly days: DaySpan;
  readonly time: TimeSpan;
  readonly timeZone: string;
  readonly convertTo: string | null;
  /** As asked for; null: all that are reached. */
  readonly checkoutIds: readonly string[] | null;
  readonly earlier: SalesReport | null;
  readonly #reach: Reach;
  readonly #means: ReportMeans;
  #exchange: Promise<Exchange | null> | undefined;

  constructor(
    scope: {
      readonly days: DaySpan;
      readonly timeZone: string;
      readonly convertTo: string | null;
      readonly checkoutIds: readonly string[] | null;
      readonly reach: Reach;
    },
    earlier: SalesReport | null,
    means: ReportMeans,
  ) {
    this.days = scope.days;
    this.timeZone = scope.timeZone;
    this.time = timeOf(scope.days, scope.timeZone);
    this.convertTo = scope.convertTo;
    this.checkoutIds = scope.checkoutIds;
    this.earlier = earlier;
    this.#reach = scope.reach;
    this.#means = means;
  }

  async totals(): Promise<FiguresWithOrders> {
    const rows = await this.#readTotals();
    return this.#figures(rows, this.time, null, await this.exchange());
  }

  /** A point for every part of the time, also where nothing happened. */
  async series(grain: ReportGrain): Promise<SeriesPoint[]> {
    const points = this.points(grain);
    const rows = await this.#read('ALL', 'WHOLE', points);
    return this.#seriesOf(points, rows, null, await this.exchange());
  }

  points(grain: ReportGrain, rows = 1): ReportPoint[] {
    const count = countPoints(this.days, grain);
    if (count > MOST_POINTS || count * rows > MOST_ROW_POINTS) {
      throw new BadReport(
        `That would be ${count} points${rows > 1 ? ` of up to ${rows} rows` : ''}. Ask for fewer days, or by ${grain === 'HOUR' ? 'DAY' : 'MONTH'}.`,
      );
    }
    return pointsOf(this.days, this.timeZone, grain);
  }

  /** Those with most gross first; the rest is left out. */
  async breakdown(
    by: ReportDimension,
    { first, grain }: { readonly first: number; readonly grain: ReportGrain | null },
  ): Promise<BreakdownRow[]> {
    const points = grain && this.points(grain, first);
    const [rows, earlierRows, seriesRows, totals, best] = await Promise.all([
      this.#readBy(by, [this.time]),
      this.earlier ? this.earlier.#readBy(by, [this.earlier.time]) : null,
      points && this.#readBy(by, points),
      this.#readTotals(),
      by === 'PRODUCT'
        ? Promise.all([
            this.#read('PRODUCT_OFFER', 'KEY', [this.time]),
            this.#read('PRODUCT_SOURCE', 'KEY', [this.time]),
          ])
        : null,
    ]);
    const [exchange, earlierExchange] = await Promise.all([
      this.exchange(),
      this.earlier?.exchange() ?? null,
    ]);
    const whole = figuresOf(totals, exchange);
    const currencies = whole.money.map(({ currency }) => currency);
    const rate = (orders: number) =>
      by === 'PRODUCT' && whole.orders > 0 ? orders / whole.orders : null;
    const inOrder = byGross(currencies);
    const groups = [...Map.groupBy(rows, rowKey)].map(([, group]) => {
      const [{ key, within } = { key: '', within: '' }] = group;
      return { key, within, ...this.#figures(group, this.time, { by, key, within }, exchange) };
    });
    groups.sort((a, b) => inOrder(a.figures, b.figures) || (rowKey(a) < rowKey(b) ? -1 : 1));
    const shown = groups.slice(0, first);
    const label = await labelsOf(
      by,
      shown.map(({ key }) => key),
      this.#means,
    );
    const earlier = earlierRows && Map.groupBy(earlierRows, rowKey);
    const series = seriesRows && Map.groupBy(seriesRows, rowKey);
    const named = await bestSellers(best, exchange, currencies, this.#means);
    return shown.map((row) => {
      const ofRow = { by, key: row.key, within: row.within };
      return {
        ...row,
        label: label(row.key),
        earlier:
          this.earlier && earlier
            ? this.earlier.#figures(
                earlier.get(rowKey(row)) ?? [],
                this.earlier.time,
                ofRow,
                earlierExchange,
              )
            : null,
        series:
          points && series
            ? this.#seriesOf(points, series.get(rowKey(row)) ?? [], ofRow, exchange)
            : null,
        orderBumpRate: rate(row.figures.bumpOrders),
        preUpsellRate: rate(row.figures.upsellOrders),
        ...named(row.key),
      };
    });
  }

  /** The rates by which amounts are told in one currency; null: each in its own. */
  exchange(): Promise<Exchange | null> {
    this.#exchange ??= this.#makeExchange();
    return this.#exchange;
  }

  /** The days whose rates were used, and the currencies that have none; null: nothing is converted. */
  async exchangeUsed(): Promise<{
    to: string;
    from: CalendarDay | null;
    until: CalendarDay | null;
    missing: string[];
  } | null> {
    const [rows, exchange] = [await this.#readTotals(), await this.exchange()];
    if (!exchange) return null;
    const foreign = rows.filter(({ currency }) => currency !== exchange.to);
    const days = foreign
      .map(({ currency, day }) => exchange.rateDay(currency, day ?? ''))
      .filter((day) => day !== null)
      .sort();
    const missing = foreign.filter((row) => currencyOf(row, exchange) !== exchange.to);
    return {
      to: exchange.to,
      from: days[0] ?? null,
      until: days.at(-1) ?? null,
      missing: [...new Set(missing.map(({ currency }) => currency))].sort(),
    };
  }

  async #makeExchange(): Promise<Exchange | null> {
    if (this.convertTo === null) return null;
    const rows = await this.#readTotals();
    const currencies = new Set([this.convertTo, ...rows.map(({ currency }) => currency)]);
    // The edges of the reader's days lie within the UTC days beside them.
    const from = addDays(this.days.from, -1 - OLDEST_RATE_DAYS);
    const to = addDays(this.days.to, 1);
    return makeExchange(this.convertTo, await readRates(this.#means.em, [...currencies], from, to));
  }

  #readTotals(): Promise<readonly ReportRow[]> {
    return this.#read('ALL', 'WHOLE', [this.time]);
  }

  async #readBy(by: ReportDimension, points: readonly TimeSpan[]): Promise<readonly ReportRow[]> {
    if (by === 'CHECKOUT') return this.#read('ALL', 'CHECKOUT', points);
    if (by !== 'CURRENCY') return this.#read(by, 'KEY', points);
    const rows = await this.#read('ALL', 'WHOLE', points);
    return rows.map((row) => ({ ...row, key: row.currency }));
  }

  #read(
    dimension: RollupDimension,
    by: ReportRead['by'],
    points: readonly TimeSpan[],
  ): Promise<readonly ReportRow[]> {
    const asked = this.checkoutIds;
    const reach = this.#reach;
    const checkoutIds = asked ? asked.filter((id) => reaches(reach, id)) : reach;
    // Only the edges count: what else a point is called makes no other question of it.
    const edges = points.map(({ start, end }) => ({ start, end }));
    return this.#means.read({
      dimension,
      by,
      points: edges,
      checkoutIds,
      daily: this.convertTo !== null,
    });
  }

  #figures(
    rows: readonly FigureRow[],
    time: TimeSpan,
    row: Parameters<typeof ordersBehind>[2],
    exchange: Exchange | null,
  ): FiguresWithOrders {
    return {
      figures: figuresOf(rows, exchange),
      behind: ordersBehind(time, this.checkoutIds, row),
    };
  }

  #seriesOf(
    points: readonly ReportPoint[],
    rows: readonly ReportRow[],
    row: Parameters<typeof ordersBehind>[2],
    exchange: Exchange | null,
  ): SeriesPoint[] {
    const byPoint = Map.groupBy(rows, ({ point }) => point);
    return points.map((point, place) => ({
      point,
      ...this.#figures(byPoint.get(place) ?? [], point, row, exchange),
    }));
  }
}

const rowKey = ({ key, within }: { key: string; within: string }) => `${within}\n${key}`;

/** The report that was asked for, with the one it is compared with. Throws `BadReport`. */
export async function salesReport(
  wish: ReportWish,
  request: Pick<Request, 'reach' | 'tools'>,
  means: ReportMeans,
): Promise<SalesReport> {
  const { timeZone, convertTo = null, compare = null, period = null } = wish;
  const checkoutIds = checkoutsOf(wish);
  const days = await daysOf({ ...wish, checkoutIds }, request, means.em);
  refuseOddZone(timeOf(days, timeZone), timeZone);
  const scope = { timeZone, convertTo, checkoutIds, reach: request.reach };
  const before = compare && earlierDays(days, compare, period);
  const hasBefore = before !== null && before.from >= FIRST_DAY;
  const earlier = hasBefore ? new SalesReport({ ...scope, days: before }, null, means) : null;
  return new SalesReport({ ...scope, days }, earlier, means);
}
