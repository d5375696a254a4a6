import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import {
  listenForChanges,
  startPublisher,
  type ChangeListener,
  type Publisher,
} from '../database/notifications.ts';
import { query } from '../database/orm.ts';
import { makeSchema } from '../graphql/schema.ts';

// Two API processes on one database, each with its real listener. Nobody looks again by the clock: an hour is longer
// than any test.

const HOUR_MS = 3_600_000;
const member = { email: 'maija@example.com', password: 'correct horse battery' };

let database: TestDatabase;
let publisher: Publisher;
let listeners: ChangeListener[];
let here: RunningTestServer;
let there: RunningTestServer;
let memberId: string;
let clients: Client[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  const schema = await makeSchema();
  publisher = startPublisher(database.url, { everyMs: 1 });
  const listen = () => listenForChanges(database.url, { sweepEveryMs: HOUR_MS });
  listeners = [await listen(), await listen()];
  const start = (changes: ChangeListener | undefined) =>
    startTestServer(database, schema, {
      recheckSocketsMs: HOUR_MS,
      publisher,
      processes: 1,
      ...(changes && { changes }),
    });
  here = await start(listeners[0]);
  there = await start(listeners[1]);
  ({ id: memberId } = await there.sessions.createMember({
    ...member,
    name: 'Maija',
    role: 'ADMIN',
    checkoutIds: [],
  }));
});
afterAll(async () => {
  await here.stop();
  await there.stop();
  await publisher.stop();
  for (const listener of listeners) await listener.stop();
  await database.drop();
});
afterEach(async () => {
  for (const client of clients) await client.dispose();
  clients = [];
});

/** A socket at the other process that waits for news, and how it ended. */
async function listenThere(how: { cookie?: string; secret?: string }) {
  const headers = how.cookie ? { cookie: how.cookie } : {};
  class SocketWithHeaders extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers });
    }
  }
  const { promise: closed, resolve: end } = Promise.withResolvers<number>();
  const { promise: first, resolve: hear } = Promise.withResolvers<unknown>();
  const client = createClient({
    url: `ws://127.0.0.1:${there.port}/graphql`,
    webSocketImpl: SocketWithHeaders,
    retryAttempts: 0,
    onNonLazyError: () => {},
    ...(how.secret && { connectionParams: { authorization: `Bearer ${how.secret}` } }),
    on: { closed: (event) => end((event as { code: number }).code) },
  });
  clients.push(client);
  client.subscribe(
    { query: 'subscription { attentionCount { total } }' },
    { next: hear, error: hear, complete: () => {} },
  );
  return { first: await first, closed };
}

const askHere = async (query: string, headers: Record<string, string>) => {
  const response = await fetch(`${here.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: here.url, ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data: unknown; errors?: { extensions: object }[] };
};

describe('what is open at one process', () => {
  test('ends when another process revokes the token, before any clock says so', async () => {
    const { id, secret } = await makeToken(database, { permissions: ['READ_ORDERS'] });
    const other = await makeToken(database, { permissions: ['READ_ORDERS'] });
    const ours = await listenThere({ secret });
    const theirs = await listenThere({ secret: other.secret });
    expect(ours.first).toEqual({ data: { attentionCount: { total: 0 } } });

    const manager = await makeToken(database, { permissions: ['MANAGE_TOKENS'] });
    const answer = await askHere(
      `mutation { revokeApiToken(id: "${id}") { token { state } errors { message } } }`,
      { authorization: `Bearer ${manager.secret}` },
    );
    expect(answer.data).toEqual({ revokeApiToken: { token: { state: 'REVOKED' }, errors: [] } });

    expect(await ours.closed).toBe(4403);
    const after = await askHere('{ attentionCount { total } }', {
      authorization: `Bearer ${secret}`,
    });
    expect(after.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    // The neighbour heard nothing of it.
    expect(await Promise.race([theirs.closed, Promise.resolve('open')])).toBe('open');
  });

  test('ends when its member is switched off', async () => {
    const cookie = await signIn(there.url, member.email, member.password);
    const { first, closed } = await listenThere({ cookie });
    expect(first).toEqual({ data: { attentionCount: { total: 0 } } });

    await query(database.orm.em.fork(), 'update member set disabled_at = now()');
    const none = { orders: [], actions: [], bulkReruns: [], orderExports: [] };
    publisher.publish({ ...none, access: [memberId] });

    expect(await closed).toBe(4403);
  });
});
