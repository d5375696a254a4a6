import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionStatus } from '../domain/action.ts';
import { query } from './orm.ts';

// All orders of one address, found whatever its capital letters: what lies with them, and what of it is
// not over yet.

/** `checkoutIds`: those the asker reaches; null: all. */
export type CustomerWish = {
  readonly email: string;
  readonly checkoutIds: readonly string[] | null;
};

export type CustomerOrder = {
  readonly id: string;
  readonly number: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly isVisit: boolean;
  readonly createdAt: Date;
  readonly isClosedByHand: boolean;
  /** Waiting, running, or of unknown end: refunds not among them. */
  readonly openActions: readonly { readonly name: string; readonly status: ActionStatus }[];
  readonly failedActions: number;
  readonly attempts: number;
  readonly paymentsUnderWay: number;
  readonly refundsUnderWay: number;
  readonly refunds: number;
  /** Access that was given and has not been taken back. */
  readonly accessGiven: number;
};

const OF_CUSTOMER = `lower(o.email) = lower($1) and o.erased_at is null
  and ($2::text[] is null or o.checkout_id = any($2))`;

/** The newest first, at most `limit`. `accessKinds`: the kinds of actions that give access. */
export function findOrdersOfCustomer(
  em: EntityManager,
  { email, checkoutIds }: CustomerWish,
  { limit, accessKinds }: { readonly limit: number; readonly accessKinds: readonly string[] },
): Promise<CustomerOrder[]> {
  return query(
    em,
    `select o.id, o.number, o.email, o.first_name as "firstName", o.last_name as "lastName",
       o.status in ('STARTED', 'IN_PROGRESS') as "isVisit", o.created_at as "createdAt",
       o.closed_by_hand_at is not null as "isClosedByHand",
       coalesce(a.open, '[]') as "openActions", coalesce(a.failed, 0) as "failedActions",
       coalesce(a.given, 0) as "accessGiven",
       (select count(*)::int from attempt t join action b on b.id = t.action_id where b.order_id = o.id) as attempts,
       (select count(*)::int from payment p where p.order_id = o.id and p.status = 'PENDING') as "paymentsUnderWay",
       (select count(*)::int from refund r where r.order_id = o.id) as refunds,
       (select count(*)::int from refund r join refund_leg l on l.refund_id = r.id
         where r.order_id = o.id and l.status in ('REQUESTED', 'PENDING', 'UNKNOWN')) as "refundsUnderWay"
     from orders o left join lateral (
       select
         jsonb_agg(jsonb_build_object('name', name, 'status', status) order by created_at, id)
           filter (where status in ('PENDING', 'RUNNING', 'UNKNOWN') and purpose <> 'REFUND') as open,
         count(*) filter (where status = 'FAILED')::int as failed,
         count(*) filter (where purpose = 'DELIVERY' and status = 'SUCCEEDED' and kind = any($4) and not exists (
           select from action r where r.removes_action_id = action.id and r.status = 'SUCCEEDED'
             and not r.kept_access))::int as given
       from action where order_id = o.id) a on true
     where ${OF_CUSTOMER} order by o.created_at desc, o.id desc limit $3`,
    [email, checkoutIds, limit, accessKinds],
  );
}

/** Holds all of them for the rest of the transaction, in the order in which everybody locks several. */
export async function lockOrdersOfCustomer(
  em: EntityManager,
  { email, checkoutIds }: CustomerWish,
): Promise<void> {
  await query(
    em,
    `select o.id from orders o where ${OF_CUSTOMER} order by o.id for no key update`,
    [email, checkoutIds],
  );
}

/** Ids, the oldest first. */
export async function findOrderIdsOfCustomer(
  em: EntityManager,
  { email, checkoutIds }: CustomerWish,
): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select o.id from orders o where ${OF_CUSTOMER} order by o.created_at, o.id`,
    [email, checkoutIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Everything on record of these orders that is about their customer, in their order: what was typed, bought,
 * paid, sent, answered and noted. Nothing of the seller's settings, no secrets, no names of staff.
 */
export async function readOrdersForCustomer(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<object[]> {
  const rows = await query<{ told: object }>(
    em,
    `select jsonb_build_object(
       'id', o.id, 'number', o.number, 'checkout', c.name, 'status', o.status, 'openedAt', o.created_at,
       'billingSubmittedAt', o.billing_submitted_at, 'paidAt', o.paid_at,
       'customer', jsonb_build_object('email', o.email, 'firstName', o.first_name, 'lastName', o.last_name,
         'country', o.country, 'region', o.region, 'billingFields', o.billing_fields,
         'analyticsConsent', o.analytics_consent, 'language', o.language),
       'visit', jsonb_build_object('device', o.device, 'country', o.opened_country, 'region', o.opened_region,
         'link', o.link_name, 'source', o.source, 'tags', o.tags),
       'currency', o.currency, 'totalMinor', o.total_minor, 'refundedMinor', o.refunded_minor,
       'discountCode', o.discount_code,
       'products', coalesce((select jsonb_agg(jsonb_build_object('name', l.product_name, 'kind', l.kind,
           'priceMinor', l.price_minor, 'vatRateBp', l.vat_rate_bp) order by l.position)
         from order_line l where l.order_id = o.id), '[]'),
       'payments', coalesce((select jsonb_agg(jsonb_build_object('provider', p.provider, 'method', p.method,
           'status', p.status, 'amountMinor', p.amount_minor, 'startedAt', p.created_at,
           'capturedAt', p.captured_at, 'providerReference', p.provider_reference,
           'failureMessage', p.failure_message) order by p.created_at, p.id)
         from payment p where p.order_id = o.id), '[]'),
       'refunds', coalesce((select jsonb_agg(jsonb_build_object('amountMinor', r.amount_minor,
           'status', r.status, 'requestedAt', r.requested_at, 'reason', r.reason) order by r.requested_at, r.id)
         from refund r where r.order_id = o.id), '[]'),
       'actions', coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'kind', a.kind,
           'purpose', a.purpose, 'status', a.status, 'message', a.message,
           'remembered', coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'fact', s.fact, 'at', s.at)
               order by s.at, s.step) from action_step s where s.action_id = a.id), '[]'),
           'attempts', coalesce((select jsonb_agg(jsonb_build_object('startedAt', t.started_at, 'status', t.status,
               'message', t.message, 'technical', t.technical, 'sent', t.request, 'answered', t.response)
               order by t.attempt) from attempt t where t.action_id = a.id), '[]')) order by a.created_at, a.id)
         from action a where a.order_id = o.id), '[]'),
       'history', coalesce((select jsonb_agg(jsonb_build_object('at', h.at, 'event', h.event,
           'summary', h.summary, 'reason', coalesce(h.reason, n.reason)) order by h.seq)
         from history_entry h left join history_reason n on n.entry_id = h.id where h.order_id = o.id), '[]')
     ) as told
     from unnest($1::text[]) with ordinality as w (id, place)
     join orders o on o.id = w.id join checkout c on c.id = o.checkout_id order by w.place`,
    [orderIds],
  );
  return rows.map(({ told }) => told);
}
