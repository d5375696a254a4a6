import { orderStatusFilterName } from '../ui/status-pill.tsx';
import type { OrderSearch } from './order-search.ts';

/** Each filter that is set: in words, and the address without it. */
export type FilterChip = {
  readonly name: FilterName;
  readonly words: string;
  readonly cleared: OrderSearch;
};

export type FilterName =
  | 'text'
  | 'status'
  | 'created'
  | 'number'
  | 'email'
  | 'firstName'
  | 'lastName'
  | 'source'
  | 'tag'
  | 'code'
  | 'report';

export const filterLabels: Readonly<Record<FilterName, string>> = {
  text: 'Search',
  status: 'Status',
  created: 'Created',
  number: 'Order number',
  email: 'Email',
  firstName: 'First name',
  lastName: 'Last name',
  source: 'Source',
  tag: 'Tag',
  code: 'Discount code',
  report: 'From a report',
};

export function filterChips(search: OrderSearch): readonly FilterChip[] {
  return (Object.keys(filterLabels) as FilterName[]).flatMap((name) => {
    const value = filterWords(search, name);
    return value
      ? [{ name, words: `${filterLabels[name]}: ${value}`, cleared: clear(search, name) }]
      : [];
  });
}

/** What a filter is set to, short enough for its button; null if it is not set. */
export function filterWords(search: OrderSearch, name: FilterName): string | null {
  if (name === 'created') return daysWords(search.from, search.to);
  if (name === 'report') return search.report ? (search.reportName ?? 'some orders') : null;
  if (name === 'status') return listWords(search.status?.map(orderStatusFilterName));
  const value = search[name];
  return typeof value === 'string' ? value : listWords(value);
}

export function clear(search: OrderSearch, name: FilterName): OrderSearch {
  const next = { ...search };
  if (name !== 'created') {
    delete next[name];
    if (name === 'report') delete next.reportName;
    return next;
  }
  delete next.from;
  delete next.to;
  return next;
}

function listWords(values: readonly string[] | undefined): string | null {
  if (!values || values.length === 0) return null;
  return values.length > 2 ? `${values[0]} +${values.length - 1}` : values.join(', ');
}

function daysWords(from: string | undefined, to: string | undefined): string | null {
  if (from && from === to) return dayText(from);
  if (from && to) return `${dayText(from)} – ${dayText(to)}`;
  if (from) return `since ${dayText(from)}`;
  return to ? `until ${dayText(to)}` : null;
}

function dayText(isoDay: string): string {
  const [year = 0, month = 1, date = 1] = isoDay.split('-').map(Number);
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    ...(year === new Date().getFullYear() ? {} : { year: 'numeric' }),
  }).format(new Date(year, month - 1, date));
}
