import type { ActionAnswer } from '../actions/action-type.ts';
import type { ClaimedAction } from '../database/action-claim.ts';
import {
  type AttemptResult,
  countUnknowns,
  finishAttempt,
  finishAttempts,
} from '../database/action-lease.ts';
import { lockFreeOrders } from '../database/order-lock.ts';
import { type ActionStatus, afterAttempt, endOfRun } from '../domain/action.ts';
import { tryAgain } from './call-off-deliveries.ts';
import { lockOrder } from './load-order.ts';
import { recordEnd } from './record-end.ts';
import { inOneTransaction, type Request } from './request.ts';

/** What an attempt came to, before it is written down. */
export type Answered = { readonly claimed: ClaimedAction; readonly answer: ActionAnswer };

/** Writes what an attempt came to, and whether there is another. One that was overtaken changes nothing. */
export async function writeAnswer({ claimed, answer }: Answered, request: Request): Promise<void> {
  await inOneTransaction(request, async (work) => {
    await lockOrder(work, claimed.orderId, 'orderId');
    const unknownsBefore = answer.outcome === 'unknown' ? await countUnknowns(work.em, claimed) : 0;
    const after = afterAttempt(
      answer,
      claimed.failuresInRun + 1,
      request.tools.settings.retrySchedule,
      request.tools.chance(),
      unknownsBefore + 1,
    );
    const delayMs = after.status === 'PENDING' ? after.delayMs : 0;
    const counted = await finishAttempt(work.em, resultOf(claimed, answer, after.status, delayMs));
    work.showAction(claimed.orderId, claimed.id);
    if (!counted) return;
    work.touch(claimed.orderId, { decided: false });
    if (after.status === 'PENDING') return tryAgain(work, claimed, delayMs);
    recordEnd(work, claimed, after.status);
  });
}

/**
 * `writeAnswer` for several in one transaction, and no two of one attempt: those that were written. Left out are those
 * whose order somebody holds, since nobody is to wait for another's order, and those that may be tried again, since
 * their jobs remember each its own cause.
 */
export async function writeAnswers(
  answered: readonly Answered[],
  request: Request,
): Promise<ReadonlyMap<Answered, void>> {
  const ends = answered.flatMap((one) => {
    const status = endOfRun(one.answer);
    return status ? [{ one, status, result: resultOf(one.claimed, one.answer, status, 0) }] : [];
  });
  if (ends.length === 0) return new Map();
  return inOneTransaction(request, async (work) => {
    const orderIds = new Set(ends.map(({ one }) => one.claimed.orderId));
    for (const id of await lockFreeOrders(work.em, [...orderIds])) work.locked.add(id);
    const written = ends.filter(({ one }) => work.locked.has(one.claimed.orderId));
    const counted = await finishAttempts(
      work.em,
      written.map(({ result }) => result),
    );
    for (const { one, status, result } of written) {
      const { claimed } = one;
      work.showAction(claimed.orderId, claimed.id);
      if (!counted.has(result)) continue;
      work.touch(claimed.orderId, { decided: false });
      recordEnd(work, claimed, status);
    }
    return new Map(written.map(({ one }) => [one, undefined]));
  });
}

function resultOf(
  claimed: ClaimedAction,
  answer: ActionAnswer,
  actionStatus: ActionStatus,
  delayMs: number,
): AttemptResult {
  const attemptStatus = { done: 'SUCCEEDED', failed: 'FAILED', unknown: 'UNKNOWN' } as const;
  return {
    actionId: claimed.id,
    attempt: claimed.attempt,
    attemptStatus: attemptStatus[answer.outcome],
    actionStatus,
    delayMs,
    message: answer.outcome === 'done' ? (answer.note ?? null) : answer.message,
    technical: answer.technical ?? null,
    request: answer.exchange?.request ?? null,
    response: answer.exchange?.response ?? null,
  };
}
