import type { HistoryChange } from '../database/history.ts';
import type { OrderExportWish } from '../database/order-export.ts';
import type { OrderExportColumn } from '../domain/order-export.ts';
import type { Request } from './request.ts';

/** What a filter may hold of a customer: that it was used is kept, never its value. */
const PERSONAL = ['text', 'email', 'firstName', 'lastName'];
/** Entries of a list that are named; of the rest only how many there are. */
const NAMED = 10;

/** What was chosen, for the history: without any personal value, since erasure must not break it. */
export function choiceInWords(wish: OrderExportWish): HistoryChange[] {
  const filter = Object.entries(wish.filter).flatMap(([name, value]) => {
    const words = filterWords(name, value);
    return words === null ? [] : [chosen(`filter.${name}`, words)];
  });
  const { sort, columns, rows, timeZone } = wish;
  return [
    ...filter,
    chosen('sort', `${sort.field} ${sort.direction}`),
    chosen('rows', rows),
    chosen('columns', columns.join(', ')),
    chosen('timeZone', timeZone),
  ];
}

const PERSONAL_COLUMNS: readonly OrderExportColumn[] = [
  'CUSTOMER',
  'CUSTOMER_NAME',
  'BILLING_FIELDS',
];

/** Whether the file holds personal data, and how: for the history. */
export function personalDataIn(
  { columns }: OrderExportWish,
  { permissions }: Pick<Request, 'permissions'>,
): HistoryChange {
  const isIn = columns.some((column) => PERSONAL_COLUMNS.includes(column));
  const how = permissions.has('READ_PERSONAL_DATA') ? 'in full' : 'shortened';
  return chosen('personalData', isIn ? how : 'none');
}

/** "1 order", "4312 orders". */
export function counted(count: number, noun: 'order' | 'row'): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const chosen = (field: string, after: string): HistoryChange => ({ field, before: null, after });

function filterWords(name: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (PERSONAL.includes(name)) return 'a text that is not kept';
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  if (value.length === 0) return 'none';
  const named = value.slice(0, NAMED).map(String).join(', ');
  return value.length > NAMED ? `${named} and ${value.length - NAMED} more` : named;
}
