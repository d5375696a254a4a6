import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';
import { graceMsSql } from './settings.ts';

/**
 * Orders whose undelivered actions are written down as needing somebody from another moment than payment +
 * grace: the grace has changed since. `defaultGraceMs` holds where none is set.
 */
export function ordersWithOldGrace(
  em: EntityManager,
  defaultGraceMs: number,
  limit: number,
): Promise<{ id: string }[]> {
  return query(
    em,
    `with grace as materialized (select ${graceMsSql('$1')} as ms)
     select l.order_id as id from order_list l, grace
     where l.attention_at is not null and exists (
       select from jsonb_array_elements(l.attention) as r
       where r ->> 'reason' in ('ACTION_FAILED', 'ACTION_OVERDUE', 'ACTION_UNKNOWN')
         -- Moments are written down in whole milliseconds.
         and abs(extract(epoch from (r ->> 'from')::timestamptz - l.paid_at) * 1000 - grace.ms) >= 1)
     order by l.order_id limit $2`,
    [defaultGraceMs, limit],
  );
}
