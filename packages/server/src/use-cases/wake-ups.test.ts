import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, paidOrder, runOnce, scriptedActions } from '../../test/kit/paid-order.ts';
import { makeShop, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { sweep } from '../worker/sweeps.ts';
import { completeOrder } from './complete-order.ts';
import { inOneTransaction } from './request.ts';

const HOUR = 60 * 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterEach(() => database.tools.setNow(new Date()));
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const jobOf = async (actionId: string) => {
  const [job] = await rows<{ run_at: Date; early: boolean }>(
    `select j.run_at, j.run_at < a.next_attempt_at as early
     from graphile_worker.jobs j join action a on j.key = 'action:' || a.id where a.id = $1`,
    [actionId],
  );
  return job;
};

describe('an action that is due', () => {
  test.each([
    ['an hour ahead', HOUR],
    ['an hour behind', -HOUR],
  ])(
    'is due by the database’s clock, though the server that queued it is %s',
    async (_, skewMs) => {
      database.tools.setNow(new Date(Date.now() + skewMs));
      const { orderId, actionIds } = await paidOrder(database);
      const { keys, types } = scriptedActions(answers.done, answers.done);
      await runOnce(database, actionIds[0] ?? '', types);
      expect(keys).toEqual([`${actionIds[0]}-1`]);

      await completeOrder(
        {
          orderId,
          idempotencyKey: newKey(),
          runActions: true,
          actionsToRun: 'ALL',
          restoreRefunded: false,
          useLatestConfiguration: false,
        },
        requestOf(database, { permissions: ['COMPLETE_ORDERS'] }),
      );
      await runOnce(database, actionIds[0] ?? '', types);
      expect(keys).toHaveLength(2);
    },
  );

  test('wakes a worker no earlier than it may be claimed, though its order was busy meanwhile', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    const holder = database.orm.em.fork();
    await holder.begin();
    const { types } = scriptedActions(async () => {
      // Somebody works on the order for a while, so that the answer has to wait for its lock.
      await query(holder, 'select id from orders where id = $1 for no key update', [orderId]);
      return answers.fails;
    });
    const running = runOnce(database, actionId, types);
    await vi.waitFor(
      async () => {
        const [row] = await rows<{ waitedMs: number }>(
          `select coalesce(max(extract(epoch from clock_timestamp() - xact_start) * 1000), 0)::float8 as "waitedMs"
           from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(row?.waitedMs).toBeGreaterThan(300);
      },
      { timeout: 20_000 },
    );
    await holder.commit();
    await running;
    expect(await jobOf(actionId)).toMatchObject({ early: false });
  });

  test('has one job when it is woken twice in one change, due when it was wished last', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    await inOneTransaction(requestOf(database), async (work) => {
      work.wake(actionId);
      work.wake(actionId, HOUR);
      work.touch(orderId);
    });
    const jobs = await rows<{ waits: boolean }>(
      `select run_at > now() + interval '50 minutes' as waits from graphile_worker.jobs where key = 'action:' || $1::text`,
      [actionId],
    );
    expect(jobs).toEqual([{ waits: true }]);
  });

  test('keeps its place among the waiting when the workers cannot keep up', async () => {
    const { actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    const before = await jobOf(actionId);
    await rows(`update action set next_attempt_at = now() - interval '1 minute' where id = $1`, [
      actionId,
    ]);
    await sweep(requestOf(database));
    expect((await jobOf(actionId))?.run_at).toEqual(before?.run_at);
  });

  test('is woken again when its wake-up was lost', async () => {
    const { actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    await rows(`select graphile_worker.remove_job('action:' || $1)`, [actionId]);
    await rows(`update action set next_attempt_at = now() - interval '1 minute' where id = $1`, [
      actionId,
    ]);
    await sweep(requestOf(database));
    expect(await jobOf(actionId)).toBeDefined();
  });

  test('is woken again when the worker that had its wake-up has died', async () => {
    const { actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    await rows(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead', attempts = 1
       where key = 'action:' || $1`,
      [actionId],
    );
    await rows(`update action set next_attempt_at = now() - interval '1 minute' where id = $1`, [
      actionId,
    ]);
    await sweep(requestOf(database));
    expect(
      await rows(`select locked_at from graphile_worker.jobs where key = 'action:' || $1`, [
        actionId,
      ]),
    ).toEqual([{ locked_at: null }]);
  });

  test('leaves nothing of a dead worker’s wake-ups behind, but of one that may still be at it', async () => {
    const [dead, alive] = await Promise.all([paidOrder(database), paidOrder(database)]);
    const left = async () =>
      (
        await rows<{ id: string }>(
          `select payload->>'actionId' as id from graphile_worker._private_jobs where locked_by = 'dead or not'`,
        )
      ).map(({ id }) => id);
    for (const [{ actionIds }, minutes] of [
      [dead, 16],
      [alive, 14],
    ] as const) {
      await rows(
        `update graphile_worker._private_jobs set locked_at = now() - $2 * interval '1 minute', attempts = 1,
           locked_by = 'dead or not' where key = 'action:' || $1`,
        [actionIds[0], minutes],
      );
    }
    await sweep(requestOf(database));
    expect(await left()).toEqual([alive.actionIds[0]]);
  });
});

describe('an action whose workers died again and again', () => {
  test('is given up, and the history says so', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    await rows(
      `update action set status = 'RUNNING', next_attempt_at = null, attempt = 4, failures_in_run = 3,
         lease_until = now() - interval '1 second', worker = 'dead' where id = $1`,
      [actionId],
    );
    await sweep(requestOf(database));
    expect(await rows('select status from action where id = $1', [actionId])).toEqual([
      { status: 'FAILED' },
    ]);
    expect(
      await rows(
        `select summary from history_entry where order_id = $1 and event = 'action.failed'`,
        [orderId],
      ),
    ).toEqual([
      {
        summary: 'Tell the membership site (run 1, attempt 4) failed and was given up.',
      },
    ]);
  });
});
