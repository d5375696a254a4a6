import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { OrderDraft } from './past-draft.ts';
import { insertRows, type NewRow } from './rows.ts';

/** In an order that foreign keys allow. */
const TABLES: readonly (readonly [string, (draft: OrderDraft) => readonly NewRow[]])[] = [
  ['orders', ({ order }) => [order]],
  ['order_line', ({ lines }) => lines],
  ['payment', ({ payments }) => payments],
  ['refund', ({ refunds }) => refunds],
  ['refund_leg', ({ legs }) => legs],
  ['refund_part', ({ parts }) => parts],
  // An action may send a leg.
  ['action', ({ actions }) => actions],
  ['attempt', ({ attempts }) => attempts],
  ['book_entry', ({ books }) => books],
  // In the order in which things happened: the database chains the entries as they come.
  ['history_entry', ({ history }) => history],
];

/**
 * Writes drafts with all that belongs to them and their list rows, in one transaction. `mayBeThere`:
 * they may have been written before, by a past that was interrupted.
 */
export async function writeDrafts(
  em: EntityManager,
  drafts: readonly OrderDraft[],
  mayBeThere: boolean,
): Promise<void> {
  const ids = drafts.map(({ order }) => order.id);
  await em.fork().transactional(async (within) => {
    if (mayBeThere) {
      const there = await query(within, 'select id from orders where id = any($1) limit 1', [ids]);
      if (there.length > 0) return;
    }
    for (const [table, rowsOf] of TABLES) await insertRows(within, table, drafts.flatMap(rowsOf));
    await query(within, 'select refresh_order_list($1)', [ids]);
  });
}
