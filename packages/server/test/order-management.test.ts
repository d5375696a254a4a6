import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tallyAttention } from '../src/database/attention-count.ts';
import { query } from '../src/database/orm.ts';
import { completeOrder } from '../src/use-cases/complete-order.ts';
import { rerunAction, type RerunAction } from '../src/use-cases/rerun-action.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { answers, paidOrder, runOnce, scriptedActions } from './kit/paid-order.ts';
import { makeShop, newKey, requestOf } from './kit/shop.ts';

// The sentences of `order-management.md` on "Requires attention" and "Re-run Post-Purchase Actions", each
// as a test under its own words. "Complete Order" has its own in `use-cases/complete-order.test.ts`; what
// only a screen can show is in `web/e2e`.

const GRACE_MS = 5 * 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ graceMs: GRACE_MS, retrySchedule: [60_000] });
  await makeShop(database, { receipt: true });
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const later = () => new Date(Date.now() + GRACE_MS + 1_000);
const needsAttention = async (orderId: string, at: Date) =>
  (
    await rows('select order_id from order_list where order_id = $1 and attention_at <= $2', [
      orderId,
      at,
    ])
  ).length === 1;
const attentionTotal = async (at: Date) => {
  const { byCheckout } = await tallyAttention(database.orm.em.fork(), at);
  return [...byCheckout.values()].reduce((sum, total) => sum + total, 0);
};
const rerun = (actionId: string, more: Partial<RerunAction> = {}) =>
  rerunAction(
    { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge: 'NONE', ...more },
    requestOf(database),
  );
const actionRow = async (actionId: string) =>
  (
    await rows<{ status: string; message: string; run: number }>(
      'select status, message, run from action where id = $1',
      [actionId],
    )
  )[0];
const statusOf = async (orderId: string) =>
  (await rows<{ status: string }>('select status from orders where id = $1', [orderId]))[0]?.status;
const runAll = async (
  actionIds: readonly string[],
  answer: (typeof answers)[keyof typeof answers],
) => {
  for (const id of actionIds) await runOnce(database, id, scriptedActions(answer).types);
};

describe('Requires attention', () => {
  test('lists orders where the payment was received but one or more post-purchase actions have not completed within a few minutes', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const [first = '', second = ''] = actionIds;
    await runOnce(database, first, scriptedActions(answers.done).types);
    expect(await needsAttention(orderId, new Date())).toBe(false);
    expect(await needsAttention(orderId, later())).toBe(true);
    await runOnce(database, second, scriptedActions(answers.done).types);
    expect(await needsAttention(orderId, later())).toBe(false);
  });

  test('a counter shows how many orders currently need attention', async () => {
    const before = await attentionTotal(later());
    const { actionIds } = await paidOrder(database);
    expect(await attentionTotal(later())).toBe(before + 1);
    await runAll(actionIds, answers.done);
    expect(await attentionTotal(later())).toBe(before);
  });

  test('to investigate, open the order and check the Post-Purchase Actions section for failure messages', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    await runAll(actionIds, answers.refuses);
    expect((await actionRow(actionIds[0] ?? ''))?.message).toBe(answers.refuses.message);
    const [row] = await rows<{ attention_summary: string }>(
      'select attention_summary from order_list where order_id = $1',
      [orderId],
    );
    expect(row?.attention_summary).toContain(answers.refuses.message);
  });

  test('re-run individual actions from the list, or use Complete Order to re-run everything at once', async () => {
    const [one, all] = [await paidOrder(database), await paidOrder(database)];
    await runAll(one.actionIds, answers.refuses);
    await runAll(all.actionIds, answers.refuses);
    for (const id of one.actionIds) expect((await rerun(id)).ok).toBe(true);
    const completed = await completeOrder(
      {
        orderId: all.orderId,
        idempotencyKey: newKey(),
        runActions: true,
        actionsToRun: 'ALL',
        restoreRefunded: false,
        useLatestConfiguration: false,
      },
      requestOf(database, { permissions: ['COMPLETE_ORDERS'] }),
    );
    expect(completed.ok).toBe(true);
    for (const id of [...one.actionIds, ...all.actionIds]) {
      expect(await actionRow(id)).toMatchObject({ status: 'PENDING', run: 2 });
    }
    expect(await needsAttention(all.orderId, later())).toBe(false);
  });
});

describe('Re-run Post-Purchase Actions', () => {
  test('re-trigger a single action without re-running every action on the order', async () => {
    const { actionIds } = await paidOrder(database);
    await runAll(actionIds, answers.refuses);
    await rerun(actionIds[0] ?? '');
    expect(await actionRow(actionIds[0] ?? '')).toMatchObject({ status: 'PENDING', run: 2 });
    expect(await actionRow(actionIds[1] ?? '')).toMatchObject({ status: 'FAILED', run: 1 });
  });

  test.each([
    'PAID',
    'COMPLETED',
    'MARKED_AS_COMPLETED',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
  ] as const)('re-runs work on orders in any status: %s', async (status) => {
    const { orderId, actionIds } = await paidOrder(database);
    await runAll(actionIds, status === 'PAID' ? answers.refuses : answers.done);
    await bringTo(orderId, status);
    expect(await statusOf(orderId)).toBe(status);
    const acknowledge = status === 'PAID' ? 'NONE' : 'REPEATS_SIDE_EFFECT';
    expect((await rerun(actionIds[0] ?? '', { acknowledge })).ok).toBe(true);
    expect(await actionRow(actionIds[0] ?? '')).toMatchObject({ status: 'PENDING', run: 2 });
    expect(await statusOf(orderId)).toBe(status);
  });

  test('and can target actions in any state', async () => {
    const { actionIds } = await paidOrder(database);
    const [id = ''] = actionIds;
    for (const [answer, acknowledge] of [
      [answers.refuses, 'NONE'],
      [answers.done, 'REPEATS_SIDE_EFFECT'],
      [answers.unknown, 'REPEATS_SIDE_EFFECT'],
    ] as const) {
      await runOnce(database, id, scriptedActions(answer).types);
      expect((await rerun(id, { acknowledge })).ok).toBe(true);
    }
    // Waiting for its turn: it is woken once more.
    expect((await rerun(id)).ok).toBe(true);
    await rows(`update action set status = 'CANCELLED', next_attempt_at = null where id = $1`, [
      id,
    ]);
    expect((await rerun(id)).ok).toBe(true);
    expect(await actionRow(id)).toMatchObject({ status: 'PENDING' });
  });

  test('re-running a successful action requires confirmation because the side effects will fire again', async () => {
    const { actionIds } = await paidOrder(database);
    const [id = ''] = actionIds;
    await runOnce(database, id, scriptedActions(answers.done).types);
    expect(await rerun(id)).toMatchObject({
      ok: false,
      refusals: [{ code: 'NEEDS_ACKNOWLEDGEMENT', warning: 'REPEATS_SIDE_EFFECT' }],
    });
    expect((await rerun(id, { acknowledge: 'REPEATS_SIDE_EFFECT' })).ok).toBe(true);
  });

  test('if an action is stuck in Running state, it is a Force re-run with a stronger warning', async () => {
    const { actionIds } = await paidOrder(database);
    const [id = ''] = actionIds;
    const stuck = Promise.withResolvers<typeof answers.done>();
    const { calls, types } = scriptedActions(() => stuck.promise);
    const running = runOnce(database, id, types);
    await expect.poll(() => calls.length).toBe(1);
    expect(await rerun(id, { acknowledge: 'REPEATS_SIDE_EFFECT' })).toMatchObject({
      ok: false,
      refusals: [{ warning: 'MAY_STILL_BE_RUNNING' }],
    });
    expect((await rerun(id, { acknowledge: 'MAY_STILL_BE_RUNNING' })).ok).toBe(true);
    expect(
      await rows(
        'select event from history_entry where event = $1 and order_id = (select order_id from action where id = $2)',
        ['action.forced', id],
      ),
    ).toHaveLength(1);
    stuck.resolve(answers.done);
    await running;
  });

  test('including the Use latest template option, which is for good', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    await runAll(actionIds, answers.refuses);
    await rows(
      `insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
       select id, version + 1, name || ' anew', '{"sellerName": "Newer"}', now(), 'Test'
       from action_configuration where kind = 'receipt-email'`,
    );
    await rows(
      `update action_configuration set version = version + 1 where kind = 'receipt-email'`,
    );
    const [receipt] = await rows<{ id: string }>(
      `select id from action where order_id = $1 and kind = 'receipt-email'`,
      [orderId],
    );
    expect((await rerun(receipt?.id ?? '', { useLatest: true })).ok).toBe(true);
    const { calls, types } = scriptedActions(answers.done);
    await runOnce(database, receipt?.id ?? '', types);
    expect(calls).toMatchObject([{ settings: { sellerName: 'Newer' } }]);
    // Every other action of the order keeps what it was made with.
    expect(
      await rows(
        'select kind, configuration_version as version from action where order_id = $1 order by kind',
        [orderId],
      ),
    ).toEqual([
      { kind: 'receipt-email', version: 2 },
      { kind: 'webhook', version: 1 },
    ]);
  });
});

/** Brings a paid order to a status by the facts it follows from. */
async function bringTo(orderId: string, status: string): Promise<void> {
  if (status === 'MARKED_AS_COMPLETED') {
    await completeOrder(
      {
        orderId,
        idempotencyKey: newKey(),
        runActions: false,
        actionsToRun: 'ALL',
        restoreRefunded: false,
        useLatestConfiguration: false,
      },
      requestOf(database, { permissions: ['COMPLETE_ORDERS'] }),
    );
  }
  if (status !== 'PARTIALLY_REFUNDED' && status !== 'REFUNDED') return;
  const share = status === 'REFUNDED' ? 1 : 0.5;
  await rows(
    'update orders set refunded_minor = total_minor * $2::numeric, last_refund_at = now(), status = $3 where id = $1',
    [orderId, share, status],
  );
}
