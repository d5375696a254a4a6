import { HistoryTable } from '../database/history.ts';
import { entryOf, type HistoryWish, type Work } from './request.ts';

/**
 * Records what happened to no single order, in the transaction under way. `chain` names what it is
 * about: `settings`, `alerts`, or the id of a bulk re-run, an action configuration, a member, a token …
 */
export function recordInShop(work: Work, chain: string, entry: HistoryWish): void {
  work.em.create(HistoryTable, {
    ...entryOf(work, { chain, orderId: null }, entry),
    // Both are set by the database, which chains the entries.
    seq: 0,
    hash: Buffer.alloc(0),
  });
}
