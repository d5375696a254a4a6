import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, newsOf, paidOrder, runOnce, scriptedActions } from '../../test/kit/paid-order.ts';
import { makeShop, newKey, pay, requestOf, visit } from '../../test/kit/shop.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import { query } from '../database/orm.ts';
import { findCompletionFacts } from '../database/completion-facts.ts';
import { completeOptionsOf, completeOrder, type CompleteOrder } from './complete-order.ts';
import { receivePaymentNews } from './receive-payment-event.ts';
import { inOneTransaction } from './request.ts';

// `order-management.md`, "Complete Order", sentence by sentence.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: [60_000] });
  await makeShop(database, { receipt: true });
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const mayComplete = () => requestOf(database, { permissions: ['READ_ORDERS', 'COMPLETE_ORDERS'] });
const complete = (orderId: string, more: Partial<CompleteOrder> = {}) =>
  completeOrder(
    {
      orderId,
      idempotencyKey: newKey(),
      runActions: true,
      actionsToRun: 'ALL',
      restoreRefunded: false,
      useLatestConfiguration: false,
      ...more,
    },
    mayComplete(),
  );
const orderOf = async (orderId: string) =>
  (
    await rows<Record<string, unknown>>(
      'select status, version, refunded_minor, attention_at, closed_by_name, paid_at is not null as paid from orders where id = $1',
      [orderId],
    )
  )[0];
const actionsOf = (orderId: string) =>
  rows<{ id: string; kind: string; status: string; run: number; next_trigger: string }>(
    'select id, kind, status, run, next_trigger from action where order_id = $1 order by kind',
    [orderId],
  );
const optionsOf = async (orderId: string) => {
  const [facts] = await findCompletionFacts(database.orm.em.fork(), [orderId]);
  if (!facts) throw new Error('no such order');
  const actions = await rows<{ status: 'FAILED'; purpose: string }>(
    'select status, purpose from action where order_id = $1',
    [orderId],
  );
  return completeOptionsOf(facts, actions, mayComplete().permissions);
};

/** A paid order whose receipt and webhook ended as told (null: still waiting). */
async function orderWith(
  receipt: ActionAnswer | null,
  webhook: ActionAnswer | null,
): Promise<string> {
  const { orderId } = await paidOrder(database);
  for (const { id, kind } of await actionsOf(orderId)) {
    const answer = kind === 'webhook' ? webhook : receipt;
    if (answer) await runOnce(database, id, scriptedActions(answer).types);
  }
  return orderId;
}

/** A refund as it stands in the books: half of the course, returned by its provider. */
async function refundHalf(orderId: string): Promise<void> {
  await inOneTransaction(mayComplete(), async (work) => {
    const run = (sql: string, parameters: unknown[]) => query(work.em, sql, parameters);
    const id = `ref_${orderId}`;
    await run(
      `insert into refund (id, order_id, amount_minor, currency, status, actor_kind, actor_name, requested_at, settled_at, changed_at)
       values ($1, $2, 4950, 'EUR', 'SUCCEEDED', 'PERSON', 'Aino', $3, $3, $3)`,
      [id, orderId, work.now],
    );
    await run(
      `insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor, refund_id)
       select order_id, id, 'chk_test', 'REFUND', $2, 'EUR', -4950, -1006, $3 from order_line where order_id = $1`,
      [orderId, work.now, id],
    );
    await run(
      'update order_line set refunded_minor = 4950, refunded_vat_minor = 1006 where order_id = $1',
      [orderId],
    );
    await run(
      `update payment set status = 'PARTIALLY_REFUNDED', returned_minor = 4950 where order_id = $1`,
      [orderId],
    );
    await run('update orders set refunded_minor = 4950, last_refund_at = $2 where id = $1', [
      orderId,
      work.now,
    ]);
    work.touch(orderId);
  });
}

describe('Complete Order', () => {
  test('settles that too little money came for the order', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    const news = newsOf(paymentId, 'SUCCEEDED', { amountMinor: 5000 });
    await receivePaymentNews('stripe', [news], mayComplete());
    expect((await orderOf(orderId))?.['attention_at']).toBeInstanceOf(Date);
    await complete(orderId, { runActions: false });
    expect(await orderOf(orderId)).toMatchObject({
      status: 'MARKED_AS_COMPLETED',
      attention_at: null,
    });
  });

  test('marks the order as Completed manually, from any status', async () => {
    const started = await visit(database);
    const processing = await visit(database);
    await pay(database, processing);
    const paid = await orderWith(null, null);
    const completed = await orderWith(answers.done, answers.done);
    const refunded = await orderWith(answers.done, answers.done);
    await refundHalf(refunded);
    for (const orderId of [started, processing, paid, completed, refunded]) {
      expect(await complete(orderId, { runActions: false })).toEqual({
        ok: true,
        value: { orderId },
      });
      expect(await orderOf(orderId)).toMatchObject({
        status: 'MARKED_AS_COMPLETED',
        closed_by_name: 'Aino',
      });
    }
  });

  test('with "Run post-purchase actions" the actions re-run, those that succeeded too', async () => {
    const orderId = await orderWith(answers.done, answers.refuses);
    expect(await optionsOf(orderId)).toMatchObject({ actionsToRun: 2, actionsSucceeded: 1 });
    await complete(orderId);
    expect(await actionsOf(orderId)).toMatchObject([
      { kind: 'receipt-email', status: 'PENDING', run: 2, next_trigger: 'RERUN' },
      { kind: 'webhook', status: 'PENDING', run: 2, next_trigger: 'RERUN' },
    ]);
    const jobs = await rows(
      `select j.key from graphile_worker.jobs j join action a on j.key = 'action:' || a.id where a.order_id = $1`,
      [orderId],
    );
    expect(jobs).toHaveLength(2);
  });

  test('the order is Completed regardless of whether every action succeeds; failed ones stay visible and can be re-run', async () => {
    const orderId = await orderWith(answers.refuses, answers.refuses);
    await complete(orderId);
    for (const { id } of await actionsOf(orderId)) {
      await runOnce(database, id, scriptedActions(answers.refuses).types);
    }
    expect(await orderOf(orderId)).toMatchObject({
      status: 'MARKED_AS_COMPLETED',
      attention_at: null,
    });
    expect(await actionsOf(orderId)).toMatchObject([
      { status: 'FAILED', run: 2 },
      { status: 'FAILED', run: 2 },
    ]);
  });

  test('unchecked, the order is completed directly, nothing fires, and what waited is called off', async () => {
    const orderId = await orderWith(null, answers.refuses);
    await complete(orderId, { runActions: false });
    expect(await actionsOf(orderId)).toMatchObject([
      { kind: 'receipt-email', status: 'CANCELLED', run: 1 },
      { kind: 'webhook', status: 'FAILED', run: 1 },
    ]);
    const { calls, types } = scriptedActions(answers.done);
    for (const { id } of await actionsOf(orderId)) await runOnce(database, id, types);
    expect(calls).toEqual([]);
  });

  test('leaves a running action alone, with or without running the others', async () => {
    for (const runActions of [true, false]) {
      const { orderId } = await paidOrder(database);
      const [receipt] = await actionsOf(orderId);
      let finish: (answer: ActionAnswer) => void = () => {};
      const { calls, types } = scriptedActions(
        () =>
          new Promise((resolve) => {
            finish = resolve;
          }),
      );
      const running = runOnce(database, receipt?.id ?? '', types);
      await expect.poll(() => calls.length).toBe(1);
      expect(await optionsOf(orderId)).toMatchObject({ actionsToRun: 1 });
      await complete(orderId, { runActions });
      expect(await actionsOf(orderId)).toMatchObject([
        { kind: 'receipt-email', status: 'RUNNING', run: 1 },
        { kind: 'webhook', status: runActions ? 'PENDING' : 'CANCELLED', run: 1 },
      ]);
      finish(answers.done);
      await running;
      expect((await actionsOf(orderId))[0]).toMatchObject({ status: 'SUCCEEDED', run: 1 });
      expect(await orderOf(orderId)).toMatchObject({ status: 'MARKED_AS_COMPLETED' });
    }
  });

  test('keeps the key of an action whose outcome is unknown, and gives a failed one a new key', async () => {
    const orderId = await orderWith(answers.unknown, answers.refuses);
    await complete(orderId);
    expect(await actionsOf(orderId)).toMatchObject([
      { kind: 'receipt-email', status: 'PENDING', run: 1 },
      { kind: 'webhook', status: 'PENDING', run: 2 },
    ]);
  });

  test('by API can run only those that have not succeeded', async () => {
    const orderId = await orderWith(answers.done, answers.refuses);
    await complete(orderId, { actionsToRun: 'NOT_SUCCEEDED' });
    expect(await actionsOf(orderId)).toMatchObject([
      { kind: 'receipt-email', status: 'SUCCEEDED', run: 1 },
      { kind: 'webhook', status: 'PENDING', run: 2 },
    ]);
  });

  test('gives an order that never had actions those of its configurations, run or called off, and books the sale', async () => {
    for (const runActions of [true, false]) {
      const orderId = await visit(database);
      expect(await optionsOf(orderId)).toMatchObject({ actionsToRun: 2, actionsSucceeded: 0 });
      await complete(orderId, { runActions });
      expect((await actionsOf(orderId)).map(({ status }) => status)).toEqual(
        runActions ? ['PENDING', 'PENDING'] : ['CANCELLED', 'CANCELLED'],
      );
      expect(
        await rows('select kind, gross_minor from book_entry where order_id = $1', [orderId]),
      ).toEqual([{ kind: 'SALE', gross_minor: 9900 }]);
      expect(await orderOf(orderId)).toMatchObject({ paid: false });
    }
  });

  test('books no second sale and no second actions when the money comes after all', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    await complete(orderId, { runActions: false });
    await receivePaymentNews('stripe', [newsOf(paymentId, 'SUCCEEDED')], mayComplete());
    expect(await orderOf(orderId)).toMatchObject({ status: 'MARKED_AS_COMPLETED', paid: true });
    expect(await actionsOf(orderId)).toHaveLength(2);
    expect(await rows('select kind from book_entry where order_id = $1', [orderId])).toEqual([
      { kind: 'SALE' },
    ]);
  });
});

describe('"Also restore refunded data"', () => {
  test('is offered only if the order has a refund history, and refused otherwise', async () => {
    const orderId = await orderWith(answers.done, answers.done);
    expect(await optionsOf(orderId)).toMatchObject({ canRestoreRefunded: false });
    expect(await complete(orderId, { restoreRefunded: true })).toMatchObject({
      ok: false,
      refusals: [{ code: 'NO_REFUND_TO_RESTORE', path: ['restoreRefunded'] }],
    });
    expect(await orderOf(orderId)).toMatchObject({ status: 'COMPLETED' });
  });

  test('restores amounts, products and payment status in our data, and still knows what was returned', async () => {
    const orderId = await orderWith(answers.done, answers.done);
    await refundHalf(orderId);
    expect(await orderOf(orderId)).toMatchObject({ status: 'PARTIALLY_REFUNDED' });
    expect(await optionsOf(orderId)).toMatchObject({ canRestoreRefunded: true });
    await complete(orderId, { restoreRefunded: true, runActions: false });
    expect(await orderOf(orderId)).toMatchObject({
      status: 'MARKED_AS_COMPLETED',
      refunded_minor: 0,
    });
    expect(
      await rows('select refunded_minor, refunded_vat_minor from order_line where order_id = $1', [
        orderId,
      ]),
    ).toEqual([{ refunded_minor: 0, refunded_vat_minor: 0 }]);
    expect(
      await rows('select status, returned_minor from payment where order_id = $1', [orderId]),
    ).toEqual([{ status: 'SUCCEEDED', returned_minor: 4950 }]);
    expect(
      await rows(
        'select kind, gross_minor, vat_minor from book_entry where order_id = $1 order by id',
        [orderId],
      ),
    ).toEqual([
      { kind: 'SALE', gross_minor: 9900, vat_minor: 2012 },
      { kind: 'REFUND', gross_minor: -4950, vat_minor: -1006 },
      { kind: 'REVERSAL', gross_minor: 4950, vat_minor: 1006 },
    ]);
    expect(
      await rows('select reversed_at is not null as reversed from refund where order_id = $1', [
        orderId,
      ]),
    ).toEqual([{ reversed: true }]);
    expect(await complete(orderId, { restoreRefunded: true })).toMatchObject({ ok: false });
  });

  test('left out, a refunded order is completed with its refund standing', async () => {
    const orderId = await orderWith(answers.done, answers.done);
    await refundHalf(orderId);
    await complete(orderId, { runActions: false });
    expect(await orderOf(orderId)).toMatchObject({
      status: 'MARKED_AS_COMPLETED',
      refunded_minor: 4950,
    });
  });
});

describe('"Use latest configuration"', () => {
  test('is offered only if a post-purchase action has failed, and refused otherwise', async () => {
    const orderId = await orderWith(answers.done, null);
    expect(await optionsOf(orderId)).toMatchObject({ canUseLatestConfiguration: false });
    expect(await complete(orderId, { useLatestConfiguration: true })).toMatchObject({
      ok: false,
      refusals: [{ code: 'NO_FAILED_ACTION', path: ['useLatestConfiguration'] }],
    });
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID' });
  });

  test("replaces the failed action's settings before re-running, permanently, and leaves the others", async () => {
    const orderId = await orderWith(answers.done, answers.refuses);
    await rows(
      `insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
       values ('cfg_webhook', 2, 'Tell the new site', '{"url": "https://new.example"}', now(), 'Test'),
              ('cfg_receipt', 2, 'New receipt', '{}', now(), 'Test')`,
    );
    await rows(`update action_configuration set version = 2`);
    expect(await optionsOf(orderId)).toMatchObject({ canUseLatestConfiguration: true });
    await complete(orderId, { useLatestConfiguration: true });
    expect(
      await rows(
        'select name, configuration_version from action where order_id = $1 order by kind',
        [orderId],
      ),
    ).toEqual([
      { name: 'Receipt', configuration_version: 1 },
      { name: 'Tell the new site', configuration_version: 2 },
    ]);
    const webhook = (await actionsOf(orderId)).find(({ kind }) => kind === 'webhook');
    const { calls, types } = scriptedActions(answers.done);
    await runOnce(database, webhook?.id ?? '', types);
    expect(calls).toEqual([{ key: `${webhook?.id}-2`, settings: { url: 'https://new.example' } }]);
  });
});

describe('completing', () => {
  test('a version that has moved on is refused as stale, and nothing is written', async () => {
    const orderId = await orderWith(answers.done, answers.refuses);
    const before = await orderOf(orderId);
    const outcome = await complete(orderId, { expectedVersion: Number(before?.['version']) - 1 });
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'STALE', orderId }] });
    expect(await orderOf(orderId)).toEqual(before);
    expect((await complete(orderId, { expectedVersion: Number(before?.['version']) })).ok).toBe(
      true,
    );
  });

  test('happens once per idempotency key', async () => {
    const orderId = await orderWith(answers.done, answers.refuses);
    const idempotencyKey = newKey();
    await Promise.all([
      complete(orderId, { idempotencyKey }),
      complete(orderId, { idempotencyKey }),
    ]);
    expect((await actionsOf(orderId)).map(({ run }) => run)).toEqual([2, 2]);
    expect(
      await rows(
        `select event from history_entry where order_id = $1 and event = 'order.completed_by_hand'`,
        [orderId],
      ),
    ).toHaveLength(1);
  });

  test('needs the right, and an order out of reach looks like none', async () => {
    const orderId = await orderWith(answers.done, answers.refuses);
    const input = {
      orderId,
      idempotencyKey: newKey(),
      runActions: true,
      actionsToRun: 'ALL',
      restoreRefunded: false,
      useLatestConfiguration: false,
    } as const;
    expect(await completeOrder(input, requestOf(database))).toMatchObject({
      ok: false,
      refusals: [{ code: 'NOT_ALLOWED' }],
    });
    expect(
      await completeOrder(
        input,
        requestOf(database, { permissions: ['COMPLETE_ORDERS'], reach: ['chk_other'] }),
      ),
    ).toMatchObject({ ok: false, refusals: [{ code: 'NOT_FOUND', path: ['orderId'] }] });
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID' });
  });
});
