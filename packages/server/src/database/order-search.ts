import type { EntityManager } from '@mikro-orm/postgresql';
import {
  orderConditions,
  SqlParameters,
  whereAll,
  type Onlooker,
  type OrderFilter,
} from './order-filter.ts';
import {
  ORDER_LIST_COLUMNS,
  orderListColumns,
  orderListParts,
  type OrderListRow,
} from './order-list-row.ts';
import { countStatement, pageStatement, type Keyset } from './order-page.ts';
import { readCursor, sortColumns, type OrderSort } from './order-sort.ts';
import { queryTogether } from './orm.ts';

/**
 * Pages of orders by keyset: a page begins behind a sort value and an id, so the thousandth is as fast
 * as the first and nothing is shown twice while orders arrive. Knows nothing of GraphQL.
 */

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
  /** When the customer's data was erased; undefined where it was not read. */
  readonly erasedAt?: Date | null;
};

/** What is read of each order: what nobody asks for costs time all the same. */
export type OrderListExtent = {
  /** `id` among them. */
  readonly parts: readonly (keyof OrderListRow)[];
  /** Needed for cursors. */
  readonly sortKey: boolean;
  readonly erasedAt: boolean;
};

const WHOLE: OrderListExtent = { parts: orderListParts, sortKey: true, erasedAt: false };

export type OrderPage = {
  readonly rows: readonly FoundOrder[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

/** Counting stops here, and says so (`design.md`, "Reading fast"). */
export const COUNT_LIMIT = 10_000;

/** One page, in the wanted order whichever end it was counted from. One statement. */
export async function searchOrders(
  em: EntityManager,
  filter: OrderFilter,
  sort: OrderSort,
  wish: OrderPageWish,
  onlooker: Onlooker,
  extent: OrderListExtent = WHOLE,
): Promise<OrderPage> {
  const parameters = new SqlParameters();
  const isUpwards = sort.direction === 'ASC';
  const sql = pageStatement(
    {
      filter,
      onlooker,
      sort,
      keyset: keysetOf(sort, wish, parameters),
      direction: isUpwards !== wish.fromEnd ? 'asc' : 'desc',
      limit: wish.size + 1,
      columns: columnsOf(extent, sort),
    },
    parameters,
  );
  const found = await queryTogether<FoundOrder>(em, sql, parameters.values);

  const hasMore = found.length > wish.size;
  const rows = found.slice(0, wish.size);
  return {
    rows: wish.fromEnd ? rows.toReversed() : rows,
    hasNextPage: wish.fromEnd ? wish.before !== null : hasMore,
    hasPreviousPage: wish.fromEnd ? hasMore : wish.after !== null,
  };
}

function columnsOf({ parts, sortKey, erasedAt }: OrderListExtent, sort: OrderSort): string {
  return [
    orderListColumns(parts),
    ...(sortKey ? [`${sortColumns[sort.field].key} as "sortKey"`] : []),
    ...(erasedAt
      ? ['(select w.erased_at from orders w where w.id = o.order_id) as "erasedAt"']
      : []),
  ].join(', ');
}

/** How many orders match, counted up to `COUNT_LIMIT`. */
export async function countOrders(
  em: EntityManager,
  filter: OrderFilter,
  onlooker: Onlooker,
): Promise<{ value: number; isExact: boolean }> {
  const parameters = new SqlParameters();
  const sql = countStatement(filter, onlooker, COUNT_LIMIT + 1, parameters);
  const [row] = await queryTogether<{ n: number }>(em, sql, parameters.values);
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
  const { conditions, substrings } = orderConditions(filter, onlooker, parameters);
  const direction = sort.direction === 'ASC' ? 'asc' : 'desc';
  const order = `order by ${sortColumns[sort.field].column} ${direction}, o.order_id ${direction}`;
  const select = `select ${ORDER_LIST_COLUMNS}, ${more}`;
  if (substrings.length === 0) {
    return `${select} from order_list o ${whereAll(conditions)} ${order}`;
  }
  return `with found as materialized (
      select o.order_id from order_list o ${whereAll([...conditions, ...substrings])})
    ${select} from found join order_list o on o.order_id = found.order_id ${order}`;
}

/** What of a search looks at personal data, by the API's names: such a search needs READ_PERSONAL_DATA. */
export function personalParts(filter: OrderFilter, sort: OrderSort): string[] {
  return [
    ...(['email', 'firstName', 'lastName'] as const).filter((name) => filter[name]?.trim()),
    ...(sort.field === 'CUSTOMER_EMAIL' ? ['CUSTOMER_EMAIL'] : []),
  ];
}

/** Between the cursors, as a condition on whatever holds the values. */
function keysetOf(
  { field, direction }: OrderSort,
  wish: OrderPageWish,
  parameters: SqlParameters,
): Keyset {
  const bound = (cursor: string) => {
    const [key, id] = readCursor({ field, direction }, cursor);
    return `(${parameters.addAnew(key)}::${sortColumns[field].type}, ${parameters.add(id)}::text)`;
  };
  const [behind, ahead] = direction === 'ASC' ? (['>', '<'] as const) : (['<', '>'] as const);
  const bounds: string[] = [
    ...(wish.after === null ? [] : [`${behind} ${bound(wish.after)}`]),
    ...(wish.before === null ? [] : [`${ahead} ${bound(wish.before)}`]),
  ];
  return (value, id) => bounds.map((one) => `(${value}, ${id}) ${one}`);
}
