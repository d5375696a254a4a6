import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  answers,
  paidOrder as newPaidOrder,
  runOnce,
  scriptedActions,
} from '../../test/kit/paid-order.ts';
import { makeShop, newKey, requestOf } from '../../test/kit/shop.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import type { ActionTypes } from '../actions/action-types.ts';
import { query } from '../database/orm.ts';
import { rerunAction } from './rerun-action.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: [0, 0], leaseMs: 60_000 });
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const { done, refuses } = answers;
const faults: unknown[] = [];
const run = (actionId: string, types: ActionTypes) =>
  runOnce(database, actionId, types, (error) => void faults.push(error));

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

/** An other side that answers only when it is let. */
function hanging() {
  const waiting: (() => void)[] = [];
  return {
    hangs: () => new Promise<ActionAnswer>((resolve) => waiting.push(() => resolve(done))),
    release: () => waiting.forEach((answer) => answer()),
  };
}

describe('a re-run', () => {
  const rerun = (actionId: string, more: object = {}, name = 'Aino') =>
    rerunAction(
      { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge: 'NONE', ...more },
      requestOf(database, { name }),
    );

  test('of a failed action gets a new key, mends the order and takes it out of attention', async () => {
    const { orderId, actionId } = await paidOrder();
    const { keys, types } = scriptedActions(refuses, done);
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
    const { types } = scriptedActions(done, refuses);
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
    const { keys, types } = scriptedActions(
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
    await run(actionId, scriptedActions(refuses).types);
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

  test.each([
    ['while it waits for its worker', false],
    ['while it runs again', true],
  ])(
    'forced by two people who saw the same attempt happens once, %s',
    async (_, isClaimedBetween) => {
      const { actionId } = await paidOrder();
      const { hangs, release } = hanging();
      const { keys, types } = scriptedActions(hangs, hangs);
      const runs = [run(actionId, types)];
      await expect.poll(() => keys.length).toBe(1);
      const seen = {
        acknowledge: 'MAY_STILL_BE_RUNNING',
        expectedRun: 1,
        expectedAttempt: 1,
      };
      expect((await rerun(actionId, seen, 'Aino')).ok).toBe(true);
      if (isClaimedBetween) runs.push(run(actionId, types));
      await expect.poll(() => keys.length).toBe(runs.length);
      const before = await actionRow(actionId);
      expect(await rerun(actionId, seen, 'Salla')).toMatchObject({
        ok: false,
        refusals: [
          {
            code: 'ALREADY_RUNNING',
            startedBy: { kind: 'PERSON', name: 'Aino' },
            startedAt: expect.any(Date),
          },
        ],
      });
      expect(await actionRow(actionId)).toEqual(before);
      // Who has seen the new attempt may force that one.
      const anew = { ...seen, expectedAttempt: 2 };
      expect((await rerun(actionId, anew, 'Salla')).ok).toBe(isClaimedBetween);
      release();
      await Promise.all(runs);
    },
  );

  test('of an attempt that was tried again by itself meanwhile is told so', async () => {
    const { actionId } = await paidOrder();
    const { hangs, release } = hanging();
    const { keys, types } = scriptedActions(answers.fails, hangs);
    await run(actionId, types);
    const again = run(actionId, types);
    await expect.poll(() => keys.length).toBe(2);
    expect(await rerun(actionId, { expectedRun: 1, expectedAttempt: 1 })).toMatchObject({
      refusals: [{ code: 'ALREADY_RUNNING', startedBy: { kind: 'SYSTEM', name: 'Automatic' } }],
    });
    release();
    await again;
  });

  test('with the same idempotency key happens once', async () => {
    const { orderId, actionId } = await paidOrder();
    await run(actionId, scriptedActions(refuses).types);
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
    await run(actionId, scriptedActions(refuses).types);
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
