import type { ActionRow } from '../database/action.ts';
import { planRerun } from '../domain/action.ts';
import type { Actor } from '../use-cases/request.ts';
import type { PastAnswer } from './past-answers.ts';
import { playRun } from './past-deliveries.ts';
import { type OrderDraft, type PastMeans, recordAt, settleDraft } from './past-draft.ts';

/** Somebody closes the order, whatever its actions came to; nothing is run again. */
export function closeByHand(draft: OrderDraft, means: PastMeans, atMs: number, actor: Actor): void {
  const { order } = draft;
  order.closedByHandAt = new Date(atMs);
  order.closedByKind = actor.kind;
  order.closedByName = actor.name;
  recordAt(draft, means, atMs, {
    event: 'order.completed_by_hand',
    summary: 'The order was completed by hand, without running its actions again.',
    actor,
  });
  settleDraft(draft, means, atMs, { actor });
}

/** Somebody runs an action again; it goes as the answers say. */
export function rerunByHand(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  again: {
    readonly action: ActionRow;
    readonly actor: Actor;
    readonly answers: readonly PastAnswer[];
  },
): void {
  const { action, actor } = again;
  const plan = planRerun(action);
  const before = action.run;
  action.status = 'PENDING';
  action.run = plan.run;
  action.nextTrigger = plan.trigger;
  action.runActorKind = actor.kind;
  action.runActorName = actor.name;
  action.runRequestedAt = new Date(atMs);
  action.nextAttemptAt = new Date(atMs);
  action.changedAt = new Date(atMs);
  action.failuresInRun = 0;
  recordAt(draft, means, atMs, {
    event: 'action.rerun',
    summary: `${action.name} was re-run (run ${plan.run}).`,
    changes: [{ field: 'run', before: String(before), after: String(plan.run) }],
    actor,
  });
  settleDraft(draft, means, atMs, { actor });
  playRun(draft, means, action, again.answers).write();
}
