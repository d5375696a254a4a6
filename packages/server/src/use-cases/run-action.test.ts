import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeShop, newKey, pay, requestOf, visit } from '../../test/kit/shop.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import { query } from '../database/orm.ts';
import { sweep } from '../worker/sweeps.ts';
import { providersOf } from '../../test/kit/shop.ts';
import { receivePaymentNews } from './receive-payment-event.ts';
import { rerunAction } from './rerun-action.ts';
import { runAction } from './run-action.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: [0, 0], leaseMs: 60_000 });
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** Answers as told, one after the other, and remembers the keys it was given. */
function scripted(...answers: (ActionAnswer | (() => Promise<ActionAnswer>))[]) {
  const keys: string[] = [];
  const type: AnyActionType = {
    kind: 'webhook',
    label: 'Webhook',
    levels: ['CHECKOUT'],
    secretSettings: ['signingSecret'],
    readSettings: (json) => json,
    run: async (_order, _settings, run) => {
      keys.push(run.key);
      const answer = answers.shift();
      if (!answer) throw new Error('The script is over');
      return typeof answer === 'function' ? answer() : answer;
    },
  };
  const types: ActionTypes = { all: [type], byKind: () => type };
  return { keys, types };
}

const done: ActionAnswer = { outcome: 'done', note: 'Answered with 200.' };
const fails: ActionAnswer = {
  outcome: 'failed',
  again: 'yes',
  message: 'The receiver is having trouble (503).',
};
const refuses: ActionAnswer = {
  outcome: 'failed',
  again: 'no',
  message: 'The receiver knows no such address (404).',
};

const faults: unknown[] = [];
const run = (actionId: string, types: ActionTypes) =>
  runAction(actionId, requestOf(database), {
    actionTypes: types,
    worker: 'worker-under-test',
    heartbeatMs: 20,
    stopping: new AbortController().signal,
    onFault: (error) => void faults.push(error),
  });

/** A paid order with its one action. */
async function paidOrder(): Promise<{ orderId: string; actionId: string }> {
  const orderId = await visit(database);
  const paymentId = await pay(database, orderId);
  await receivePaymentNews(
    'stripe',
    [
      {
        kind: 'payment',
        eventId: newKey(),
        stamp: paymentId,
        reference: null,
        status: 'SUCCEEDED',
        amountMinor: 9900,
        currency: 'EUR',
        method: null,
        failureMessage: null,
        at: null,
      },
    ],
    requestOf(database),
  );
  const [action] = await rows<{ id: string }>('select id from action where order_id = $1', [
    orderId,
  ]);
  return { orderId, actionId: action?.id ?? '' };
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
    await run(actionId, scripted(done).types);
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
    const { keys, types } = scripted(fails, fails, fails);
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
    await run(actionId, scripted(refuses).types);
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
    const { keys, types } = scripted(done, done);
    await Promise.all([run(actionId, types), run(actionId, types)]);
    expect(keys).toHaveLength(1);
    expect(await attempts(actionId)).toHaveLength(1);
  });

  test('a fault of ours is tried again and told to the log, not to the seller', async () => {
    const { actionId } = await paidOrder();
    await run(actionId, scripted(() => Promise.reject(new Error('secret detail'))).types);
    expect(await actionRow(actionId)).toMatchObject({
      status: 'PENDING',
      message: 'Something went wrong on our side. It is tried again automatically.',
    });
    expect(faults.at(-1)).toMatchObject({ message: 'secret detail' });
  });
});

describe('a worker that dies', () => {
  test('loses its action to a takeover with the same key; its late result is kept and changes nothing', async () => {
    const { orderId, actionId } = await paidOrder();
    let answerLate: (answer: ActionAnswer) => void = () => {};
    const { keys, types } = scripted(
      () =>
        new Promise((resolve) => {
          answerLate = resolve;
        }),
      done,
    );
    const paused = run(actionId, types);
    await expect.poll(() => keys.length).toBe(1);
    // What a paused process does not do: renew its lease.
    await rows(`update action set lease_until = now() - interval '1 second' where id = $1`, [
      actionId,
    ]);
    await sweep(requestOf(database), providersOf());
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
    const { keys, types } = scripted(
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
    await sweep(requestOf(database), providersOf());
    answer(done);
    await running;
    expect(await actionRow(actionId)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 });
  });
});

describe('a re-run', () => {
  const rerun = (actionId: string, more: object = {}, name = 'Aino') =>
    rerunAction(
      { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge: 'NONE', ...more },
      requestOf(database, { name }),
    );

  test('of a failed action gets a new key, mends the order and takes it out of attention', async () => {
    const { orderId, actionId } = await paidOrder();
    const { keys, types } = scripted(refuses, done);
    await run(actionId, types);
    expect(await rerun(actionId)).toEqual({ ok: true, value: { actionId, orderId } });
    await run(actionId, types);
    expect(keys).toEqual([`${actionId}-1`, `${actionId}-2`]);
    expect(await orderStatus(orderId)).toBe('COMPLETED');
    expect(
      await rows('select attention_at from order_list where order_id = $1', [orderId]),
    ).toEqual([{ attention_at: null }]);
    expect(await attempts(actionId)).toMatchObject([
      { trigger: 'AUTOMATIC' },
      { run: 2, trigger: 'RERUN' },
    ]);
  });

  test('of a succeeded action asks first, and does not un-complete the order when it fails', async () => {
    const { orderId, actionId } = await paidOrder();
    const { types } = scripted(done, refuses);
    await run(actionId, types);
    expect(await rerun(actionId)).toMatchObject({
      ok: false,
      refusals: [{ code: 'NEEDS_ACKNOWLEDGEMENT', warning: 'REPEATS_SIDE_EFFECT' }],
    });
    expect(await actionRow(actionId)).toMatchObject({ status: 'SUCCEEDED', run: 1 });
    expect((await rerun(actionId, { acknowledge: 'REPEATS_SIDE_EFFECT' })).ok).toBe(true);
    await run(actionId, types);
    expect(await actionRow(actionId)).toMatchObject({ status: 'FAILED', run: 2 });
    expect(await orderStatus(orderId)).toBe('COMPLETED');
  });

  test('of a running action is forced with the stronger warning, keeps the key and fences the old run', async () => {
    const { actionId } = await paidOrder();
    let answerLate: (answer: ActionAnswer) => void = () => {};
    const { keys, types } = scripted(
      () =>
        new Promise((resolve) => {
          answerLate = resolve;
        }),
      done,
    );
    const stuck = run(actionId, types);
    await expect.poll(() => keys.length).toBe(1);
    expect(await rerun(actionId)).toMatchObject({
      ok: false,
      refusals: [{ code: 'NEEDS_ACKNOWLEDGEMENT', warning: 'MAY_STILL_BE_RUNNING' }],
    });
    expect((await rerun(actionId, { acknowledge: 'MAY_STILL_BE_RUNNING' })).ok).toBe(true);
    await run(actionId, types);
    answerLate(refuses);
    await stuck;
    expect(keys).toEqual([`${actionId}-1`, `${actionId}-1`]);
    expect(await actionRow(actionId)).toMatchObject({ status: 'SUCCEEDED', run: 1, attempt: 2 });
    expect(await attempts(actionId)).toMatchObject([
      { overtaken: true },
      { trigger: 'FORCE', status: 'SUCCEEDED' },
    ]);
  });

  test('pressed by two people runs once, and the second is told who was first', async () => {
    const { actionId } = await paidOrder();
    await run(actionId, scripted(refuses).types);
    const outcomes = await Promise.all([
      rerun(actionId, { expectedRun: 1 }, 'Aino'),
      rerun(actionId, { expectedRun: 1 }, 'Salla'),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = outcomes[0].ok ? 'Aino' : 'Salla';
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({
      refusals: [{ code: 'ALREADY_RUNNING', startedBy: { kind: 'PERSON', name: winner } }],
    });
    expect(await actionRow(actionId)).toMatchObject({ status: 'PENDING', run: 2 });
  });

  test('with the same idempotency key happens once', async () => {
    const { orderId, actionId } = await paidOrder();
    await run(actionId, scripted(refuses).types);
    const key = newKey();
    const first = await rerun(actionId, { idempotencyKey: key });
    expect(await rerun(actionId, { idempotencyKey: key })).toEqual(first);
    expect(first).toEqual({ ok: true, value: { actionId, orderId } });
    expect(await actionRow(actionId)).toMatchObject({ run: 2 });
  });

  test('needs the right, and an action out of reach looks like none', async () => {
    const { actionId } = await paidOrder();
    const input = {
      actionId,
      idempotencyKey: newKey(),
      useLatest: false,
      acknowledge: 'NONE' as const,
    };
    const foreign = await rerunAction(input, requestOf(database, { reach: ['chk_other'] }));
    const missing = await rerunAction({ ...input, actionId: 'act_none' }, requestOf(database));
    expect(foreign).toEqual(missing);
    expect(
      await rerunAction(input, requestOf(database, { permissions: ['READ_ORDERS'] })),
    ).toMatchObject({
      ok: false,
      refusals: [{ code: 'NOT_ALLOWED' }],
    });
    expect(await actionRow(actionId)).toMatchObject({ status: 'PENDING', run: 1 });
  });

  test('with the latest settings replaces the snapshot for good and says so in the history', async () => {
    const { orderId, actionId } = await paidOrder();
    await run(actionId, scripted(refuses).types);
    expect(await rerun(actionId, { useLatest: true })).toMatchObject({
      ok: false,
      refusals: [{ code: 'INVALID', message: 'This action already has the latest settings.' }],
    });
    await rows(
      `insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
       values ('cfg_webhook', 2, 'Tell the new site', '{"url": "https://new.example"}', now(), 'Test')`,
    );
    await rows(`update action_configuration set version = 2 where id = 'cfg_webhook'`);
    expect((await rerun(actionId, { useLatest: true })).ok).toBe(true);
    expect(
      await rows('select name, settings, configuration_version from action where id = $1', [
        actionId,
      ]),
    ).toEqual([
      {
        name: 'Tell the new site',
        settings: { url: 'https://new.example' },
        configuration_version: 2,
      },
    ]);
    const [entry] = await rows<{ changes: object[] }>(
      `select changes from history_entry where order_id = $1 and event = 'action.rerun'`,
      [orderId],
    );
    expect(entry?.changes).toContainEqual({
      field: 'configuration version of Tell the new site',
      before: '1',
      after: '2',
    });
  });
});
