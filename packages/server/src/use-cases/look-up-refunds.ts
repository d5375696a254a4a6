import { requeueAction } from '../database/action-lease.ts';
import { RefundLegTable, type RefundLegRow } from '../database/payment.ts';
import { type DueLeg, findDueLegs, findSendingAction } from '../database/refund-sending.ts';
import { isOpenLeg } from '../domain/refund-leg.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { canAskAbout } from './can-ask-about.ts';
import { lockOrder } from './load-order.ts';
import { inOneTransaction, type Request, SYSTEM, type Work } from './request.ts';
import { providerWord } from './settled-leg-words.ts';
import { lookUpTime, settleLeg } from './settle-refund.ts';

const BATCH = 50;

/**
 * Sees to it that no leg of a refund is left open in silence. One whose time has come is asked after by its
 * action, which asks before anything else; one whose provider cannot be asked is shown to a person once
 * the provider should long have spoken. Calls nobody itself. Returns how many were due.
 */
export async function lookUpRefunds(
  request: Request,
  providers: PaymentProviders,
): Promise<number> {
  const due = await findDueLegs(request.em.fork(), request.tools.now(), BATCH);
  const faults: unknown[] = [];
  for (const one of due) {
    await inOneTransaction(request, (work) => lookUp(work, one, providers)).catch(
      (error: unknown) => void faults.push(error),
    );
  }
  if (faults.length > 0) throw faults[0];
  return due.length;
}

async function lookUp(work: Work, due: DueLeg, providers: PaymentProviders): Promise<void> {
  const order = await lockOrder(work, due.orderId, 'orderId');
  const leg = await work.em.findOneOrFail(RefundLegTable, { id: due.legId });
  const isDue = leg.status === 'REQUESTED' || (leg.lookUpAt ?? work.now) <= work.now;
  // Another worker was here first, or news came.
  if (!isOpenLeg(leg.status) || !isDue) return;
  if (leg.status === 'REQUESTED' && leg.sentAt) {
    // Whoever sent it is gone, so often that its action was given up.
    const message = 'Every program that sent it stopped in the middle of it.';
    await settleLeg(work, order, leg.id, { status: 'UNKNOWN', message }, { actor: SYSTEM });
  }
  const canAsk = canAskAbout(leg, providers.byName(due.provider));
  if (due.action && (canAsk || !leg.sentAt)) return askByAction(work, due);
  await waitLonger(work, leg, async () => {
    const message = `${providerWord(due.provider)} has not said for long what became of it, and cannot be asked.`;
    await settleLeg(
      work,
      order,
      leg.id,
      { status: 'UNKNOWN', message, overdue: true },
      { actor: SYSTEM },
    );
    leg.lookUpAt = null;
  });
}

async function askByAction(work: Work, { legId, orderId }: DueLeg): Promise<void> {
  const action = await findSendingAction(work.em, legId);
  if (!action || action.status === 'PENDING' || action.status === 'RUNNING') return;
  const requeued = await requeueAction(work.em, {
    actionId: action.id,
    fromRun: action.run,
    fromStatus: action.status,
    run: action.run,
    trigger: 'RETRY',
    actor: SYSTEM,
    requestedAt: work.now,
  });
  if (!requeued) return;
  work.wake(action.id);
  work.showAction(orderId, action.id);
}

/** News may still come by themselves, until the schedule of look-ups is over. */
async function waitLonger(
  work: Work,
  leg: RefundLegRow,
  whenOver: () => Promise<void>,
): Promise<void> {
  leg.lookUps += 1;
  const isOver = leg.lookUps >= work.request.tools.settings.lookUpDelaysMs.length;
  if (isOver || leg.status === 'UNKNOWN') await whenOver();
  else leg.lookUpAt = lookUpTime(work, leg);
}
