import { NEVER_PAID_STATUSES, OrderStatus } from '../domain/order-status.ts';
import { salesConditions, type SalesFilter } from './order-filter-sales.ts';

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

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The filter in SQL. */
export type OrderConditions = {
  /** Always holds `order_list o`; a single tag is looked up in `order_tag t`, which has its own order. */
  readonly from: string;
  readonly isByTag: boolean;
  readonly conditions: readonly string[];
  /** Conditions that look for a part of a text: they need a plan of their own. */
  readonly substrings: readonly string[];
};

/** Reach is always among the conditions, whatever the filter says. */
export function orderConditions(
  filter: OrderFilter,
  onlooker: Onlooker,
  parameters: SqlParameters,
): OrderConditions {
  const isByTag = filter.tags?.length === 1;
  return {
    from: isByTag ? 'order_tag t join order_list o on o.order_id = t.order_id' : 'order_list o',
    isByTag,
    conditions: [
      ...reachConditions(onlooker, parameters),
      ...statusConditions(filter, parameters),
      ...listConditions(filter, parameters),
      ...tagConditions(filter, parameters),
      ...timeConditions(filter, parameters),
      ...attentionConditions(filter, onlooker, parameters),
      ...salesConditions(filter, parameters),
    ],
    substrings: substringConditions(filter, onlooker, parameters),
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
function statusConditions(filter: OrderFilter, parameters: SqlParameters): string[] {
  const all = Object.values(OrderStatus);
  const visitsByDefault = isGiven(filter.numbers) || filter.needsAttention === true;
  const named = filter.statuses?.length ? new Set(filter.statuses) : null;
  if (!named && visitsByDefault) return [];
  const wanted = all.filter((one) => named?.has(one) ?? !NEVER_PAID_STATUSES.includes(one));
  if (wanted.length === all.length) return [];

  const withoutVisits = !wanted.some((one) => NEVER_PAID_STATUSES.includes(one));
  const coversTheRest = wanted.length === all.length - NEVER_PAID_STATUSES.length;
  return [
    // Word for word the predicate of the partial indexes, or the planner does not see that they fit.
    ...(withoutVisits ? ['not o.is_visit'] : []),
    ...(withoutVisits && coversTheRest ? [] : [oneOf('o.status', wanted, parameters)]),
  ];
}

function listConditions(filter: OrderFilter, parameters: SqlParameters): string[] {
  const lists: [string, readonly string[] | null | undefined][] = [
    ['o.checkout_id', filter.checkoutIds],
    ['o.offer_id', filter.offerIds],
    ['o.country', filter.countries],
    ['o.payment_provider', filter.paymentProviders],
  ];
  const conditions = lists.flatMap(([column, values]) =>
    values?.length ? [oneOf(column, values, parameters)] : [],
  );
  if (isGiven(filter.orderIds)) conditions.push(oneOf('o.order_id', filter.orderIds, parameters));
  if (isGiven(filter.numbers)) conditions.push(oneOf('o.number', filter.numbers, parameters));
  if (filter.failedActionKinds?.length) {
    conditions.push(`o.unfinished_kinds && ${parameters.add(filter.failedActionKinds)}::text[]`);
  }
  for (const [column, values] of [
    ['o.source', filter.sources],
    ['o.discount_code', filter.discountCodes],
  ] as const) {
    if (values?.length) conditions.push(oneOfAnyCase(column, values, parameters));
  }
  return conditions;
}

function tagConditions({ tags }: OrderFilter, parameters: SqlParameters): string[] {
  if (!tags?.length) return [];
  const isTag = oneOf('t.tag', tags, parameters);
  if (tags.length === 1) return [isTag];
  return [`exists (select from order_tag t where t.order_id = o.order_id and ${isTag})`];
}

function timeConditions(filter: OrderFilter, parameters: SqlParameters): string[] {
  const bounds: [string, Date | null | undefined][] = [
    ['o.created_at >=', filter.createdFrom],
    ['o.created_at <', filter.createdBefore],
    ['o.paid_at >=', filter.paidFrom],
    ['o.paid_at <', filter.paidBefore],
  ];
  return bounds.flatMap(([comparison, moment]) =>
    moment ? [`${comparison} ${parameters.add(moment)}::timestamptz`] : [],
  );
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

/** `search` holds everything a text may match, in lower case, and has the trigram index. */
function substringConditions(
  filter: OrderFilter,
  { mayReadPersonalData }: Onlooker,
  parameters: SqlParameters,
): string[] {
  const conditions: string[] = [];
  for (const word of wordsOf(filter.text)) {
    const pattern = `lower(${parameters.add(containing(word))}::text)`;
    conditions.push(`o.search like ${pattern}`);
    if (!mayReadPersonalData) {
      conditions.push(
        `lower(concat_ws(' ', o.number, array_to_string(o.payment_references, ' '))) like ${pattern}`,
      );
    }
  }
  const columns = { email: 'o.email', firstName: 'o.first_name', lastName: 'o.last_name' } as const;
  for (const name of ['email', 'firstName', 'lastName'] as const) {
    const part = filter[name]?.trim();
    if (!part) continue;
    const pattern = `lower(${parameters.add(containing(part))}::text)`;
    conditions.push(`o.search like ${pattern}`, `lower(${columns[name]}) like ${pattern}`);
  }
  return conditions;
}

/** The words of a search text; each must match. */
export function wordsOf(text: string | null | undefined): string[] {
  return (text ?? '').split(/\s+/u).filter((word) => word !== '');
}

const containing = (part: string) => `%${part.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

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

/** Both sides are lowered by the database, so that they cannot disagree about a letter. */
function oneOfAnyCase(
  column: string,
  values: readonly string[],
  parameters: SqlParameters,
): string {
  const [only] = values;
  return values.length === 1
    ? `lower(${column}) = lower(${parameters.add(only)}::text)`
    : `lower(${column}) = any(array(select lower(v) from unnest(${parameters.add(values)}::text[]) as l (v)))`;
}
