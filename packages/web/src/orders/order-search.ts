import { z } from 'zod';
import type { OrderFilter, OrderSort, OrderSortField, OrderStatus } from '../generated.ts';

/**
 * What the address of the orders page says, and how it becomes a question to the server.
 * Days are those of the reader's time zone; the server is asked for instants.
 */

export const ORDER_STATUSES = [
  'STARTED',
  'IN_PROGRESS',
  'PROCESSING',
  'PAID',
  'COMPLETED',
  'MARKED_AS_COMPLETED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
] as const satisfies readonly OrderStatus[];

/**
 * The server's own default for a list. Named all the same, because it does not hold when a few
 * orders are asked about by their ids, as the live list does.
 */
const SALE_STATUSES = ORDER_STATUSES.filter(
  (status) => status !== 'STARTED' && status !== 'IN_PROGRESS',
);

const text = z.string().trim().min(1).max(200).optional().catch(undefined);
const texts = z
  .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().min(1)))
  .optional()
  .catch(undefined);
const day = z.iso.date().optional().catch(undefined);
const statuses = z
  .preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(z.enum(ORDER_STATUSES)),
  )
  .optional()
  .catch(undefined);

function isFilter(json: string): boolean {
  try {
    const filter: unknown = JSON.parse(json);
    return typeof filter === 'object' && filter !== null && !Array.isArray(filter);
  } catch {
    return false;
  }
}

const orderSearch = z.object({
  tab: z.enum(['all', 'attention']).optional().catch(undefined),
  text,
  number: text,
  email: text,
  firstName: text,
  lastName: text,
  status: statuses,
  source: texts,
  tag: texts,
  code: texts,
  from: day,
  to: day,
  visits: z.literal('shown').optional().catch(undefined),
  /** The orders behind a figure of a report, as a filter in JSON; with what they are called. */
  report: z.string().max(4_000).refine(isFilter).optional().catch(undefined),
  reportName: text,
  sort: z
    .enum(['-created', 'created', '-total', 'total', '-status', 'status', '-customer', 'customer'])
    .optional()
    .catch(undefined),
  order: text,
  /** The bulk re-run whose results are open, or `past` where all of them are listed. */
  bulk: text,
});

export type OrderSearch = Partial<z.infer<typeof orderSearch>>;

/** Every filter of the bar, in its order. */
export const FILTER_NAMES = [
  'text',
  'status',
  'from',
  'to',
  'number',
  'email',
  'firstName',
  'lastName',
  'source',
  'tag',
  'code',
  'report',
] as const satisfies readonly (keyof OrderSearch)[];

/** Filters by what the customer said of themselves: only for those who may read it. */
export const PERSONAL_FILTERS = [
  'email',
  'firstName',
  'lastName',
] as const satisfies readonly (keyof OrderSearch)[];

/** The same without what the server refuses to those who may not read personal data. */
export function withoutPersonal(search: OrderSearch): OrderSearch {
  const kept = { ...search };
  for (const name of PERSONAL_FILTERS) delete kept[name];
  if (kept.sort === 'customer' || kept.sort === '-customer') delete kept.sort;
  return kept;
}

/** What an address can say wrongly is left out, never an error: an old link still opens. */
export function readOrderSearch(raw: Record<string, unknown>): OrderSearch {
  const search: OrderSearch = orderSearch.parse(raw);
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value.length > 0),
  );
}

/** How many filters are set: a range of days counts as one. */
export function countFilters(search: OrderSearch): number {
  const set = FILTER_NAMES.filter((name) => search[name] !== undefined).length;
  return search.from !== undefined && search.to !== undefined ? set - 1 : set;
}

/** The same place without any filter: the tab, the order of rows and the open panel stay. */
export function withoutFilters(search: OrderSearch): OrderSearch {
  const kept = { ...search };
  for (const name of FILTER_NAMES) delete kept[name];
  delete kept.reportName;
  return kept;
}

export function toFilter(search: OrderSearch): OrderFilter {
  const given: OrderFilter = {
    ...(search.report && (JSON.parse(search.report) as OrderFilter)),
    ...(search.text && { text: search.text }),
    ...(search.number && { numbers: search.number.split(/[\s,;]+/).filter(Boolean) }),
    ...(search.email && { email: search.email }),
    ...(search.firstName && { firstName: search.firstName }),
    ...(search.lastName && { lastName: search.lastName }),
    ...(search.source && { sources: search.source }),
    ...(search.tag && { tags: search.tag }),
    ...(search.code && { discountCodes: search.code }),
    ...(search.from && { createdFrom: startOfDay(search.from, 0) }),
    ...(search.to && { createdBefore: startOfDay(search.to, 1) }),
    ...(search.tab === 'attention' && { needsAttention: true }),
  };
  if (search.status) return { ...given, statuses: search.status };
  // What stands behind a figure is told by the report alone.
  if (search.report) return given;
  if (search.visits) return { ...given, statuses: [...ORDER_STATUSES] };
  return hidesVisits(search) ? { ...given, statuses: [...SALE_STATUSES] } : given;
}

/**
 * Whether visits that were never paid are left out without anybody having chosen statuses. Who
 * names an order by its number wants it whatever became of it.
 */
export function hidesVisits(search: OrderSearch): boolean {
  return (
    !search.status &&
    !search.visits &&
    !search.number &&
    !search.report &&
    search.tab !== 'attention'
  );
}

const sortFields = {
  created: 'CREATED_AT',
  total: 'TOTAL',
  status: 'STATUS',
  customer: 'CUSTOMER_EMAIL',
} as const satisfies Record<string, OrderSortField>;

/** Newest first unless the address says otherwise. */
export function toSort(search: OrderSearch): OrderSort {
  const sort = search.sort ?? '-created';
  const name = sort.replace('-', '') as keyof typeof sortFields;
  return { field: sortFields[name], direction: sort.startsWith('-') ? 'DESC' : 'ASC' };
}

/** The instant at which the day begins, or the day `daysLater` after it; days of 23 and 25 hours included. */
function startOfDay(isoDay: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = isoDay.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
