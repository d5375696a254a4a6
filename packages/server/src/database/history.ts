import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { ActorKind } from '../domain/permission.ts';

export type HistoryChange = { field: string; before: string | null; after: string | null };

/**
 * One thing that happened. Append only, chained by hash per order (`chain`, `seq` and `hash` are the
 * database's). Holds no personal values: that the email changed, never from what to what.
 */
export const HistoryTable = defineEntity({
  name: 'HistoryRow',
  tableName: 'history_entry',
  properties: {
    id: p.string().primary(),
    chain: p.string(),
    seq: p.integer(),
    orderId: p.string().nullable(),
    at: p.datetime(),
    actorKind: p.string().$type<ActorKind>(),
    actorId: p.string().nullable(),
    actorName: p.string(),
    /** Stable machine name: `order.paid`. */
    event: p.string(),
    summary: p.string(),
    reason: p.string().nullable(),
    changes: p.json().$type<HistoryChange[]>(),
    /** Of whoever asked, where the request came from outside: for the audit log alone. */
    fromAddress: p.string().nullable(),
    fromAgent: p.string().nullable(),
    hash: p.blob(),
  },
});
export type HistoryRow = InferEntity<typeof HistoryTable>;

/** An entry before it has its place in its chain. */
export type NewHistoryEntry = {
  readonly id: string;
  readonly chain: string;
  readonly orderId: string | null;
  readonly at: Date;
  readonly actorKind: ActorKind;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly event: string;
  readonly summary: string;
  readonly reason: string | null;
  readonly changes: HistoryChange[];
  readonly fromAddress: string | null;
  readonly fromAgent: string | null;
};
