import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

// Keeps the rollups of reports up to the books. One process folds at a time: an advisory lock sees to it.

const LOCK = '42, 10';

/** Orders folded in one statement: it ends well within a second. */
const BATCH = 1_000;

/**
 * Folds what has changed since, oldest first, up to a batch; answers how many notes of changes it worked
 * off. None too when another process is at it.
 */
export async function foldPending(em: EntityManager): Promise<number> {
  return em.fork().transactional(async (tx) => {
    const [lock] = await query<{ mine: boolean }>(
      tx,
      `select pg_try_advisory_xact_lock(${LOCK}) as mine`,
    );
    if (!lock?.mine) return 0;
    const taken = await query<{ order_id: string }>(
      tx,
      `delete from report_pending where id in (
         select id from report_pending order by id limit ${BATCH}) returning order_id`,
    );
    if (taken.length === 0) return 0;
    // A statement of its own, and so as of a later moment than the notes: it sees what they were about.
    await query(tx, 'select fold_report($1)', [[...new Set(taken.map((one) => one.order_id))]]);
    return taken.length;
  });
}

/**
 * Makes the rollups anew from the orders and their books, in one transaction: until it commits, reports are
 * read from the old ones, and nobody waits but the worker that folds. Answers how many orders there are.
 */
export async function rebuildRollups(
  em: EntityManager,
  onProgress: (orders: number) => void = () => {},
): Promise<number> {
  return em.fork().transactional(async (tx) => {
    await query(tx, `set local statement_timeout = 0`);
    await query(tx, `select pg_advisory_xact_lock(${LOCK})`);
    await query(tx, 'delete from report_rollup');
    await query(tx, 'delete from report_order');
    let done = 0;
    let last = '';
    for (;;) {
      const ids = (
        await query<{ order_id: string }>(
          tx,
          `select order_id from order_list where order_id > $1 order by order_id limit ${BATCH}`,
          [last],
        )
      ).map((row) => row.order_id);
      if (ids.length === 0) return done;
      await query(tx, 'select fold_report($1)', [ids]);
      last = ids.at(-1) ?? last;
      done += ids.length;
      onProgress(done);
    }
  });
}
