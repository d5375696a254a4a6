import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  advance,
  progressOf,
  rerunFailed,
  seedFailures,
  startedBulk,
} from '../../test/kit/bulk-rerun.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { cancelBulkRerun, type RerunFailedActions } from './bulk-rerun.ts';
import type { Request } from './request.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterEach(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const countOf = async (wish: Partial<RerunFailedActions>, request?: Request) => {
  const { matched, orders } = accepted(
    await rerunFailed(database, { ...wish, dryRun: true }, request),
  );
  return [matched, orders];
};

describe('a dry run', () => {
  beforeEach(async () => {
    await seedFailures(database, 3);
    await seedFailures(database, 2, 'chk_two');
    await rows(
      `update action set message = 'Kajabi was not reachable.', finished_at = '2026-11-01T09:30:00Z'
       where order_id = 'ord_one_000' and kind = 'webhook'`,
    );
    await rows(
      `update action set purpose = 'REMOVAL', level = null where order_id = 'ord_one_001' and kind = 'webhook'`,
    );
    await rows(
      `insert into refund (id, order_id, amount_minor, currency, status, actor_kind, actor_name, requested_at, changed_at)
       values ('ref_1', 'ord_one_002', 100, 'EUR', 'FAILED', 'PERSON', 'Aino', now(), now()) on conflict do nothing`,
    );
    await rows(
      `insert into refund_leg (id, refund_id, amount_minor, status, provider_key)
       values ('leg_1', 'ref_1', 100, 'FAILED', 'leg_1') on conflict do nothing`,
    );
    await rows(
      `update action set purpose = 'REFUND', level = null, refund_leg_id = 'leg_1'
       where order_id = 'ord_one_002' and kind = 'webhook'`,
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
    accepted(await rerunFailed(database, { dryRun: true, idempotencyKey: 'once' }));
    expect(await rows('select id from bulk_rerun')).toEqual([]);
    expect(accepted(await rerunFailed(database, { idempotencyKey: 'once' }))).toMatchObject({
      matched: 7,
      orders: 4,
    });
  });
});

describe('cancelling a bulk re-run', () => {
  test('stops what has not been queued, leaves the rest alone, and can be asked for twice', async () => {
    await seedFailures(database, 30);
    const id = await startedBulk(database);
    await advance(database, id);
    accepted(await cancelBulkRerun(id, requestOf(database)));
    accepted(await cancelBulkRerun(id, requestOf(database, { name: 'ville' })));
    await advance(database, id);
    expect(await progressOf(database, id)).toEqual({
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
    await seedFailures(database, 1);
    await seedFailures(database, 1, 'chk_two');
    const id = await startedBulk(database);
    expect(await cancelBulkRerun(id, requestOf(database, { reach: ['chk_one'] }))).toEqual({
      ok: false,
      refusals: [{ code: 'NOT_FOUND', message: 'There is no such bulk re-run.', path: ['id'] }],
    });
    await advance(database, id);
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
    await seedFailures(database, 1);
    expect(await rerunFailed(database, wish, request())).toMatchObject({ ok: false, refusals });
    expect(await rows('select id from bulk_rerun')).toEqual([]);
    expect(await rows(`select id from action where status <> 'FAILED'`)).toEqual([]);
  });
});
