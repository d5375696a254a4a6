/** What a list of orders is sorted by, and places in it: a value and an id, since values may be equal. */

export const OrderSortField = {
  CREATED_AT: 'CREATED_AT',
  TOTAL: 'TOTAL',
  STATUS: 'STATUS',
  CUSTOMER_EMAIL: 'CUSTOMER_EMAIL',
} as const;
export type OrderSortField = (typeof OrderSortField)[keyof typeof OrderSortField];

export const SortDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type SortDirection = (typeof SortDirection)[keyof typeof SortDirection];

export type OrderSort = { readonly field: OrderSortField; readonly direction: SortDirection };

/** A cursor that this list did not give out. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

type SortColumn = {
  readonly column: string;
  readonly type: string;
  /** What goes into the cursor. */
  readonly key: string;
  readonly keyIs: 'string' | 'number';
};

/** On `order_list o`. */
export const sortColumns: Readonly<Record<OrderSortField, SortColumn>> = {
  CREATED_AT: {
    column: 'o.created_at',
    type: 'timestamptz',
    key: `to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    keyIs: 'string',
  },
  TOTAL: { column: 'o.total_minor', type: 'bigint', key: 'o.total_minor', keyIs: 'number' },
  STATUS: { column: 'o.status', type: 'text', key: 'o.status', keyIs: 'string' },
  CUSTOMER_EMAIL: { column: 'o.email_key', type: 'text', key: 'o.email_key', keyIs: 'string' },
};

/** Where a row stands in a list: opaque to clients. */
export function orderCursor(
  sort: OrderSort,
  row: { readonly id: string; readonly sortKey: string | number },
): string {
  return Buffer.from(JSON.stringify([sort.field, row.sortKey, row.id])).toString('base64url');
}

/** The value and the id of a cursor; refuses one of another list. */
export function readCursor(sort: OrderSort, cursor: string): [string | number, string] {
  const parts = parseCursor(cursor);
  if (parts.length === 3) {
    const [field, key, id] = parts;
    const isOfThisSort = field === sort.field && typeof key === sortColumns[sort.field].keyIs;
    if (isOfThisSort && isKey(sort.field, key) && typeof id === 'string' && !id.includes('\0')) {
      return [key, id];
    }
  }
  throw new BadCursor('The cursor does not belong to this list and its order.');
}

function parseCursor(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function isKey(field: OrderSortField, key: unknown): key is string | number {
  if (typeof key === 'number') return Number.isSafeInteger(key);
  if (typeof key !== 'string' || key.includes('\0')) return false;
  if (field !== 'CREATED_AT') return true;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/u.test(key) && !Number.isNaN(Date.parse(key));
}
