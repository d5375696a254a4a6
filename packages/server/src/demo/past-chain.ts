import { createHash } from 'node:crypto';
import type { PastHistoryEntry } from './past-draft.ts';

// The history's chains as the database's own trigger would make them (`history_hash`), for a loader that
// goes past it. `audit verify` computes them anew.

/** An entry with its place in the chain; the reason is kept beside the history, outside its hash. */
export type ChainedEntry = Omit<PastHistoryEntry, 'changes'> & {
  readonly changes: PastHistoryEntry['changes'];
  readonly seq: number;
  readonly hash: string;
};

export type Chained = {
  readonly entries: readonly ChainedEntry[];
  readonly head: { readonly chain: string; readonly seq: number; readonly hash: string } | null;
  readonly reasons: readonly {
    readonly entryId: string;
    readonly orderId: string;
    readonly reason: string;
  }[];
};

/** Links the first entries of one chain, in the order in which things happened. */
export function chain(history: readonly PastHistoryEntry[]): Chained {
  let before = '';
  const entries = history.map((entry, index): ChainedEntry => {
    const seq = index + 1;
    const hashed = jsonbText([
      before,
      entry.id,
      entry.chain,
      seq,
      entry.orderId,
      new Epoch(entry.at),
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.event,
      entry.summary,
      null,
      entry.changes,
    ]);
    before = createHash('sha256').update(hashed).digest('hex');
    return { ...entry, reason: null, seq, hash: `\\x${before}` };
  });
  const last = entries.at(-1);
  return {
    entries,
    head: last ? { chain: last.chain, seq: last.seq, hash: last.hash } : null,
    reasons: history.flatMap(({ id, orderId, reason }) =>
      reason === null ? [] : [{ entryId: id, orderId, reason }],
    ),
  };
}

/** Seconds since 1970 as `extract(epoch from …)` writes them. */
class Epoch {
  readonly text: string;
  constructor(at: Date) {
    const ms = at.getTime();
    this.text = `${Math.floor(ms / 1_000)}.${String(ms % 1_000).padStart(3, '0')}000`;
  }
}

/** A value as PostgreSQL writes a jsonb: spaces after commas and colons, keys by length and then by bytes. */
export function jsonbText(value: unknown): string {
  if (value instanceof Epoch) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const members = keys.map(
    (key) => `${JSON.stringify(key)}: ${jsonbText((value as Record<string, unknown>)[key])}`,
  );
  return `{${members.join(', ')}}`;
}
