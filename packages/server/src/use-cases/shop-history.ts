import { HistoryTable } from '../database/history.ts';
import type { HistoryWish, Work } from './request.ts';

/**
 * Records what happened to no single order, in the transaction under way. `chain` names what it is
 * about: `settings`, `alerts`, or the id of a bulk re-run, an action configuration, a product …
 */
export function recordInShop(work: Work, chain: string, entry: HistoryWish): void {
  const actor = entry.actor ?? work.request.actor;
  work.em.create(HistoryTable, {
    id: work.request.tools.newId('his'),
    chain,
    orderId: null,
    at: work.now,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    event: entry.event,
    summary: entry.summary,
    reason: entry.reason ?? null,
    changes: [...(entry.changes ?? [])],
    // Both are set by the database, which chains the entries.
    seq: 0,
    hash: Buffer.alloc(0),
  });
}
