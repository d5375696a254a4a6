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
import { textSearch } from './order-filter-texts.ts';
import { keyConditions } from './order-keys.ts';
import { sortColumns, type OrderSort } from './order-sort.ts';
import { walkOf, type Walk } from './order-walks.ts';

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
  const onWay = [...walk.conditions, ...keyset(walk.value, walk.id)];
  const inOrder = sorted(walk.value, walk.id);
  if (walk.isWholeFilter) {
    return `select ${columns} from ${walk.from} ${whereAll(onWay)} ${inOrder} limit ${limit}`;
  }

  const far = shortcut(filter, onlooker, wanted, parameters);
  const steps = walk.length + limit;
  const start = firstLook(walk, page, wanted, parameters);
  return `with ${start.tried}
    near as materialized (
      select o.order_id, o.sort_value from (
        select o.*, ${walk.value} as sort_value from ${walk.from}
        ${whereAll([...start.pays, ...onWay])} ${inOrder} limit ${steps}) o
      ${whereAll(all)} ${sorted('o.sort_value', 'o.order_id')} limit ${limit}),
    -- Not where the list itself has ended.
    given_up as materialized (
      select ${start.pays.map((pays) => `case when not ${pays} then true else`).join('')}
        (select count(*) from near) < ${limit}
        and (select count(*) from (
          select from ${walk.steps} ${whereAll(onWay)} ${inOrder} limit ${steps}) w) = ${steps}
        ${start.pays.length > 0 ? 'end' : ''} as yes),
    far as materialized (
      select o.order_id, ${column} as sort_value from ${far.from}
      ${whereAll(['(select yes from given_up)', ...far.conditions, ...keyset(column, 'o.order_id')])}
      ${ownOrder} limit ${limit}),
    page as (
      select order_id from near where not (select yes from given_up)
      union all select order_id from far)
    select ${columns} from page join order_list o on o.order_id = page.order_id ${ownOrder}`;
}

const NEWEST: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };

/** Of so many of the newest it is seen whether most orders are hits. */
const TRIED = 1_000;
const MANY = 0.6;
/** So many are enough to tell a rare text. */
const TRIED_FOR_TEXT = 300;

/**
 * A text is most often rare and soon found by its index: whether to walk at all is told by a few of the newest that the
 * rest of the filter leads to. Where they hold half of what would fill the page within the walk, or more, it pays.
 */
function firstLook(
  walk: Walk,
  { filter, onlooker, sort, limit }: PageParts,
  wanted: OrderConditions,
  parameters: SqlParameters,
): { readonly tried: string; readonly pays: readonly string[] } {
  if (wanted.findable.length === 0) return { tried: '', pays: [] };
  const byTime =
    sort.field === 'CREATED_AT' ? walk : walkOf(filter, onlooker, wanted, NEWEST, parameters);
  const enough = Math.ceil((TRIED_FOR_TEXT * limit) / walk.length / 2);
  return {
    tried: `${triedStatement(byTime, TRIED_FOR_TEXT, wanted)},`,
    pays: [`(select n from tried) >= ${enough}`],
  };
}

/** How many of some orders are hits. */
function triedStatement(
  { from, conditions, value, id }: Pick<Walk, 'from' | 'conditions' | 'value' | 'id'>,
  tried: number,
  wanted: OrderConditions,
): string {
  const hits = `count(*) filter (${whereAll([...wanted.conditions, ...wanted.substrings])}) as n`;
  return `tried as materialized (
      select ${hits} from (
        select o.* from ${from} ${whereAll(conditions)} order by ${value} desc, ${id} desc limit ${tried}) o)`;
}

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
  const walk = walkOf(filter, onlooker, wanted, NEWEST, parameters);
  if (walk.isWholeFilter) return upTo(walk.from, walk.conditions);

  const tried = wanted.findable.length > 0 ? TRIED_FOR_TEXT : TRIED;
  const far = shortcut(filter, onlooker, wanted, parameters);
  return `with ${triedStatement(newestOf(wanted), tried, wanted)},
    many as (${upTo('order_list o', [`(select n from tried) >= ${tried * MANY}`, ...all])}),
    few as (${upTo(far.from, [`(select n from tried) < ${tried * MANY}`, ...far.conditions])})
    select many.n + few.n as n from many, few`;
}

/** The newest of the list, whatever else is asked for. */
function newestOf({ visits }: OrderConditions): Parameters<typeof triedStatement>[0] {
  return {
    from: 'order_list o',
    conditions: visits === 'none' ? [NO_VISIT] : [],
    value: 'o.created_at',
    id: 'o.order_id',
  };
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
/**
 * A quarter is offered beside keys: of those the planner knows how many there are, and takes the times in only where that
 * pays. Without them all orders of a frequent status and source would be read, whenever they were.
 */
const QUARTER_MS = 100 * DAY_MS;

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
    ...textSearch(wanted, parameters),
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
  const chosen = [
    ...rare,
    ...times
      .filter(({ ms, isOwn }) => ms <= (isOwn && keys.length > 0 ? QUARTER_MS : SHORT_MS))
      .map(({ sql }) => sql),
  ];
  return {
    // Fenced, or the planner adds conditions whose indexes hold half of all orders.
    from: chosen.length > 0 ? `(${fenced(chosen)}) o` : 'order_list o',
    conditions: [
      ...(keys.length > 0 ? wanted.beyondKeys : wanted.conditions),
      ...wanted.substrings,
    ],
  };
}

/** `isOwn`: of a column of the list itself. */
function timeShortcuts(
  filter: OrderFilter,
  parameters: SqlParameters,
): { readonly ms: number; readonly sql: string; readonly isOwn: boolean }[] {
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
      isOwn: true,
    })),
    {
      ms: lengthOf(filter.refundedFrom, filter.refundedBefore),
      sql: `o.order_id in (select b.order_id from book_entry b where ${refunds.join(' and ')})`,
      isOwn: false,
    },
  ];
}

function lengthOf(from: Date | null | undefined, before: Date | null | undefined): number {
  return from && before ? before.getTime() - from.getTime() : Infinity;
}

function fenced(conditions: readonly string[]): string {
  return `select o.* from order_list o ${whereAll(conditions)} offset 0`;
}
