import type { EntityManager } from '@mikro-orm/postgresql';
import { createHash } from 'node:crypto';
import type { ActionLevel, ActionStatus } from '../domain/action.ts';
import { query } from './orm.ts';

// Which deliveries gave access, to whom, and whether what was paid for them still stands. What the access
// is, their settings say: that is read elsewhere.

/** Stands for a customer where no email may be kept, whatever its capital letters. */
export function customerOf(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}

/** A DELIVERY of a kind that gives access. */
export type GrantFound = {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly checkoutId: string;
  readonly orderLineId: string | null;
  readonly level: ActionLevel;
  readonly kind: string;
  readonly name: string;
  /** Secrets in it are sealed. */
  readonly settings: Record<string, unknown>;
  readonly configurationId: string | null;
  readonly configurationVersion: number | null;
  readonly status: ActionStatus;
  readonly runRequestedAt: Date;
  /** Who it was given to, or would be. */
  readonly customer: string;
  /**
   * It may have given something: an attempt succeeded, is under way or has an unknown end, a step is done,
   * or it was called off between two tries. Or another removal left this access to it.
   */
  readonly hasGiven: boolean;
  /** It waits for an attempt, whether or not it has given before. */
  readonly isWaiting: boolean;
  /** Paid for (or closed by hand), not refunded in full, and no removal was asked for since it last ran. */
  readonly isStanding: boolean;
};

/** All grants of one order, oldest first. None where its customer was erased: nobody knows any more who has them. */
export async function findGrantsOfOrder(
  em: EntityManager,
  orderId: string,
  kinds: readonly string[],
): Promise<GrantFound[]> {
  const rows = await query<GrantRow>(
    em,
    `${SELECT_GRANTS} where a.order_id = $1 and o.erased_at is null and a.purpose = 'DELIVERY' and a.kind = any($2)
     order by a.created_at, a.id`,
    [orderId, kinds],
  );
  return rows.map(toGrant);
}

/**
 * Grants of these kinds to one customer that are not called off, over all orders. `email` finds those that have
 * never been tried, since nobody is written down for them yet.
 */
export async function findGrantsOfCustomer(
  em: EntityManager,
  who: { readonly customer: string; readonly email: string | null },
  kinds: readonly string[],
): Promise<GrantFound[]> {
  const rows = await query<GrantRow>(
    em,
    `${SELECT_GRANTS}
     where a.id in (
         select id from action where given_to = $1 and purpose = 'DELIVERY'
         union all
         select g.id from orders b join action g on g.order_id = b.id
         where lower(b.email) = lower(trim($2)) and b.erased_at is null
           and g.purpose = 'DELIVERY' and g.given_to is null)
       and a.kind = any($3) and a.status <> 'CANCELLED'
     order by a.created_at, a.id limit 1000`,
    [who.customer, who.email, kinds],
  );
  return rows.map(toGrant);
}

type GrantRow = Omit<GrantFound, 'customer'> & {
  readonly givenTo: string | null;
  readonly email: string | null;
};

/** An order without an email is a customer of its own. */
function toGrant({ givenTo, email, ...row }: GrantRow): GrantFound {
  return { ...row, customer: givenTo ?? (email === null ? row.orderId : customerOf(email)) };
}

// A line that cost nothing has nothing to refund: it stands as long as its order does.
const SELECT_GRANTS = `
  select a.id, a.order_id as "orderId", o.number as "orderNumber", o.checkout_id as "checkoutId",
    a.order_line_id as "orderLineId", a.level, a.kind, a.name, a.settings,
    a.configuration_id as "configurationId", a.configuration_version as "configurationVersion", a.status,
    a.run_requested_at as "runRequestedAt", a.given_to as "givenTo",
    case when o.erased_at is null then o.email end as email,
    a.status in ('RUNNING', 'SUCCEEDED', 'UNKNOWN') or (a.status in ('PENDING', 'CANCELLED') and a.attempt > 0)
      or exists (select from attempt t where t.action_id = a.id and t.status in ('SUCCEEDED', 'UNKNOWN'))
      or exists (select from action_step s where s.action_id = a.id)
      or exists (select from action r where r.given_to = a.given_to and r.kind = a.kind and r.kept_access) as "hasGiven",
    a.status = 'PENDING' as "isWaiting",
    (o.paid_at is not null or o.closed_by_hand_at is not null)
      and case when l.price_minor > 0 then l.refunded_minor < l.price_minor
          else o.total_minor = 0 or o.refunded_minor < o.total_minor end
      and not exists (select from action r where r.removes_action_id = a.id and r.status <> 'CANCELLED'
        and r.run_requested_at >= a.run_requested_at) as "isStanding"
  from action a join orders o on o.id = a.order_id left join order_line l on l.id = a.order_line_id`;

/** The removal of a grant, and where grant and refund stand now. */
export type RemovalFound = {
  readonly id: string;
  readonly orderId: string;
  readonly checkoutId: string;
  readonly kind: string;
  readonly settings: Record<string, unknown>;
  readonly customer: string;
  /** Null where it is erased. */
  readonly email: string | null;
  readonly requestedAt: Date;
  readonly grantId: string;
  readonly grantName: string;
  readonly grantStatus: ActionStatus;
  readonly grantRequestedAt: Date;
  /** The line is refunded in full, or a refund that takes the offer's access away stands. */
  readonly isStillAsked: boolean;
};

/** Of the removal `r` and its line `l`. */
const IS_STILL_ASKED = `case when r.order_line_id is null
    then exists (select from refund f where f.order_id = r.order_id and f.remove_offer_access
      and f.reversed_at is null and f.status <> 'FAILED')
    else l.refunded_minor >= l.price_minor end`;

export async function findRemoval(em: EntityManager, id: string): Promise<RemovalFound | null> {
  const [row] = await query<RemovalFound>(
    em,
    `select r.id, r.order_id as "orderId", o.checkout_id as "checkoutId", r.kind, r.settings,
       coalesce(r.given_to, r.order_id) as customer, case when o.erased_at is null then o.email end as email,
       r.run_requested_at as "requestedAt", g.id as "grantId", g.name as "grantName",
       g.status as "grantStatus", g.run_requested_at as "grantRequestedAt",
       ${IS_STILL_ASKED} as "isStillAsked"
     from action r join action g on g.id = r.removes_action_id join orders o on o.id = r.order_id
     left join order_line l on l.id = r.order_line_id
     where r.id = $1`,
    [id],
  );
  return row ?? null;
}

/**
 * Calls off a delivery that waits for another try, if what it gives was paid back in full, or asked back, since this
 * run was asked for. Its name; null: it goes on. Its order is locked.
 */
export async function callOffPaidBack(em: EntityManager, actionId: string): Promise<string | null> {
  const [calledOff] = await query<{ name: string }>(
    em,
    `update action a set status = 'CANCELLED', next_attempt_at = null, changed_at = clock_timestamp()
     from orders o
     where a.id = $1 and o.id = a.order_id and a.purpose = 'DELIVERY' and a.status = 'PENDING'
       and (o.refunded_minor > 0 and o.refunded_minor >= o.total_minor and o.last_refund_at >= a.run_requested_at
         or exists (select from action r left join order_line l on l.id = r.order_line_id
           where r.removes_action_id = a.id and r.status <> 'CANCELLED'
             and r.run_requested_at >= a.run_requested_at and ${IS_STILL_ASKED}))
     returning a.name`,
    [actionId],
  );
  return calledOff?.name ?? null;
}

/** The removal a grant has already, and whether it was asked for by what asks now. */
export type EarlierRemoval = {
  readonly id: string;
  readonly grantId: string;
  readonly run: number;
  readonly status: ActionStatus;
  /** It left something, which may have lost its other giver since. */
  readonly hasKept: boolean;
  /** Neither was a refund asked for since, nor has the grant run again. */
  readonly isOfThisRefund: boolean;
};

export function findEarlierRemovals(
  em: EntityManager,
  grantIds: readonly string[],
): Promise<EarlierRemoval[]> {
  return query(
    em,
    `select r.id, r.removes_action_id as "grantId", r.run, r.status, r.kept_access as "hasKept",
       r.run_requested_at >= g.run_requested_at and not exists (
         select from refund f where f.order_id = r.order_id and f.reversed_at is null and f.status <> 'FAILED'
           and f.requested_at > r.run_requested_at
           and case when r.order_line_id is null then f.remove_offer_access
             else exists (select from refund_leg e join refund_part p on p.refund_leg_id = e.id
               where e.refund_id = f.id and p.order_line_id = r.order_line_id and p.remove_access) end
       ) as "isOfThisRefund"
     from action r join action g on g.id = r.removes_action_id where g.id = any($1)`,
    [grantIds],
  );
}

/**
 * Which customers' removals of these kinds left something to whatever else gave it, as `kind customer`. Told
 * for sure only under `lockAccess`.
 */
export async function findKeptAccess(
  em: EntityManager,
  customers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await query<{ kept: string }>(
    em,
    `select distinct kind || ' ' || given_to as kept from action
     where purpose = 'REMOVAL' and kept_access and given_to = any($1)`,
    [customers],
  );
  return new Set(rows.map(({ kept }) => kept));
}

/** Settings of the removals of a kind that are under way for a customer. */
export function findRunningRemovals(
  em: EntityManager,
  { customer, kind }: { readonly customer: string; readonly kind: string },
): Promise<{ settings: Record<string, unknown> }[]> {
  return query(
    em,
    `select settings from action
     where purpose = 'REMOVAL' and status = 'RUNNING' and given_to = $1 and kind = $2`,
    [customer, kind],
  );
}

/**
 * Lets nobody else decide about any of these accesses until the transaction ends. Whoever gives or takes
 * one decides under it whether the other is at it, so that a grant and a removal never overlap outside.
 */
export async function lockAccess(em: EntityManager, keys: readonly string[]): Promise<void> {
  // In one order for everybody, so that two with several keys cannot wait for each other.
  await query(
    em,
    'select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest($1::text[]) as k (key)',
    [keys.toSorted()],
  );
}

/** Writes down whether a removal leaves something to others. */
export async function noteKept(
  em: EntityManager,
  removalId: string,
  hasKept: boolean,
): Promise<void> {
  await query(em, 'update action set kept_access = $2 where id = $1', [removalId, hasKept]);
}

/** Writes down whom the attempt that begins gives access to. */
export async function noteGivenTo(
  em: EntityManager,
  actionId: string,
  customer: string,
): Promise<void> {
  await query(em, 'update action set given_to = $2 where id = $1', [actionId, customer]);
}
