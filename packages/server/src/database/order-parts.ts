import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionRow, AttemptRow } from './action.ts';
import type { HistoryRow } from './history.ts';
import type { ListedLine } from './order-list-row.ts';
import type { BillingField } from './order.ts';
import { query, queryByIds, queryOften } from './orm.ts';
import type { PaymentRow } from './payment.ts';

/**
 * What hangs on orders and is asked for by many at once. Each function is one statement, however many
 * ids it gets; ids that name nothing give no rows.
 */

/** A line outside its order's list row, so with the currency its amounts are in. */
export type LineOfOrder = ListedLine & { readonly orderId: string; readonly currency: string };

export function findOrderLines(em: EntityManager, ids: readonly string[]): Promise<LineOfOrder[]> {
  return query(
    em,
    `select l.id, l.order_id as "orderId", l.kind, l.product_name as "productName",
       l.list_price_minor as "listPriceMinor", l.price_minor as "priceMinor",
       l.vat_rate_bp as "vatRateBp", l.refunded_minor as "refundedMinor", o.currency
     from order_line l join orders o on o.id = l.order_id where l.id = any($1::text[])`,
    [ids],
  );
}

/** When the customer's data was erased; orders that still have theirs are left out. */
export function findErasedOrders(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<{ id: string; erasedAt: Date }[]> {
  return query(
    em,
    `select id, erased_at as "erasedAt" from orders where id = any($1::text[]) and erased_at is not null`,
    [orderIds],
  );
}

/** `id` is the order's. */
export function findBillingFields(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<{ id: string; billingFields: BillingField[] }[]> {
  return query(
    em,
    `select id, billing_fields as "billingFields" from orders where id = any($1::text[])`,
    [orderIds],
  );
}

/**
 * An action without its settings, which may hold secrets. `latestVersion` is the current one of its
 * configuration; null where that was deleted or disabled.
 */
export type ActionFound = Omit<
  ActionRow,
  'settings' | 'worker' | 'failuresInRun' | 'nextTrigger' | 'givenTo' | 'keptAccess'
> & {
  readonly latestVersion: number | null;
  /** The customer's data is gone. */
  readonly isErased: boolean;
};

export function findActions(em: EntityManager, ids: readonly string[]): Promise<ActionFound[]> {
  return queryByIds(em, ids, (isOne) => `${SELECT_ACTIONS} where ${isOne('a.id')}`);
}

/** Oldest first within each order. */
export function findActionsOfOrders(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<ActionFound[]> {
  return queryByIds(
    em,
    orderIds,
    (isOne) => `${SELECT_ACTIONS} where ${isOne('a.order_id')} order by a.created_at, a.id`,
  );
}

const SELECT_ACTIONS = `
  select a.id, a.order_id as "orderId", a.order_line_id as "orderLineId",
    a.configuration_id as "configurationId", a.configuration_version as "configurationVersion",
    a.removes_action_id as "removesActionId", a.purpose, a.level, a.kind, a.name, a.status, a.run, a.attempt,
    a.run_actor_kind as "runActorKind", a.run_actor_name as "runActorName",
    a.run_requested_at as "runRequestedAt", a.lease_until as "leaseUntil",
    a.started_at as "startedAt", a.finished_at as "finishedAt", a.next_attempt_at as "nextAttemptAt",
    a.changed_at as "changedAt", a.message, a.created_at as "createdAt",
    c.version as "latestVersion", is_erased(a.order_id) as "isErased"
  from action a left join action_configuration c
    on c.id = a.configuration_id and c.enabled and c.deleted_at is null`;

/** A payment as a screen shows it: without what a customer paying at this moment needs. */
export type PaymentOfOrder = Pick<
  PaymentRow,
  | 'id'
  | 'orderId'
  | 'provider'
  | 'method'
  | 'status'
  | 'amountMinor'
  | 'currency'
  | 'providerReference'
  | 'failureMessage'
  | 'createdAt'
>;

/** Oldest first within each order. */
export function findPaymentsOfOrders(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<PaymentOfOrder[]> {
  return queryByIds(
    em,
    orderIds,
    (
      isOne,
    ) => `select id, order_id as "orderId", provider, method, status, amount_minor as "amountMinor", currency,
       provider_reference as "providerReference", failure_message as "failureMessage", created_at as "createdAt"
     from payment where ${isOne('order_id')} order by created_at, id`,
  );
}

/** What a refund gives back of one line, over all its legs. */
export type LineOfRefund = {
  readonly refundId: string;
  readonly orderId: string;
  readonly orderLineId: string;
  readonly amountMinor: number;
  readonly vatMinor: number;
  readonly removeAccess: boolean;
  readonly currency: string;
};

export function findRefundLines(
  em: EntityManager,
  refundIds: readonly string[],
): Promise<LineOfRefund[]> {
  return query(em, `${REFUND_LINES_OF('r.id = any($1::text[])')} order by r.id, l.position`, [
    refundIds,
  ]);
}

/** For the refunds `r` of a condition; with each line's place in its order. */
export const REFUND_LINES_OF = (condition: string) => `
  select r.id as "refundId", r.order_id as "orderId", p.order_line_id as "orderLineId", r.currency, l.position,
    sum(p.amount_minor)::bigint as "amountMinor", sum(p.vat_minor)::bigint as "vatMinor",
    bool_or(p.remove_access) as "removeAccess"
  from refund r join refund_leg g on g.refund_id = r.id join refund_part p on p.refund_leg_id = g.id
    join order_line l on l.id = p.order_line_id
  where ${condition}
  group by r.id, p.order_line_id, l.position`;

/** The newest `first` entries of one order or action, before the sequence number `after` (null: from the top). */
export type SequenceWish = {
  readonly id: string;
  readonly first: number;
  readonly after: number | null;
};

/** `wish` is the place of the wish that the entry answers. */
export type HistoryEntryFound = Omit<HistoryRow, 'chain' | 'hash' | 'fromAddress' | 'fromAgent'> & {
  readonly wish: number;
};
export type AttemptFound = Omit<AttemptRow, 'technical' | 'worker'> & { readonly wish: number };

/** One by itself, as in `queryByIds`. */
const wished = ({ length }: readonly SequenceWish[]) =>
  length === 1
    ? '(select $1::text, $2::int, $3::int, 1::bigint) as w (id, first, after, place)'
    : 'unnest($1::text[], $2::int[], $3::int[]) with ordinality as w (id, first, after, place)';

/** One more entry per wish than asked for, where there are more. */
export function findHistoryPages(
  em: EntityManager,
  wishes: readonly SequenceWish[],
): Promise<HistoryEntryFound[]> {
  return queryOften(
    em,
    `select (w.place - 1)::int as wish, h.* from ${wished(wishes)} cross join lateral (
       select ${HISTORY_COLUMNS} from history_entry
       where order_id = w.id and (w.after is null or seq < w.after) order by seq desc limit w.first + 1) h
     order by w.place, h.seq desc`,
    inColumns(wishes),
  );
}

/** As `findHistoryPages`, for the attempts of actions. */
export function findAttemptPages(
  em: EntityManager,
  wishes: readonly SequenceWish[],
): Promise<AttemptFound[]> {
  return queryOften(
    em,
    `select (w.place - 1)::int as wish, a.* from ${wished(wishes)} cross join lateral (
       select ${ATTEMPT_COLUMNS} from attempt
       where action_id = w.id and (w.after is null or attempt < w.after)
       order by attempt desc limit w.first + 1) a
     order by w.place, a.attempt desc`,
    inColumns(wishes),
  );
}

export async function findHistoryEntry(
  em: EntityManager,
  id: string,
): Promise<HistoryEntryFound | null> {
  const [row] = await query<HistoryEntryFound>(
    em,
    `select 0 as wish, ${HISTORY_COLUMNS} from history_entry where id = $1`,
    [id],
  );
  return row ?? null;
}

export async function findAttempt(em: EntityManager, id: string): Promise<AttemptFound | null> {
  const [row] = await query<AttemptFound>(
    em,
    `select 0 as wish, ${ATTEMPT_COLUMNS} from attempt where id = $1`,
    [id],
  );
  return row ?? null;
}

/** What people typed lies beside the history, where it can be erased; before that it lay within. */
export const REASON = `coalesce(reason, (select r.reason from history_reason r where r.entry_id = history_entry.id))`;

const HISTORY_COLUMNS = `id, seq, order_id as "orderId", at, actor_kind as "actorKind",
  actor_id as "actorId", actor_name as "actorName", event, summary, changes, ${REASON} as reason`;

const ATTEMPT_COLUMNS = `id, action_id as "actionId", order_id as "orderId", run, attempt, trigger,
  actor_kind as "actorKind", actor_name as "actorName", status, started_at as "startedAt",
  finished_at as "finishedAt", overtaken, message, request, response`;

function inColumns(wishes: readonly SequenceWish[]): unknown[] {
  const [only] = wishes;
  if (only && wishes.length === 1) return [only.id, only.first, only.after];
  return [
    wishes.map(({ id }) => id),
    wishes.map(({ first }) => first),
    wishes.map(({ after }) => after),
  ];
}
