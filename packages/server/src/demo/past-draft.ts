import type { ActionRow, AttemptRow } from '../database/action.ts';
import type { HistoryChange } from '../database/history.ts';
import type { OrderLineRow, OrderRow } from '../database/order.ts';
import type { PaymentRow, RefundLegRow, RefundPartRow, RefundRow } from '../database/payment.ts';
import { attentionAt, attentionOf } from '../domain/attention.ts';
import { orderStatus, type OrderStatus, statusWords } from '../domain/order-status.ts';
import { describeAttention } from '../use-cases/describe-attention.ts';
import type { Actor, HistoryWish, Tools } from '../use-cases/request.ts';
import type { Chance } from './chance.ts';
import type { PastCatalogue, PastLink } from './past-catalogue.ts';
import type { PastIds } from './past-ids.ts';

/** An entry of the books, as its table has it. */
export type PastBookEntry = {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly checkoutId: string;
  readonly kind: 'SALE' | 'REFUND' | 'REVERSAL';
  readonly at: Date;
  readonly currency: string;
  readonly grossMinor: number;
  readonly vatMinor: number;
  readonly refundId: string | null;
};

export type PastHistoryEntry = {
  readonly id: string;
  readonly chain: string;
  readonly orderId: string;
  readonly at: Date;
  readonly actorKind: Actor['kind'];
  readonly actorId: string | null;
  readonly actorName: string;
  readonly event: string;
  readonly summary: string;
  readonly reason: string | null;
  readonly changes: readonly HistoryChange[];
};

/** An order in the making, with everything under it: told step by step, written once. */
export type OrderDraft = {
  readonly link: PastLink;
  readonly order: OrderRow;
  lines: OrderLineRow[];
  readonly payments: PaymentRow[];
  readonly actions: ActionRow[];
  readonly attempts: AttemptRow[];
  readonly refunds: RefundRow[];
  readonly legs: RefundLegRow[];
  readonly parts: RefundPartRow[];
  readonly books: PastBookEntry[];
  readonly history: PastHistoryEntry[];
};

/** How often customers do what makes an order larger or longer: shares of those who could. */
export type PastHabits = {
  readonly bump: number;
  readonly upsell: number;
  /** A payment is refused, and the customer tries again. */
  readonly refusal: number;
};

/** What every step of a story needs. `nowMs` is where the past ends. */
export type PastMeans = {
  readonly chance: Chance;
  readonly ids: PastIds;
  readonly catalogue: PastCatalogue;
  readonly settings: Tools['settings'];
  readonly nowMs: number;
  readonly habits: PastHabits;
};

export const CHECKOUT_PAGE: Actor = { kind: 'TOKEN', id: null, name: 'Checkout page' };

/** Those who looked after the orders. */
export const staff: readonly Actor[] = ['Salla Support', 'Aino Admin', 'Mikko Maintainer'].map(
  (name) => ({ kind: 'PERSON', id: null, name }),
);

export function recordAt(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  entry: HistoryWish & { readonly actor: Actor },
): void {
  draft.history.push({
    id: means.ids('his', atMs),
    chain: draft.order.id,
    orderId: draft.order.id,
    at: new Date(atMs),
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    actorName: entry.actor.name,
    event: entry.event,
    summary: entry.summary,
    reason: entry.reason ?? null,
    changes: entry.changes ?? [],
  });
}

/**
 * What follows from the facts at the end of a step: the status, the moment all actions had succeeded,
 * and the moves in the history, as `settleOrders` does it for a living order. `decided` makes the
 * version grow even if the status stays.
 */
export function settleDraft(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  by: { readonly actor: Actor; readonly decided?: boolean },
): void {
  const { order } = draft;
  const before = order.status;
  order.allSucceededAt ??= allSucceeded(draft) ? new Date(atMs) : null;
  order.status = orderStatus({
    billingSubmitted: order.billingSubmittedAt != null,
    paymentUnderWay: draft.payments.some(({ status }) => status === 'PENDING'),
    paidAt: order.paidAt ?? null,
    allSucceededAt: order.allSucceededAt,
    closedByHandAt: order.closedByHandAt ?? null,
    totalMinor: order.totalMinor,
    refundedMinor: order.refundedMinor,
    lastRefundAt: order.lastRefundAt ?? null,
  });
  if ((by.decided ?? true) || order.status !== before) order.version += 1;
  for (const [from, to] of movesOf(before, order.status)) {
    recordAt(draft, means, atMs, {
      event: 'order.status_changed',
      summary: `Status changed to ${statusWords[to]}.`,
      changes: [{ field: 'status', before: from, after: to }],
      actor: by.actor,
    });
  }
}

/** Says at the end of a story whether the order needs somebody, and why. */
export function settleAttention({ order, ...draft }: OrderDraft, means: PastMeans): void {
  const reasons = attentionOf({
    paidAt: order.paidAt ?? null,
    closedByHandAt: order.closedByHandAt ?? null,
    allSucceededAt: order.allSucceededAt ?? null,
    fullyRefunded: order.status === 'REFUNDED',
    graceMs: means.settings.graceMs,
    actions: draft.actions,
    refunds: draft.refunds.filter(({ reversedAt }) => reversedAt == null),
    surplusCapturedAt: order.surplusCapturedAt ?? null,
    unmatchedCapturedAt: order.unmatchedCapturedAt ?? null,
  });
  order.attention = reasons.map(({ reason, from }) => ({ reason, from: from.toISOString() }));
  order.attentionAt = attentionAt(reasons);
  order.attentionSummary = describeAttention(
    reasons,
    draft.actions.map((action) => ({
      ...action,
      message: action.message ?? null,
      failures: action.failuresInRun,
    })),
    { isPaid: order.paidAt != null },
  );
}

function allSucceeded({ order, actions }: OrderDraft): boolean {
  if (!order.paidAt) return false;
  return actions.every(
    ({ purpose, status }) =>
      purpose !== 'DELIVERY' || status === 'SUCCEEDED' || status === 'CANCELLED',
  );
}

/** An order without actions is paid and completed at once: its history tells both. */
function movesOf(before: OrderStatus, after: OrderStatus): [OrderStatus, OrderStatus][] {
  if (before === after) return [];
  const isPaidFirst =
    after === 'COMPLETED' && (before === 'IN_PROGRESS' || before === 'PROCESSING');
  return isPaidFirst
    ? [
        [before, 'PAID'],
        ['PAID', after],
      ]
    : [[before, after]];
}
