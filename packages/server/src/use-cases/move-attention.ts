import { ordersWithOldGrace } from '../database/attention-moves.ts';
import { queueChore } from '../database/jobs.ts';
import { hasGraceChangedSince } from '../database/settings.ts';
import { inOneTransaction, type Request } from './request.ts';

const CHUNK = 200;
/** An order settled in the very moment of the change may still have got the old grace. */
const LOOK_AGAIN_FOR_MS = 60_000;

/**
 * Lets open orders need somebody from the moment that the present grace says (`rules.md`, "Decisions"). A
 * chunk at a time; queues itself while any is left.
 */
export async function moveAttention(request: Request): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const { graceMs } = request.tools.settings;
    const found = await ordersWithOldGrace(work.em, graceMs, CHUNK);
    for (const { id } of found) work.touch(id, { decided: false });
    if (found.length === CHUNK) await queueMoveAttention(work.em);
  });
}

export function queueMoveAttention(em: Request['em']): Promise<void> {
  return queueChore(em, { task: 'move-attention', subject: 'all' });
}

/** Looks again for a while after a change. */
export async function sweepOldGrace(request: Request): Promise<void> {
  const em = request.em.fork();
  const since = new Date(request.tools.now().getTime() - LOOK_AGAIN_FOR_MS);
  if (await hasGraceChangedSince(em, since)) await queueMoveAttention(em);
}
