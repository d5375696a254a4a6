import type { EntityManager } from '@mikro-orm/postgresql';
import type { NewHistoryEntry } from './history.ts';
import { queryOften } from './orm.ts';

/** Appends entries to their chains, in this order, by one statement. */
export async function insertHistory(
  em: EntityManager,
  entries: readonly NewHistoryEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await queryOften(
    em,
    `insert into history_entry (id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason,
       changes, from_address, from_agent)
     select id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason, changes::jsonb,
       from_address, from_agent
     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[]) with ordinality
       as e (id, chain, order_id, at, actor_kind, actor_id, actor_name, event, summary, reason, changes,
         from_address, from_agent, place)
     order by place`,
    [
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
    ],
  );
}
