import type { EntityManager } from '@mikro-orm/postgresql';
import {
  orderConditions,
  SqlParameters,
  whereAll,
  type Onlooker,
  type OrderFilter,
} from './order-filter.ts';
import { lineConditions, refundConditions } from './order-filter-sales.ts';
import { query, queryTogether } from './orm.ts';

/** Of one currency, in minor units; refunds less what was taken back of them. */
export type OrderTotals = {
  readonly currency: string;
  readonly orders: number;
  readonly grossMinor: number;
  readonly vatMinor: number;
  readonly refundedMinor: number;
  readonly refundedVatMinor: number;
};

/**
 * What the books hold of a whole list, exactly and however long it is: sales and refunds of the lines that the
 * filter is about, and only refunds of its time where it names one. So it equals the figure of a report that
 * the filter stands behind.
 */
export function readOrderTotals(
  em: EntityManager,
  filter: OrderFilter,
  onlooker: Onlooker,
): Promise<readonly OrderTotals[]> {
  const parameters = new SqlParameters();
  const { conditions, substrings } = orderConditions(filter, onlooker, parameters);
  const lines = lineConditions(filter, parameters);
  const refunds = refundConditions(filter, parameters);
  const isRefund = refunds.length > 0 ? refunds.join(' and ') : `b.kind <> 'SALE'`;
  const sum = (column: string, which: string) =>
    `coalesce(sum(b.${column}) filter (where ${which}), 0)::bigint`;
  return queryTogether<OrderTotals>(
    em,
    `with wanted as materialized (
       select o.order_id, o.currency from order_list o ${whereAll([...conditions, ...substrings])})
     select w.currency, count(distinct w.order_id) as orders,
       ${sum('gross_minor', `b.kind = 'SALE'`)} as "grossMinor", ${sum('vat_minor', `b.kind = 'SALE'`)} as "vatMinor",
       -${sum('gross_minor', isRefund)} as "refundedMinor", -${sum('vat_minor', isRefund)} as "refundedVatMinor"
     from wanted w
     left join (book_entry b join order_line l on ${['l.id = b.order_line_id', ...lines].join(' and ')})
       on b.order_id = w.order_id
     group by w.currency order by orders desc, w.currency`,
    parameters.values,
    // Without its values PostgreSQL takes a year for one order in two hundred and looks up each by itself.
    query,
  );
}
