import type { EntityManager } from '@mikro-orm/postgresql';
import type DataLoader from 'dataloader';
import {
  findBulkRerunActionPages,
  findBulkReruns,
  findSkippedActions,
  type BulkRerunActionFound,
  type BulkRerunFound,
} from '../database/bulk-rerun-progress.ts';
import type { SequenceWish } from '../database/order-parts.ts';
import { byId, bySequence, groupedBy } from './batches.ts';

/** So many skipped actions are listed at once; the rest is found under `actions`. */
export const SKIPPED_SHOWN = 250;

/** Bulk re-runs and their parts, read for all asked at once. */
export type BulkRerunLoaders = {
  readonly bulkReruns: DataLoader<string, BulkRerunFound | null>;
  readonly bulkRerunActions: DataLoader<
    SequenceWish,
    (BulkRerunActionFound & { readonly wish: number })[],
    string
  >;
  readonly skippedOfBulkRerun: DataLoader<string, BulkRerunActionFound[]>;
};

export function bulkRerunLoaders(em: EntityManager): BulkRerunLoaders {
  return {
    bulkReruns: byId((ids) => findBulkReruns(em, ids)),
    bulkRerunActions: bySequence((wishes) => findBulkRerunActionPages(em, wishes)),
    skippedOfBulkRerun: groupedBy('bulkRerunId', (ids) =>
      findSkippedActions(em, ids, SKIPPED_SHOWN),
    ),
  };
}
