import { finishAttempt } from '../database/action-lease.ts';
import { PaymentTable, type RefundLegRow, RefundLegTable } from '../database/payment.ts';
import { isOpenLeg } from '../domain/refund-leg.ts';
import { canAskAbout } from './can-ask-about.ts';
import { endOfSending, type SendingAnswer } from './end-of-sending.ts';
import { lockOrder } from './load-order.ts';
import { type Actor, inOneTransaction, type Request, type Work } from './request.ts';
import type { RefundSurroundings, Sending } from './send-refund.ts';
import { providerWord } from './settled-leg-words.ts';
import { lookUpTime, settleLeg } from './settle-refund.ts';

/**
 * Writes what the attempt came to: attempt, action, leg and all that follows from it in one transaction.
 * Of an attempt that was overtaken only what proves where the money went still counts.
 */
export async function writeSending(
  { claimed, legId, request, surroundings }: Omit<Sending, 'signal' | 'onFault'>,
  answer: SendingAnswer,
): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const order = await lockOrder(work, claimed.orderId, 'orderId');
    const before = await work.em.findOneOrFail(RefundLegTable, { id: legId });
    const canAsk = await canBeAsked(work.em, before, surroundings);
    const end = endOfSending(truly(answer, before), before.status, { claimed, request, canAsk });
    const counted = await finishAttempt(work.em, {
      ...end.attempt,
      actionId: claimed.id,
      attempt: claimed.attempt,
      request: null,
      response: null,
    });
    work.showAction(claimed.orderId, claimed.id);
    work.touch(claimed.orderId, { decided: false });
    const isProof = end.outcome?.status === 'SUCCEEDED' || end.outcome?.status === 'PENDING';
    if (end.outcome && (counted || isProof)) {
      const actor = end.byProvider ? await providerOf(work.em, before) : undefined;
      await settleLeg(work, order, legId, end.outcome, actor && { actor });
    }
    if (counted) await askLater(work, legId);
    if (counted && end.attempt.actionStatus === 'PENDING')
      work.wake(claimed.id, end.attempt.delayMs);
  });
  request.tools.reached?.('refund.settled');
}

/** What was never marked as sent was not sent, however its attempt ended. */
function truly(answer: SendingAnswer, leg: RefundLegRow): SendingAnswer {
  const isLost = answer.kind === 'answered' && answer.answer.outcome === 'unknown';
  if (leg.sentAt || !isLost) return answer;
  return { kind: 'not-sent', message: 'It was told to stop before anything was sent.' };
}

/** An open leg is asked after again by its schedule, even if nothing is heard of it. */
async function askLater(work: Work, legId: string): Promise<void> {
  const leg = await work.em.findOneOrFail(RefundLegTable, { id: legId });
  if (!isOpenLeg(leg.status) || !leg.sentAt) return;
  leg.lookUps += 1;
  leg.lookUpAt = lookUpTime(work, leg);
}

async function providerOf(em: Request['em'], leg: RefundLegRow): Promise<Actor> {
  const { provider } = await em.findOneOrFail(PaymentTable, { id: leg.paymentId ?? '' });
  return { kind: 'PROVIDER', id: provider, name: providerWord(provider) };
}

async function canBeAsked(
  em: Request['em'],
  leg: RefundLegRow,
  { providers }: RefundSurroundings,
): Promise<boolean> {
  const payment = await em.findOne(PaymentTable, { id: leg.paymentId ?? '' });
  return canAskAbout(leg, providers.byName(payment?.provider ?? ''));
}
