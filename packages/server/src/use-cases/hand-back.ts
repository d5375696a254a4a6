import type { ActionAnswer } from '../actions/action-type.ts';
import { handBack } from '../database/action-hand-back.ts';
import type { ClaimedAction } from '../database/action-claim.ts';
import { tryAgain } from './call-off-deliveries.ts';
import { LOST_ANSWER, type SendingAnswer } from './end-of-sending.ts';
import { lockOrder } from './load-order.ts';
import { inOneTransaction, type Request } from './request.ts';

// What a worker that stops cannot bring to an end it hands back, for another to take over.

/** It went on after it was told to stop, and what it came to is not known. */
export const NO_ANSWER: ActionAnswer = {
  outcome: 'unknown',
  again: 'no',
  message:
    'It took too long and did not end when it was told to. It may or may not have been done.',
};

/**
 * Whether an attempt of a worker that stops is handed back, and how soon another may begin, in ms; null where its
 * answer counts. What may still be under way waits for as long as that of a worker that was killed.
 */
export function handBackAfter(answer: ActionAnswer, leaseMs: number): number | null {
  if (answer === NO_ANSWER) return leaseMs;
  return answer.outcome !== 'done' && answer.again === 'yes' ? 0 : null;
}

/** The same of a refund. Its provider is asked first, and not while the call may still be on its way. */
export function handRefundBackAfter(sent: SendingAnswer, leaseMs: number): number | null {
  if (sent === LOST_ANSWER) return leaseMs;
  if (sent.kind === 'not-sent') return 0;
  return sent.kind === 'answered' && sent.answer.outcome === 'unknown' ? leaseMs : null;
}

/** Nothing where another attempt has the action by now. */
export async function handActionBack(
  claimed: ClaimedAction,
  delayMs: number,
  request: Request,
): Promise<void> {
  await inOneTransaction(request, async (work) => {
    await lockOrder(work, claimed.orderId, 'orderId');
    const { id: actionId, attempt, orderId } = claimed;
    if (!(await handBack(work.em, { actionId, attempt, delayMs }))) return;
    work.touch(orderId, { decided: false });
    work.showAction(orderId, actionId);
    await tryAgain(work, claimed, delayMs);
  });
}
