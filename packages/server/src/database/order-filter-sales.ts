import type { AnalyticsConsent, Device, OrderLineKind } from '../domain/order-line.ts';
import { oneOf, type SqlParameters } from './order-filter.ts';

/**
 * The part of a filter that shows the orders behind a figure of a report, as conditions on `order_list o`. Time
 * of a sale and of refunds is that of the books.
 */

/** What an order can be without. */
export const OrderPart = {
  LINK: 'LINK',
  SOURCE: 'SOURCE',
  TAG: 'TAG',
  COUNTRY: 'COUNTRY',
  REGION: 'REGION',
  PAYMENT: 'PAYMENT',
  DISCOUNT_CODE: 'DISCOUNT_CODE',
  DEVICE: 'DEVICE',
} as const;
export type OrderPart = (typeof OrderPart)[keyof typeof OrderPart];

export type SalesFilter = {
  readonly soldFrom?: Date | null;
  readonly soldBefore?: Date | null;
  /** With products or kinds of lines: of these lines. */
  readonly refundedFrom?: Date | null;
  readonly refundedBefore?: Date | null;
  readonly productIds?: readonly string[] | null;
  /** With products: one of them came so. */
  readonly lineKinds?: readonly OrderLineKind[] | null;
  readonly linkIds?: readonly string[] | null;
  readonly regions?: readonly string[] | null;
  readonly currencies?: readonly string[] | null;
  /** `provider/method` of the first payment that brought money. */
  readonly paymentMethods?: readonly string[] | null;
  readonly devices?: readonly Device[] | null;
  readonly consents?: readonly AnalyticsConsent[] | null;
  readonly without?: readonly OrderPart[] | null;
};

const absent: Readonly<Record<OrderPart, string>> = {
  LINK: 'o.checkout_link_id is null',
  SOURCE: `coalesce(o.source, '') = ''`,
  TAG: `o.tags = '{}'`,
  COUNTRY: 'o.country is null',
  REGION: `coalesce(o.region, '') = ''`,
  PAYMENT: 'o.paid_through is null',
  DISCOUNT_CODE: `coalesce(o.discount_code, '') = ''`,
  DEVICE: 'o.device is null',
};

export function salesConditions(filter: SalesFilter, parameters: SqlParameters): string[] {
  const sold = between('o.sold_at', filter.soldFrom, filter.soldBefore, parameters);
  return [
    // Word for word the predicate of the partial index.
    ...(sold.length > 0 ? ['o.sold_at is not null', ...sold] : []),
    ...linesAndRefunds(filter, parameters),
  ];
}

export function absenceConditions({ without }: SalesFilter): string[] {
  return (without ?? []).map((part) => absent[part]);
}

function linesAndRefunds(filter: SalesFilter, parameters: SqlParameters): string[] {
  const refunds = refundConditions(filter, parameters);
  if (refunds.length > 0) {
    const all = ['b.order_id = o.order_id', ...refunds, ...lineConditions(filter, parameters)];
    return [
      `exists (select from book_entry b join order_line l on l.id = b.order_line_id where ${all.join(' and ')})`,
    ];
  }
  if (filter.productIds?.length) {
    const all = ['l.order_id = o.order_id', ...lineConditions(filter, parameters)];
    return [`exists (select from order_line l where ${all.join(' and ')})`];
  }
  if (!filter.lineKinds?.length) return [];
  // The list's own copy of the lines knows their kinds, and needs no second table.
  const ofKind = filter.lineKinds.map(
    (kind) => `o.lines @> ${parameters.add(JSON.stringify([{ kind }]))}::jsonb`,
  );
  return [`(${ofKind.join(' or ')})`];
}

/** Which lines `l` the filter is about; none: all. */
export function lineConditions(filter: SalesFilter, parameters: SqlParameters): string[] {
  return [
    ...(filter.productIds?.length ? [oneOf('l.product_id', filter.productIds, parameters)] : []),
    ...(filter.lineKinds?.length ? [oneOf('l.kind', filter.lineKinds, parameters)] : []),
  ];
}

/** Which entries `b` are refunds of the filter's time; none where it names no time. */
export function refundConditions(filter: SalesFilter, parameters: SqlParameters): string[] {
  const { refundedFrom, refundedBefore } = filter;
  const moments = between('b.at', refundedFrom, refundedBefore, parameters);
  return moments.length > 0 ? [`b.kind <> 'SALE'`, ...moments] : [];
}

/** Moments from the first on, and before the second. */
export function between(
  column: string,
  from: Date | null | undefined,
  before: Date | null | undefined,
  parameters: SqlParameters,
): string[] {
  return [
    ...(from ? [`${column} >= ${parameters.add(from)}::timestamptz`] : []),
    ...(before ? [`${column} < ${parameters.add(before)}::timestamptz`] : []),
  ];
}
