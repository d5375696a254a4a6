import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  answers,
  paidOrder as newPaidOrder,
  runOnce,
  scriptedActions,
} from '../../test/kit/paid-order.ts';
import { makeShop, requestOf } from '../../test/kit/shop.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import type { ActionTypes } from '../actions/action-types.ts';
import { query } from '../database/orm.ts';
import { sweep } from '../worker/sweeps.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: [0, 0], leaseMs: 60_000 });
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const { done, fails, refuses } = answers;
const faults: unknown[] = [];
const run = (actionId: string, types: ActionTypes, heartbeatMs?: number) =>
  runOnce(database, actionId, types, (error) => void faults.push(error), heartbeatMs);

/** A paid order with its one action. */
async function paidOrder(): Promise<{ orderId: string; actionId: string }> {
  const { orderId, actionIds } = await newPaidOrder(database);
  return { orderId, actionId: actionIds[0] ?? '' };
}

const actionRow = async (actionId: string) =>
  (
    await rows<Record<string, unknown>>(
      'select status, run, attempt, failures_in_run, message, next_attempt_at is not null as waits from action where id = $1',
      [actionId],
    )
  )[0];
const attempts = (actionId: string) =>
  rows(
    'select attempt, run, trigger, status, overtaken, message from attempt where action_id = $1 order by attempt',
    [actionId],
  );
const orderStatus = async (orderId: string) =>
  (await rows<{ status: string }>('select status from orders where id = $1', [orderId]))[0]?.status;

describe('an action', () => {
  test('that succeeds completes its order', async () => {
    const { orderId, actionId } = await paidOrder();
    await run(actionId, scriptedActions(done).types);
    expect(await actionRow(actionId)).toMatchObject({
      status: 'SUCCEEDED',
      run: 1,
      attempt: 1,
      message: 'Answered with 200.',
    });
    expect(await orderStatus(orderId)).toBe('COMPLETED');
  });

  test('is tried again by itself for what may pass, with the same key, and then given up', async () => {
    const { orderId, actionId } = await paidOrder();
    const { keys, types } = scriptedActions(fails, fails, fails);
    await run(actionId, types);
    expect(await actionRow(actionId)).toMatchObject({
      status: 'PENDING',
      waits: true,
      failures_in_run: 1,
      message: fails.message,
    });
    await run(actionId, types);
    await run(actionId, types);
    expect(await actionRow(actionId)).toMatchObject({ status: 'FAILED', attempt: 3, waits: false });
    expect(keys).toEqual([`${actionId}-1`, `${actionId}-1`, `${actionId}-1`]);
    expect(await attempts(actionId)).toMatchObject([
      { attempt: 1, trigger: 'AUTOMATIC', status: 'FAILED' },
      { attempt: 2, trigger: 'RETRY', status: 'FAILED' },
      { attempt: 3, trigger: 'RETRY', status: 'FAILED' },
    ]);
    expect(await orderStatus(orderId)).toBe('PAID');
  });

  test('is not tried again for what will not pass, and the order says why it needs somebody', async () => {
    const { orderId, actionId } = await paidOrder();
    await run(actionId, scriptedActions(refuses).types);
    expect(await actionRow(actionId)).toMatchObject({ status: 'FAILED', attempt: 1 });
    const [row] = await rows<{
      attention: { reason: string }[];
      attention_summary: string;
      late: boolean;
    }>(
      `select attention, attention_summary, attention_at = paid_at + interval '5 minutes' as late from order_list where order_id = $1`,
      [orderId],
    );
    expect(row).toMatchObject({
      attention: [{ reason: 'ACTION_FAILED' }],
      attention_summary:
        'Tell the membership site failed: The receiver knows no such address (404).',
      late: true,
    });
  });

  test('is claimed by one of two workers that wake up together', async () => {
    const { actionId } = await paidOrder();
    const { keys, types } = scriptedActions(done, done);
    await Promise.all([run(actionId, types), run(actionId, types)]);
    expect(keys).toHaveLength(1);
    expect(await attempts(actionId)).toHaveLength(1);
  });

  test('a fault of ours is tried again and told to the log, not to the seller', async () => {
    const { actionId } = await paidOrder();
    await run(actionId, scriptedActions(() => Promise.reject(new Error('secret detail'))).types);
    expect(await actionRow(actionId)).toMatchObject({
      status: 'PENDING',
      message: 'Something went wrong on our side.',
    });
    expect(faults.at(-1)).toMatchObject({ message: 'secret detail' });
  });
});

describe('a worker that dies', () => {
  test('loses its action to a takeover with the same key; its late result is kept and changes nothing', async () => {
    const { orderId, actionId } = await paidOrder();
    let answerLate: (answer: ActionAnswer) => void = () => {};
    const { keys, types } = scriptedActions(
      () =>
        new Promise((resolve) => {
          answerLate = resolve;
        }),
      done,
    );
    // What a paused process does not do: renew its lease.
    const paused = run(actionId, types, 1_000_000);
    await expect.poll(() => keys.length).toBe(1);
    await rows(`update action set lease_until = now() - interval '1 second' where id = $1`, [
      actionId,
    ]);
    await sweep(requestOf(database));
    await run(actionId, types);
    expect(await orderStatus(orderId)).toBe('COMPLETED');

    answerLate(refuses);
    await paused;
    expect(keys).toEqual([`${actionId}-1`, `${actionId}-1`]);
    expect(await actionRow(actionId)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
    expect(await attempts(actionId)).toEqual([
      {
        attempt: 1,
        run: 1,
        trigger: 'AUTOMATIC',
        status: 'FAILED',
        overtaken: true,
        message: refuses.message,
      },
      {
        attempt: 2,
        run: 1,
        trigger: 'TAKEOVER',
        status: 'SUCCEEDED',
        overtaken: false,
        message: 'Answered with 200.',
      },
    ]);
    expect(await orderStatus(orderId)).toBe('COMPLETED');
  });

  test('keeps its action as long as it renews the lease', async () => {
    const { actionId } = await paidOrder();
    let answer: (answer: ActionAnswer) => void = () => {};
    const { keys, types } = scriptedActions(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const running = run(actionId, types);
    await expect.poll(() => keys.length).toBe(1);
    await rows(`update action set lease_until = now() + interval '1 second' where id = $1`, [
      actionId,
    ]);
    await expect
      .poll(
        async () =>
          (
            await rows<{ long: boolean }>(
              `select lease_until > now() + interval '30 seconds' as long from action where id = $1`,
              [actionId],
            )
          )[0]?.long,
      )
      .toBe(true);
    await sweep(requestOf(database));
    answer(done);
    await running;
    expect(await actionRow(actionId)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 });
  });
});
