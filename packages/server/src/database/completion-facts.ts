import type { EntityManager } from '@mikro-orm/postgresql';
import { queryByIds } from './orm.ts';

/** What completing an order by hand depends on, beside its actions. */
export type CompletionFacts = {
  readonly id: string;
  /** A refund stands in the books and was not reversed. */
  readonly hasRefundToRestore: boolean;
  /** How many actions an order without any would get from the enabled configurations. */
  readonly configured: number;
  /** The customer's data is gone: nothing can be delivered. */
  readonly isErased: boolean;
};

export function findCompletionFacts(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<CompletionFacts[]> {
  return queryByIds(
    em,
    orderIds,
    (isOne) => `select o.id,
       exists (select from book_entry b where b.order_id = o.id and b.refund_id is not null
         group by b.refund_id having sum(b.gross_minor) < 0) as "hasRefundToRestore",
       (select count(*)::int from action_configuration c
         left join order_line l on c.level = 'PRODUCT' and l.order_id = o.id and l.product_id = c.product_id
         where c.checkout_id = o.checkout_id and c.enabled and c.deleted_at is null
           and (c.level = 'CHECKOUT' or c.offer_id = o.offer_id or l.id is not null)) as configured,
       o.erased_at is not null as "isErased"
     from orders o where ${isOne('o.id')}`,
  );
}
