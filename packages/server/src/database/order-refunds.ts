import type { EntityManager } from '@mikro-orm/postgresql';
import { REFUND_LINES_OF, type LineOfRefund } from './order-parts.ts';
import { queryByIds } from './orm.ts';
import type { RefundLegRow, RefundRow } from './payment.ts';

/** A refund with all that hangs on it, as a screen shows it. */
export type RefundFound = {
  readonly refund: RefundRow;
  /** By their ids. */
  readonly legs: RefundLegRow[];
  /** In the order's order. */
  readonly lines: LineOfRefund[];
};

type Found = RefundRow & { readonly legs: StoredLeg[]; readonly lines: LineOfRefund[] };
/** As JSON holds it: moments are text. */
type StoredLeg = { readonly [Key in keyof RefundLegRow]: RefundLegRow[Key] } & Readonly<
  Record<Moment, string | null>
>;
type Moment = (typeof MOMENTS)[number];
const MOMENTS = ['sentAt', 'settledAt', 'changedAt', 'bookedAt', 'lookUpAt'] as const;

/** Every refund of these orders, oldest first. One statement. */
export async function findRefundsOfOrders(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<RefundFound[]> {
  const rows = await queryByIds<Found>(
    em,
    orderIds,
    (isOne) => `${SELECT} where ${isOne('f.order_id')} order by f.requested_at, f.id`,
  );
  return rows.map(({ legs, lines, ...refund }) => ({
    refund: refund as RefundRow,
    legs: legs.map(withMoments),
    lines,
  }));
}

function withMoments(leg: StoredLeg): RefundLegRow {
  const moments = MOMENTS.map((name) => [name, leg[name] === null ? null : new Date(leg[name])]);
  return { ...leg, ...(Object.fromEntries(moments) as Record<Moment, Date | null>) };
}

const SELECT = `
  select f.id, f.order_id as "orderId", f.amount_minor as "amountMinor", f.currency, f.status, f.reason,
    f.actor_kind as "actorKind", f.actor_id as "actorId", f.actor_name as "actorName",
    f.requested_at as "requestedAt", f.settled_at as "settledAt", f.reversed_at as "reversedAt",
    f.failed_late as "failedLate", f.failure_seen_at as "failureSeenAt", f.changed_at as "changedAt",
    f.surplus_payment_id as "surplusPaymentId", f.remove_offer_access as "removeOfferAccess",
    (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'refundId', g.refund_id, 'paymentId', g.payment_id,
        'amountMinor', g.amount_minor, 'status', g.status, 'providerKey', g.provider_key,
        'providerReference', g.provider_reference, 'failureMessage', g.failure_message, 'sentAt', g.sent_at,
        'settledAt', g.settled_at, 'changedAt', g.changed_at, 'bookedAt', g.booked_at, 'lookUpAt', g.look_up_at,
        'lookUps', g.look_ups, 'beyondMinor', g.beyond_minor, 'mayStillSucceed', g.may_still_succeed)
        order by g.id), '[]')
      from refund_leg g where g.refund_id = f.id) as legs,
    (select coalesce(jsonb_agg(to_jsonb(l) - 'position' order by l.position), '[]')
      from (${REFUND_LINES_OF('r.id = f.id')}) l) as lines
  from refund f`;
