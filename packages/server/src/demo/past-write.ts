import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { OrderDraft } from './past-draft.ts';
import { insertRows } from './rows.ts';

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
    const all = <Row>(rowsOf: (draft: OrderDraft) => readonly Row[]) => drafts.flatMap(rowsOf);
    await insertRows(
      within,
      'orders',
      all(({ order }) => [order]),
    );
    await insertRows(
      within,
      'order_line',
      all(({ lines }) => lines),
    );
    await insertRows(
      within,
      'payment',
      all(({ payments }) => payments),
    );
    await insertRows(
      within,
      'action',
      all(({ actions }) => actions),
    );
    await insertRows(
      within,
      'attempt',
      all(({ attempts }) => attempts),
    );
    await insertRows(
      within,
      'refund',
      all(({ refunds }) => refunds),
    );
    await insertRows(
      within,
      'refund_leg',
      all(({ legs }) => legs),
    );
    await insertRows(
      within,
      'refund_part',
      all(({ parts }) => parts),
    );
    await insertRows(
      within,
      'book_entry',
      all(({ books }) => books),
    );
    // In the order in which things happened: the database chains the entries as they come.
    await insertRows(
      within,
      'history_entry',
      all(({ history }) => history),
    );
    await query(within, 'select refresh_order_list($1)', [ids]);
  });
}
