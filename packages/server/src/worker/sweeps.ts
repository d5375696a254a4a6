import {
  forgottenActions,
  type LapsedAction,
  lapsedActions,
  takeOver,
} from '../database/action-lease.ts';
import { forgetAbandonedWakeUps, freeAbandonedMails } from '../database/jobs.ts';
import { wakeForgottenBulkReruns } from '../use-cases/advance-bulk-rerun.ts';
import { tryAgain } from '../use-cases/call-off-deliveries.ts';
import { sweepOldGrace } from '../use-cases/move-attention.ts';
import { lockOrder } from '../use-cases/load-order.ts';
import { inOneTransaction, type Request } from '../use-cases/request.ts';
import { forgetOldExports } from '../use-cases/request-order-export.ts';
import { forgetOldData } from '../use-cases/forget-old-data.ts';
import { recordEnd } from '../use-cases/record-end.ts';

const BATCH = 100;
/** A wake-up later than this is taken for lost. */
const FORGOTTEN_AFTER_MS = 5_000;

/**
 * What nobody was woken for: actions whose worker died are taken over, due ones whose wake-up was lost
 * are woken again, bulk re-runs that stand still go on, mails of a dead worker go out, and what exports of old
 * asked for, and personal data kept for long enough, is forgotten. Safe to run in several processes at once. What
 * fails keeps nothing else waiting; the first fault is thrown when all is done.
 */
export async function sweep(request: Request): Promise<void> {
  await inTurn([
    () => takeOverLapsed(request),
    () => wakeForgotten(request),
    () => wakeForgottenBulkReruns(request),
    () => freeAbandonedMails(request.em.fork()),
    () => forgetAbandonedWakeUps(request.em.fork()),
    () => sweepOldGrace(request),
    () => forgetOldExports(request),
    () => forgetOldData(request),
  ]);
}

async function inTurn(works: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const work of works) await work().catch((error: unknown) => void faults.push(error));
  if (faults.length > 0) throw faults[0];
}

async function takeOverLapsed(request: Request): Promise<void> {
  const lapsed = await lapsedActions(request.em.fork(), BATCH);
  await inTurn(lapsed.map((action) => () => takeOverOne(request, action)));
}

async function takeOverOne(request: Request, lapsed: LapsedAction): Promise<void> {
  const { id, orderId, attempt } = lapsed;
  const maxLosses = Math.max(3, request.tools.settings.retrySchedule.length);
  await inOneTransaction(request, async (work) => {
    await lockOrder(work, orderId, 'orderId');
    const status = await takeOver(work.em, { actionId: id, attempt, maxLosses });
    if (status === null) return;
    work.touch(orderId, { decided: false });
    work.showAction(orderId, id);
    if (status === 'PENDING') await tryAgain(work, lapsed, 0);
    else recordEnd(work, lapsed, status);
  });
}

async function wakeForgotten(request: Request): Promise<void> {
  const forgotten = await forgottenActions(request.em.fork(), FORGOTTEN_AFTER_MS, BATCH);
  if (forgotten.length === 0) return;
  await inOneTransaction(request, async (work) => {
    for (const { id } of forgotten) work.wake(id);
  });
}
