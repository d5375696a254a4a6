import { IsolationLevel, type EntityManager } from '@mikro-orm/postgresql';
import { countEveryOrder } from './order-export.ts';
import { SqlParameters, type Onlooker, type OrderFilter } from './order-filter.ts';
import type { OrderListRow } from './order-list-row.ts';
import { wholeListStatement } from './order-search.ts';
import type { OrderSort } from './order-sort.ts';
import type { BillingField } from './order.ts';
import { query } from './orm.ts';

/** A row of the list with what an export may show beside it. */
export type ExportedOrder = OrderListRow & {
  readonly checkoutName: string;
  readonly offerName: string;
  readonly billingFields: BillingField[];
};

/** So many orders are in memory at a time: some hundred kilobytes. More of them are no faster. */
const BATCH = 100;

/** Between two batches a slow reader may take as long as this; whoever reads decides when it is too long. */
const IDLE_MS = 10 * 60_000;

const MORE_COLUMNS = `
  (select c.name from checkout c where c.id = o.checkout_id) as "checkoutName",
  (select f.name from offer f where f.id = o.offer_id) as "offerName",
  (select w.billing_fields from orders w where w.id = o.order_id) as "billingFields"`;

/**
 * Hands on every order of a list, in its order, as it was at one moment: a batch at a time, the next
 * one read only when `take` is done with it. `begin` is told how many there will be. What either of
 * them throws ends the reading.
 */
export async function readWholeList(
  em: EntityManager,
  list: { readonly filter: OrderFilter; readonly sort: OrderSort; readonly onlooker: Onlooker },
  reader: {
    begin(total: number): Promise<void>;
    take(orders: readonly ExportedOrder[]): Promise<void>;
  },
): Promise<void> {
  const { filter, sort, onlooker } = list;
  await em.fork().transactional(
    async (tx) => {
      await query(tx, `set local idle_in_transaction_session_timeout = ${IDLE_MS}`);
      await reader.begin(await countEveryOrder(tx, filter, onlooker));
      const parameters = new SqlParameters();
      const statement = wholeListStatement(filter, sort, onlooker, parameters, MORE_COLUMNS);
      await query(tx, `declare exported no scroll cursor for ${statement}`, parameters.values);
      for (;;) {
        const orders = await query<ExportedOrder>(tx, `fetch ${BATCH} from exported`);
        if (orders.length > 0) await reader.take(orders);
        if (orders.length < BATCH) return;
      }
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}
