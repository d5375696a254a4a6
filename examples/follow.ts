import { ask, type Connection, everyPage, pause, Unreachable } from './client.ts';
import {
  ActionsOfOrderDocument,
  BulkRerunOutcomesDocument,
  BulkRerunProgressDocument,
} from './generated.ts';
import { complain } from './terminal.ts';

/** What became of one action that ran again. */
export type Outcome = {
  readonly number: string;
  readonly name: string;
  readonly hasSucceeded: boolean;
  /** Why it has not. */
  readonly words: string;
};

const FIRST_LOOK_MS = 250;
const LONGEST_BETWEEN_MS = 5_000;

/** Asks again, less and less often, until `look` gives something other than null; null when the time is over. */
export async function until<Value>(
  waitMs: number,
  look: () => Promise<Value | null>,
): Promise<Value | null> {
  const overAt = performance.now() + waitMs;
  for (let betweenMs = FIRST_LOOK_MS; ; betweenMs = Math.min(betweenMs * 1.5, LONGEST_BETWEEN_MS)) {
    const value = await look();
    if (value !== null) return value;
    const leftMs = overAt - performance.now();
    if (leftMs <= 0) return null;
    await pause(Math.min(betweenMs, leftMs));
  }
}

/** Says how far it is, and gives back an outcome for each of its actions. */
export async function followBulkRerun(
  connection: Connection,
  id: string,
  waitMs: number,
): Promise<Outcome[]> {
  let told = '';
  const isOver = await until(waitMs, async () => {
    const { bulkRerun } = await ask(connection, BulkRerunProgressDocument, { id });
    if (!bulkRerun) throw new Unreachable(`The bulk re-run ${id} can no longer be seen.`);
    const { total, succeeded, failed, waiting, skippedCount } = bulkRerun;
    const words = `${total - waiting} of ${total}: ${succeeded} succeeded, ${failed} failed, ${skippedCount} skipped`;
    if (words !== told) complain(words);
    told = words;
    return bulkRerun.finishedAt;
  });
  if (!isOver) complain('It goes on by itself; what is left is told as not finished.');
  return outcomesOf(connection, id);
}

async function outcomesOf(connection: Connection, id: string): Promise<Outcome[]> {
  const actions = await everyPage(async (after) => {
    const { bulkRerun } = await ask(connection, BulkRerunOutcomesDocument, { id, after });
    if (!bulkRerun) throw new Unreachable(`The bulk re-run ${id} can no longer be seen.`);
    return bulkRerun.actions;
  });
  return actions.map(({ outcome, refusal, action }) => ({
    number: action.order.number,
    name: action.name,
    hasSucceeded: outcome === 'SUCCEEDED',
    words:
      refusal?.message ??
      (outcome === 'WAITING' ? 'It is not finished.' : (action.message ?? outcome)),
  }));
}

/** Waits until one action has come to its end. */
export async function followAction(
  connection: Connection,
  wish: {
    readonly orderId: string;
    readonly number: string;
    readonly actionId: string;
    readonly waitMs: number;
  },
): Promise<Outcome> {
  let name = '';
  const ended = await until(wish.waitMs, async () => {
    const { order } = await ask(connection, ActionsOfOrderDocument, { orderId: wish.orderId });
    const action = order?.actions.find(({ id }) => id === wish.actionId);
    if (!action) throw new Unreachable(`The order ${wish.number} can no longer be seen.`);
    name = action.name;
    return action.status === 'PENDING' || action.status === 'RUNNING' ? null : action;
  });
  return {
    number: wish.number,
    name,
    hasSucceeded: ended?.status === 'SUCCEEDED',
    words: ended ? (ended.message ?? ended.status) : 'It is not finished.',
  };
}
