import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { claimAction, finishAttempt } from '../database/action-lease.ts';
import {
  findBulkRerunActionPages,
  findBulkReruns,
  findSkippedActions,
} from '../database/bulk-rerun-progress.ts';
import { query } from '../database/orm.ts';
import { advanceBulkRerun, wakeForgottenBulkReruns } from './advance-bulk-rerun.ts';
import { cancelBulkRerun, rerunFailedActions, type RerunFailedActions } from './bulk-rerun.ts';
import type { Request } from './request.ts';
import { rerunAction } from './rerun-action.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterEach(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** `count` paid orders with a failed webhook and a failed receipt each. */
const seed = (count: number, checkoutId = 'chk_one') =>
  seedOrders(
    database,
    Array.from({ length: count }, (_, index) => ({
      id: `ord_${checkoutId.slice(4)}_${String(index).padStart(3, '0')}`,
      number: `${checkoutId}-${index}`,
      checkoutId,
      failedKinds: ['webhook', 'receipt-email'],
    })),
  );

const rerun = (wish: Partial<RerunFailedActions> = {}, request: Request = requestOf(database)) =>
  rerunFailedActions({ filter: {}, idempotencyKey: newKey(), dryRun: false, ...wish }, request);
const countOf = async (wish: Partial<RerunFailedActions>, request?: Request) => {
  const { matched, orders } = accepted(await rerun({ ...wish, dryRun: true }, request));
  return [matched, orders];
};
async function started(wish: Partial<RerunFailedActions> = {}): Promise<string> {
  return accepted(await rerun(wish)).bulkRerunId ?? '';
}
async function progress(id: string) {
  const [found] = await findBulkReruns(database.orm.em.fork(), [id]);
  if (!found) throw new Error('there is no such bulk re-run');
  const { total, succeeded, failed, waiting, skippedCount, finishedAt } = found;
  return { total, succeeded, failed, waiting, skipped: skippedCount, isOver: finishedAt !== null };
}
const advance = (id: string) => advanceBulkRerun(id, requestOf(database, { name: 'worker' }));
/** Lets the worker at one action and answer for it. */
async function run(actionId: string, actionStatus: 'SUCCEEDED' | 'FAILED'): Promise<void> {
  const em = database.orm.em.fork();
  const attemptId = database.tools.newId('att');
  const claimed = await claimAction(em, { actionId, attemptId, worker: 'w', leaseMs: 60_000 });
  await finishAttempt(em, {
    actionId,
    attempt: claimed?.attempt ?? 0,
    attemptStatus: actionStatus,
    actionStatus,
    delayMs: 0,
    message: null,
    technical: null,
    request: null,
    response: null,
  });
}
const rerunOne = (actionId: string) =>
  rerunAction(
    { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge: 'NONE' },
    requestOf(database, { name: 'ville' }),
  );

describe('a dry run', () => {
  beforeEach(async () => {
    await seed(3);
    await seed(2, 'chk_two');
    await rows(
      `update action set message = 'Kajabi was not reachable.', finished_at = '2026-11-01T09:30:00Z'
       where order_id = 'ord_one_000' and kind = 'webhook'`,
    );
    await rows(
      `update action set purpose = 'REMOVAL', level = null where order_id = 'ord_one_001' and kind = 'webhook'`,
    );
    await rows(
      `update action set purpose = 'REFUND', level = null where order_id = 'ord_one_002' and kind = 'webhook'`,
    );
    await rows(`update action set status = 'CANCELLED' where order_id = 'ord_two_001'`);
  });

  test.each<[string, Partial<RerunFailedActions>, number[]]>([
    ['every failed delivery and removal, but no refund', {}, [7, 4]],
    ['those of one kind', { kinds: ['receipt-email'] }, [4, 4]],
    ['those with a part of the message, in any case', { messageContains: ' kajabi WAS ' }, [1, 1]],
    [
      'those that failed from nine to ten',
      {
        failedFrom: new Date('2026-11-01T09:00:00Z'),
        failedBefore: new Date('2026-11-01T10:00:00Z'),
      },
      [1, 1],
    ],
    ['those of chosen orders', { filter: { orderIds: ['ord_one_001', 'ord_two_001'] } }, [2, 1]],
    ['those of no order, when none is chosen', { filter: { orderIds: [] } }, [0, 0]],
    ['those of the orders on the list', { filter: { checkoutIds: ['chk_two'] } }, [2, 1]],
  ])('counts %s', async (_, wish, expected) => {
    expect(await countOf(wish)).toEqual(expected);
  });

  test('counts only orders within reach', async () => {
    expect(await countOf({}, requestOf(database, { reach: ['chk_two'] }))).toEqual([2, 1]);
  });

  test('changes nothing and uses no idempotency key up', async () => {
    accepted(await rerun({ dryRun: true, idempotencyKey: 'once' }));
    expect(await rows('select id from bulk_rerun')).toEqual([]);
    expect(accepted(await rerun({ idempotencyKey: 'once' }))).toMatchObject({
      matched: 7,
      orders: 4,
    });
  });
});

describe('a bulk re-run', () => {
  test('is fixed when it is confirmed: what fails afterwards is not in it', async () => {
    await seed(1);
    const id = await started();
    await seed(1, 'chk_two');
    await advance(id);
    expect(await progress(id)).toMatchObject({ total: 2, waiting: 2 });
    expect(await rows(`select distinct order_id from action where status = 'PENDING'`)).toEqual([
      { order_id: 'ord_one_000' },
    ]);
  });

  test('runs each action as a single re-run does: a new run, asked for by who confirmed', async () => {
    await seed(1);
    const id = await started({ kinds: ['webhook'] });
    await advance(id);
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
    await seed(4);
    const id = await started({ kinds: ['webhook'] });
    const [again, succeeded, running] = [0, 1, 2].map((index) => `act_one_00${index}_webhook`);
    for (const action of [again, succeeded, running]) accepted(await rerunOne(action ?? ''));
    await run(again ?? '', 'FAILED');
    await run(succeeded ?? '', 'SUCCEEDED');
    await advance(id);

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
    expect(await progress(id)).toEqual({
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
    await seed(3);
    const id = await started({ kinds: ['webhook'] });
    await advance(id);
    await run('act_one_000_webhook', 'SUCCEEDED');
    await run('act_one_001_webhook', 'FAILED');
    expect(await progress(id)).toEqual({
      total: 3,
      succeeded: 1,
      failed: 1,
      waiting: 1,
      skipped: 0,
      isOver: false,
    });
    accepted(await rerunOne('act_one_001_webhook'));
    await run('act_one_001_webhook', 'SUCCEEDED');
    await run('act_one_002_webhook', 'SUCCEEDED');
    expect(await progress(id)).toEqual({
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
    await seed(60);
    const id = await started();
    await advance(id);
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
    await Promise.all([advance(id), advance(id), advance(id)]);
    while ((await rows('select id from bulk_rerun where dealt_with_at is null')).length > 0) {
      await advance(id);
    }
    expect(await rows(`select status, run, count(*) from action group by status, run`)).toEqual([
      { status: 'PENDING', run: 2, count: 120 },
    ]);
    expect(await rows(`select count(*) from history_entry where event = 'action.rerun'`)).toEqual([
      { count: 120 },
    ]);
  });

  test('that stands still is woken by the sweep, once', async () => {
    await seed(1);
    const id = await started();
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
    await seed(1);
    const first = accepted(await rerun({ idempotencyKey: 'same' }));
    expect(accepted(await rerun({ idempotencyKey: 'same' }))).toEqual(first);
    expect(await rows('select total, order_count from bulk_rerun')).toEqual([
      { total: 2, order_count: 1 },
    ]);
  });
});

describe('cancelling a bulk re-run', () => {
  test('stops what has not been queued, leaves the rest alone, and can be asked for twice', async () => {
    await seed(30);
    const id = await started();
    await advance(id);
    accepted(await cancelBulkRerun(id, requestOf(database)));
    accepted(await cancelBulkRerun(id, requestOf(database, { name: 'ville' })));
    await advance(id);
    expect(await progress(id)).toEqual({
      total: 60,
      succeeded: 0,
      failed: 0,
      waiting: 50,
      skipped: 10,
      isOver: false,
    });
    expect(await rows('select distinct refusal from bulk_rerun_action where run is null')).toEqual([
      {
        refusal: {
          code: 'CANCELLED',
          message: 'Aino cancelled the bulk re-run before this action’s turn.',
        },
      },
    ]);
    expect(
      await rows(
        `select actor_name, summary from history_entry where event = 'bulk.rerun_cancelled'`,
      ),
    ).toEqual([{ actor_name: 'Aino', summary: 'Cancelled: 10 actions will not be run.' }]);
  });

  test('is refused when everything has been queued, and for what is out of reach', async () => {
    await seed(1);
    await seed(1, 'chk_two');
    const id = await started();
    expect(await cancelBulkRerun(id, requestOf(database, { reach: ['chk_one'] }))).toEqual({
      ok: false,
      refusals: [{ code: 'NOT_FOUND', message: 'There is no such bulk re-run.', path: ['id'] }],
    });
    await advance(id);
    expect(await cancelBulkRerun(id, requestOf(database))).toEqual({
      ok: false,
      refusals: [
        {
          code: 'NOT_ALLOWED',
          message: 'Every action has been queued already: there is nothing left to stop.',
          path: null,
        },
      ],
    });
    expect(await rows('select cancelled_at from bulk_rerun')).toEqual([{ cancelled_at: null }]);
  });
});

describe('is refused', () => {
  test.each<[string, Partial<RerunFailedActions>, () => Request, object[]]>([
    [
      'without the permission',
      {},
      () => requestOf(database, { permissions: ['READ_ORDERS'] }),
      [{ code: 'NOT_ALLOWED', path: null }],
    ],
    [
      'where nothing within reach has failed',
      {},
      () => requestOf(database, { reach: ['chk_two'] }),
      [{ code: 'NO_FAILED_ACTION', path: null }],
    ],
    [
      'with an end before the beginning and a text nobody types, both at once',
      {
        failedFrom: new Date('2026-11-01T10:00:00Z'),
        failedBefore: new Date('2026-11-01T10:00:00Z'),
        messageContains: 'a\0b',
      },
      () => requestOf(database),
      [
        { code: 'INVALID', path: ['messageContains'] },
        { code: 'INVALID', path: ['failedBefore'] },
      ],
    ],
  ])('%s', async (_, wish, request, refusals) => {
    await seed(1);
    expect(await rerun(wish, request())).toMatchObject({ ok: false, refusals });
    expect(await rows('select id from bulk_rerun')).toEqual([]);
    expect(await rows(`select id from action where status <> 'FAILED'`)).toEqual([]);
  });
});
