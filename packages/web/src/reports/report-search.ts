import { z } from 'zod';
import type {
  ReportComparison,
  ReportDimension,
  ReportGrain,
  ReportPeriod,
  ReportRange,
} from '../generated.ts';

/** What the address of a report says, and how it becomes a question to the server. */

export const PERIODS = {
  TODAY: 'Today',
  YESTERDAY: 'Yesterday',
  LAST_7_DAYS: 'Last 7 days',
  LAST_30_DAYS: 'Last 30 days',
  THIS_MONTH: 'This month',
  LAST_MONTH: 'Last month',
  THIS_YEAR: 'This year',
  ALL: 'All time',
} as const satisfies Readonly<Record<ReportPeriod, string>>;

export const GRAINS = {
  HOUR: 'Hour',
  DAY: 'Day',
  WEEK: 'Week',
  MONTH: 'Month',
} as const satisfies Readonly<Record<ReportGrain, string>>;

/** The tabs, in their order. */
export const DIMENSIONS = {
  SOURCE: 'Sources',
  LINK: 'Checkout links',
  OFFER: 'Offers',
  PRODUCT: 'Products and add-ons',
  COUNTRY: 'Countries',
  REGION: 'Regions',
  PAYMENT_METHOD: 'Payment methods',
  DISCOUNT_CODE: 'Discount codes',
  TAG: 'Tags',
  CONSENT: 'Consent',
  DEVICE: 'Devices',
  CURRENCY: 'Currencies',
  CHECKOUT: 'Checkouts',
} as const satisfies Readonly<Record<ReportDimension, string>>;

const keysOf = <Key extends string>(words: Readonly<Record<Key, string>>) =>
  Object.keys(words) as [Key, ...Key[]];
const text = z.string().trim().min(1).max(100).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);

const reportSearch = z.object({
  period: z.enum(keysOf(PERIODS)).optional().catch(undefined),
  from: day,
  to: day,
  zone: text,
  grain: z.enum(keysOf(GRAINS)).optional().catch(undefined),
  compare: z.enum(['year', 'none']).optional().catch(undefined),
  convert: text,
  currency: text,
  checkout: text,
  by: z.enum(keysOf(DIMENSIONS)).optional().catch(undefined),
  view: z.literal('table').optional().catch(undefined),
});

export type ReportSearch = Partial<z.infer<typeof reportSearch>>;

/** What an address can say wrongly is left out, never an error: an old link still opens. */
export function readReportSearch(raw: Record<string, unknown>): ReportSearch {
  const search: ReportSearch = reportSearch.parse(raw);
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Whose days: the reader's own unless the address names another. */
export function zoneOf(search: ReportSearch): string {
  return search.zone && isZone(search.zone) ? search.zone : ownZone();
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** Both days make a range of one's own; else it is a period, the last 30 days unless said. */
export function rangeOf(search: ReportSearch): ReportRange {
  const timeZone = zoneOf(search);
  return search.from && search.to && search.from <= search.to
    ? { from: search.from, to: search.to, timeZone }
    : { period: search.period ?? 'LAST_30_DAYS', timeZone };
}

export function comparisonOf({ compare }: ReportSearch): ReportComparison | null {
  if (compare === 'none') return null;
  return compare === 'year' ? 'PREVIOUS_YEAR' : 'PREVIOUS_PERIOD';
}

/** As fine as can be read at a glance, unless the address says otherwise. */
export function grainOf(search: ReportSearch): ReportGrain {
  if (search.grain) return search.grain;
  if (search.from && search.to) {
    const days = (Date.parse(search.to) - Date.parse(search.from)) / 86_400_000 + 1;
    return days <= 2 ? 'HOUR' : days <= 62 ? 'DAY' : days <= 370 ? 'WEEK' : 'MONTH';
  }
  switch (search.period) {
    case 'TODAY':
    case 'YESTERDAY':
      return 'HOUR';
    case 'THIS_YEAR':
    case 'ALL':
      return 'MONTH';
    default:
      return 'DAY';
  }
}

export function reportVariables(search: ReportSearch) {
  return {
    range: rangeOf(search),
    compare: comparisonOf(search),
    convertTo: search.convert ?? null,
    checkoutIds: search.checkout ? [search.checkout] : null,
  };
}
