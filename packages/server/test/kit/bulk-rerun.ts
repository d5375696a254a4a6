import { claimAction } from '../../src/database/action-claim.ts';
import { finishAttempt } from '../../src/database/action-lease.ts';
import { findBulkReruns } from '../../src/database/bulk-rerun-progress.ts';
import type { ActionStatus, RerunWarning } from '../../src/domain/action.ts';
import { advanceBulkRerun } from '../../src/use-cases/advance-bulk-rerun.ts';
import { rerunFailedActions, type RerunFailedActions } from '../../src/use-cases/bulk-rerun.ts';
import type { Request } from '../../src/use-cases/request.ts';
import { rerunAction } from '../../src/use-cases/rerun-action.ts';
import type { TestDatabase } from './database.ts';
import { seedOrders } from './orders.ts';
import { accepted, newKey, requestOf } from './shop.ts';

/**
 * `count` paid orders with a failed webhook and a failed receipt each: `ord_one_000` with the actions
 * `act_one_000_webhook` and `act_one_000_receipt-email`, and so on.
 */
export function seedFailures(
  database: TestDatabase,
  count: number,
  checkoutId = 'chk_one',
): Promise<void> {
  return seedOrders(
    database,
    Array.from({ length: count }, (_, index) => ({
      id: `ord_${checkoutId.slice(4)}_${String(index).padStart(3, '0')}`,
      number: `${checkoutId}-${index}`,
      checkoutId,
      failedKinds: ['webhook', 'receipt-email'],
    })),
  );
}

/** All that has failed, in earnest, unless wished otherwise. */
export function rerunFailed(
  database: TestDatabase,
  wish: Partial<RerunFailedActions> = {},
  request: Request = requestOf(database),
): ReturnType<typeof rerunFailedActions> {
  return rerunFailedActions(
    { filter: {}, idempotencyKey: newKey(), dryRun: false, ...wish },
    request,
  );
}

/** Starts one by Aino; gives back its id. */
export async function startedBulk(
  database: TestDatabase,
  wish: Partial<RerunFailedActions> = {},
): Promise<string> {
  return accepted(await rerunFailed(database, wish)).bulkRerunId ?? '';
}

export function advance(database: TestDatabase, id: string): Promise<void> {
  return advanceBulkRerun(id, requestOf(database, { name: 'worker' }));
}

export async function progressOf(database: TestDatabase, id: string) {
  const [found] = await findBulkReruns(database.orm.em.fork(), [id]);
  if (!found) throw new Error('there is no such bulk re-run');
  const { total, succeeded, failed, waiting, skippedCount, finishedAt } = found;
  return { total, succeeded, failed, waiting, skipped: skippedCount, isOver: finishedAt !== null };
}

/** A worker takes the action; gives back the number of the attempt. */
export async function claim(database: TestDatabase, actionId: string): Promise<number> {
  const claimed = await claimAction(database.orm.em.fork(), {
    actionId,
    attemptId: database.tools.newId('att'),
    worker: 'w',
    leaseMs: 60_000,
  });
  if (!claimed) throw new Error(`${actionId} is not due`);
  return claimed.attempt;
}

export async function finish(
  database: TestDatabase,
  actionId: string,
  attempt: number,
  status: ActionStatus,
): Promise<void> {
  await finishAttempt(database.orm.em.fork(), {
    actionId,
    attempt,
    attemptStatus: status,
    actionStatus: status,
    delayMs: 0,
    message: null,
    technical: null,
    request: null,
    response: null,
  });
}

export async function runOnce(
  database: TestDatabase,
  actionId: string,
  status: 'SUCCEEDED' | 'FAILED',
): Promise<void> {
  await finish(database, actionId, await claim(database, actionId), status);
}

/** Ville re-runs a single one. */
export async function rerunByVille(
  database: TestDatabase,
  actionId: string,
  acknowledge: RerunWarning = 'NONE',
): Promise<void> {
  accepted(
    await rerunAction(
      { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge },
      requestOf(database, { name: 'ville' }),
    ),
  );
}
