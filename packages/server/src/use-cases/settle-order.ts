import { anyOf } from '../database/kept-plans.ts';
import { queryOften } from '../database/orm.ts';
import { lockOrders } from '../database/order-lock.ts';
import type { SettledOrder } from '../database/settled-order.ts';
import { REFUNDS_DIFFER_SINCE } from '../database/refund-left-over.ts';
import { graceMsSql } from '../database/settings.ts';
import type { ActionPurpose, ActionStatus } from '../domain/action.ts';
import { attentionAt, attentionOf, type ReasonFrom } from '../domain/attention.ts';
import { orderStatus, type OrderStatus, statusWords } from '../domain/order-status.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import type { RefundStatus } from '../domain/refund.ts';
import { describeAttention } from './describe-attention.ts';
import type { Work } from './request.ts';

/**
 * What follows from an order's facts is computed here and nowhere else: status, the moment all actions
 * had succeeded, and attention. Called by every transaction that changes an order or anything under it,
 * which writes it down with the list rows that show it.
 */
export async function settleOrders(
  work: Work,
  touched: ReadonlyMap<string, boolean>,
): Promise<SettledOrder[]> {
  if (touched.size === 0) return [];
  const ids = [...touched.keys()].sort();
  const facts = await readFacts(work, ids);
  return facts.map((one) => settle(work, one, touched.get(one.id) ?? false));
}

type ActionFacts = {
  id: string;
  purpose: ActionPurpose;
  status: ActionStatus;
  name: string;
  message: string | null;
  failures: number;
  changedAt: string;
};

type FactsRow = {
  id: string;
  status: OrderStatus;
  billing_submitted_at: Date | null;
  paid_at: Date | null;
  all_succeeded_at: Date | null;
  closed_by_hand_at: Date | null;
  total_minor: number;
  refunded_minor: number;
  last_refund_at: Date | null;
  surplus_captured_at: Date | null;
  refunds_differ_since: Date | null;
  unmatched_captured_at: Date | null;
  grace_ms: number;
  payments: PaymentStatus[];
  actions: ActionFacts[];
  refunds: { status: RefundStatus; failedLate: boolean; changedAt: string }[];
};

/**
 * Locks the orders that the change has not, so that two changes of one order settle one after the other. The lock is a
 * statement of its own: one that waits for it and reads in the same breath sees the new order with the payments and
 * actions from before the wait, and finds nothing left to deliver.
 */
async function readFacts(work: Work, ids: readonly string[]): Promise<FactsRow[]> {
  const unlocked = ids.filter((id) => !work.locked.has(id));
  if (unlocked.length > 0) await lockOrders(work.em, unlocked);
  return queryOften<FactsRow>(
    work.em,
    `select o.id, o.status, o.billing_submitted_at, o.paid_at, o.all_succeeded_at, o.closed_by_hand_at,
       o.total_minor, o.refunded_minor, o.last_refund_at, o.surplus_captured_at, o.unmatched_captured_at,
       ${REFUNDS_DIFFER_SINCE} as refunds_differ_since, ${graceMsSql('$2')} as grace_ms,
       array(select status from payment where order_id = o.id) as payments,
       coalesce((select jsonb_agg(jsonb_build_object('id', id, 'purpose', purpose, 'status', status, 'name', name,
          'message', message, 'failures', failures_in_run, 'changedAt', changed_at) order by created_at, id)
          from action where order_id = o.id), '[]') as actions,
       coalesce((select jsonb_agg(jsonb_build_object('status', status, 'failedLate', failed_late and failure_seen_at is null,
          'changedAt', changed_at))
          from refund where order_id = o.id and reversed_at is null), '[]') as refunds
     from orders o where o.id = ${anyOf('$1')} order by o.id`,
    [ids, work.request.tools.settings.graceMs],
  );
}

function settle(work: Work, facts: FactsRow, decided: boolean): SettledOrder {
  const allSucceededAt = facts.all_succeeded_at ?? momentAllSucceeded(facts, work.now);
  const status = statusOf(facts, allSucceededAt);
  const reasons = reasonsOf(work, facts, allSucceededAt, status);
  recordMoves(work, facts, status);
  return {
    id: facts.id,
    status,
    allSucceededAt,
    reasons,
    attentionAt: attentionAt(reasons),
    summary: describeAttention(reasons, facts.actions, { isPaid: facts.paid_at !== null }),
    isNewVersion: decided || status !== facts.status,
  };
}

/** An order without actions is paid and completed in one go: its history still tells both moves. */
function recordMoves(work: Work, facts: FactsRow, status: OrderStatus): void {
  const isPaidFirst =
    status === 'COMPLETED' && (facts.status === 'IN_PROGRESS' || facts.status === 'PROCESSING');
  const path = [facts.status, ...(isPaidFirst ? (['PAID'] as const) : []), status];
  path.slice(1).forEach((after, index) => {
    const before = path[index] ?? facts.status;
    if (before === after) return;
    work.record(facts.id, {
      event: 'order.status_changed',
      summary: `Status changed to ${statusWords[after]}.`,
      changes: [{ field: 'status', before, after }],
    });
  });
}

/**
 * The first moment at which everything was delivered. What was called off was not: an order whose full refund
 * fails late is Paid again, and not Completed.
 */
function momentAllSucceeded(facts: FactsRow, now: Date): Date | null {
  if (!facts.paid_at) return null;
  const deliveries = facts.actions.filter(({ purpose }) => purpose === 'DELIVERY');
  return deliveries.every(({ status }) => status === 'SUCCEEDED') ? now : null;
}

function statusOf(facts: FactsRow, allSucceededAt: Date | null): OrderStatus {
  return orderStatus({
    billingSubmitted: facts.billing_submitted_at !== null,
    paymentUnderWay: facts.payments.includes('PENDING'),
    paidAt: facts.paid_at,
    allSucceededAt,
    closedByHandAt: facts.closed_by_hand_at,
    totalMinor: facts.total_minor,
    refundedMinor: facts.refunded_minor,
    lastRefundAt: facts.last_refund_at,
  });
}

function reasonsOf(
  work: Work,
  facts: FactsRow,
  allSucceededAt: Date | null,
  status: OrderStatus,
): ReasonFrom[] {
  const withDates = <Row extends { changedAt: string }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
  return attentionOf({
    paidAt: facts.paid_at,
    closedByHandAt: facts.closed_by_hand_at,
    allSucceededAt,
    fullyRefunded: status === 'REFUNDED',
    graceMs: facts.grace_ms,
    actions: withDates(facts.actions),
    refunds: withDates(facts.refunds),
    surplusCapturedAt: facts.surplus_captured_at,
    refundsDifferSince: facts.refunds_differ_since,
    unmatchedCapturedAt: facts.unmatched_captured_at,
  });
}
