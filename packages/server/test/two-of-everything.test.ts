import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActionTypes } from '../src/actions/action-types.ts';
import { listenForChanges, startPublisher } from '../src/database/notifications.ts';
import { query } from '../src/database/orm.ts';
import { makeSchema } from '../src/graphql/schema.ts';
import { startWorker, type Worker } from '../src/worker/worker.ts';
import { makeToken } from './kit/api-token.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { noMailer } from './kit/outside.ts';
import { answers, paidOrder, scriptedActions } from './kit/paid-order.ts';
import { signIn, startTestServer, type RunningTestServer } from './kit/running-server.ts';
import { makeShop, surroundings } from './kit/shop.ts';
import { PROCESSES } from './kit/two-of-everything.ts';

// What the tests' pair of servers is worth: both are asked, and what one writes the other shows.

const ORDERS = 12;
const member = { email: 'maija@example.com', password: 'correct horse battery' };

let database: TestDatabase;
let server: RunningTestServer;
const open: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  const publisher = startPublisher(database.url, { everyMs: 1 });
  const changes = await listenForChanges(database.url, { sweepEveryMs: 3_600_000 });
  server = await startTestServer(database, await makeSchema(), { changes, publisher });
  open.push(server, changes, publisher);
  await server.sessions.createMember({ ...member, name: 'Maija', role: 'ADMIN', checkoutIds: [] });
});
afterAll(async () => {
  for (const one of open) await one.stop();
  await database.drop();
});

const ask = async (source: string, headers: Record<string, string>) => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: source }),
  });
  return (await response.json()) as { data?: Record<string, unknown> };
};

describe.skipIf(PROCESSES === 1)('two servers at one address', () => {
  test('are asked in turn, and whoever signed in at one is known at the other', async () => {
    const before = [...server.handed];
    const cookie = await signIn(server.url, member.email, member.password);
    for (let asked = 0; asked < 4; asked += 1) {
      expect((await ask('{ viewer { name } }', { cookie })).data).toEqual({
        viewer: { name: 'Maija' },
      });
    }
    const grown = server.handed.map((count, index) => count - (before[index] ?? 0));
    expect(grown.sort((a, b) => a - b)).toEqual([2, 3]);
  });

  test('show on a socket at one what was written at the other', async () => {
    const { secret } = await makeToken(database, {
      permissions: ['READ_ORDERS', 'WRITE_CHECKOUT'],
    });
    const before = [...server.handed];
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${secret}` },
    });
    const seen: string[] = [];
    const isOpen = new Promise<void>((resolve) => {
      client.subscribe(
        { query: 'subscription { attentionCount { total } }' },
        { next: () => resolve(), error: () => {}, complete: () => {} },
      );
    });
    client.subscribe<{ orderChanged: { id: string } }>(
      { query: 'subscription { orderChanged { id } }' },
      {
        next: ({ data }) => data && seen.push(data.orderChanged.id),
        error: () => {},
        complete: () => {},
      },
    );
    await isOpen;
    const { data } = await ask(
      `mutation { openCheckout(input: { idempotencyKey: "k", linkSlug: "course", country: "FI" }) {
         order { id } errors { message } } }`,
      { authorization: `Bearer ${secret}` },
    );
    const opened = data?.['openCheckout'] as { order: { id: string } } | undefined;
    expect(opened).toBeDefined();
    await expect.poll(() => seen, { timeout: 30_000 }).toContain(opened?.order.id);
    // One got the socket, the other the mutation.
    expect(server.handed.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1]);
    await client.dispose();
  });
});

/** One action at a time, so that none of them can take all. */
const startOne = (name: string, actionTypes: ActionTypes, sweepEveryMs: number) =>
  startWorker({
    ...surroundings,
    orm: database.orm,
    databaseUrl: database.url,
    tools: database.tools,
    actionTypes,
    mailer: noMailer,
    name,
    concurrency: 1,
    heartbeatMs: 1_000,
    sweepEveryMs,
    stopWithinMs: 10_000,
    onFault: () => {},
  });

describe('two workers on one queue', () => {
  test('share the work, and each action is run by one of them', async () => {
    const script = Array.from({ length: ORDERS * 2 }, () => answers.done);
    const { types, keys } = scriptedActions(...script);
    const workers: Worker[] = [];
    for (const name of ['one', 'other']) {
      workers.push(await startOne(name, types, 200));
    }
    const actionIds: string[] = [];
    for (let made = 0; made < ORDERS; made += 1) {
      actionIds.push(...(await paidOrder(database)).actionIds);
    }
    const left = () =>
      query(database.orm.em.fork(), `select id from action where status <> 'SUCCEEDED'`);
    await expect.poll(left, { timeout: 50_000 }).toEqual([]);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect([...keys].sort()).toEqual(actionIds.map((id) => `${id}-1`).sort());
    expect(
      await query(database.orm.em.fork(), 'select distinct worker from attempt order by worker'),
    ).toEqual([{ worker: 'one' }, { worker: 'other' }]);
  });

  test('do not leave to the busy one what it had fetched in advance', async () => {
    const gate = Promise.withResolvers<void>();
    const isBusy = Promise.withResolvers<void>();
    const long = async () => {
      isBusy.resolve();
      await gate.promise;
      return answers.done;
    };
    const busy = await startOne('busy', scriptedActions(long, answers.done).types, 3_600_000);
    await paidOrder(database);
    await isBusy.promise;
    const { actionIds } = await paidOrder(database);
    const idle = await startOne('idle', scriptedActions(answers.done).types, 3_600_000);
    const doneBy = () =>
      query(
        database.orm.em.fork(),
        `select worker from attempt where action_id = any($1) and status = 'SUCCEEDED'`,
        [actionIds],
      );
    await expect.poll(doneBy, { timeout: 20_000 }).toEqual([{ worker: 'idle' }]);
    gate.resolve();
    await Promise.all([busy, idle].map((worker) => worker.stop()));
  });
});
