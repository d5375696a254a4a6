import type { ErasedOrder } from '../database/erasure.ts';
import {
  addToRun,
  endEarlierRuns,
  type Forgotten,
  forgetBodies,
  forgetKeys,
  isRunFinished,
  lockOldOrders,
  lockOldVisits,
  type OldOrder,
  takeRun,
} from '../database/retention.ts';
import { readSettings } from '../database/settings.ts';
import { keptFor } from '../domain/retention.ts';
import { newPseudonym, PERSONAL_DATA, writeErasure } from './erase-customer.ts';
import { inOneTransaction, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

// Forgetting what is older than the shop keeps it: one run per day in UTC, a small part of it per sweep.
// How far it is stands in its row, so that any worker goes on after any restart.

const ROWS_AT_ONCE = 500;
const ORDERS_AT_ONCE = 100;

/** The next part of today's run; nothing once it is over, or while another worker is at it. */
export async function forgetOldData(request: Request): Promise<void> {
  const day = request.tools.now().toISOString().slice(0, 10);
  if (await isRunFinished(request.em.fork(), day)) return;
  await inOneTransaction(request, async (work) => {
    if (!(await takeRun(work.em, day, work.now))) return;
    // Cut short with their day: what they have forgotten is told now.
    for (const earlier of await endEarlierRuns(work.em, day, work.now)) tell(work, earlier);
    const { forgotten, isMore } = await forgetPart(work);
    const all = await addToRun(work.em, day, forgotten, isMore ? null : work.now);
    if (!isMore) tell(work, all);
  });
}

async function forgetPart(work: Work): Promise<{ forgotten: Forgotten; isMore: boolean }> {
  const { em } = work;
  const until = keptFor(await readSettings(em), work.now);
  const attempts = await forgetBodies(em, until.bodies, ROWS_AT_ONCE);
  const idempotencyKeys = await forgetKeys(em, until.keys, ROWS_AT_ONCE);
  const visits = await lockOldVisits(em, until.visits, ORDERS_AT_ONCE);
  // By the thousand, and nobody asks after one of them: the run tells how many.
  await eraseEach(work, visits, null);
  const orders = until.paid ? await lockOldOrders(em, until.paid, ORDERS_AT_ONCE) : [];
  await eraseEach(work, orders, 'The customer’s data was erased: it was kept for long enough.');
  const isMore =
    attempts === ROWS_AT_ONCE ||
    idempotencyKeys === ROWS_AT_ONCE ||
    visits.length === ORDERS_AT_ONCE ||
    orders.length === ORDERS_AT_ONCE;
  const forgotten = { attempts, idempotencyKeys, visits: visits.length, orders: orders.length };
  return { forgotten, isMore };
}

/** Orders of one address stay recognizable as those of one person. */
async function eraseEach(
  work: Work,
  orders: readonly OldOrder[],
  summary: string | null,
): Promise<void> {
  if (orders.length === 0) return;
  const pseudonyms = new Map<string, string>();
  const erased: ErasedOrder[] = orders.map(({ id, email }) => {
    const person = email.toLowerCase();
    const pseudonym = pseudonyms.get(person) ?? newPseudonym(work.request);
    pseudonyms.set(person, pseudonym);
    return { orderId: id, pseudonym };
  });
  await writeErasure(work, erased, summary);
}

function tell(work: Work, { attempts, visits, orders, idempotencyKeys }: Forgotten): void {
  const counts = { attempts, visits, orders, idempotencyKeys };
  if (Object.values(counts).every((count) => count === 0)) return;
  recordInShop(work, PERSONAL_DATA, {
    event: 'personal.forgotten',
    summary: `Forgotten because of their age: what ${counted(attempts, 'attempt')} sent and got, the customers of ${counted(visits, 'visit')} and of ${counted(orders, 'order')}, and the keys of ${counted(idempotencyKeys, 'request')}.`,
    changes: Object.entries(counts).map(([field, count]) => ({
      field,
      before: null,
      after: String(count),
    })),
  });
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
