import { ActionTable, type ActionRow } from '../database/action.ts';
import { requeueAction } from '../database/action-lease.ts';
import { findCompletionFacts } from '../database/completion-facts.ts';
import { isErased, type OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
import type { ActionStatus } from '../domain/action.ts';
import { planRerun } from '../domain/action.ts';
import type { Permission } from '../domain/permission.ts';
import { sellAndDeliver } from './confirm-order.ts';
import { once } from './idempotency.ts';
import { takeLatestConfiguration } from './latest-configuration.ts';
import { lockOrder } from './load-order.ts';
import { type Outcome, type Refusal, refuse } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';
import { restoreRefunded } from './restore-refunded.ts';

/** Which deliveries a completion runs: all of them, or those that have not succeeded. */
export const ActionsToRun = { ALL: 'ALL', NOT_SUCCEEDED: 'NOT_SUCCEEDED' } as const;
export type ActionsToRun = (typeof ActionsToRun)[keyof typeof ActionsToRun];

export type CompleteOrder = {
  readonly orderId: string;
  readonly idempotencyKey: string;
  readonly expectedVersion?: number | null;
  readonly runActions: boolean;
  readonly actionsToRun: ActionsToRun;
  readonly restoreRefunded: boolean;
  readonly useLatestConfiguration: boolean;
};

export type CompleteOptions = {
  readonly allowed: boolean;
  readonly refusal: Refusal | null;
  readonly canRestoreRefunded: boolean;
  readonly canUseLatestConfiguration: boolean;
  /** Deliveries that would run, those left alone not counted. */
  readonly actionsToRun: number;
  /** Of these, how many have succeeded before and would fire again. */
  readonly actionsSucceeded: number;
};

type DeliveryFacts = { readonly status: ActionStatus; readonly purpose: string };

/**
 * What the dialog offers (`order-management.md`, "Complete Order"): restoring only with a refund history,
 * the latest configuration only when an action has failed. `configured` counts what an order that never
 * had actions would get.
 */
export function completeOptionsOf(
  order: {
    readonly hasRefundToRestore: boolean;
    readonly configured: number;
    readonly isErased: boolean;
  },
  actions: readonly DeliveryFacts[],
  permissions: ReadonlySet<Permission>,
): CompleteOptions {
  const deliveries = actions.filter(({ purpose }) => purpose === 'DELIVERY');
  const runnable = order.isErased ? [] : deliveries.filter(({ status }) => status !== 'RUNNING');
  const isAllowed = permissions.has('COMPLETE_ORDERS');
  return {
    allowed: isAllowed,
    refusal: isAllowed
      ? null
      : { code: 'NOT_ALLOWED', message: 'Your role may not complete orders.', path: null },
    canRestoreRefunded: order.hasRefundToRestore,
    canUseLatestConfiguration: deliveries.some(({ status }) => status === 'FAILED'),
    actionsToRun: deliveries.length === 0 && !order.isErased ? order.configured : runnable.length,
    actionsSucceeded: runnable.filter(({ status }) => status === 'SUCCEEDED').length,
  };
}

/**
 * Marks an order as completed by hand, whatever its status and whatever its actions do afterwards. In
 * this order and in one transaction: refunded data restored, the latest configuration taken for failed
 * actions, the order closed, its deliveries queued anew (or, not chosen, the waiting ones called off).
 * A RUNNING action is left alone; refunds and removals are never sent again by it. Where the customer was
 * erased nothing is delivered.
 */
export async function completeOrder(
  input: CompleteOrder,
  request: Request,
): Promise<Outcome<{ orderId: string }>> {
  return decide(request, async (work) => {
    const order = await lockOrder(work, input.orderId, 'orderId');
    return once(work, { operation: 'completeOrder', key: input.idempotencyKey, input }, () =>
      complete(work, order, input),
    );
  });
}

async function complete(
  work: Work,
  order: OrderRow,
  input: CompleteOrder,
): Promise<{ orderId: string }> {
  if (!work.request.permissions.has('COMPLETE_ORDERS')) {
    refuse('NOT_ALLOWED', 'Your role may not complete orders.');
  }
  refuseStale(order, input.expectedVersion);
  const changes = [];
  if (input.restoreRefunded) changes.push(await restore(work, order));
  if (input.useLatestConfiguration) changes.push(...(await takeLatestForFailed(work, order)));

  order.closedByHandAt = work.now;
  order.closedByKind = work.request.actor.kind;
  order.closedByName = work.request.actor.name;
  // That too little or too much money came was looked at by whoever closes the order in spite of it.
  order.unmatchedCapturedAt = null;
  const canDeliver = !isErased(order);
  const deliver = canDeliver && (await deliveriesOf(work, order)).length === 0;
  // Revenue of an order that was never paid counts from the day it was completed (`rules.md`, "Reports").
  await sellAndDeliver(work, order, { soldAt: order.paidAt ? null : work.now, deliver });

  const runs = input.runActions && canDeliver;
  const count = runs
    ? await runDeliveries(work, order, input.actionsToRun)
    : await callOffWaiting(work, order);
  work.touch(order.id);
  work.record(order.id, {
    event: 'order.completed_by_hand',
    summary: wordsFor(runs, count),
    changes,
  });
  return { orderId: order.id };
}

function refuseStale(order: OrderRow, expectedVersion: number | null | undefined): void {
  if (expectedVersion === undefined || expectedVersion === null) return;
  if (order.version === expectedVersion) return;
  refuse(
    'STALE',
    'The order has changed since you opened it. Look at it again before completing it.',
    ['expectedVersion'],
    { orderId: order.id },
  );
}

async function restore(work: Work, order: OrderRow) {
  const [facts] = await findCompletionFacts(work.em, [order.id]);
  if (!facts?.hasRefundToRestore) {
    refuse('NO_REFUND_TO_RESTORE', 'This order has no refund that could be restored.', [
      'restoreRefunded',
    ]);
  }
  const refundedBefore = order.refundedMinor;
  await restoreRefunded(work, order);
  return { field: 'refunded', before: String(refundedBefore), after: String(order.refundedMinor) };
}

async function takeLatestForFailed(work: Work, order: OrderRow) {
  const failed = (await deliveriesOf(work, order)).filter(({ status }) => status === 'FAILED');
  if (failed.length === 0) {
    refuse(
      'NO_FAILED_ACTION',
      'No action of this order has failed, so there are no settings to replace.',
      ['useLatestConfiguration'],
    );
  }
  const changes = [];
  for (const action of failed) {
    const latest = await takeLatestConfiguration(work, action);
    if (latest.changed) changes.push(latest.change);
  }
  return changes;
}

function deliveriesOf(work: Work, order: OrderRow): Promise<ActionRow[]> {
  return work.em.find(
    ActionTable,
    { orderId: order.id, purpose: 'DELIVERY' },
    { orderBy: { createdAt: 'asc', id: 'asc' }, refresh: true },
  );
}

/** Queues every delivery anew but those a worker is at. Returns how many. */
async function runDeliveries(work: Work, order: OrderRow, which: ActionsToRun): Promise<number> {
  const deliveries = await deliveriesOf(work, order);
  const wanted = deliveries.filter(
    ({ status }) => status !== 'RUNNING' && (which === 'ALL' || status !== 'SUCCEEDED'),
  );
  for (const action of wanted) {
    const requeued = await requeueAction(work.em, {
      actionId: action.id,
      fromRun: action.run,
      fromStatus: action.status,
      run: planRerun(action).run,
      trigger: 'RERUN',
      actor: work.request.actor,
      requestedAt: work.now,
    });
    // Claimed in this very moment: it runs, and is left alone as any running one.
    if (!requeued) continue;
    work.wake(action.id);
    work.showAction(order.id, action.id);
  }
  return wanted.length;
}

/** What waits is called off, to be re-run one by one if wanted; what runs goes on. Returns how many. */
async function callOffWaiting(work: Work, order: OrderRow): Promise<number> {
  const calledOff = await query<{ id: string }>(
    work.em,
    `update action set status = 'CANCELLED', next_attempt_at = null, changed_at = clock_timestamp()
     where order_id = $1 and purpose = 'DELIVERY' and status = 'PENDING' returning id`,
    [order.id],
  );
  for (const { id } of calledOff) work.showAction(order.id, id);
  return calledOff.length;
}

function wordsFor(runs: boolean, count: number): string {
  const actions = count === 1 ? '1 action' : `${count} actions`;
  return runs
    ? `Marked as completed; ${actions} queued to run.`
    : `Marked as completed without running actions; ${actions} called off.`;
}
