import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

// How what a report is broken down by is called today. Keys of which nothing is known are left out.

export type LabelSource = 'PRODUCT' | 'OFFER' | 'LINK' | 'CHECKOUT' | 'SOURCE' | 'DISCOUNT_CODE';

const statements: Readonly<Record<LabelSource, string>> = {
  PRODUCT: named('product'),
  OFFER: named('offer'),
  LINK: named('checkout_link'),
  CHECKOUT: named('checkout'),
  SOURCE: spelled('source'),
  DISCOUNT_CODE: spelled('discount_code'),
};

export async function findLabels(
  em: EntityManager,
  source: LabelSource,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ key: string; label: string }>(em, statements[source], [keys]);
  return new Map(rows.map(({ key, label }) => [key, label]));
}

function named(table: string): string {
  return `select id as key, name as label from ${table} where id = any($1::text[])`;
}

/** Counted in any case, shown as the newest order spells it. */
function spelled(column: string): string {
  return `select k.key, s.label from unnest($1::text[]) as k (key) cross join lateral (
    select o.${column} as label from order_list o where o.${column} is not null and lower(o.${column}) = k.key
    order by o.created_at desc, o.order_id desc limit 1) s`;
}
