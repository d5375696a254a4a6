import type { EntityManager } from '@mikro-orm/postgresql';
import { query, queryTogether } from './orm.ts';

/** What orders hold, most used first. */
export type OrderFacetValues = {
  readonly sources: string[];
  readonly tags: string[];
  readonly discountCodes: string[];
};

/** The newest orders that are looked at: suggestions need no more, and a million rows need their time. */
const LOOKED_AT = 20_000;
const LONGEST = 200;

/** Suggestions for the filters out of the newest orders of these checkouts, visits left out. */
export async function findOrderFacets(
  em: EntityManager,
  reach: 'ALL' | readonly string[],
): Promise<OrderFacetValues> {
  const [row] = await queryTogether<OrderFacetValues>(
    em,
    `with newest as materialized (
       select source, tags, discount_code from order_list
       where not is_visit and ($1::text[] is null or checkout_id = any($1::text[]))
       order by created_at desc, order_id desc limit ${LOOKED_AT})
     select
       array(select source from newest where source is not null
         group by source order by count(*) desc, source limit ${LONGEST}) as sources,
       array(select tag from newest, unnest(tags) as t (tag)
         group by tag order by count(*) desc, tag limit ${LONGEST}) as tags,
       array(select discount_code from newest where discount_code is not null
         group by discount_code order by count(*) desc, discount_code limit ${LONGEST}) as "discountCodes"`,
    [reach === 'ALL' ? null : reach],
    // Without the checkouts all orders would be walked for the few of a small one.
    query,
  );
  return row ?? { sources: [], tags: [], discountCodes: [] };
}
