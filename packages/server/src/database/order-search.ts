import type { EntityManager } from '@mikro-orm/postgresql';
import {
  orderConditions,
  SqlParameters,
  type Onlooker,
  type OrderConditions,
  type OrderFilter,
} from './order-filter.ts';
import { ORDER_LIST_COLUMNS, type OrderListRow } from './order-list-row.ts';
import { query } from './orm.ts';

/**
 * Pages of orders by keyset: a page begins behind a sort value and an id, so the thousandth is as fast
 * as the first and nothing is shown twice while orders arrive. Knows nothing of GraphQL.
 */

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

/** `size` rows from the beginning, or with `fromEnd` from the end, of what lies between the cursors. */
export type OrderPageWish = {
  readonly size: number;
  readonly fromEnd: boolean;
  readonly after: string | null;
  readonly before: string | null;
};

export type FoundOrder = OrderListRow & {
  /** The value sorted by, exact to the last digit: microseconds outlive no `Date`. */
  readonly sortKey: string | number;
};

export type OrderPage = {
  readonly rows: readonly FoundOrder[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

/** Counting stops here, and says so (`design.md`, "Reading fast"). */
export const COUNT_LIMIT = 10_000;

/** So many orders are looked through for a part of a text before all its hits are collected. */
const WALKED = 1_000;

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

const sortColumns: Readonly<Record<OrderSortField, SortColumn>> = {
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

/** One page, in the wanted order whichever end it was counted from. One statement. */
export async function searchOrders(
  em: EntityManager,
  filter: OrderFilter,
  sort: OrderSort,
  wish: OrderPageWish,
  onlooker: Onlooker,
): Promise<OrderPage> {
  const parameters = new SqlParameters();
  const wanted = orderConditions(filter, onlooker, parameters);
  const sql = pageStatement(wanted, keysetConditions(wanted, sort, wish, parameters), sort, wish);
  const found = await query<FoundOrder>(em, sql, parameters.values);

  const hasMore = found.length > wish.size;
  const rows = found.slice(0, wish.size);
  return {
    rows: wish.fromEnd ? rows.toReversed() : rows,
    hasNextPage: wish.fromEnd ? wish.before !== null : hasMore,
    hasPreviousPage: wish.fromEnd ? hasMore : wish.after !== null,
  };
}

/** How many orders match, counted up to `COUNT_LIMIT`. */
export async function countOrders(
  em: EntityManager,
  filter: OrderFilter,
  onlooker: Onlooker,
): Promise<{ value: number; isExact: boolean }> {
  const parameters = new SqlParameters();
  const { from, conditions, substrings } = orderConditions(filter, onlooker, parameters);
  const [row] = await query<{ n: number }>(
    em,
    `select count(*) as n from (
       select from ${from} ${whereAll([...conditions, ...substrings])} limit ${COUNT_LIMIT + 1}) counted`,
    parameters.values,
  );
  const counted = row?.n ?? 0;
  return { value: Math.min(counted, COUNT_LIMIT), isExact: counted <= COUNT_LIMIT };
}

/**
 * The list from its beginning to its end, for reading through a cursor; `more` are further columns of
 * `order_list o`. Orders found by a part of a text are collected first, as for a page.
 */
export function wholeListStatement(
  filter: OrderFilter,
  sort: OrderSort,
  onlooker: Onlooker,
  parameters: SqlParameters,
  more: string,
): string {
  const wanted = orderConditions(filter, onlooker, parameters);
  const { from, conditions, substrings } = wanted;
  const { value, id } = sortedBy(wanted, sort);
  const direction = sort.direction === 'ASC' ? 'asc' : 'desc';
  const select = `select ${ORDER_LIST_COLUMNS}, ${more}`;
  if (substrings.length === 0) {
    return `${select} from ${from} ${whereAll(conditions)} order by ${value} ${direction}, ${id} ${direction}`;
  }
  return `with found as materialized (
      select o.order_id from ${from} ${whereAll([...conditions, ...substrings])})
    ${select} from found join order_list o on o.order_id = found.order_id
    order by ${sortColumns[sort.field].column} ${direction}, o.order_id ${direction}`;
}

/** What of a search looks at personal data, by the API's names: such a search needs READ_PERSONAL_DATA. */
export function personalParts(filter: OrderFilter, sort: OrderSort): string[] {
  return [
    ...(['email', 'firstName', 'lastName'] as const).filter((name) => filter[name]?.trim()),
    ...(sort.field === 'CUSTOMER_EMAIL' ? ['CUSTOMER_EMAIL'] : []),
  ];
}

/** Where a row stands in a list: opaque to clients. */
export function orderCursor(sort: OrderSort, row: Pick<FoundOrder, 'id' | 'sortKey'>): string {
  return Buffer.from(JSON.stringify([sort.field, row.sortKey, row.id])).toString('base64url');
}

function keysetConditions(
  wanted: OrderConditions,
  sort: OrderSort,
  wish: OrderPageWish,
  parameters: SqlParameters,
): string[] {
  const { type } = sortColumns[sort.field];
  const { value: column, id: idColumn } = sortedBy(wanted, sort);
  const bound = (cursor: string, operator: '<' | '>') => {
    const [key, id] = readCursor(sort, cursor);
    return `(${column}, ${idColumn}) ${operator} (${parameters.add(key)}::${type}, ${parameters.add(id)}::text)`;
  };
  const [behind, ahead] = sort.direction === 'ASC' ? (['>', '<'] as const) : (['<', '>'] as const);
  return [
    ...(wish.after === null ? [] : [bound(wish.after, behind)]),
    ...(wish.before === null ? [] : [bound(wish.before, ahead)]),
  ];
}

function readCursor(sort: OrderSort, cursor: string): [string | number, string] {
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

/** The tag's own table keeps its orders newest first, so there it is what the page walks along. */
function sortedBy(
  { isByTag }: OrderConditions,
  { field }: OrderSort,
): { value: string; id: string } {
  return isByTag && field === 'CREATED_AT'
    ? { value: 't.created_at', id: 't.order_id' }
    : { value: sortColumns[field].column, id: 'o.order_id' };
}

function pageStatement(
  wanted: OrderConditions,
  keyset: readonly string[],
  sort: OrderSort,
  wish: OrderPageWish,
): string {
  const { from, conditions, substrings } = wanted;
  const { value, id } = sortedBy(wanted, sort);
  const order = (sort.direction === 'ASC') !== wish.fromEnd ? 'asc' : 'desc';
  const select = `select ${ORDER_LIST_COLUMNS}, ${sortColumns[sort.field].key} as "sortKey"`;
  const plain = whereAll([...conditions, ...keyset]);
  const limit = wish.size + 1;
  if (substrings.length === 0) {
    return `${select} from ${from} ${plain} order by ${value} ${order}, ${id} ${order} limit ${limit}`;
  }
  // Sorted and limited at once, a rare text makes the planner walk all orders newest first (seconds),
  // and a frequent one collects them all. So the next thousand are looked through; only when they do
  // not fill the page is the text frequent nowhere near, and its hits are few enough to be collected.
  return `with near as materialized (
      select o.order_id, o.sort_value from (
        select o.order_id, ${value} as sort_value, o.number, o.payment_references, o.email,
          o.first_name, o.last_name, o.search
        from ${from} ${plain} order by ${value} ${order}, ${id} ${order} limit ${WALKED + limit}) o
      ${whereAll(substrings)} limit ${limit}),
    far as materialized (
      select o.order_id, ${value} as sort_value from ${from}
      ${whereAll([`(select count(*) from near) < ${limit}`, ...conditions, ...keyset, ...substrings])}),
    page as (
      select order_id from near where (select count(*) from near) = ${limit}
      union all
      (select order_id from far order by sort_value ${order}, order_id ${order} limit ${limit}))
    ${select} from page join order_list o on o.order_id = page.order_id
    order by ${sortColumns[sort.field].column} ${order}, o.order_id ${order}`;
}

/** `where` with all of them; nothing where there is none. */
export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}
