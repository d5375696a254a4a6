import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActorKind } from '../domain/permission.ts';
import type { HistoryEntryFound } from './order-parts.ts';
import { query } from './orm.ts';

// The history of everything, newest first: orders and what was changed in the shop.

/** Joined by "and". */
export type AuditFilter = {
  readonly actorKinds?: readonly ActorKind[] | null;
  readonly actorId?: string | null;
  /** Part of the name, in any case. */
  readonly actorName?: string | null;
  /** Whole names, or the part before a dot: `refund` finds `refund.requested`. */
  readonly events?: readonly string[] | null;
  readonly orderId?: string | null;
  readonly orderNumber?: string | null;
  /** The chain: an id, or `settings`. */
  readonly subjectId?: string | null;
  /** The beginning of it. */
  readonly fromAddress?: string | null;
  /** The first moment, and the first one that counts no more. */
  readonly from?: Date | null;
  readonly to?: Date | null;
  /** Each word occurs in the summary, in any case. */
  readonly text?: string | null;
};

export type AuditEntryFound = HistoryEntryFound & {
  readonly chain: string;
  readonly actorId: string | null;
  readonly orderNumber: string | null;
  readonly fromAddress: string | null;
  readonly fromAgent: string | null;
  /** As text, because a `Date` is too coarse to go on from. */
  readonly place: string;
};

/** Behind which to go on: microseconds since 1970, and the id. */
export type AuditPlace = { readonly micros: number; readonly id: string };

/** One more entry than `first` where there are more. Only entries of orders within `reach`, unless that is all. */
export function findAuditEntries(
  em: EntityManager,
  filter: AuditFilter,
  page: { readonly first: number; readonly after: AuditPlace | null },
  reach: 'ALL' | readonly string[],
): Promise<AuditEntryFound[]> {
  const { conditions, parameters } = conditionsOf(filter);
  const add = (value: unknown) => `$${parameters.push(value)}`;
  if (reach !== 'ALL') conditions.push(`o.checkout_id = any(${add(reach)})`);
  if (page.after) {
    conditions.push(
      `(h.at, h.id) < (timestamptz 'epoch' + ${add(page.after.micros)}::bigint * interval '1 microsecond', ${add(page.after.id)})`,
    );
  }
  return query(
    em,
    `select 0 as wish, h.id, h.chain, h.seq, h.order_id as "orderId", o.number as "orderNumber", h.at,
       h.actor_kind as "actorKind", h.actor_id as "actorId", h.actor_name as "actorName", h.event, h.summary,
       coalesce(h.reason, n.reason) as reason, h.changes, h.from_address as "fromAddress", h.from_agent as "fromAgent",
       (extract(epoch from h.at) * 1000000)::bigint || ' ' || h.id as place
     from history_entry h left join orders o on o.id = h.order_id left join history_reason n on n.entry_id = h.id
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by h.at desc, h.id desc limit ${add(page.first + 1)}`,
    parameters,
  );
}

function conditionsOf(filter: AuditFilter): { conditions: string[]; parameters: unknown[] } {
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const where = (value: unknown, condition: (parameter: string) => string) => {
    if (value === null || value === undefined || value === '') return;
    if (Array.isArray(value) && value.length === 0) return;
    conditions.push(condition(`$${parameters.push(value)}`));
  };
  where(filter.actorKinds, (kinds) => `h.actor_kind = any(${kinds})`);
  where(filter.actorId, (id) => `h.actor_id = ${id}`);
  where(filter.actorName?.trim(), (name) => contains('h.actor_name', name));
  where(
    filter.events,
    (events) =>
      `h.event = any(array(${hop('event')} select value from hop join unnest(${events}::text[]) e
         on value = e or starts_with(value, e || '.')))`,
  );
  where(filter.orderId, (id) => `h.order_id = ${id}`);
  where(filter.orderNumber?.trim(), (number) => `o.number = ${number}`);
  where(filter.subjectId, (id) => `h.chain = ${id}`);
  where(filter.fromAddress?.trim(), (address) => `starts_with(h.from_address, ${address})`);
  where(filter.from, (from) => `h.at >= ${from}`);
  where(filter.to, (to) => `h.at < ${to}`);
  for (const word of filter.text?.split(/\s+/u) ?? []) {
    where(word, (text) => contains('h.summary', text));
  }
  return { conditions, parameters };
}

/** Without `like`, whose signs somebody may type. */
const contains = (column: string, parameter: string) =>
  `strpos(lower(${column}), lower(${parameter})) > 0`;

const NAMED = [
  ['product', 'name'],
  ['offer', 'name'],
  ['checkout', 'name'],
  ['checkout_link', 'name'],
  ['discount_code', 'code'],
  ['action_configuration', 'name'],
  ['member', 'name'],
  ['api_token', 'name'],
] as const;

/** What the things are called now that entries of no order are about; nothing for those without a name. */
export function findSubjectNames(
  em: EntityManager,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const parts = NAMED.map(
    ([table, name]) => `select id, ${name} as name from ${table} where id = any($1)`,
  );
  return query(em, parts.join(' union all '), [ids]);
}

export type AuditActorFound = { kind: ActorKind; id: string; name: string };

/** Every kind of event there is, and who did something, each by the name used last. At most so many of each. */
export async function findAuditFacets(
  em: EntityManager,
  most: number,
): Promise<{ events: string[]; actors: AuditActorFound[] }> {
  const events = await query<{ event: string }>(
    em,
    `${hop('event')} select value as event from hop where value is not null limit $1`,
    [most],
  );
  const actors = await query<AuditActorFound>(
    em,
    `${hop('actor_id')} select latest.* from hop cross join lateral (
       select actor_kind as kind, actor_id as id, actor_name as name from history_entry
       where actor_id = hop.value order by at desc, id desc limit 1) latest
     limit $1`,
    [most],
  );
  return {
    events: events.map(({ event }) => event),
    actors: actors.toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
  };
}

/** From each value to the next by its index: as many steps as there are values, however long the log is. */
function hop(column: 'event' | 'actor_id'): string {
  return `with recursive hop as (
    (select min(${column}) as value from history_entry where ${column} is not null)
    union all
    select (select min(${column}) from history_entry where ${column} > hop.value) from hop where hop.value is not null)`;
}
