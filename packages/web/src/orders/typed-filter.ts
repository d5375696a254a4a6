import { orderStatusFilterName, orderStatusLooks } from '../ui/status-pill.tsx';
import { ORDER_STATUSES, type OrderSearch } from './order-search.ts';

/**
 * Filters as people type them into the search box: "status: paid", "tag: vip", "email: aino@".
 * Answers with the address that has the filter set, or null if the words are no filter.
 */
export function readTypedFilter(
  typed: string,
  search: OrderSearch,
  names: readonly TypedFilterName[],
): OrderSearch | null {
  const read = nameAndValue(typed, names);
  if (!read?.value) return null;
  const { text: _text, ...rest } = search;
  return filters[read.name](read.value, rest);
}

/** Whether the words are a filter, or on their way to one: then they are not to be searched for. */
export function beginsTypedFilter(typed: string, names: readonly TypedFilterName[]): boolean {
  return nameAndValue(typed, names) !== null;
}

type Setter = (value: string, search: OrderSearch) => OrderSearch | null;

const filters = {
  status: statusFilter,
  number: (value, search) => ({ ...search, number: value }),
  order: (value, search) => ({ ...search, number: value }),
  email: (value, search) => ({ ...search, email: value }),
  'first name': (value, search) => ({ ...search, firstName: value }),
  'last name': (value, search) => ({ ...search, lastName: value }),
  source: (value, search) => ({ ...search, source: added(search.source, value) }),
  tag: (value, search) => ({ ...search, tag: added(search.tag, value) }),
  code: (value, search) => ({ ...search, code: added(search.code, value) }),
} satisfies Record<string, Setter>;

export type TypedFilterName = keyof typeof filters;

const PERSONAL: readonly TypedFilterName[] = ['email', 'first name', 'last name'];

/** What can be typed by somebody who may, or may not, search by personal data. */
export function typedFilterNames(mayReadPersonalData: boolean): readonly TypedFilterName[] {
  const names = Object.keys(filters) as TypedFilterName[];
  return mayReadPersonalData ? names : names.filter((name) => !PERSONAL.includes(name));
}

function nameAndValue(
  typed: string,
  names: readonly TypedFilterName[],
): { name: TypedFilterName; value: string } | null {
  const colon = typed.indexOf(':');
  const word = typed.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const name = names.find((one) => one === word);
  return name ? { name, value: typed.slice(colon + 1).trim() } : null;
}

function statusFilter(value: string, search: OrderSearch): OrderSearch | null {
  const words = value.toLowerCase();
  const meant = ORDER_STATUSES.filter((status) =>
    [orderStatusFilterName(status), orderStatusLooks[status].word].some(
      (name) => name.toLowerCase() === words,
    ),
  );
  if (meant.length === 0) return null;
  return { ...search, status: [...new Set([...(search.status ?? []), ...meant])] };
}

function added(values: readonly string[] | undefined, value: string): string[] {
  return [...new Set([...(values ?? []), value])];
}
