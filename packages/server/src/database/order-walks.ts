import {
  createdConditions,
  isAskedFor,
  NO_VISIT,
  oneOf,
  oneOfAnyCase,
  oneOfStatuses,
  type Onlooker,
  type OrderConditions,
  type OrderFilter,
  type SqlParameters,
} from './order-filter.ts';
import { NEVER_PAID_STATUSES, OrderStatus } from '../domain/order-status.ts';
import type { OrderSort } from './order-sort.ts';

/**
 * Along which index a page walks. A walk reads one index in the order of the list, so what it costs is known
 * beforehand: so many orders as it is allowed to look at.
 */
export type Walk = {
  readonly from: string;
  /** Where its steps can be counted: as `from`, without what is only looked at on the way. */
  readonly steps: string;
  /** What the orders of the index have in common, and between which it is read. */
  readonly conditions: readonly string[];
  /** What it is sorted by, then by `id`. */
  readonly value: string;
  readonly id: string;
  /** Nothing is asked for but that: every order on the way is one of the list. */
  readonly isWholeFilter: boolean;
  /** So many orders are looked at before the hits are found without walking. */
  readonly length: number;
};

/** By time, orders that follow each other lie beside each other; otherwise each is on a page of its own. */
const LENGTH_BY_TIME = 4_000;
const LENGTH_BY_OTHERS = 2_500;
/** Of more, the planner would rather collect and sort all that the index holds. */
const LENGTH_WITH_LEAD = 1_000;
/** A tag has a table of its own, which the planner walks willingly; and what is frequent among many is many. */
const LENGTH_BY_TAG = 4_000;

const LIST = 'order_list o';
const TAGS = 'order_tag t join order_list o on o.order_id = t.order_id';

export function walkOf(
  filter: OrderFilter,
  onlooker: Onlooker,
  wanted: OrderConditions,
  sort: OrderSort,
  parameters: SqlParameters,
): Walk {
  const asked = (Object.keys(filter) as (keyof OrderFilter)[]).filter((name) =>
    isAskedFor(filter, name),
  );
  const isNothingBut = (...covered: readonly (keyof OrderFilter | 'reach')[]) =>
    asked.every((name) => covered.includes(name)) &&
    (onlooker.reach === 'ALL' || covered.includes('reach'));
  const sales = wanted.visits === 'none' ? [NO_VISIT] : [];
  const areStatusesDefault = wanted.statuses === null;

  switch (sort.field) {
    case 'CREATED_AT':
      return walkByTime(filter, onlooker, wanted, parameters, isNothingBut);
    case 'STATUS': {
      // Named one by one, or a walk from the end would pass all visits.
      const statuses = wanted.statuses ?? (wanted.visits === 'none' ? SOLD : null);
      return {
        from: LIST,
        steps: LIST,
        conditions: statuses ? [oneOfStatuses(statuses)] : [],
        value: 'o.status',
        id: 'o.order_id',
        isWholeFilter: isNothingBut('statuses'),
        length: LENGTH_BY_OTHERS,
      };
    }
    case 'TOTAL':
    case 'CUSTOMER_EMAIL':
      return {
        from: LIST,
        steps: LIST,
        conditions: sales,
        value: sort.field === 'TOTAL' ? 'o.total_minor' : 'o.email_key',
        id: 'o.order_id',
        isWholeFilter: areStatusesDefault && isNothingBut('statuses'),
        length: LENGTH_BY_OTHERS,
      };
  }
}

const SOLD = Object.values(OrderStatus).filter((one) => !NEVER_PAID_STATUSES.includes(one));

function walkByTime(
  filter: OrderFilter,
  onlooker: Onlooker,
  wanted: OrderConditions,
  parameters: SqlParameters,
  isNothingBut: (...covered: readonly (keyof OrderFilter | 'reach')[]) => boolean,
): Walk {
  const lead = leadOf(filter, onlooker, wanted, parameters);
  const isByTag = lead?.field === 'tags';
  const time = isByTag ? 't.created_at' : 'o.created_at';
  // These indexes are made of sales; the others of visits too.
  const leavesOutVisits =
    wanted.visits === 'none' && (!lead || lead.field === 'reach' || lead.field === 'checkoutIds');
  const covered = ['createdFrom', 'createdBefore', ...(lead ? [lead.field] : [])] as const;
  const areStatusesKept =
    lead?.field === 'statuses' ||
    (isByTag && wanted.statuses?.length === 1) ||
    (wanted.statuses === null && (leavesOutVisits || wanted.visits === 'some'));
  return {
    from: isByTag ? TAGS : LIST,
    steps: isByTag ? 'order_tag t' : LIST,
    conditions: [
      ...(lead ? [lead.condition] : []),
      ...(leavesOutVisits ? [NO_VISIT] : []),
      ...createdConditions(filter, time, parameters),
    ],
    value: time,
    id: isByTag ? 't.order_id' : 'o.order_id',
    isWholeFilter: areStatusesKept && isNothingBut(...covered, 'statuses'),
    length: lead ? (isByTag ? LENGTH_BY_TAG : LENGTH_WITH_LEAD) : LENGTH_BY_TIME,
  };
}

type Lead = { readonly field: keyof OrderFilter | 'reach'; readonly condition: string };

/** What has an index of its own that is sorted by time, the rarest by nature first. */
function leadOf(
  filter: OrderFilter,
  { reach, now }: Onlooker,
  wanted: OrderConditions,
  parameters: SqlParameters,
): Lead | null {
  const only = (values: readonly string[] | null | undefined) => values?.length === 1;
  if (filter.needsAttention === true) {
    return {
      field: 'needsAttention',
      condition: `o.attention_at is not null and o.attention_at <= ${parameters.add(now)}::timestamptz`,
    };
  }
  if (only(filter.discountCodes)) {
    return {
      field: 'discountCodes',
      condition: oneOfAnyCase('o.discount_code', filter.discountCodes ?? [], parameters),
    };
  }
  if (only(filter.linkIds)) {
    return {
      field: 'linkIds',
      condition: oneOf('o.checkout_link_id', filter.linkIds ?? [], parameters),
    };
  }
  if (only(filter.tags)) {
    const tag = oneOf('t.tag', filter.tags ?? [], parameters);
    // Whoever asks for one status too is led past all others.
    const statuses = only(wanted.statuses)
      ? [oneOfStatuses(wanted.statuses ?? [], 't.status')]
      : [];
    return { field: 'tags', condition: [tag, ...statuses].join(' and ') };
  }
  if (only(filter.sources)) {
    return {
      field: 'sources',
      condition: oneOfAnyCase('o.source', filter.sources ?? [], parameters),
    };
  }
  if (only(wanted.statuses)) {
    return { field: 'statuses', condition: oneOfStatuses(wanted.statuses ?? []) };
  }
  if (wanted.visits !== 'none') return null;
  if (only(filter.checkoutIds)) {
    return {
      field: 'checkoutIds',
      condition: oneOf('o.checkout_id', filter.checkoutIds ?? [], parameters),
    };
  }
  return reach !== 'ALL' && only(reach)
    ? { field: 'reach', condition: oneOf('o.checkout_id', reach, parameters) }
    : null;
}
