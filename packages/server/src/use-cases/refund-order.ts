import { ActionTable } from '../database/action.ts';
import { beginToWait } from '../database/action-lease.ts';
import type { OrderRow } from '../database/order.ts';
import { RefundLegTable, RefundPartTable, RefundTable } from '../database/payment.ts';
import { movePayment, reserveParts } from '../database/refund-books.ts';
import { findRefundFacts } from '../database/refund-facts.ts';
import { spokenAmount } from '../domain/money.ts';
import { worstLeg } from '../domain/refund.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { once } from './idempotency.ts';
import { lockOrder } from './load-order.ts';
import { asOutcome, type Outcome, Refused, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import {
  planOrderRefund,
  thoughtOf,
  type PlannedLeg,
  type PlannedRefund,
  type RefundWishes,
} from './plan-refund.ts';
import { lockAllowance, readAllowances } from './refund-allowance.ts';
import { refundSourcesOf } from './refund-sources.ts';
import { sendingWords } from './refund-words.ts';
import { removableAccess } from './remove-access.ts';
import { decide, reaches, type Request, type Work } from './request.ts';
import { settleLeg } from './settle-refund.ts';

export type RefundOrder = {
  readonly orderId: string;
  readonly idempotencyKey: string;
  readonly expectedVersion?: number | null;
  readonly plan: RefundWishes;
  /** Why, in the person's own words; kept with the refund and its history. */
  readonly reason?: string | null;
};

type Surroundings = { readonly providers: PaymentProviders };

const LONGEST_REASON = 2_000;
/** More than any order has, and few enough to plan at once. */
const MOST_LINES = 500;

/**
 * Refunds an order in full or in part (`order-management.md`, "Refund"). What is asked for is reserved
 * first, on lines, order and payments; what is only recorded is settled with it; what moves money is sent
 * by a worker afterwards, under a key that is committed here.
 */
export async function refundOrder(
  input: RefundOrder,
  request: Request,
  surroundings: Surroundings,
): Promise<Outcome<{ orderId: string; refundId: string }>> {
  const outcome = await decide(request, async (work) => {
    const order = await lockOrder(work, input.orderId, 'orderId');
    return once(work, { operation: 'refundOrder', key: input.idempotencyKey, input }, () =>
      refund(work, order, input, surroundings),
    );
  });
  if (outcome.ok) request.tools.reached?.('refund.reserved');
  return outcome;
}

/** What the refund would be now: the very way of `refundOrder`, up to its writing. */
export async function previewRefund(
  { orderId, plan }: Pick<RefundOrder, 'orderId' | 'plan'>,
  request: Request,
  surroundings: Surroundings,
): Promise<Outcome<PlannedRefund>> {
  return asOutcome(() => planned(request, orderId, plan, surroundings, request.tools.now()));
}

async function refund(
  work: Work,
  order: OrderRow,
  input: RefundOrder,
  surroundings: Surroundings,
): Promise<{ orderId: string; refundId: string }> {
  refuseStale(order, input.expectedVersion);
  const reason = readReason(input.reason);
  await lockAllowance(work.em, work.request.actor);
  const inWork = { ...work.request, em: work.em };
  // At the moment that is written down with it, not after the wait for the locks: a day's limit goes by it.
  const plan = await planned(inWork, order.id, input.plan, surroundings, work.now);

  const refundId = work.request.tools.newId('ref');
  const legIds = await write(work, order, plan, { refundId, reason });
  await reserve(work, order, plan);
  await queueSending(work, order, plan.legs, legIds);
  work.touch(order.id);
  if (plan.legs.some(({ movesMoney }) => movesMoney)) {
    work.record(order.id, {
      event: 'refund.requested',
      summary: `A refund of ${spokenAmount(plan.totalMinor, plan.currency)} was asked for.`,
      reason,
    });
  }
  for (const [index, leg] of plan.legs.entries()) {
    const legId = legIds[index];
    if (!leg.movesMoney && legId) {
      await settleLeg(work, order, legId, { status: 'RECORDED' }, { reason });
    }
  }
  return { orderId: order.id, refundId };
}

/** The plan by what is known at this moment; throws what speaks against it. */
async function planned(
  { em, actor, permissions, reach, tools }: Request,
  orderId: string,
  wishes: RefundWishes,
  { providers }: Surroundings,
  now: Date,
): Promise<PlannedRefund> {
  const [facts] = isStorable(orderId) ? await findRefundFacts(em, [orderId]) : [];
  if (!facts || !reaches(reach, facts.checkoutId)) {
    refuse('NOT_FOUND', 'There is no such order.', ['orderId']);
  }
  if (wishes.lines.length > MOST_LINES) {
    refuse('INVALID', `Name at most ${MOST_LINES} products.`, ['plan', 'lines']);
  }
  const [allowance] = await readAllowances(em, actor, [facts.currency], now);
  const outcome = planOrderRefund(wishes, {
    facts,
    sources: refundSourcesOf(facts, providers, now),
    access: await removableAccess(em, facts, { tools, reach }, thoughtOf(wishes, facts)),
    allowance: allowance ?? { perRefundMinor: null, leftTodayMinor: null },
    permissions,
    now,
  });
  if (!outcome.ok) throw new Refused(outcome.refusals);
  return outcome.value;
}

function refuseStale(order: OrderRow, expectedVersion: number | null | undefined): void {
  if (expectedVersion === undefined || expectedVersion === null) return;
  if (order.version === expectedVersion) return;
  refuse(
    'STALE',
    'The order has changed since you opened it. Look at it again before refunding it.',
    ['expectedVersion'],
    { orderId: order.id },
  );
}

function readReason(reason: string | null | undefined): string | null {
  const text = reason?.trim() ?? '';
  if (text.length > LONGEST_REASON || !isStorable(text)) {
    refuse('INVALID', `A reason is a text of at most ${LONGEST_REASON} characters.`, ['reason']);
  }
  return text === '' ? null : text;
}

/** The rows of the refund; gives back the ids of its legs, in their order. */
async function write(
  work: Work,
  order: OrderRow,
  plan: PlannedRefund,
  { refundId, reason }: { readonly refundId: string; readonly reason: string | null },
): Promise<string[]> {
  const { em, now, request } = work;
  em.create(RefundTable, {
    id: refundId,
    orderId: order.id,
    amountMinor: plan.totalMinor,
    currency: plan.currency,
    status: worstLeg(plan.legs.map(statusOf)),
    reason,
    actorKind: request.actor.kind,
    actorId: request.actor.id,
    actorName: request.actor.name,
    requestedAt: now,
    changedAt: now,
    surplusPaymentId: plan.surplusPaymentId,
    removeOfferAccess: plan.removeOfferAccess,
  });
  // Rows in the order of their foreign keys: entities know of none.
  await em.flush();
  const legIds = plan.legs.map((leg) => {
    const id = request.tools.newId('leg');
    em.create(RefundLegTable, {
      id,
      refundId,
      paymentId: leg.paymentId,
      amountMinor: leg.amountMinor,
      status: statusOf(leg),
      // For ever: what the provider knows the refund by.
      providerKey: leg.movesMoney ? id : null,
      changedAt: now,
    });
    return id;
  });
  await em.flush();
  plan.legs.forEach((leg, index) => writeParts(work, plan, leg, legIds[index] ?? ''));
  await em.flush();
  return legIds;
}

function writeParts({ em }: Work, { lines }: PlannedRefund, leg: PlannedLeg, legId: string): void {
  for (const { lineId, amountMinor, vatMinor } of leg.parts) {
    em.create(RefundPartTable, {
      refundLegId: legId,
      orderLineId: lineId,
      amountMinor,
      vatMinor,
      removeAccess: lines.some((line) => line.lineId === lineId && line.removeAccess),
    });
  }
}

function statusOf({ movesMoney }: PlannedLeg): 'REQUESTED' | 'RECORDED' {
  return movesMoney ? 'REQUESTED' : 'RECORDED';
}

/** Held by the checks of the database, whatever was planned: more than is left cannot be reserved. */
async function reserve(work: Work, order: OrderRow, plan: PlannedRefund): Promise<void> {
  for (const leg of plan.legs) {
    await reserveParts(work.em, order.id, leg.parts, 1);
    if (leg.movesMoney && leg.paymentId) {
      await movePayment(work.em, leg.paymentId, {
        reservedMinor: leg.amountMinor,
        returnedMinor: 0,
      });
    }
  }
  // Changed by SQL, behind the entity's back.
  await work.em.refresh(order);
}

/** One action per leg that moves money, for a worker to send. */
async function queueSending(
  work: Work,
  order: OrderRow,
  legs: readonly PlannedLeg[],
  legIds: readonly string[],
): Promise<void> {
  const created = legs.flatMap((leg, index) => {
    const refundLegId = legIds[index];
    if (!leg.movesMoney || !leg.payment || !refundLegId) return [];
    const id = work.request.tools.newId('act');
    work.em.create(ActionTable, {
      id,
      orderId: order.id,
      refundLegId,
      purpose: 'REFUND',
      level: null,
      kind: 'refund-payment',
      name: sendingWords(leg, leg.payment, order.currency),
      settings: {},
      status: 'PENDING',
      runActorKind: work.request.actor.kind,
      runActorName: work.request.actor.name,
      runRequestedAt: work.now,
      nextAttemptAt: work.now,
      changedAt: work.now,
      createdAt: work.now,
    });
    return id;
  });
  if (created.length === 0) return;
  await work.em.flush();
  await beginToWait(work.em, created);
  for (const id of created) {
    work.wake(id);
    work.showAction(order.id, id);
  }
}
