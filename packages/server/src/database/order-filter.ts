import { NEVER_PAID_STATUSES, OrderStatus } from '../domain/order-status.ts';
import { substringConditions } from './order-filter-texts.ts';
import type { VisitsWanted } from './order-keys.ts';
import {
  absenceConditions,
  between,
  salesConditions,
  type SalesFilter,
} from './order-filter-sales.ts';

/**
 * Which orders are wanted, as conditions on `order_list o`. Fields are joined by AND, the entries of a
 * list by OR. Knows nothing of order or pages.
 */

/** Every field may be left out. An empty list is as if left out, but in `orderIds` and `numbers` it names none. */
export type OrderFilter = SalesFilter & {
  readonly text?: string | null;
  readonly numbers?: readonly string[] | null;
  readonly email?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly statuses?: readonly OrderStatus[] | null;
  readonly sources?: readonly string[] | null;
  readonly tags?: readonly string[] | null;
  readonly discountCodes?: readonly string[] | null;
  readonly checkoutIds?: readonly string[] | null;
  readonly offerIds?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly paymentProviders?: readonly string[] | null;
  readonly failedActionKinds?: readonly string[] | null;
  readonly orderIds?: readonly string[] | null;
  readonly createdFrom?: Date | null;
  readonly createdBefore?: Date | null;
  readonly paidFrom?: Date | null;
  readonly paidBefore?: Date | null;
  readonly needsAttention?: boolean | null;
};

/** Word for word the predicate of the partial indexes, or the planner does not see that they fit. */
export const NO_VISIT = 'not o.is_visit';

/** Who looks, and when: part of every search. */
export type Onlooker = {
  /** The checkouts whose orders exist for them. */
  readonly reach: 'ALL' | readonly string[];
  /** Without it, `text` finds by order number and payment reference only. */
  readonly mayReadPersonalData: boolean;
  readonly now: Date;
};

/** Collects values and gives back the `$1`, `$2` … that stand for them. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** The same value of a filter stands once, so that a condition may be told in several places. */
  add(value: unknown): string {
    const known = this.values.indexOf(value);
    return known === -1 ? this.addAnew(value) : `$${known + 1}`;
  }

  /** For a value of a type of its own. */
  addAnew(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The filter in SQL, on `order_list o`. */
export type OrderConditions = {
  readonly conditions: readonly string[];
  /** Those of them that no key of the list stands for (`order-keys.ts`). */
  readonly beyondKeys: readonly string[];
  /** Conditions that look for a part of a text: they need a plan of their own. */
  readonly substrings: readonly string[];
  /** Of the texts they look for, those that the trigram index finds by itself (`textSearch`). */
  readonly findable: readonly string[];
  readonly visits: VisitsWanted;
  /** Null: those that `visits` says. */
  readonly statuses: readonly OrderStatus[] | null;
};

/** Reach is always among the conditions, whatever the filter says. */
export function orderConditions(
  filter: OrderFilter,
  onlooker: Onlooker,
  parameters: SqlParameters,
): OrderConditions {
  const shown = shownStatuses(filter);
  const beyondKeys = [
    ...nameConditions(filter, parameters),
    ...timeConditions(filter, parameters),
    ...attentionConditions(filter, onlooker, parameters),
    ...salesConditions(filter, parameters),
  ];
  return {
    conditions: [
      ...reachConditions(onlooker, parameters),
      ...statusConditions(shown),
      ...comparedConditions(filter, parameters),
      ...tagConditions(filter, parameters),
      ...absenceConditions(filter),
      ...beyondKeys,
    ],
    beyondKeys,
    ...substringConditions(filter, onlooker, parameters),
    ...shown,
  };
}

function reachConditions({ reach }: Onlooker, parameters: SqlParameters): string[] {
  if (reach === 'ALL') return [];
  // One value by itself keeps the order of the index on (checkout, created).
  if (reach.length === 1) return [`o.checkout_id = ${parameters.add(reach[0])}`];
  return [`o.checkout_id = any(${parameters.add(reach)}::text[])`];
}

/**
 * Visits that never came to a payment stay out unless their statuses are named, or their numbers, as a
 * customer reads them out, or those that need somebody: whatever is wrong must be found where it is
 * counted. Ids alone change nothing: with them a screen asks which of its orders belong to a list.
 */
function shownStatuses(filter: OrderFilter): Pick<OrderConditions, 'visits' | 'statuses'> {
  const all = Object.values(OrderStatus);
  const visitsByDefault = isGiven(filter.numbers) || filter.needsAttention === true;
  const named = filter.statuses?.length ? new Set(filter.statuses) : null;
  if (!named && visitsByDefault) return { visits: 'some', statuses: null };
  const wanted = all.filter((one) => named?.has(one) ?? !NEVER_PAID_STATUSES.includes(one));
  const visits = wanted.filter((one) => NEVER_PAID_STATUSES.includes(one)).length;
  return {
    visits: visits === 0 ? 'none' : visits === wanted.length ? 'only' : 'some',
    statuses:
      wanted.length === all.length ||
      (visits === 0 && wanted.length === all.length - NEVER_PAID_STATUSES.length)
        ? null
        : wanted,
  };
}

function statusConditions({
  visits,
  statuses,
}: Pick<OrderConditions, 'visits' | 'statuses'>): string[] {
  return [...(visits === 'none' ? [NO_VISIT] : []), ...(statuses ? [oneOfStatuses(statuses)] : [])];
}

function comparedConditions(filter: OrderFilter, parameters: SqlParameters): string[] {
  const lists: [string, readonly string[] | null | undefined][] = [
    ['o.checkout_id', filter.checkoutIds],
    ['o.offer_id', filter.offerIds],
    ['o.country', filter.countries],
    ['o.payment_provider', filter.paymentProviders],
    ['o.checkout_link_id', filter.linkIds],
    ['o.region', filter.regions],
    ['o.currency', filter.currencies],
    ['o.paid_through', filter.paymentMethods],
    ['o.device', filter.devices],
    ['o.analytics_consent', filter.consents],
  ];
  const inAnyCase = [
    ['o.source', filter.sources],
    ['o.discount_code', filter.discountCodes],
  ] as const;
  return [
    ...lists.flatMap(([column, values]) =>
      values?.length ? [oneOf(column, values, parameters)] : [],
    ),
    ...inAnyCase.flatMap(([column, values]) =>
      values?.length ? [oneOfAnyCase(column, values, parameters)] : [],
    ),
  ];
}

function nameConditions(filter: OrderFilter, parameters: SqlParameters): string[] {
  const { orderIds, numbers, failedActionKinds } = filter;
  return [
    ...(isGiven(orderIds) ? [oneOf('o.order_id', orderIds, parameters)] : []),
    ...(isGiven(numbers) ? [oneOf('o.number', numbers, parameters)] : []),
    ...(failedActionKinds?.length
      ? [`o.unfinished_kinds && ${parameters.add(failedActionKinds)}::text[]`]
      : []),
  ];
}

function tagConditions({ tags }: OrderFilter, parameters: SqlParameters): string[] {
  if (!tags?.length) return [];
  const isTag = oneOf('t.tag', tags, parameters);
  return [`exists (select from order_tag t where t.order_id = o.order_id and ${isTag})`];
}

function timeConditions(filter: OrderFilter, parameters: SqlParameters): string[] {
  return [
    ...createdConditions(filter, 'o.created_at', parameters),
    ...between('o.paid_at', filter.paidFrom, filter.paidBefore, parameters),
  ];
}

/** On a column that holds when the order was opened. */
export function createdConditions(
  { createdFrom, createdBefore }: OrderFilter,
  column: string,
  parameters: SqlParameters,
): string[] {
  return between(column, createdFrom, createdBefore, parameters);
}

function attentionConditions(
  { needsAttention }: OrderFilter,
  { now }: Onlooker,
  parameters: SqlParameters,
): string[] {
  if (needsAttention === null || needsAttention === undefined) return [];
  const moment = `${parameters.add(now)}::timestamptz`;
  return needsAttention
    ? [`o.attention_at <= ${moment}`]
    : [`(o.attention_at is null or o.attention_at > ${moment})`];
}

/** Whether a field says anything: an empty text or list does not, but an empty list of names does. */
export function isAskedFor(filter: OrderFilter, name: keyof OrderFilter): boolean {
  const value = filter[name];
  if (Array.isArray(value)) return value.length > 0 || name === 'orderIds' || name === 'numbers';
  return isGiven(value) && (typeof value !== 'string' || value.trim() !== '');
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

/** The column is one of the values. */
export function oneOf(
  column: string,
  values: readonly string[],
  parameters: SqlParameters,
): string {
  const [only] = values;
  return values.length === 1
    ? `${column} = ${parameters.add(only)}::text`
    : `${column} = any(${parameters.add(values)}::text[])`;
}

/** Written out, since they are ours: every plan is then made for what is known of these statuses. */
export function oneOfStatuses(statuses: readonly OrderStatus[], column = 'o.status'): string {
  const [only] = statuses;
  return statuses.length === 1
    ? `${column} = '${only}'`
    : `${column} = any('{${statuses.join()}}')`;
}

/** `oneOf` in any case. Both sides are lowered by the database, so that they cannot disagree about a letter. */
export function oneOfAnyCase(
  column: string,
  values: readonly string[],
  parameters: SqlParameters,
): string {
  const [only] = values;
  return values.length === 1
    ? `lower(${column}) = lower(${parameters.add(only)}::text)`
    : `lower(${column}) = any(array(select lower(v) from unnest(${parameters.add(values)}::text[]) as l (v)))`;
}

/** `where` with all of them; nothing where there is none. */
export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}
