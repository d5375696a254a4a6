import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** How many orders need somebody at a moment, and when the next one will begin to. */
export type AttentionTally = {
  /** By checkout id; checkouts without any are missing. */
  readonly byCheckout: ReadonlyMap<string, number>;
  readonly nextAt: Date | null;
};

/** Counts every checkout's orders by one scan of the partial index on the moment attention begins. */
export async function tallyAttention(em: EntityManager, now: Date): Promise<AttentionTally> {
  const rows = await query<{ checkoutId: string; present: number; nextAt: Date | null }>(
    em,
    `select checkout_id as "checkoutId", count(*) filter (where attention_at <= $1) as present,
       min(attention_at) filter (where attention_at > $1) as "nextAt"
     from order_list where attention_at is not null group by checkout_id order by checkout_id`,
    [now],
  );
  const moments = rows.flatMap(({ nextAt }) => (nextAt ? [nextAt.getTime()] : []));
  return {
    byCheckout: new Map(
      rows.filter(({ present }) => present > 0).map((row) => [row.checkoutId, row.present]),
    ),
    nextAt: moments.length > 0 ? new Date(Math.min(...moments)) : null,
  };
}
