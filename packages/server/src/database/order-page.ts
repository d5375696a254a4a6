import {
  NO_VISIT,
  oneOf,
  orderConditions,
  type Onlooker,
  type OrderConditions,
  type OrderFilter,
  type SqlParameters,
  whereAll,
} from './order-filter.ts';
import { between, refundConditions } from './order-filter-sales.ts';
import { keyConditions } from './order-keys.ts';
import { sortColumns, type OrderSort } from './order-sort.ts';
import { walkOf } from './order-walks.ts';

/**
 * How the orders of a list are found, whatever it asks for, in the SQL of one statement. A frequent filter
 * fills its page a few steps down the index of the list's order; a rare one is found by an index of what it
 * asks for. Which of them it is, neither we nor the planner know: it takes what is asked for together as
 * independent, and then walks all orders for nothing, or collects half of them. So the walk ends after a known
 * number of steps, and only where it has not filled the page, all hits are collected.
 */

/** The bounds of a page in its own order: `condition` compares a value and an id with the cursor's. */
export type Keyset = (value: string, id: string) => readonly string[];

export type PageParts = {
  readonly filter: OrderFilter;
  readonly onlooker: Onlooker;
  readonly sort: OrderSort;
  readonly keyset: Keyset;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  /** Columns of `order_list o`. */
  readonly columns: string;
};

export function pageStatement(page: PageParts, parameters: SqlParameters): string {
  const { filter, onlooker, sort, keyset, direction, limit, columns } = page;
  const wanted = orderConditions(filter, onlooker, parameters);
  const all = [...wanted.conditions, ...wanted.substrings];
  const sorted = (value: string, id: string) =>
    `order by ${value} ${direction}, ${id} ${direction}`;
  const { column } = sortColumns[sort.field];
  const ownOrder = sorted(column, 'o.order_id');

  const named = namedOrders(filter, parameters);
  if (named.length > 0) {
    const of = [...all, ...keyset(column, 'o.order_id')];
    return `select ${columns} from (${fenced(named)}) o ${whereAll(of)} ${ownOrder} limit ${limit}`;
  }
  const walk = walkOf(filter, onlooker, wanted, sort, parameters);
  const onWay = whereAll([...walk.conditions, ...keyset(walk.value, walk.id)]);
  const inOrder = sorted(walk.value, walk.id);
  const walked = `from ${walk.from} ${onWay} ${inOrder}`;
  if (walk.isWholeFilter) return `select ${columns} ${walked} limit ${limit}`;

  const far = shortcut(filter, onlooker, wanted, parameters);
  const steps = walk.length + limit;
  return `with near as materialized (
      select o.order_id, o.sort_value from (
        select o.*, ${walk.value} as sort_value ${walked} limit ${steps}) o
      ${whereAll(all)} ${sorted('o.sort_value', 'o.order_id')} limit ${limit}),
    -- Not where the list itself has ended.
    given_up as materialized (
      select (select count(*) from near) < ${limit}
        and (select count(*) from (select from ${walk.steps} ${onWay} ${inOrder} limit ${steps}) w) = ${steps} as yes),
    far as materialized (
      select o.order_id, ${column} as sort_value from ${far.from}
      ${whereAll(['(select yes from given_up)', ...far.conditions, ...keyset(column, 'o.order_id')])}
      ${ownOrder} limit ${limit}),
    page as (
      select order_id from near where not (select yes from given_up)
      union all select order_id from far)
    select ${columns} from page join order_list o on o.order_id = page.order_id ${ownOrder}`;
}

/** Of so many of the newest it is seen whether most orders are hits. */
const TRIED = 1_000;
const MANY = 600;

/** How many orders there are, counted up to `most`: a column `n`. */
export function countStatement(
  filter: OrderFilter,
  onlooker: Onlooker,
  most: number,
  parameters: SqlParameters,
): string {
  const wanted = orderConditions(filter, onlooker, parameters);
  const all = [...wanted.conditions, ...wanted.substrings];
  const upTo = (from: string, conditions: readonly string[]) =>
    `select count(*) as n from (select from ${from} ${whereAll(conditions)} limit ${most}) o`;

  const named = namedOrders(filter, parameters);
  if (named.length > 0) return upTo(`(${fenced(named)}) o`, all);
  const newest: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };
  const walk = walkOf(filter, onlooker, wanted, newest, parameters);
  if (walk.isWholeFilter) return upTo(walk.from, walk.conditions);

  const far = shortcut(filter, onlooker, wanted, parameters);
  const sales = wanted.visits === 'none' ? [NO_VISIT] : [];
  return `with tried as materialized (
      select count(*) as n from (
        select o.* from order_list o ${whereAll(sales)}
        order by o.created_at desc, o.order_id desc limit ${TRIED}) o ${whereAll(all)}),
    many as (${upTo('order_list o', [`(select n from tried) >= ${MANY}`, ...all])}),
    few as (${upTo(far.from, [`(select n from tried) < ${MANY}`, ...far.conditions])})
    select many.n + few.n as n from many, few`;
}

/** Conditions that name the orders one by one. */
function namedOrders(
  { orderIds, numbers }: OrderFilter,
  parameters: SqlParameters,
): readonly string[] {
  return [
    ...(orderIds ? [oneOf('o.order_id', orderIds, parameters)] : []),
    ...(numbers ? [oneOf('o.number', numbers, parameters)] : []),
  ];
}

const DAY_MS = 86_400_000;
/** A month of orders is collected; of longer times, only where nothing else is asked for. */
const SHORT_MS = 32 * DAY_MS;

/** What leads to the hits without walking: only conditions with an index of their own, and what is left to check. */
function shortcut(
  filter: OrderFilter,
  onlooker: Onlooker,
  wanted: OrderConditions,
  parameters: SqlParameters,
): { readonly from: string; readonly conditions: readonly string[] } {
  const keys = keyConditions(filter, onlooker, wanted, parameters);
  const rare = [
    ...keys,
    ...wanted.findable,
    ...(filter.needsAttention === true
      ? [`o.attention_at <= ${parameters.add(onlooker.now)}::timestamptz`]
      : []),
    ...(filter.productIds?.length
      ? [
          `o.order_id in (select l.order_id from order_line l where ${oneOf('l.product_id', filter.productIds, parameters)})`,
        ]
      : []),
    ...(filter.failedActionKinds?.length
      ? [
          `o.order_id in (select a.order_id from action a where a.status not in ('SUCCEEDED', 'CANCELLED') and ${oneOf('a.kind', filter.failedActionKinds, parameters)})`,
        ]
      : []),
  ];
  const times = timeShortcuts(filter, parameters);
  const chosen = [...rare, ...times.filter(({ ms }) => ms <= SHORT_MS).map(({ sql }) => sql)];
  return {
    // Fenced, or the planner adds conditions whose indexes hold half of all orders.
    from: chosen.length > 0 ? `(${fenced(chosen)}) o` : 'order_list o',
    conditions: [
      ...(keys.length > 0 ? wanted.beyondKeys : wanted.conditions),
      ...wanted.substrings,
    ],
  };
}

function timeShortcuts(
  filter: OrderFilter,
  parameters: SqlParameters,
): { readonly ms: number; readonly sql: string }[] {
  const spans = [
    ['o.created_at', filter.createdFrom, filter.createdBefore],
    ['o.paid_at', filter.paidFrom, filter.paidBefore],
    ['o.sold_at', filter.soldFrom, filter.soldBefore],
  ] as const;
  const refunds = refundConditions(filter, parameters);
  return [
    ...spans.map(([column, from, before]) => ({
      ms: lengthOf(from, before),
      sql: between(column, from, before, parameters).join(' and '),
    })),
    {
      ms: lengthOf(filter.refundedFrom, filter.refundedBefore),
      sql: `o.order_id in (select b.order_id from book_entry b where ${refunds.join(' and ')})`,
    },
  ];
}

function lengthOf(from: Date | null | undefined, before: Date | null | undefined): number {
  return from && before ? before.getTime() - from.getTime() : Infinity;
}

function fenced(conditions: readonly string[]): string {
  return `select o.* from order_list o ${whereAll(conditions)} offset 0`;
}
