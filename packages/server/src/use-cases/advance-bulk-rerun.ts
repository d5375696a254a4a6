import { requeueAction } from '../database/action-lease.ts';
import {
  forgottenBulkReruns,
  lockNextOfBulkRerun,
  lockOpenBulkRerun,
  recordBulkRerunStep,
  type BulkRerunDecision,
  type BulkRerunMember,
} from '../database/bulk-rerun.ts';
import { queueChore } from '../database/jobs.ts';
import { planRerun } from '../domain/action.ts';
import type { UserErrorCode } from './outcome.ts';
import { CANNOT_RUN } from './rerun-action.ts';
import { inOneTransaction, type Actor, type Request, type Work } from './request.ts';

/** Few enough that nobody who works on one of their orders notices the lock. */
const CHUNK = 50;
const FORGOTTEN_AFTER_MS = 5_000;
const FORGOTTEN_AT_ONCE = 20;

/**
 * Queues the next actions of a bulk re-run by the rule of a single one, and itself behind them: so a bulk
 * never runs far ahead of the workers, and cancelling it finds something to stop. What was decided commits
 * with what was queued, so a worker killed in the middle leaves nothing half done.
 */
export async function advanceBulkRerun(bulkRerunId: string, request: Request): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const cause = request.tools.cause?.();
    const bulk = await lockOpenBulkRerun(work.em, bulkRerunId);
    if (!bulk) return;
    const actor = { kind: bulk.actorKind, id: bulk.actorId, name: bulk.actorName };
    const decisions: BulkRerunDecision[] = [];
    for (const member of await lockNextOfBulkRerun(work.em, bulkRerunId, CHUNK)) {
      decisions.push(await decideMember(work, member, actor));
    }
    const isOpen = await recordBulkRerunStep(work.em, bulkRerunId, decisions, work.now);
    work.showBulkRerun(bulkRerunId);
    if (isOpen) await queueChore(work.em, { task: 'bulk-rerun', subject: bulkRerunId, cause });
  });
}

/** Those whose worker died, or whose job was lost, go on. */
export async function wakeForgottenBulkReruns(request: Request): Promise<void> {
  const em = request.em.fork();
  for (const { id } of await forgottenBulkReruns(em, FORGOTTEN_AFTER_MS, FORGOTTEN_AT_ONCE)) {
    await queueChore(em, { task: 'bulk-rerun', subject: id });
  }
}

async function decideMember(
  work: Work,
  member: BulkRerunMember,
  actor: Actor,
): Promise<BulkRerunDecision> {
  const { position, actionId, orderId, name } = member;
  const refusal = whyNot(member);
  if (refusal) return { position, run: null, refusal };
  const { run, trigger } = planRerun({ status: 'FAILED', run: member.run });
  const requeued = await requeueAction(work.em, {
    actionId,
    fromRun: member.run,
    fromStatus: 'FAILED',
    run,
    trigger,
    actor,
    requestedAt: work.now,
  });
  if (!requeued) throw new Error(`${actionId} changed although its order was locked`);
  work.touch(orderId);
  work.showAction(orderId, actionId);
  work.wake(actionId);
  work.record(orderId, {
    event: 'action.rerun',
    summary: `${name} was re-run together with others (run ${run}).`,
    changes: [{ field: 'run', before: String(member.run), after: String(run) }],
    actor,
  });
  return { position, run, refusal: null };
}

/** Somebody, or something, has dealt with the action since the set was fixed. */
function whyNot(member: BulkRerunMember): { code: UserErrorCode; message: string } | null {
  const { run, runSeen, status, name, runActorName, isErased } = member;
  if (isErased) return { code: 'CUSTOMER_ERASED', message: CANNOT_RUN };
  if (run === runSeen && status === 'FAILED') return null;
  switch (status) {
    case 'SUCCEEDED':
      return { code: 'STALE', message: `${name} has succeeded meanwhile.` };
    case 'RUNNING':
    case 'PENDING':
      return {
        code: 'ALREADY_RUNNING',
        message: `${name} was already started again by ${runActorName}.`,
      };
    case 'CANCELLED':
      return { code: 'STALE', message: `${name} was called off meanwhile.` };
    case 'FAILED':
    case 'UNKNOWN':
      return { code: 'STALE', message: `${name} was run again by ${runActorName} meanwhile.` };
  }
}
