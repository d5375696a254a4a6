import { finishAttempt } from '../database/action-lease.ts';
import { PaymentTable, type RefundLegRow, RefundLegTable } from '../database/payment.ts';
import { isOpenLeg, type LegOutcome } from '../domain/refund-leg.ts';
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
      const outcome = unlessOverdue(end.outcome, before, work.now);
      const isTheirs = end.byProvider && outcome === end.outcome;
      const actor = isTheirs ? await providerOf(work.em, before) : undefined;
      await settleLeg(work, order, legId, outcome, actor && { actor });
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

/** Longer than refunds to cards and bank accounts take. */
const LONGEST_UNDER_WAY_DAYS = 10;

/** Some banks return money by an email, and whoever asks hears for ever that it is under way. */
function unlessOverdue(outcome: LegOutcome, leg: RefundLegRow, now: Date): LegOutcome {
  const { sentAt, providerReference } = leg;
  const isKnown = sentAt && providerReference && outcome.status === 'PENDING';
  if (!isKnown) return outcome;
  if (now.getTime() - sentAt.getTime() < LONGEST_UNDER_WAY_DAYS * 86_400_000) return outcome;
  const message = `It has been under way for ${LONGEST_UNDER_WAY_DAYS} days. See there what became of it.`;
  return { status: 'UNKNOWN', message, overdue: true };
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
