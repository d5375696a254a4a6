import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, paidOrder, scriptedActions } from '../../test/kit/paid-order.ts';
import { makeShop, requestOf, surroundings } from '../../test/kit/shop.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import { finishAttempt } from '../database/action-lease.ts';
import { query } from '../database/orm.ts';
import { runAction } from './run-action.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const faults: unknown[] = [];
beforeEach(() => void faults.splice(0));

const run = (actionId: string, ...script: (ActionAnswer | (() => Promise<ActionAnswer>))[]) =>
  runAction(
    actionId,
    { ...requestOf(database), tools: { ...database.tools, chance: () => chance() } },
    {
      ...surroundings,
      actionTypes: scriptedActions(...script).types,
      worker: 'worker-under-test',
      heartbeatMs: 20,
      longestAttemptMs: 100,
      patienceMs: 50,
      stopping: new AbortController().signal,
      onFault: (error) => void faults.push(error),
    },
  );
let chance = () => 0.5;
const ends = (actionId: string) =>
  rows(
    `select a.status, t.status as attempt, t.overtaken, a.lease_until from action a
     join attempt t on t.action_id = a.id where a.id = $1`,
    [actionId],
  );

describe('an attempt', () => {
  test('that never ends and does not listen gives its place free, and nobody knows what became of it', async () => {
    const { actionIds } = await paidOrder(database);
    await run(actionIds[0] ?? '', () => new Promise(() => {}));
    expect(await ends(actionIds[0] ?? '')).toEqual([
      { status: 'UNKNOWN', attempt: 'UNKNOWN', overtaken: false, lease_until: null },
    ]);
  });

  test('keeps its action while its answer waits for the order', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    const holder = database.orm.em.fork();
    await holder.begin();
    const running = run(actionId, async () => {
      await query(holder, 'select id from orders where id = $1 for no key update', [orderId]);
      return answers.done;
    });
    await expect
      .poll(() =>
        rows(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      )
      .toHaveLength(1);
    await rows(`update action set lease_until = now() - interval '1 second' where id = $1`, [
      actionId,
    ]);
    await expect
      .poll(() => rows('select id from action where id = $1 and lease_until > now()', [actionId]))
      .toHaveLength(1);
    await holder.commit();
    await running;
    expect(await ends(actionId)).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('whose result could not be written is not made again: it is written once the database lets us', async () => {
    const { actionIds } = await paidOrder(database);
    const failures = [new Error('deadlock detected'), new Error('connection lost')];
    chance = () => {
      const failure = failures.shift();
      if (failure) throw failure;
      return 0.5;
    };
    await run(actionIds[0] ?? '', answers.done);
    expect(faults.map((fault) => (fault as Error).message)).toEqual([
      'deadlock detected',
      'connection lost',
    ]);
    expect(await ends(actionIds[0] ?? '')).toMatchObject([
      { status: 'SUCCEEDED', attempt: 'SUCCEEDED', overtaken: false },
    ]);
  });

  test('whose result was written without our hearing of it stays as it was written', async () => {
    const { actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    await run(actionId, answers.done);
    const again = {
      actionId,
      attempt: 1,
      attemptStatus: 'FAILED',
      actionStatus: 'FAILED',
      delayMs: 0,
      message: 'again',
      technical: null,
      request: null,
      response: null,
    } as const;
    expect(await finishAttempt(database.orm.em.fork(), again)).toBe(false);
    expect(await ends(actionId)).toMatchObject([
      { status: 'SUCCEEDED', attempt: 'SUCCEEDED', overtaken: false },
    ]);
  });
});
