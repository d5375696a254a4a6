import type { EntityManager } from '@mikro-orm/postgresql';
import type { NewHistoryEntry } from './history.ts';
import { queryOften } from './orm.ts';
import type { SettledOrder } from './settled-order.ts';

/** An action to be run, `delayMs` from now on. */
export type QueuedAction = { readonly actionId: string; readonly delayMs: number };

/** What is written last in a change: what follows from it, what is told of it, and who is woken. */
export type ChangeEnd = {
  /** Their orders are locked. */
  readonly settled: readonly SettledOrder[];
  /** Appended to their chains in this order. */
  readonly entries: readonly NewHistoryEntry[];
  /** One job per action at most, the last one wished for: its key replaces one that still waits. */
  readonly jobs: readonly QueuedAction[];
  /** What the jobs came of. */
  readonly cause: object | null;
};

/**
 * Writes all of it by one statement: each takes as long on the way as most of them take to be executed. Settled orders
 * are written before their list rows, which show them.
 */
export async function writeChangeEnd(em: EntityManager, end: ChangeEnd): Promise<void> {
  const { settled, entries, cause } = end;
  if (settled.length === 0 && entries.length === 0 && end.jobs.length === 0) return;
  const jobs = inOrder(end.jobs);
  await queryOften(em, STATEMENT, [
    settled.map(({ id }) => id),
    settled.map(({ status }) => status),
    settled.map(({ allSucceededAt }) => allSucceededAt),
    settled.map(({ reasons }) => JSON.stringify(reasons)),
    settled.map(({ attentionAt }) => attentionAt),
    settled.map(({ summary }) => summary),
    settled.map(({ isNewVersion }) => (isNewVersion ? 1 : 0)),
    entries.map(({ id }) => id),
    entries.map(({ chain }) => chain),
    entries.map(({ orderId }) => orderId),
    entries.map(({ at }) => at),
    entries.map(({ actorKind }) => actorKind),
    entries.map(({ actorId }) => actorId),
    entries.map(({ actorName }) => actorName),
    entries.map(({ event }) => event),
    entries.map(({ summary }) => summary),
    entries.map(({ reason }) => reason),
    entries.map(({ changes }) => JSON.stringify(changes)),
    entries.map(({ fromAddress }) => fromAddress),
    entries.map(({ fromAgent }) => fromAgent),
    jobs.map(({ actionId }) => actionId),
    jobs.map(({ delayMs }) => delayMs),
    cause && JSON.stringify(cause),
  ]);
}

/** By id, as everybody who adds several: two that add the same ones must not wait for each other. */
function inOrder(jobs: readonly QueuedAction[]): QueuedAction[] {
  const last = new Map(jobs.map((job) => [job.actionId, job]));
  return [...last.values()].sort((a, b) => (a.actionId < b.actionId ? -1 : 1));
}

const STATEMENT = `
  with told as (
    insert into history_entry (id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason,
      changes, from_address, from_agent)
    select id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason, changes::jsonb,
      from_address, from_agent
    from unnest($8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[], $14::text[],
      $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[]) with ordinality
      as e (id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason, changes,
        from_address, from_agent, place)
    order by place)
  select
    (select count(*) from settle_orders($1, $2, $3, $4::text[]::jsonb[], $5, $6, $7)
     where cardinality($1::text[]) > 0) as settled,
    (select count(*) from queue_actions($21, $22, $23::json) where cardinality($21::text[]) > 0) as queued`;
