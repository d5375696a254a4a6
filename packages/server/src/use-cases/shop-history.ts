import { type HistoryWish, type Work, writeEntry } from './request.ts';

/**
 * Records what happened to no single order, in the transaction under way. `chain` names what it is
 * about: `settings`, `alerts`, or the id of a bulk re-run, an action configuration, a member, a token …
 */
export function recordInShop(work: Work, chain: string, entry: HistoryWish): void {
  writeEntry(work, { chain, orderId: null }, entry);
}
