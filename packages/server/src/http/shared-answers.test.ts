import { createClient, MessageType, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { handToldChanges, type HandToldChanges } from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { statementsOf } from '../../test/kit/statements.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from '../graphql/schema.ts';
import type { Reach } from '../use-cases/request.ts';

// Real sockets of the whole server, told by hand what changed.

const ROW = `subscription Row { orderChanged { id customer { email visibility }
  lines { productName } payment { provider } actions { message } } }`;
/** One answer that depends on who asks, and not only on their rights. */
const OPTIONS = 'subscription { orderChanged { id refundOptions { limitLeftToday { minor } } } }';
const COUNT = 'subscription { attentionCount { total byCheckout { total checkout { name } } } }';
const CUSTOMER = 'subscription Customer { orderChanged { customer { email } } }';
const MANY = 60;
/** A busy machine takes its time for sixty messages. */
const PATIENT = { timeout: 20_000 };

let database: TestDatabase;
let server: RunningTestServer;
let changes: HandToldChanges;
const clients: Client[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  changes = handToldChanges();
  server = await startTestServer(database, await makeSchema(), { changes, processes: 1 });
  await seedTwoCheckouts(database);
  await seedOrders(
    database,
    Array.from({ length: MANY }, (_, place) => ({
      id: `ord_${place}`,
      number: String(place),
      checkoutId: place % 2 === 0 ? 'chk_one' : 'chk_two',
      email: `virtanen${place}@example.com`,
      failedKinds: ['webhook'],
      attention: [{ reason: 'ACTION_FAILED', from: '2026-11-10T11:00:00.000Z' }],
    })),
  );
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

type Told = { data?: Record<string, Record<string, unknown>> | null; errors?: unknown[] };
type Listener = { readonly told: Told[]; readonly texts: string[] };

/** A socket of a new token with these rights, whose subscription is open. */
async function watch(
  source: string,
  permissions: readonly Permission[] = ['READ_ORDERS'],
  checkoutIds: Reach = 'ALL',
): Promise<Listener> {
  const { secret } = await makeToken(database, { permissions: [...permissions], checkoutIds });
  const told: Told[] = [];
  const texts: string[] = [];
  const pong = Promise.withResolvers<void>();
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${secret}` },
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: {
      connected: (socket) => {
        client.subscribe(
          { query: source },
          { next: (answer) => void told.push(answer as Told), error: () => {}, complete: () => {} },
        );
        // Sent after the subscription, and answered after it.
        setImmediate(() => (socket as WebSocket).send(JSON.stringify({ type: 'ping' })));
      },
      message: (message) => {
        if (message.type === MessageType.Pong) pong.resolve();
        if (message.type === MessageType.Next) texts.push(JSON.stringify(message.payload));
      },
    },
  });
  clients.push(client);
  await pong.promise;
  return { told, texts };
}

async function tell(orders: string[], listeners: readonly Listener[]): Promise<void> {
  const before = listeners.map(({ told }) => told.length);
  changes.tell({ orders });
  await expect
    .poll(() => listeners.map(({ told }, index) => told.length - (before[index] ?? 0)), PATIENT)
    .toEqual(listeners.map(() => orders.length));
}
const latest = ({ told }: Listener) => told.at(-1)?.data?.['orderChanged'];

describe('an event that many sockets wait for', () => {
  test('costs as many statements for twenty of the same rights as for one, and each gets the same', async () => {
    const few = [await watch(ROW)];
    const forOne = await statementsOf(database, () => tell(['ord_0'], few));
    const many = [...few];
    for (let count = 1; count < 20; count += 1) many.push(await watch(ROW));
    const forMany = await statementsOf(database, () => tell(['ord_0'], many));

    expect(forOne).toBeGreaterThan(1);
    expect(forMany).toBe(forOne);
    expect(new Set(many.map(({ texts }) => texts.at(-1)))).toHaveLength(1);
    expect(latest(many[19] ?? few[0]!)).toMatchObject({ id: 'ord_0', actions: [{}] });
  });

  test('shows each what they may see of it, however many have asked the same', async () => {
    const all = await watch(ROW, ['READ_ORDERS', 'READ_PERSONAL_DATA']);
    const masked = await watch(ROW);
    const ofTwo = await watch(ROW, ['READ_ORDERS', 'READ_PERSONAL_DATA'], ['chk_two']);
    await tell(['ord_0'], [all, masked]);
    await tell(['ord_1'], [all, masked, ofTwo]);

    const shown = (email: string) => ({ id: 'ord_1', customer: { email, visibility: 'FULL' } });
    expect(latest(all)).toMatchObject(shown('virtanen1@example.com'));
    expect(latest(ofTwo)).toMatchObject(shown('virtanen1@example.com'));
    expect(latest(masked)).toMatchObject({
      id: 'ord_1',
      customer: { email: 'v…@example.com', visibility: 'MASKED' },
    });
    expect(ofTwo.told).toHaveLength(1);
  });

  test('counts for each the checkouts that are theirs, once for all of the same', async () => {
    const listeners: Listener[] = [];
    for (const reach of ['ALL', 'ALL', ['chk_one'], ['chk_one']] as const) {
      listeners.push(await watch(COUNT, ['READ_ORDERS'], reach));
    }
    await expect
      .poll(() => listeners.map(({ told }) => told.at(-1)?.data?.['attentionCount']?.['total']))
      .toEqual([MANY, MANY, MANY / 2, MANY / 2]);
    await query(
      database.orm.em.fork(),
      `update orders set attention = '[]', attention_at = null where id = 'ord_0'`,
    );
    await query(database.orm.em.fork(), `select refresh_order_list(array['ord_0'])`);
    const statements = await statementsOf(database, async () => {
      changes.tell({ orders: ['ord_0'] });
      await expect
        .poll(() => listeners.map(({ told }) => told.at(-1)?.data?.['attentionCount']?.['total']))
        .toEqual([MANY - 1, MANY - 1, MANY / 2 - 1, MANY / 2 - 1]);
    });
    // The count, and the names of checkouts for each of both reaches.
    expect(statements).toBe(3);
  });

  test('is answered anew for one who asks later, after what it says has changed', async () => {
    const names = ({ told }: Listener) => JSON.stringify(told);
    const begun = new Date('2026-11-10T12:00:00.000Z');
    database.tools.setNow(begun);
    const early = await watch(COUNT);
    await expect.poll(() => names(early)).toContain('total');
    const em = database.orm.em.fork();
    await query(em, `update checkout set name = 'Renamed' where id = 'chk_one'`);
    database.tools.setNow(new Date(begun.getTime() + 5_000));
    const late = await watch(COUNT);
    await expect.poll(() => names(late)).toContain('total');
    database.tools.setNow(undefined as never);

    expect(names(early)).not.toContain('Renamed');
    expect(names(late)).toContain('Renamed');
  });

  test('is answered for each alone where it depends on who asks', async () => {
    const one = [await watch(OPTIONS, ['READ_ORDERS', 'REFUND_ORDERS'])];
    const forOne = await statementsOf(database, () => tell(['ord_2'], one));
    const two = [...one, await watch(OPTIONS, ['READ_ORDERS', 'REFUND_ORDERS'])];
    const read = 1;
    expect(await statementsOf(database, () => tell(['ord_2'], two))).toBe(
      read + 2 * (forOne - read),
    );
  });

  test('tells all of a fault, each with the number of its own socket', async () => {
    const listeners = [await watch(ROW), await watch(ROW)];
    const em = database.orm.em.fork();
    await query(em, 'alter table action rename to action_away');
    try {
      await tell(['ord_4'], listeners);
    } finally {
      await query(em, 'alter table action_away rename to action');
    }
    const numbers = listeners.map(({ told }) => {
      const [error] = (told[0]?.errors ?? []) as {
        message: string;
        extensions: { requestId: string };
      }[];
      expect(error?.message).toMatch(/^Something went wrong on our side/);
      return error?.extensions.requestId;
    });
    expect(new Set(numbers)).toHaveLength(2);
    await tell(['ord_4'], listeners);
    expect(latest(listeners[0]!)).toMatchObject({ id: 'ord_4' });
  });

  test('is on record for each who saw personal data in it', async () => {
    const permissions: Permission[] = ['READ_ORDERS', 'READ_PERSONAL_DATA'];
    const listeners = [await watch(CUSTOMER, permissions), await watch(CUSTOMER, permissions)];
    const orders = Array.from({ length: MANY }, (_, place) => `ord_${place}`);
    // More than 250 in all, after which reading one by one is reading in bulk.
    for (let times = 0; times < 5; times += 1) await tell(orders, listeners);

    const entries = await query<{ summary: string; actor_id: string }>(
      database.orm.em.fork(),
      `select summary, actor_id from history_entry where chain = 'personal-data'`,
    );
    const summary = 'Personal data of customers was read 251 times in 251 answers.';
    expect(entries).toEqual(
      [1, 2].map(() => ({ summary, actor_id: expect.stringMatching(/^tok/) })),
    );
    expect(entries[0]?.actor_id).not.toBe(entries[1]?.actor_id);
  });
});
