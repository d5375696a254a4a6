import { once } from 'node:events';
import type { Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeToken, revokeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { answersTo, connectTo, upgrade } from '../../test/kit/socket-client.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';

const member = { email: 'maija@example.com', password: 'correct horse battery' };
const RECHECK_MS = 40;

const tiny = tinySchema();
let database: TestDatabase;
let server: RunningTestServer;
let cookie: string;
let clients: Client[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tiny.schema, { recheckSocketsMs: RECHECK_MS });
  await server.sessions.createMember({ ...member, name: 'Maija', role: 'VIEWER', checkoutIds: [] });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  database.tools.setNow(undefined as never);
  cookie = await signIn(server.url, member.email, member.password);
});
afterEach(async () => {
  for (const client of clients) await client.dispose();
  clients = [];
  await query(database.orm.em.fork(), 'update member set disabled_at = null');
});

const address = () => `ws://127.0.0.1:${server.port}/graphql`;
const readerToken = () => makeToken(database, { permissions: ['READ_ORDERS'] });

function connect(headers: Record<string, string>, connectionParams?: Record<string, unknown>) {
  const connection = connectTo(address(), headers, connectionParams);
  clients.push(connection.client);
  return connection;
}

describe('a socket', () => {
  test('streams to a member with a cookie', async () => {
    const { client } = connect({ cookie });

    expect(await answersTo(client, 'subscription { ticks(count: 3) }')).toEqual([
      { data: { ticks: 1 } },
      { data: { ticks: 2 } },
      { data: { ticks: 3 } },
    ]);
  });

  test('streams to a script that sends its token in the first message', async () => {
    const { secret } = await readerToken();
    const { client } = connect({}, { authorization: `Bearer ${secret}` });

    expect(await answersTo(client, '{ who }')).toEqual([{ data: { who: 'Script' } }]);
  });

  test('reads anew for each event', async () => {
    const { client } = connect({ cookie });

    expect(await answersTo(client, 'subscription { requests }')).toEqual([
      { data: { requests: 'Maija 1' } },
      { data: { requests: 'Maija 2' } },
    ]);
  });

  test('stops a stream that waits for an event when the reader leaves', async () => {
    const { client, connected } = connect({ cookie });
    await connected;
    tiny.ends.length = 0;
    const leave = client.subscribe(
      { query: 'subscription { silence }' },
      { next: () => {}, error: () => {}, complete: () => {} },
    );
    await answersTo(client, '{ who }');

    leave();

    await expect.poll(() => tiny.ends).toEqual(['silence']);
  });

  test.each([
    ['no proof', {}, undefined],
    ['a wrong token', {}, { authorization: 'Bearer wrong' }],
    ['a cookie of nobody', { cookie: 'orders.session_token=made.up' }, undefined],
  ])('is closed at once with %s', async (_, headers, params) => {
    const { closed } = connect(headers, params);

    expect(await closed).toMatchObject({ code: 4403, reason: 'Forbidden' });
  });

  test.each([
    ['a page of another site', 'https://evil.example', 403],
    ['a page without an origin', 'null', 403],
  ])('is refused to %s, whatever its cookie', async (_, origin, status) => {
    expect(await upgrade(address(), { cookie, origin })).toBe(status);
  });

  test('is open to our own page, and only at its address', async () => {
    const origin = `http://localhost:${server.port}`;

    expect(await upgrade(address(), { cookie, origin })).toBe(101);
    expect(await upgrade(address().replace('/graphql', '/other'), { cookie, origin })).toBe(404);
  });

  test('is closed when nobody says who they are within three seconds', async () => {
    const socket = new WebSocket(address(), 'graphql-transport-ws', { headers: { cookie } });
    const [code] = (await once(socket, 'close')) as [number];

    expect(code).toBe(4408);
  });

  test('is closed when a message is larger than any of ours', async () => {
    const socket = new WebSocket(address(), 'graphql-transport-ws', { headers: { cookie } });
    await once(socket, 'open');
    socket.send('x'.repeat(70_000));
    const [code] = (await once(socket, 'close')) as [number];

    expect(code).toBe(1009);
  });

  test('is closed for what is no message of the protocol, and the server lives on', async () => {
    const socket = new WebSocket(address(), 'graphql-transport-ws', { headers: { cookie } });
    await once(socket, 'open');
    socket.send('{"type":');
    const [code] = (await once(socket, 'close')) as [number];

    expect(code).toBe(4400);
    expect(await answersTo(connect({ cookie }).client, '{ who }')).toEqual([
      { data: { who: 'Maija' } },
    ]);
  });

  test('has the limits of a request, and hides faults the same way', async () => {
    const { client } = connect({ cookie });
    const errorsOf = async (text: string) => {
      try {
        return (await answersTo(client, text))
          .map((one) => (one as { errors: unknown }).errors)
          .flat();
      } catch (errors) {
        return errors as { message: string }[];
      }
    };
    const deep = `{ level ${'{ deeper '.repeat(11)} { depth } ${'}'.repeat(11)} }`;

    expect(await errorsOf(deep)).toMatchObject([
      { message: 'The query nests 13 levels deep; at most 12 are allowed.' },
    ]);
    expect(await errorsOf(`{ ${'who '.repeat(5_000)} }`)).toMatchObject([
      { message: 'Syntax Error: Document contains more that 4000 tokens. Parsing aborted.' },
    ]);
    expect(await errorsOf('{ fault }')).toMatchObject([
      {
        message: expect.stringMatching(
          /^Something went wrong on our side\. Try again\. If it stays, tell us/,
        ),
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    expect(await errorsOf('{ nothing }')).toMatchObject([
      { message: 'Cannot query field "nothing" on type "Query".' },
    ]);
  });

  test('writes only the beginning of a long name to the log', async () => {
    const { client } = connect({ cookie });
    const operationName = 'y'.repeat(10_000);
    const answers = client.iterate({ query: `query ${operationName} { who }`, operationName });
    expect((await answers.next()).value).toEqual({ data: { who: 'Maija' } });
    const names = server.logLines
      .filter(({ msg }) => msg === 'operation on socket')
      .map(({ operationName: name }) => (typeof name === 'string' ? name.length : 0));
    expect(Math.max(...names)).toBe(100);
  });

  test('carries fifty operations and no more', async () => {
    const { client, connected } = connect({ cookie });
    await connected;
    const refused: unknown[] = [];
    for (let count = 0; count < 51; count += 1) {
      client.subscribe(
        { query: 'subscription { silence }' },
        { next: () => {}, error: (errors) => refused.push(errors), complete: () => {} },
      );
    }

    await expect
      .poll(() => refused)
      .toMatchObject([[{ message: 'A socket carries at most 50 operations.' }]]);
  });
});

describe('an open socket', () => {
  test('is closed when its member is switched off', async () => {
    const { closed, connected } = connect({ cookie });
    await connected;
    await query(database.orm.em.fork(), 'update member set disabled_at = now()');

    expect(await closed).toMatchObject({ code: 4403 });
  });

  test('is closed when its member gets other rights, to come again with them', async () => {
    const { closed, connected } = connect({ cookie });
    await connected;
    await query(database.orm.em.fork(), `update member set role = 'ADMIN'`);

    expect(await closed).toMatchObject({ code: 4403 });
  });

  test('is closed when its token is revoked', async () => {
    const { id, secret } = await readerToken();
    const { closed, connected } = connect({}, { authorization: `Bearer ${secret}` });
    await connected;
    await revokeToken(database, id);

    expect(await closed).toMatchObject({ code: 4403 });
  });

  test('is closed when its proof runs out, and does not keep a session alive', async () => {
    const { closed, connected } = connect({ cookie });
    await connected;
    database.tools.setNow(new Date(Date.now() + 31 * 60_000));

    expect(await closed).toMatchObject({ code: 4403 });
    expect(await server.sessions.viewerOf(new Headers({ cookie }))).toBeNull();
  });

  test('hears that the server goes away', async () => {
    const other = await startTestServer(database, tiny.schema);
    const socket = new WebSocket(
      other.url.replace('http', 'ws') + '/graphql',
      'graphql-transport-ws',
      {
        headers: { cookie },
      },
    );
    await once(socket, 'open');
    const closed = once(socket, 'close') as Promise<[number]>;

    await other.stop();

    expect((await closed)[0]).toBe(1001);
  });
});
