import type { GraphQLSchema } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  contextOf,
  handToldChanges,
  listen,
  servicesOf,
  viewerOf,
  type HandToldChanges,
} from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import type { Viewer } from '../access/viewer.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

const soon = '2026-11-10T12:00:00.250Z';
let database: TestDatabase;
let schema: GraphQLSchema;
let changes: HandToldChanges;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    {
      id: 'ord_a',
      number: '1',
      failedKinds: ['webhook'],
      attention: [{ reason: 'ACTION_FAILED', from: '2026-11-10T11:00:00.000Z' }],
    },
    {
      id: 'ord_b',
      number: '2',
      checkoutId: 'chk_two',
      failedKinds: ['webhook'],
      attention: [{ reason: 'ACTION_FAILED', from: '2026-11-10T11:00:00.000Z' }],
    },
    {
      id: 'ord_c',
      number: '3',
      failedKinds: ['receipt-email', 'webhook'],
      attention: [{ reason: 'ACTION_OVERDUE', from: soon }],
    },
  ]);
  changes = handToldChanges();
});
afterAll(() => database.drop());
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const stream of opened.splice(0)) await stream.close();
  if (changes.listening > 0) throw new Error('somebody who has left is still listened for');
});

const open = async (
  source: string,
  variables: Record<string, unknown> = {},
  viewer: Viewer = viewerOf(),
) => {
  const context = contextOf(servicesOf(database, changes), viewer);
  const stream = await listen(schema, source, context, variables);
  opened.push(stream);
  return stream;
};
const run = (sql: string, parameters: unknown[] = []) =>
  query(database.orm.em.fork(), sql, parameters);
const setStatus = async (orderId: string, status: string) => {
  await run(
    'update orders set status = $2, version = version + 1, all_succeeded_at = coalesce(all_succeeded_at, created_at) where id = $1',
    [orderId, status],
  );
  await run('select refresh_order_list(array[$1])', [orderId]);
};
const settle = async (orderId: string) => {
  await run(`update orders set attention = '[]', attention_at = null where id = $1`, [orderId]);
  await run('select refresh_order_list(array[$1])', [orderId]);
};

const ORDER =
  'subscription ($ids: [ID!], $checkoutIds: [ID!]) { orderChanged(ids: $ids, checkoutIds: $checkoutIds) { id status actions { message } } }';
const ACTION = 'subscription ($id: ID!) { actionChanged(orderId: $id) { id status attempt } }';
const COUNT = 'subscription { attentionCount { total byCheckout { total checkout { name } } } }';
const failed = [{ message: 'The other side answered 500.' }];

describe('a stream of orders', () => {
  test('sends the named ones as they are, then each change, with all that hangs on them fresh', async () => {
    const stream = await open(ORDER, { ids: ['ord_b', 'ord_none', 'ord_a'] });
    expect(await stream.next()).toEqual({
      orderChanged: { id: 'ord_b', status: 'PAID', actions: failed },
    });
    expect(await stream.next()).toEqual({
      orderChanged: { id: 'ord_a', status: 'PAID', actions: failed },
    });
    await setStatus('ord_a', 'COMPLETED');
    await run(
      `update action set status = 'SUCCEEDED', message = 'Delivered.' where order_id = 'ord_a'`,
    );
    changes.tell({ orders: ['ord_c', 'ord_a'] });
    expect(await stream.next()).toEqual({
      orderChanged: { id: 'ord_a', status: 'COMPLETED', actions: [{ message: 'Delivered.' }] },
    });
    await stream.close();
    await run(`update action set status = 'FAILED', message = $1 where order_id = 'ord_a'`, [
      failed[0]?.message,
    ]);
  });

  test('sends every order that changes, once for many changes', async () => {
    const stream = await open(ORDER);
    changes.tell({ orders: ['ord_a'] });
    changes.tell({ orders: ['ord_b', 'ord_b', 'ord_none'] });
    expect(await stream.next()).toMatchObject({ orderChanged: { id: 'ord_a' } });
    for (let times = 0; times < 5; times += 1) changes.tell({ orders: ['ord_b'] });
    expect(await stream.next()).toMatchObject({ orderChanged: { id: 'ord_b' } });
    changes.tell({ orders: ['ord_c'] });
    expect(await stream.next()).toMatchObject({ orderChanged: { id: 'ord_c' } });
  });

  test('reads a change once for all who watch', async () => {
    const streams = await Promise.all([
      open('subscription { orderChanged { id } }'),
      open('subscription { orderChanged { id } }'),
    ]);
    let statements = 0;
    const count = () => void (statements += 1);
    const pool = await database.orm.em.getConnection().getNativeClient();
    pool.on('acquire', count);
    changes.tell({ orders: ['ord_a', 'ord_b'] });
    for (const stream of streams) {
      expect(await stream.next()).toEqual({ orderChanged: { id: 'ord_a' } });
      expect(await stream.next()).toEqual({ orderChanged: { id: 'ord_b' } });
    }
    pool.off('acquire', count);
    expect(statements).toBe(1);
  });

  test('shows nobody the orders of checkouts that are not theirs, or that they did not ask for', async () => {
    const mine = viewerOf({ reach: ['chk_one'] });
    const named = await open(ORDER, { ids: ['ord_b', 'ord_a'] }, mine);
    const all = await open(ORDER, {}, mine);
    const ofTwo = await open(ORDER, { checkoutIds: ['chk_two'] });
    expect(await named.next()).toMatchObject({ orderChanged: { id: 'ord_a' } });
    changes.tell({ orders: ['ord_b', 'ord_c'] });
    expect(await all.next()).toMatchObject({ orderChanged: { id: 'ord_c' } });
    expect(await ofTwo.next()).toMatchObject({ orderChanged: { id: 'ord_b' } });
    changes.tell({ orders: ['ord_a'] });
    expect(await all.next()).toMatchObject({ orderChanged: { id: 'ord_a' } });
    expect(await named.next()).toMatchObject({ orderChanged: { id: 'ord_a' } });
  });

  test('sends the named ones again when news may have been missed', async () => {
    const stream = await open(ORDER, { ids: ['ord_c'] });
    await stream.next();
    changes.tell(null);
    expect(await stream.next()).toMatchObject({ orderChanged: { id: 'ord_c' } });
  });

  test('ends when the proof of who watches has run out', async () => {
    const brief = { ...viewerOf(), expiresAt: new Date(database.tools.now().getTime() + 60_000) };
    const stream = await open(ORDER, { ids: ['ord_c'] }, brief);
    await stream.next();
    database.tools.setNow(new Date('2026-11-10T12:01:00.000Z'));
    changes.tell({ orders: ['ord_c'] });
    expect(await stream.next()).toBeUndefined();
    expect(changes.listening).toBe(0);
    database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
  });

  test.each([
    ['orderChanged', ORDER],
    ['attentionCount', COUNT],
    ['actionChanged', ACTION],
  ])('%s is refused to whom it is not allowed', async (_, source) => {
    const permissions: Permission[] = ['WRITE_CHECKOUT'];
    await expect(open(source, { id: 'ord_a' }, viewerOf({ permissions }))).rejects.toThrow(
      'This needs the permission READ_ORDERS.',
    );
  });
});

describe('a stream of actions', () => {
  test('sends each as it is, then what changes: by itself, with its order, and when it is named', async () => {
    const stream = await open(ACTION, { id: 'ord_c' });
    const webhook = { id: 'act_c_webhook', status: 'FAILED', attempt: 1 };
    expect(await stream.next()).toEqual({
      actionChanged: { ...webhook, id: 'act_c_receipt-email' },
    });
    expect(await stream.next()).toEqual({ actionChanged: webhook });

    await run(
      `update action set status = 'RUNNING', attempt = 2, lease_until = now() + interval '1 minute' where id = 'act_c_webhook'`,
    );
    changes.tell({ actions: [{ orderId: 'ord_c', actionId: 'act_c_webhook' }] });
    expect(await stream.next()).toEqual({
      actionChanged: { ...webhook, status: 'RUNNING', attempt: 2 },
    });

    await run(
      `update action set status = 'SUCCEEDED', lease_until = null where id = 'act_c_webhook'`,
    );
    changes.tell({ orders: ['ord_a', 'ord_c'] });
    expect(await stream.next()).toEqual({
      actionChanged: { ...webhook, status: 'SUCCEEDED', attempt: 2 },
    });

    // Only its attempts changed: a late answer that nobody waited for any more.
    changes.tell({ actions: [{ orderId: 'ord_c', actionId: 'act_c_receipt-email' }] });
    expect(await stream.next()).toEqual({
      actionChanged: { ...webhook, id: 'act_c_receipt-email' },
    });
  });

  test.each(['ord_b', 'ord_none', 'nonsense'])(
    'says of %s, out of reach or not there, that there is none',
    async (id) => {
      await expect(open(ACTION, { id }, viewerOf({ reach: ['chk_one'] }))).rejects.toThrow(
        'There is no such order.',
      );
    },
  );
});

describe('a stream of the attention count', () => {
  const counted = (...checkouts: [string, number][]) => ({
    attentionCount: {
      total: checkouts.reduce((sum, [, total]) => sum + total, 0),
      byCheckout: checkouts.map(([name, total]) => ({
        total,
        checkout: { name: `Checkout ${name}` },
      })),
    },
  });

  test('sends the present count of the viewer’s checkouts, then only what differs', async () => {
    const all = await open(COUNT);
    const one = await open(COUNT, {}, viewerOf({ reach: ['chk_one'] }));
    expect(await all.next()).toEqual(counted(['one', 1], ['two', 1]));
    expect(await one.next()).toEqual(counted(['one', 1]));
    changes.tell({ orders: ['ord_a'] });
    await settle('ord_b');
    changes.tell({ orders: ['ord_b'] });
    expect(await all.next()).toEqual(counted(['one', 1]));
    await settle('ord_a');
    changes.tell({ orders: ['ord_a'] });
    expect(await all.next()).toEqual(counted());
    expect(await one.next()).toEqual(counted());
    const late = await open(COUNT);
    expect(await late.next()).toEqual(counted());
  });

  test('moves by itself when an order comes to its time', async () => {
    const stream = await open(COUNT);
    expect(await stream.next()).toEqual(counted());
    database.tools.setNow(new Date(soon));
    expect(await stream.next()).toEqual(counted(['one', 1]));
  });

  test('is right again after news were missed', async () => {
    const stream = await open(COUNT);
    expect(await stream.next()).toEqual(counted(['one', 1]));
    await settle('ord_c');
    changes.tell(null);
    expect(await stream.next()).toEqual(counted());
  });
});
