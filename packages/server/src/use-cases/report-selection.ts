import type { OrderFilter } from '../database/order-filter.ts';
import type { OrderPart } from '../database/order-filter-sales.ts';
import type { AnalyticsConsent, Device } from '../domain/order-line.ts';
import { OrderStatus } from '../domain/order-status.ts';
import type { ReportDimension } from '../domain/report.ts';
import type { TimeSpan } from '../domain/report-period.ts';

/** A row of a breakdown by its key; an empty key: the orders that have none. */
export type ReportKey = {
  readonly by: ReportDimension;
  readonly key: string;
  /** Of a region: its country. */
  readonly within: string;
};

/** The orders behind figures, as filters of the list: its count and sums equal them. */
export type OrdersBehind = {
  readonly sold: OrderFilter;
  readonly refunded: OrderFilter;
  /** Null where visits are not counted. */
  readonly opened: OrderFilter | null;
};

/** What visits do not have, or not yet: there is no conversion by it. */
export const WITHOUT_VISITS: readonly ReportDimension[] = [
  'PRODUCT',
  'PAYMENT_METHOD',
  'DISCOUNT_CODE',
];

export function ordersBehind(
  { start, end }: TimeSpan,
  checkoutIds: readonly string[] | null,
  row: ReportKey | null,
): OrdersBehind {
  const common: OrderFilter = { ...(checkoutIds && { checkoutIds }), ...(row && filterOf(row)) };
  const hasVisits = row === null || !WITHOUT_VISITS.includes(row.by);
  return {
    sold: { ...common, soldFrom: start, soldBefore: end },
    refunded: { ...common, refundedFrom: start, refundedBefore: end },
    opened: hasVisits
      ? {
          ...common,
          createdFrom: start,
          createdBefore: end,
          statuses: Object.values(OrderStatus),
        }
      : null,
  };
}

function filterOf({ by, key, within }: ReportKey): OrderFilter {
  const or = (part: OrderPart, filter: OrderFilter): OrderFilter =>
    key === '' ? { without: [part] } : filter;
  switch (by) {
    case 'PRODUCT':
      return { productIds: [key] };
    case 'OFFER':
      return { offerIds: [key] };
    case 'LINK':
      return or('LINK', { linkIds: [key] });
    case 'SOURCE':
      return or('SOURCE', { sources: [key] });
    case 'TAG':
      return or('TAG', { tags: [key] });
    case 'COUNTRY':
      return or('COUNTRY', { countries: [key] });
    case 'REGION':
      return regionFilter(key, within);
    case 'CURRENCY':
      return { currencies: [key] };
    case 'CHECKOUT':
      return { checkoutIds: [key] };
    case 'PAYMENT_METHOD':
      return or('PAYMENT', { paymentMethods: [key] });
    case 'DISCOUNT_CODE':
      return or('DISCOUNT_CODE', { discountCodes: [key] });
    case 'DEVICE':
      return or('DEVICE', { devices: [key as Device] });
    case 'CONSENT':
      return { consents: [key as AnalyticsConsent] };
  }
}

function regionFilter(region: string, country: string): OrderFilter {
  const without: OrderPart[] = [
    ...(country === '' ? (['COUNTRY'] as const) : []),
    ...(region === '' ? (['REGION'] as const) : []),
  ];
  return {
    ...(country !== '' && { countries: [country] }),
    ...(region !== '' && { regions: [region] }),
    ...(without.length > 0 && { without }),
  };
}
