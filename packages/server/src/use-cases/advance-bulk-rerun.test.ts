import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  advance,
  claim,
  finish,
  progressOf,
  rerunByVille,
  rerunFailed,
  runOnce,
  seedFailures,
  startedBulk,
} from '../../test/kit/bulk-rerun.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, requestOf } from '../../test/kit/shop.ts';
import { findBulkRerunActionPages, findSkippedActions } from '../database/bulk-rerun-progress.ts';
import { query } from '../database/orm.ts';
import { wakeForgottenBulkReruns } from './advance-bulk-rerun.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterEach(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

describe('a bulk re-run', () => {
  test('is fixed when it is confirmed: what fails afterwards is not in it', async () => {
    await seedFailures(database, 1);
    const id = await startedBulk(database);
    await seedFailures(database, 1, 'chk_two');
    await advance(database, id);
    expect(await progressOf(database, id)).toMatchObject({ total: 2, waiting: 2 });
    expect(await rows(`select distinct order_id from action where status = 'PENDING'`)).toEqual([
      { order_id: 'ord_one_000' },
    ]);
  });

  test('runs each action as a single re-run does: a new run, asked for by who confirmed', async () => {
    await seedFailures(database, 1);
    const id = await startedBulk(database, { kinds: ['webhook'] });
    await advance(database, id);
    expect(
      await rows(
        `select status, run, next_trigger, run_actor_name, failures_in_run from action where kind = 'webhook'`,
      ),
    ).toEqual([
      {
        status: 'PENDING',
        run: 2,
        next_trigger: 'RERUN',
        run_actor_name: 'Aino',
        failures_in_run: 0,
      },
    ]);
    expect(
      await rows(`select event, summary, actor_name from history_entry where order_id is not null`),
    ).toEqual([
      {
        event: 'action.rerun',
        summary: 'Run webhook was re-run together with others (run 2).',
        actor_name: 'Aino',
      },
    ]);
    expect(
      await rows(`select chain, event, summary, changes from history_entry where order_id is null`),
    ).toEqual([
      {
        chain: id,
        event: 'bulk.rerun_started',
        summary: 'A bulk re-run of 1 failed action of 1 order was started.',
        changes: [{ field: 'kinds', before: null, after: 'webhook' }],
      },
    ]);
    expect(await rows(`select key from graphile_worker.jobs where key like 'action:%'`)).toEqual([
      { key: 'action:act_one_000_webhook' },
    ]);
  });

  test('passes over what somebody has dealt with meanwhile, and says why', async () => {
    await seedFailures(database, 4);
    const id = await startedBulk(database, { kinds: ['webhook'] });
    const [again, succeeded, running] = [0, 1, 2].map((index) => `act_one_00${index}_webhook`);
    for (const action of [again, succeeded, running]) await rerunByVille(database, action ?? '');
    await runOnce(database, again ?? '', 'FAILED');
    await runOnce(database, succeeded ?? '', 'SUCCEEDED');
    await advance(database, id);

    expect(await findSkippedActions(database.orm.em.fork(), [id], 10)).toEqual(
      [
        [again, 'STALE', 'Run webhook was run again by ville meanwhile.'],
        [succeeded, 'STALE', 'Run webhook has succeeded meanwhile.'],
        [running, 'ALREADY_RUNNING', 'Run webhook was already started again by ville.'],
      ].map(([actionId, code, message], index) => ({
        bulkRerunId: id,
        position: index + 1,
        actionId,
        run: null,
        outcome: 'SKIPPED',
        refusal: { code, message },
      })),
    );
    expect(await progressOf(database, id)).toEqual({
      total: 4,
      succeeded: 0,
      failed: 0,
      waiting: 1,
      skipped: 3,
      isOver: false,
    });
    expect(await rows(`select run from action where id = $1`, [succeeded])).toEqual([{ run: 2 }]);
  });

  test('tells what became of each run, also when the action has been run anew since', async () => {
    await seedFailures(database, 3);
    const id = await startedBulk(database, { kinds: ['webhook'] });
    await advance(database, id);
    await runOnce(database, 'act_one_000_webhook', 'SUCCEEDED');
    await runOnce(database, 'act_one_001_webhook', 'FAILED');
    expect(await progressOf(database, id)).toEqual({
      total: 3,
      succeeded: 1,
      failed: 1,
      waiting: 1,
      skipped: 0,
      isOver: false,
    });
    await rerunByVille(database, 'act_one_001_webhook');
    await runOnce(database, 'act_one_001_webhook', 'SUCCEEDED');
    await runOnce(database, 'act_one_002_webhook', 'SUCCEEDED');
    expect(await progressOf(database, id)).toEqual({
      total: 3,
      succeeded: 2,
      failed: 1,
      waiting: 0,
      skipped: 0,
      isOver: true,
    });
    const page = await findBulkRerunActionPages(database.orm.em.fork(), [
      { id, first: 2, after: 1 },
    ]);
    expect(page.map(({ position, run: itsRun, outcome }) => [position, itsRun, outcome])).toEqual([
      [2, 2, 'FAILED'],
      [3, 2, 'SUCCEEDED'],
    ]);
  });

  test('goes on where a worker was stopped, and two workers run nothing twice', async () => {
    await seedFailures(database, 60);
    const id = await startedBulk(database);
    await rows('delete from graphile_worker._private_jobs');
    await advance(database, id);
    expect(await rows(`select count(*) from action where status = 'PENDING'`)).toEqual([
      { count: 50 },
    ]);
    // Its next step waits behind the actions queued so far.
    expect(
      await rows(
        `select (payload ->> 'subject') = $1 as mine from graphile_worker._private_jobs where key like 'bulk-rerun:%'`,
        [id],
      ),
    ).toEqual([{ mine: true }]);
    await Promise.all([advance(database, id), advance(database, id), advance(database, id)]);
    while ((await rows('select id from bulk_rerun where dealt_with_at is null')).length > 0) {
      await advance(database, id);
    }
    expect(await rows(`select status, run, count(*) from action group by status, run`)).toEqual([
      { status: 'PENDING', run: 2, count: 120 },
    ]);
    expect(await rows(`select count(*) from history_entry where event = 'action.rerun'`)).toEqual([
      { count: 120 },
    ]);
  });

  test('leaves it to the worker that is at it', async () => {
    await seedFailures(database, 1);
    const id = await startedBulk(database);
    await database.orm.em.fork().transactional(async (em) => {
      await query(em, 'select id from bulk_rerun for no key update');
      await advance(database, id);
    });
    expect(await progressOf(database, id)).toMatchObject({ waiting: 2 });
    expect(await rows(`select id from action where status <> 'FAILED'`)).toEqual([]);
  });

  test('takes no late success of an overtaken attempt for its outcome', async () => {
    await seedFailures(database, 1);
    const action = 'act_one_000_webhook';
    const id = await startedBulk(database, { kinds: ['webhook'] });
    await advance(database, id);
    const late = await claim(database, action);
    await rerunByVille(database, action, 'MAY_STILL_BE_RUNNING');
    await finish(database, action, late, 'SUCCEEDED');
    expect(await progressOf(database, id)).toMatchObject({ waiting: 1 });
    await runOnce(database, action, 'FAILED');
    await rerunByVille(database, action);
    expect(await progressOf(database, id)).toMatchObject({ succeeded: 0, failed: 1, isOver: true });
  });

  test('that stands still is woken by the sweep, once', async () => {
    await seedFailures(database, 1);
    const id = await startedBulk(database);
    await rows('delete from graphile_worker._private_jobs');
    await wakeForgottenBulkReruns(requestOf(database));
    expect(await rows('select key from graphile_worker.jobs')).toEqual([]);
    await rows(`update bulk_rerun set progressed_at = now() - interval '6 seconds'`);
    await wakeForgottenBulkReruns(requestOf(database));
    await wakeForgottenBulkReruns(requestOf(database));
    expect(await rows('select key from graphile_worker.jobs')).toEqual([
      { key: `bulk-rerun:${id}` },
    ]);
  });

  test('happens once for one idempotency key', async () => {
    await seedFailures(database, 1);
    const first = accepted(await rerunFailed(database, { idempotencyKey: 'same' }));
    expect(accepted(await rerunFailed(database, { idempotencyKey: 'same' }))).toEqual(first);
    expect(await rows('select total, order_count from bulk_rerun')).toEqual([
      { total: 2, order_count: 1 },
    ]);
  });
});
