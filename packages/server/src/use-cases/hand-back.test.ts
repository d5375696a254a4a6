import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, paidOrder, scriptedActions } from '../../test/kit/paid-order.ts';
import { askRefund, refundableOrder } from '../../test/kit/refundable-order.ts';
import { attemptLeg, moneyOf, RefundingProvider } from '../../test/kit/refunding-provider.ts';
import { accepted, makeShop, requestOf, surroundings } from '../../test/kit/shop.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import { query } from '../database/orm.ts';
import { runAction } from './run-action.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** An attempt of a worker that is told to stop while it is at it. */
async function stoppedIn(actionId: string, script: ActionAnswer | (() => Promise<ActionAnswer>)) {
  const stopping = new AbortController();
  const { types, keys } = scriptedActions(async () => {
    stopping.abort();
    return typeof script === 'function' ? script() : script;
  });
  await runAction(actionId, requestOf(database), {
    ...surroundings,
    actionTypes: types,
    worker: 'worker-that-stops',
    heartbeatMs: 20,
    patienceMs: 30,
    stopping: stopping.signal,
    onFault: (error) => {
      throw error;
    },
  });
  return keys;
}

async function goOn(actionId: string) {
  const { types, keys } = scriptedActions(answers.done);
  await runAction(actionId, requestOf(database), {
    ...surroundings,
    actionTypes: types,
    worker: 'worker-that-goes-on',
    heartbeatMs: 20,
    stopping: new AbortController().signal,
    onFault: (error) => {
      throw error;
    },
  });
  return keys;
}

const actionOf = async (actionId: string) => {
  const [action] = await rows<Record<string, unknown>>(
    `select status, run, attempt, failures_in_run as failures, lease_until as lease, worker,
       case when next_attempt_at > clock_timestamp() + interval '5 seconds' then 'after a lease'
            when next_attempt_at is not null then 'now' end as due
     from action where id = $1`,
    [actionId],
  );
  return action;
};
const attemptsOf = (actionId: string) =>
  rows(
    'select attempt, run, trigger, status, overtaken, worker from attempt where action_id = $1 order by attempt',
    [actionId],
  );
const repeatable = { ...answers.unknown, again: 'yes' } as const;

describe('an action whose worker stops', () => {
  test.each([
    ['could not be done yet', answers.fails],
    ['may have been done, and can be repeated', repeatable],
  ])('and that %s is handed to another at once, with its key', async (_, answer) => {
    const { orderId, actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    const [key] = await stoppedIn(actionId, answer);

    expect(await actionOf(actionId)).toEqual({
      status: 'PENDING',
      run: 1,
      attempt: 1,
      // It is the worker that ended, and not the other side that failed.
      failures: 0,
      lease: null,
      worker: null,
      due: 'now',
    });
    const [job] = await rows(
      `select 1 as one from graphile_worker.jobs where key = 'action:' || $1 and locked_at is null`,
      [actionId],
    );
    expect(job).toBeDefined();
    expect(await goOn(actionId)).toEqual([key]);
    expect(await attemptsOf(actionId)).toEqual([
      {
        attempt: 1,
        run: 1,
        trigger: 'AUTOMATIC',
        status: 'UNKNOWN',
        overtaken: true,
        worker: 'worker-that-stops',
      },
      {
        attempt: 2,
        run: 1,
        trigger: 'TAKEOVER',
        status: 'SUCCEEDED',
        overtaken: false,
        worker: 'worker-that-goes-on',
      },
    ]);
    expect(await rows('select status from orders where id = $1', [orderId])).toEqual([
      { status: 'COMPLETED' },
    ]);
  });

  test.each([
    ['done', answers.done, 'SUCCEEDED'],
    ['refused for good', answers.refuses, 'FAILED'],
    ['perhaps done and not to be repeated', answers.unknown, 'UNKNOWN'],
  ])('and that was %s keeps its answer', async (_, answer, status) => {
    const { actionIds } = await paidOrder(database);
    await stoppedIn(actionIds[0] ?? '', answer);
    expect(await actionOf(actionIds[0] ?? '')).toMatchObject({ status, due: null });
  });

  test('and that does not end when it is told to waits for as long as a lease', async () => {
    const { actionIds } = await paidOrder(database);
    await stoppedIn(actionIds[0] ?? '', () => new Promise(() => {}));
    expect(await actionOf(actionIds[0] ?? '')).toMatchObject({
      status: 'PENDING',
      due: 'after a lease',
    });
  });

  test('and that somebody forced meanwhile is theirs', async () => {
    const { actionIds } = await paidOrder(database);
    const actionId = actionIds[0] ?? '';
    await stoppedIn(actionId, async () => {
      await rows(
        `update action set attempt = 7, lease_until = clock_timestamp() + interval '1 minute' where id = $1`,
        [actionId],
      );
      return answers.fails;
    });
    expect(await actionOf(actionId)).toMatchObject({ status: 'RUNNING', attempt: 7 });
  });
});

describe('a refund whose worker stops while it is on its way', () => {
  test('is asked after by the next, once a call under way has ended, and goes back once', async () => {
    const stripe = new RefundingProvider();
    const { orderId, lineIds } = await refundableOrder(database, {
      payments: [{ provider: 'stripe' }],
    });
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 4900 }));
    const [leg] = await rows<{ id: string; action: string }>(
      'select l.id, a.id as action from refund_leg l join action a on a.refund_leg_id = l.id where refund_id = $1',
      [refundId],
    );
    const stopping = new AbortController();
    stripe.whims.push('is lost after it was done');
    stripe.onCall = () => Promise.resolve(stopping.abort());
    const patience = { longestAttemptMs: 60_000, patienceMs: 50 };
    await attemptLeg(database, leg?.id ?? '', stripe, { ...patience, stopping: stopping.signal });

    expect(await actionOf(leg?.action ?? '')).toMatchObject({
      status: 'PENDING',
      failures: 0,
      due: 'after a lease',
    });
    // Nobody needs to look at it.
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunds: ['REQUESTED 4900'],
      attention: [],
    });
    await attemptLeg(database, leg?.id ?? '', stripe);
    expect({ calls: stripe.calls.length, questions: stripe.questions.length }).toEqual({
      calls: 1,
      questions: 1,
    });
    expect(stripe.refunds).toHaveLength(1);
    expect(await moneyOf(database, orderId)).toMatchObject({ refunds: ['SUCCEEDED 4900'] });
  });
});
