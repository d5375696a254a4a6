import { once } from 'node:events';
import type { Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeToken as makeApiToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { answersTo, connectTo, upgrade } from '../../test/kit/socket-client.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';

const noon = new Date('2026-03-01T12:00:00.000Z');
const environment = {
  API_POINTS_PER_MINUTE: '1000',
  API_POINTS_PER_MINUTE_PER_ADDRESS: '3000',
  SOCKETS_PER_CALLER: '3',
  SOCKETS_PER_ADDRESS: '5',
  TRUSTED_PROXIES: '127.0.0.1',
};
const tiny = tinySchema();

let database: TestDatabase;
let server: RunningTestServer;
let clients: Client[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tiny.schema, { environment, processes: 1 });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

let minute = 0;
let secret: string;
beforeEach(async () => {
  minute += 10;
  database.tools.setNow(later(0));
  tiny.writes.length = 0;
  tiny.begins.length = 0;
  secret = await makeToken();
});
afterEach(async () => {
  for (const client of clients) await client.dispose();
  clients = [];
});

const later = (seconds: number) => new Date(noon.getTime() + minute * 60_000 + seconds * 1000);
const address = () => `ws://127.0.0.1:${server.port}/graphql`;
const write = 'mutation { write(what: "x") }';

async function makeToken(): Promise<string> {
  const made = await makeApiToken(database, { permissions: ['READ_ORDERS'] });
  return made.secret;
}

function connect(token = secret, from = `192.0.2.${minute % 250}`) {
  const connection = connectTo(
    address(),
    { 'x-forwarded-for': from },
    { authorization: `Bearer ${token}` },
  );
  clients.push(connection.client);
  return connection;
}

/** The errors with which an operation is answered instead of being done. */
const refusalOf = (client: Client, text: string) =>
  answersTo(client, text).then(
    (answers) => ({ answers }),
    (errors: unknown) => errors,
  );

describe('an operation on a socket', () => {
  test('over the limit is answered with words and not done, and the socket stays open', async () => {
    const { client } = connect();
    for (let count = 0; count < 100; count += 1) await answersTo(client, write);
    database.tools.setNow(later(59));

    expect(await refusalOf(client, write)).toEqual([
      {
        message: 'Too many requests in one minute. Nothing was done. Try again in 1 second.',
        extensions: {
          code: 'RATE_LIMITED',
          policy: 'caller',
          retryAfterSeconds: 1,
          cost: { requested: 10, limit: 1000, remaining: 0, resetAt: later(60).toISOString() },
          requestId: expect.any(String),
        },
      },
    ]);
    expect(tiny.writes).toHaveLength(100);

    database.tools.setNow(later(60));
    expect(await answersTo(client, '{ who }')).toEqual([{ data: { who: 'Script' } }]);
  });

  test('pays with the same points as one over HTTP', async () => {
    const { client } = connect();
    await answersTo(client, write);
    await answersTo(client, 'subscription { ticks(count: 1) }');
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query: '{ who }' }),
    });

    expect(await response.json()).toMatchObject({
      extensions: { cost: { remaining: 1000 - 10 - 5 - 1 } },
    });
  });

  test('is refused as over HTTP where it is the same again and again', async () => {
    const { client } = connect();
    const names = Array.from({ length: 51 }, (_, n) => `n${n}: depth`).join(' ');

    expect(await refusalOf(client, `{ level { ${names} } }`)).toMatchObject([
      { message: 'The query gives 51 fields other names; at most 50 are allowed.' },
    ]);
    const directives = 'depth @include(if: true) '.repeat(51);
    expect(await refusalOf(client, `{ level { ${directives} } }`)).toMatchObject([
      { message: 'The query has 51 directives; at most 50 are allowed.' },
    ]);
  });

  test('is refused after six hundred in a minute, however cheap', async () => {
    const roomy = await startTestServer(database, tiny.schema, {
      environment: { SOCKETS_PER_CALLER: '3' },
      processes: 1,
    });
    try {
      const { client } = connectTo(
        `ws://127.0.0.1:${roomy.port}/graphql`,
        {},
        { authorization: `Bearer ${secret}` },
      );
      clients.push(client);
      const answers = await Promise.all(
        Array.from({ length: 12 }, async () => {
          for (let count = 0; count < 50; count += 1) await answersTo(client, '{ who }');
        }),
      );
      expect(answers).toHaveLength(12);
      expect(await refusalOf(client, '{ who }')).toMatchObject([
        {
          message: 'A socket carries at most 600 operations in a minute. Try again in 60 seconds.',
          extensions: { code: 'RATE_LIMITED' },
        },
      ]);
    } finally {
      await roomy.stop();
    }
  });

  test('is open when the ping behind it is answered, although its points had to be fetched', async () => {
    const socket = new WebSocket(address(), 'graphql-transport-ws');
    await once(socket, 'open');
    const says = (message: object) => socket.send(JSON.stringify(message));
    const hears = async () => {
      const [data] = (await once(socket, 'message')) as [Buffer];
      return (JSON.parse(data.toString()) as { type: string }).type;
    };
    says({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } });
    expect(await hears()).toBe('connection_ack');

    says({ type: 'subscribe', id: '1', payload: { query: 'subscription { silence }' } });
    says({ type: 'ping' });

    expect(await hears()).toBe('pong');
    expect(tiny.begins).toEqual(['silence']);
    socket.close();
    await once(socket, 'close');
  });
});

describe('the sockets of one', () => {
  test('caller are three, and the fourth is told to come again later', async () => {
    const open = [connect(), connect(), connect()];
    for (const { connected } of open) await connected;

    expect(await connect().closed).toMatchObject({ code: 1013, reason: 'Too many sockets' });

    await open[0]!.client.dispose();
    await open[0]!.closed;
    await expect
      .poll(async () => {
        const { connected, closed } = connect();
        return Promise.race([connected.then(() => 'open'), closed.then(() => 'closed')]);
      })
      .toBe('open');
  });

  test('address are five, whoever they are of, and the sixth is refused before it opens', async () => {
    const from = '198.51.100.1';
    for (let count = 0; count < 5; count += 1) {
      await connect(await makeToken(), from).connected;
    }

    expect(await upgrade(address(), { 'x-forwarded-for': from })).toBe(429);
    expect(await upgrade(address(), { 'x-forwarded-for': '198.51.100.2' })).toBe(101);
  });

  test('address that is over its limit of points are none', async () => {
    const from = '198.51.100.3';
    const tokens = [await makeToken(), await makeToken(), await makeToken(), await makeToken()];
    for (const token of tokens) {
      const { client } = connect(token, from);
      for (let count = 0; count < 100; count += 1) await refusalOf(client, write);
    }

    expect(await upgrade(address(), { 'x-forwarded-for': from })).toBe(429);
  });
});
