import { orderStatusFilterName, orderStatusLooks } from '../ui/status-pill.tsx';
import { ORDER_STATUSES, type OrderSearch } from './order-search.ts';

/**
 * Filters as people type them into the search box: "status: paid", "tag: vip", "email: aino@".
 * Answers with the address that has the filter set, or null if the words are no filter.
 */
export function readTypedFilter(typed: string, search: OrderSearch): OrderSearch | null {
  const match = /^\s*(?<name>[a-z ]+?)\s*:\s*(?<value>.+?)\s*$/i.exec(typed);
  const name = match?.groups?.['name']?.toLowerCase();
  const value = match?.groups?.['value'];
  if (!name || !value) return null;

  switch (name) {
    case 'status':
      return statusFilter(value, search);
    case 'number':
    case 'order':
      return { ...search, number: value };
    case 'email':
      return { ...search, email: value };
    case 'first name':
      return { ...search, firstName: value };
    case 'last name':
      return { ...search, lastName: value };
    case 'source':
      return { ...search, source: added(search.source, value) };
    case 'tag':
      return { ...search, tag: added(search.tag, value) };
    case 'code':
    case 'discount code':
      return { ...search, code: added(search.code, value) };
    default:
      return null;
  }
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
