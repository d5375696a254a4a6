import { divideMinor, type Exchange } from './exchange.ts';
import { assertMinor, sumMinor } from './money.ts';
import type { CalendarDay } from './report-period.ts';

// Figures of a report from rows of the rollups. Amounts are minor units; currencies are never added up, unless
// all are converted into one. Refunds count on their own day, orders on the day they were paid.

/** What a report can be broken down by. */
export const ReportDimension = {
  PRODUCT: 'PRODUCT',
  OFFER: 'OFFER',
  LINK: 'LINK',
  SOURCE: 'SOURCE',
  TAG: 'TAG',
  COUNTRY: 'COUNTRY',
  REGION: 'REGION',
  CURRENCY: 'CURRENCY',
  CHECKOUT: 'CHECKOUT',
  PAYMENT_METHOD: 'PAYMENT_METHOD',
  DISCOUNT_CODE: 'DISCOUNT_CODE',
  DEVICE: 'DEVICE',
  CONSENT: 'CONSENT',
} as const;
export type ReportDimension = (typeof ReportDimension)[keyof typeof ReportDimension];

/** What the rollups count, of one currency. Amounts of sales and refunds are both positive. */
export type CountedFigures = {
  /** Checkouts opened. */
  readonly opened: number;
  readonly orders: number;
  readonly lines: number;
  readonly grossMinor: number;
  readonly vatMinor: number;
  /** What was given back less what of that was taken back again; may be below zero. */
  readonly refundedMinor: number;
  readonly refundedVatMinor: number;
  /** Of refunds that failed later or were restored. */
  readonly reversedMinor: number;
  /** Orders with an order bump or pre-upsell, and with each of them. */
  readonly addOnOrders: number;
  readonly bumpOrders: number;
  readonly bumpMinor: number;
  readonly upsellOrders: number;
  readonly upsellMinor: number;
};

/** A row to be added up; `day` is the UTC day by whose rate it is converted, null where it is not. */
export type FigureRow = CountedFigures & {
  readonly currency: string;
  readonly day: CalendarDay | null;
};

/** Figures of one currency. */
export type MoneyFigures = CountedFigures & {
  readonly currency: string;
  /** Gross less refunds. */
  readonly netMinor: number;
  readonly netVatMinor: number;
  /** Gross ÷ orders; null without orders. */
  readonly averageOrderMinor: number | null;
  /** Gross ÷ opened checkouts, what one visit is worth; null where none was opened. */
  readonly impressionMinor: number | null;
  /** How much of gross came by order bumps and pre-upsells, 0 to 1; null without gross. */
  readonly addOnShare: number | null;
};

export type SalesFigures = {
  readonly opened: number;
  readonly orders: number;
  readonly lines: number;
  /** Orders ÷ opened; null where none was opened. */
  readonly conversion: number | null;
  readonly addOnOrders: number;
  readonly bumpOrders: number;
  readonly upsellOrders: number;
  /** By currency, the one with most orders first. */
  readonly money: readonly MoneyFigures[];
};

const COUNTS = ['opened', 'orders', 'lines', 'addOnOrders', 'bumpOrders', 'upsellOrders'] as const;
const AMOUNTS = [
  'grossMinor',
  'vatMinor',
  'refundedMinor',
  'refundedVatMinor',
  'reversedMinor',
  'bumpMinor',
  'upsellMinor',
] as const;
const COUNTED = [...COUNTS, ...AMOUNTS];

/** Adds rows up. With an exchange, what has a rate is told in its currency; the rest stays as it is. */
export function figuresOf(rows: readonly FigureRow[], exchange: Exchange | null): SalesFigures {
  const groups = Map.groupBy(rows, (row) => currencyOf(row, exchange));
  const money = [...groups].map(([currency, ofCurrency]) =>
    moneyFigures(currency, ofCurrency, exchange),
  );
  const count = (name: (typeof COUNTS)[number]) => sumOf(rows, name);
  const [opened, orders] = [count('opened'), count('orders')];
  return {
    opened,
    orders,
    lines: count('lines'),
    conversion: opened === 0 ? null : orders / opened,
    addOnOrders: count('addOnOrders'),
    bumpOrders: count('bumpOrders'),
    upsellOrders: count('upsellOrders'),
    money: money.filter(hasAnything).sort(mostOrdersFirst),
  };
}

/** The currency in which a row is told. */
export function currencyOf({ currency, day }: FigureRow, exchange: Exchange | null): string {
  if (!exchange || day === null) return currency;
  return exchange.rateDay(currency, day) === null ? currency : exchange.to;
}

function moneyFigures(
  currency: string,
  rows: readonly FigureRow[],
  exchange: Exchange | null,
): MoneyFigures {
  const sum = (name: (typeof AMOUNTS)[number]) =>
    exchange?.to === currency
      ? exchange.sum(
          rows.map((row) => ({ minor: row[name], currency: row.currency, day: row.day ?? '' })),
        )
      : sumOf(rows, name);
  const count = (name: (typeof COUNTS)[number]) => sumOf(rows, name);
  const counted: CountedFigures = {
    opened: count('opened'),
    orders: count('orders'),
    lines: count('lines'),
    addOnOrders: count('addOnOrders'),
    bumpOrders: count('bumpOrders'),
    upsellOrders: count('upsellOrders'),
    grossMinor: sum('grossMinor'),
    vatMinor: sum('vatMinor'),
    refundedMinor: sum('refundedMinor'),
    refundedVatMinor: sum('refundedVatMinor'),
    reversedMinor: sum('reversedMinor'),
    bumpMinor: sum('bumpMinor'),
    upsellMinor: sum('upsellMinor'),
  };
  const { grossMinor, orders, opened } = counted;
  return {
    ...counted,
    currency,
    netMinor: grossMinor - counted.refundedMinor,
    netVatMinor: counted.vatMinor - counted.refundedVatMinor,
    averageOrderMinor: orders === 0 ? null : divideMinor(grossMinor, orders),
    impressionMinor: opened === 0 ? null : divideMinor(grossMinor, opened),
    addOnShare:
      grossMinor === 0 ? null : sumMinor([counted.bumpMinor, counted.upsellMinor]) / grossMinor,
  };
}

/** As `sumMinor`, without a list in between: a year by day is ten thousands of sums of one or two rows each. */
function sumOf(rows: readonly FigureRow[], name: keyof CountedFigures): number {
  let sum = 0;
  for (const row of rows) {
    assertMinor(row[name]);
    sum += row[name];
    assertMinor(sum);
  }
  return sum;
}

function hasAnything(figures: MoneyFigures): boolean {
  return COUNTED.some((name) => figures[name] !== 0);
}

function mostOrdersFirst(a: MoneyFigures, b: MoneyFigures): number {
  return b.orders - a.orders || b.opened - a.opened || (a.currency < b.currency ? -1 : 1);
}

/**
 * Of two rows of a breakdown, the one with more gross in the first of these currencies in which they differ;
 * then with more orders, more opened checkouts.
 */
export function byGross(currencies: readonly string[]) {
  const gross = ({ money }: SalesFigures, currency: string) =>
    money.find((one) => one.currency === currency)?.grossMinor ?? 0;
  return (a: SalesFigures, b: SalesFigures): number => {
    for (const currency of currencies) {
      const more = gross(b, currency) - gross(a, currency);
      if (more !== 0) return more;
    }
    return b.orders - a.orders || b.opened - a.opened;
  };
}
