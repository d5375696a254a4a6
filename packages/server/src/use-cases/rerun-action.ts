import { ActionTable, AttemptTable, type ActionRow } from '../database/action.ts';
import { requeueAction } from '../database/action-lease.ts';
import { planRerun, type RerunWarning, rerunWarningOf } from '../domain/action.ts';
import { isErased, type OrderRow } from '../database/order.ts';
import type { ActorKind, Permission } from '../domain/permission.ts';
import type { HistoryChange } from '../database/history.ts';
import { once } from './idempotency.ts';
import { takeLatestConfiguration } from './latest-configuration.ts';
import { lockOrder } from './load-order.ts';
import { type Outcome, type Refusal, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { decide, type Request, type Work } from './request.ts';

export type RerunAction = {
  readonly actionId: string;
  readonly idempotencyKey: string;
  readonly expectedRun?: number | null;
  /** Not every re-run begins a new run: a forced one keeps it, and only the attempt tells. */
  readonly expectedAttempt?: number | null;
  readonly useLatest: boolean;
  readonly acknowledge: RerunWarning;
};

export type RerunOptions = {
  readonly allowed: boolean;
  readonly refusal: Refusal | null;
  /** What the person must agree to; NONE: nothing. */
  readonly warning: RerunWarning;
  readonly canUseLatest: boolean;
};

/**
 * What the re-run button of an action may do now, and why not. `currentVersion` is that of the
 * configuration the action came from; null when it was deleted or disabled.
 */
export function rerunOptionsOf(
  action: Pick<ActionRow, 'status' | 'purpose' | 'configurationVersion'> & {
    readonly isErased: boolean;
  },
  permissions: ReadonlySet<Permission>,
  currentVersion: number | null,
): RerunOptions {
  const refusal = refusalOf(action, permissions);
  return {
    allowed: refusal === null,
    refusal,
    warning: rerunWarningOf(action.status),
    canUseLatest: currentVersion !== null && currentVersion !== action.configurationVersion,
  };
}

/** Why nothing is delivered, and no access taken back, of an order whose customer was forgotten. */
export const CANNOT_RUN =
  'The customer’s data was erased: there is nobody left to do this for. Do it at the other side, if it must be done.';

function refusalOf(
  action: Pick<ActionRow, 'status' | 'purpose'> & { readonly isErased: boolean },
  permissions: ReadonlySet<Permission>,
): Refusal | null {
  const not = (code: Refusal['code'], message: string): Refusal => ({ code, message, path: null });
  if (action.purpose === 'REFUND') {
    return not('NOT_ALLOWED', 'A refund is never sent again. Settle it from the list of refunds.');
  }
  if (action.isErased) return not('CUSTOMER_ERASED', CANNOT_RUN);
  if (!permissions.has('RERUN_ACTIONS')) {
    return not('NOT_ALLOWED', 'Your role may not re-run actions.');
  }
  if (action.status === 'RUNNING' && !permissions.has('FORCE_RERUN')) {
    return not('NOT_ALLOWED', 'Your role may not force an action that is running.');
  }
  return null;
}

/**
 * Runs one action again, whatever the order's status and the action's state (`order-management.md`,
 * "Re-run Post-Purchase Actions"). The person must have agreed to the warning that holds now, and seen
 * the run and the attempt that are there now: two people at once get one, and the second is told who was
 * first.
 */
export async function rerunAction(
  input: RerunAction,
  request: Request,
): Promise<Outcome<{ actionId: string; orderId: string }>> {
  return decide(request, async (work) => {
    const { action, isErased } = await lockAction(work, input.actionId);
    return once(work, { operation: 'rerunAction', key: input.idempotencyKey, input }, () =>
      rerun(work, action, isErased, input),
    );
  });
}

/** The action as it is while nobody else can decide about its order. */
async function lockAction(
  work: Work,
  actionId: string,
): Promise<{ action: ActionRow; isErased: boolean }> {
  const seen = isStorable(actionId) ? await work.em.findOne(ActionTable, { id: actionId }) : null;
  if (!seen) refuse('NOT_FOUND', 'There is no such action.', ['actionId']);
  const order = await lockOrderOfAction(work, seen.orderId);
  const action = await work.em.findOneOrFail(ActionTable, { id: seen.id }, { refresh: true });
  return { action, isErased: isErased(order) };
}

async function rerun(
  work: Work,
  action: ActionRow,
  isErased: boolean,
  input: RerunAction,
): Promise<{ actionId: string; orderId: string }> {
  const options = rerunOptionsOf({ ...action, isErased }, work.request.permissions, null);
  if (options.refusal) refuse(options.refusal.code, options.refusal.message);
  await refuseOvertaken(work, action, input);
  refuseUnacknowledged(options.warning, input);

  const latest = input.useLatest ? await replaceByLatest(work, action) : null;
  const plan = planRerun(action);
  const requeued = await requeueAction(work.em, {
    actionId: action.id,
    fromRun: action.run,
    fromStatus: action.status,
    run: plan.run,
    trigger: plan.trigger,
    actor: work.request.actor,
    requestedAt: work.now,
  });
  // A worker claimed or finished it in this very moment, so the person agreed to something else.
  if (!requeued)
    refuse('STALE', 'The action has just changed. Look at it again before running it.');
  work.touch(action.orderId);
  work.showAction(action.orderId, action.id);
  work.wake(action.id);
  work.record(action.orderId, {
    event: plan.trigger === 'FORCE' ? 'action.forced' : 'action.rerun',
    summary: `${action.name} was ${plan.trigger === 'FORCE' ? 'forced to run' : 're-run'} (run ${plan.run}).`,
    changes: [
      { field: 'run', before: String(action.run), after: String(plan.run) },
      ...(latest ? [latest] : []),
    ],
  });
  return { actionId: action.id, orderId: action.orderId };
}

async function lockOrderOfAction(work: Work, orderId: string): Promise<OrderRow> {
  try {
    return await lockOrder(work, orderId, 'actionId');
  } catch (error) {
    // An order out of reach must look like an action that does not exist.
    if (error instanceof Error && error.message === 'There is no such order.') {
      refuse('NOT_FOUND', 'There is no such action.', ['actionId']);
    }
    throw error;
  }
}

/** Somebody else pressed the button since the screen was drawn, or it was started again by itself. */
async function refuseOvertaken(work: Work, action: ActionRow, input: RerunAction): Promise<void> {
  const { expectedRun, expectedAttempt } = input;
  if (isGiven(expectedRun) && expectedRun !== action.run) refuseAsStarted(action, startOf(action));
  if (!isGiven(expectedAttempt)) return;
  if (action.status === 'RUNNING' && expectedAttempt !== action.attempt) {
    const present = { actionId: action.id, attempt: action.attempt };
    const { actorKind, actorName, startedAt } = await work.em.findOneOrFail(AttemptTable, present);
    refuseAsStarted(action, { kind: actorKind, name: actorName, at: startedAt });
  }
  // Whoever agreed to a warning saw no action that waits: a person has had it wait for its worker since.
  const wasSent = action.nextTrigger === 'FORCE' || action.nextTrigger === 'RERUN';
  if (action.status === 'PENDING' && wasSent && input.acknowledge !== 'NONE') {
    refuseAsStarted(action, startOf(action));
  }
}

type Start = { readonly kind: ActorKind; readonly name: string; readonly at: Date };

/** By whom and when the present run was asked for. */
function startOf({ runActorKind, runActorName, runRequestedAt }: ActionRow): Start {
  return { kind: runActorKind, name: runActorName, at: runRequestedAt };
}

function refuseAsStarted(action: ActionRow, { kind, name, at }: Start): never {
  const by = kind === 'SYSTEM' ? 'automatically' : `by ${name}`;
  refuse('ALREADY_RUNNING', `${action.name} was already started again ${by}.`, ['expectedRun'], {
    startedBy: { kind, id: null, name },
    startedAt: at,
  });
}

function isGiven(number: number | null | undefined): number is number {
  return number !== null && number !== undefined;
}

function refuseUnacknowledged(warning: RerunWarning, { acknowledge }: RerunAction): void {
  if (acknowledge === warning) return;
  const words: Record<RerunWarning, string> = {
    NONE: 'The action is no longer in the state you agreed to: nothing needs to be confirmed now.',
    REPEATS_SIDE_EFFECT: 'What this action does will happen a second time. Confirm that first.',
    MAY_STILL_BE_RUNNING:
      'This action may still be running. Confirm that the earlier run is no longer active.',
  };
  refuse('NEEDS_ACKNOWLEDGEMENT', words[warning], ['acknowledge'], { warning });
}

async function replaceByLatest(work: Work, action: ActionRow): Promise<HistoryChange> {
  const latest = await takeLatestConfiguration(work, action);
  if (!latest.changed) refuse('INVALID', latest.reason, ['useLatest']);
  return latest.change;
}
