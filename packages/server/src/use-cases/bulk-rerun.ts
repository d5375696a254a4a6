import {
  cancelOpenBulkRerun,
  countFailedActions,
  createBulkRerun,
  type FailedActionsWish,
} from '../database/bulk-rerun.ts';
import { findBulkReruns, type BulkRerunFound } from '../database/bulk-rerun-progress.ts';
import type { HistoryChange } from '../database/history.ts';
import { queueChore } from '../database/jobs.ts';
import type { Onlooker, OrderFilter } from '../database/order-filter.ts';
import type { Reach } from './request.ts';
import { once } from './idempotency.ts';
import { type Outcome, type Refusal, Refused, refuse } from './outcome.ts';
import { decide, reaches, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

export type RerunFailedActions = {
  readonly filter: OrderFilter;
  readonly kinds?: readonly string[] | null;
  readonly messageContains?: string | null;
  readonly failedFrom?: Date | null;
  readonly failedBefore?: Date | null;
  readonly idempotencyKey: string;
  readonly dryRun: boolean;
};

export type FailedActionsRerun = {
  readonly matched: number;
  readonly orders: number;
  /** Null after a dry run. */
  readonly bulkRerunId: string | null;
};

/** More at once than any shop has, and still one statement. */
export const MOST_ACTIONS_AT_ONCE = 100_000;
const MOST_KINDS = 50;
const LONGEST_TEXT = 200;

/**
 * Runs again every failed delivery and removal that matches, within the caller's reach. A dry run only
 * counts them. Otherwise the set is fixed at this moment, each action with the run it has now; the worker
 * queues them one after the other.
 */
export async function rerunFailedActions(
  input: RerunFailedActions,
  request: Request,
): Promise<Outcome<FailedActionsRerun>> {
  return decide(request, async (work) => {
    refuseUnusable(input);
    if (!work.request.permissions.has('RERUN_ACTIONS')) {
      refuse('NOT_ALLOWED', 'Your role may not re-run actions.');
    }
    if (input.dryRun) {
      const counted = await countFailedActions(work.em, wishOf(input), onlookerOf(work));
      return { ...counted, bulkRerunId: null };
    }
    return once(work, { operation: 'rerunFailedActions', key: input.idempotencyKey, input }, () =>
      start(work, input),
    );
  });
}

async function start(work: Work, input: RerunFailedActions): Promise<FailedActionsRerun> {
  const wish = wishOf(input);
  const { matched } = await countFailedActions(work.em, wish, onlookerOf(work));
  if (matched > MOST_ACTIONS_AT_ONCE) {
    refuse(
      'INVALID',
      `${matched} actions match; at most ${MOST_ACTIONS_AT_ONCE} are run at once.`,
      ['filter'],
    );
  }
  const bulkRerunId = work.request.tools.newId('blk');
  const created = await createBulkRerun(
    work.em,
    { id: bulkRerunId, at: work.now, actor: work.request.actor },
    wish,
    onlookerOf(work),
  );
  if (created.matched === 0) {
    refuse('NO_FAILED_ACTION', 'No failed action matches any more, so there is nothing to run.');
  }
  const cause = work.request.tools.cause?.();
  await queueChore(work.em, { task: 'bulk-rerun', subject: bulkRerunId, cause });
  work.showBulkRerun(bulkRerunId);
  recordInShop(work, bulkRerunId, {
    event: 'bulk.rerun_started',
    summary: `A bulk re-run of ${counted(created.matched, 'failed action')} of ${counted(created.orders, 'order')} was started.`,
    changes: choiceOf(input),
  });
  return { ...created, bulkRerunId };
}

/**
 * Stops what has not been queued yet; what is queued or runs goes on. Once cancelled it stays so, and
 * asking again changes nothing. Refused when every action was queued already.
 */
export async function cancelBulkRerun(
  bulkRerunId: string,
  request: Request,
): Promise<Outcome<{ bulkRerunId: string }>> {
  return decide(request, async (work) => {
    const bulk = await reachedBulkRerun(bulkRerunId, work.request);
    if (!bulk) refuse('NOT_FOUND', 'There is no such bulk re-run.', ['id']);
    if (bulk.cancelledAt) return { bulkRerunId };
    const stopped = await cancelOpenBulkRerun(work.em, {
      id: bulkRerunId,
      at: work.now,
      refusal: {
        code: 'CANCELLED',
        message: `${work.request.actor.name} cancelled the bulk re-run before this action’s turn.`,
      },
    });
    if (stopped === null) {
      refuse('NOT_ALLOWED', 'Every action has been queued already: there is nothing left to stop.');
    }
    work.showBulkRerun(bulkRerunId);
    recordInShop(work, bulkRerunId, {
      event: 'bulk.rerun_cancelled',
      summary: `Cancelled: ${counted(stopped, 'action')} will not be run.`,
    });
    return { bulkRerunId };
  });
}

/** Null for one that does not exist and for one with an order out of reach: both look the same. */
async function reachedBulkRerun(
  id: string,
  { em, reach }: Request,
): Promise<BulkRerunFound | null> {
  const [bulk] = await findBulkReruns(em, [id]);
  return bulk && reachesBulkRerun(reach, bulk) ? bulk : null;
}

/** Its figures tell of every order in it, so it is for those who reach them all. */
export function reachesBulkRerun(
  reach: Reach,
  { checkoutIds }: Pick<BulkRerunFound, 'checkoutIds'>,
): boolean {
  return checkoutIds.every((checkoutId) => reaches(reach, checkoutId));
}

function onlookerOf({ request, now }: Work): Onlooker {
  return {
    reach: request.reach,
    mayReadPersonalData: request.permissions.has('READ_PERSONAL_DATA'),
    now,
  };
}

function wishOf(input: RerunFailedActions): FailedActionsWish {
  return {
    filter: input.filter,
    kinds: input.kinds ?? null,
    messageContains: input.messageContains?.trim() ?? null,
    failedFrom: input.failedFrom ?? null,
    failedBefore: input.failedBefore ?? null,
  };
}

function refuseUnusable({ kinds, messageContains, failedFrom, failedBefore }: RerunFailedActions) {
  const refusals: Refusal[] = [];
  const not = (field: string, message: string) =>
    void refusals.push({ code: 'INVALID', message, path: [field] });
  if ((kinds?.length ?? 0) > MOST_KINDS || kinds?.some((kind) => !isPlain(kind))) {
    not('kinds', `Name at most ${MOST_KINDS} kinds, in plain text.`);
  }
  if (messageContains && !isPlain(messageContains)) {
    not('messageContains', `Look for plain text of at most ${LONGEST_TEXT} characters.`);
  }
  if (failedFrom && failedBefore && failedFrom >= failedBefore) {
    not('failedBefore', 'The end must be later than the beginning.');
  }
  if (refusals.length > 0) throw new Refused(refusals);
}

/** PostgreSQL refuses the zero character with an error of its own. */
const isPlain = (text: string) => text.length <= LONGEST_TEXT && !text.includes('\0');

/** What was chosen, but nothing of the list's filter, nor the words looked for: both may name people. */
function choiceOf(input: RerunFailedActions): HistoryChange[] {
  const chosen = {
    kinds: input.kinds?.join(', '),
    messageContains: input.messageContains && 'a text that is not kept',
    failedFrom: input.failedFrom?.toISOString(),
    failedBefore: input.failedBefore?.toISOString(),
  };
  return Object.entries(chosen).flatMap(([field, after]) =>
    after ? [{ field, before: null, after }] : [],
  );
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
