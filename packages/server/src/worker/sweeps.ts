import { forgottenActions, lapsedActions, takeOver } from '../database/action-lease.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { wakeForgottenBulkReruns } from '../use-cases/advance-bulk-rerun.ts';
import { lookUpPayments } from '../use-cases/look-up-payments.ts';
import { lockOrder } from '../use-cases/load-order.ts';
import { inOneTransaction, type Request } from '../use-cases/request.ts';

const BATCH = 100;
/** A wake-up later than this is taken for lost. */
const FORGOTTEN_AFTER_MS = 5_000;

/**
 * What nobody was woken for: actions whose worker died are taken over, due ones whose wake-up was lost
 * are woken again, bulk re-runs that stand still go on, payments pending for long are looked up. Safe to run in several processes at once.
 */
export async function sweep(request: Request, providers: PaymentProviders): Promise<void> {
  await takeOverLapsed(request);
  await wakeForgotten(request);
  await wakeForgottenBulkReruns(request);
  await lookUpPayments(request, providers);
}

async function takeOverLapsed(request: Request): Promise<void> {
  const maxLosses = Math.max(3, request.tools.settings.retrySchedule.length);
  for (const lapsed of await lapsedActions(request.em.fork(), BATCH)) {
    await inOneTransaction(request, async (work) => {
      await lockOrder(work, lapsed.orderId, 'orderId');
      const status = await takeOver(work.em, {
        actionId: lapsed.id,
        attempt: lapsed.attempt,
        maxLosses,
      });
      if (status === null) return;
      work.touch(lapsed.orderId, { decided: false });
      work.showAction(lapsed.orderId, lapsed.id);
      if (status === 'PENDING') work.wake(lapsed.id);
    });
  }
}

async function wakeForgotten(request: Request): Promise<void> {
  const forgotten = await forgottenActions(request.em.fork(), FORGOTTEN_AFTER_MS, BATCH);
  if (forgotten.length === 0) return;
  await inOneTransaction(request, async (work) => {
    for (const { id } of forgotten) work.wake(id);
  });
}
