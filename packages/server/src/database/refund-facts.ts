import type { EntityManager } from '@mikro-orm/postgresql';
import type { OrderStatus } from '../domain/order-status.ts';
import { queryByIds } from './orm.ts';

/**
 * What a refund of an order depends on, in one statement for as many orders as are asked for. Amounts are
 * minor units of the order's currency. Read under the order's lock it is what holds; without, it may be
 * overtaken by the time somebody presses the button.
 */
export type RefundFacts = {
  readonly id: string;
  readonly checkoutId: string;
  readonly version: number;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly refundPendingMinor: number;
  readonly billingSubmitted: boolean;
  readonly paidAt: Date | null;
  readonly allSucceededAt: Date | null;
  readonly closedByHandAt: Date | null;
  readonly lastRefundAt: Date | null;
  /** In the order's order. */
  readonly lines: readonly LineFacts[];
  /** Captured ones only, in the order of their captures. */
  readonly payments: readonly CaptureFacts[];
};

export type LineFacts = {
  readonly id: string;
  readonly productName: string;
  readonly priceMinor: number;
  readonly vatRateBp: number;
  readonly refundedMinor: number;
  readonly pendingMinor: number;
  readonly refundedVatMinor: number;
  /** The VAT that refunds under way will book, as far as is known today. */
  readonly pendingVatMinor: number;
};

export type CaptureFacts = {
  readonly id: string;
  readonly provider: string;
  readonly method: string;
  readonly providerReference: string | null;
  readonly currency: string;
  readonly capturedAt: Date;
  readonly capturedMinor: number;
  /** Gone back through the provider, restored in our data or not. */
  readonly returnedMinor: number;
  /** On its way back. */
  readonly reservedMinor: number;
  /** Written down in standing refunds, however it went back. */
  readonly standingMinor: number;
  /** Of that, what was only recorded. */
  readonly recordedMinor: number;
  /** Refunds sent to the provider that have not failed. */
  readonly refundsSent: number;
  readonly surplus: boolean;
};

/** As JSON holds them: moments are text. */
type Stored = Omit<RefundFacts, 'payments'> & {
  readonly payments: readonly (Omit<CaptureFacts, 'capturedAt'> & {
    readonly capturedAt: string;
  })[];
};

export async function findRefundFacts(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<RefundFacts[]> {
  const rows = await queryByIds<Stored>(
    em,
    orderIds,
    (isOne) => `${SELECT} where ${isOne('o.id')}`,
  );
  return rows.map((row) => ({
    ...row,
    payments: row.payments.map((one) => ({ ...one, capturedAt: new Date(one.capturedAt) })),
  }));
}

const SELECT = `
  select o.id, o.checkout_id as "checkoutId", o.version, o.status, o.currency, o.total_minor as "totalMinor",
    o.refunded_minor as "refundedMinor", o.refund_pending_minor as "refundPendingMinor",
    o.billing_submitted_at is not null as "billingSubmitted", o.paid_at as "paidAt",
    o.all_succeeded_at as "allSucceededAt", o.closed_by_hand_at as "closedByHandAt",
    o.last_refund_at as "lastRefundAt",
    coalesce(l.lines, '[]') as lines, coalesce(p.payments, '[]') as payments
  from orders o
  left join lateral (
    select jsonb_agg(jsonb_build_object('id', id, 'productName', product_name, 'priceMinor', price_minor,
      'vatRateBp', vat_rate_bp, 'refundedMinor', refunded_minor, 'pendingMinor', refund_pending_minor,
      'refundedVatMinor', refunded_vat_minor, 'pendingVatMinor', coalesce(v.minor, 0)) order by position) as lines
    from order_line left join (
      select t.order_line_id, sum(t.vat_minor) as minor
      from refund r join refund_leg g on g.refund_id = r.id join refund_part t on t.refund_leg_id = g.id
      where r.order_id = o.id and g.status in ('REQUESTED', 'PENDING', 'UNKNOWN') and g.booked_at is null
      group by t.order_line_id) v on v.order_line_id = id
    where order_id = o.id) l on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('id', y.id, 'provider', provider, 'method', method,
      'providerReference', provider_reference, 'currency', currency, 'capturedAt', captured_at,
      'capturedMinor', captured_minor, 'returnedMinor', returned_minor, 'reservedMinor', reserved_minor,
      'standingMinor', g.standing, 'recordedMinor', g.recorded, 'refundsSent', g.sent, 'surplus', surplus)
      order by captured_at, y.id) as payments
    from payment y cross join lateral (
      select coalesce(sum(amount_minor - beyond_minor) filter (where booked_at is not null), 0) as standing,
        coalesce(sum(amount_minor) filter (where booked_at is not null and status = 'RECORDED'), 0) as recorded,
        count(*) filter (where status in ('REQUESTED', 'PENDING', 'UNKNOWN', 'SUCCEEDED')) as sent
      from refund_leg g
      where g.payment_id = y.id) g
    where y.order_id = o.id and y.captured_at is not null) p on true`;
