import type { GraphQLSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { newKey } from '../../test/kit/shop.ts';
import { statementsOf } from '../../test/kit/statements.ts';
import { Permission } from '../domain/permission.ts';
import { makeSchema } from '../graphql/schema.ts';

// Every door of the API with a token that should not open it.

const member = { email: 'maija@example.com', password: 'correct horse battery' };

let schema: GraphQLSchema;
let database: TestDatabase;
let server: RunningTestServer;
let cookie: string;
let exportUrl: string;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  server = await startTestServer(database, schema, {
    // So many at once that none are fetched while statements are counted.
    environment: {
      API_POINTS_PER_MINUTE_PER_ADDRESS: '1000000000',
      API_POINTS_PER_MINUTE_OF_STRANGERS: '1000000000',
    },
  });
  await seedTwoCheckouts(database);
  await seedOrders(database, [{ id: 'ord_a', number: '10001', email: 'aino@example.com' }]);
  await server.sessions.createMember({ ...member, name: 'Maija', role: 'ADMIN', checkoutIds: [] });
  cookie = await signIn(server.url, member.email, member.password);
  exportUrl = await exportOf({ cookie, origin: server.url });
});
beforeEach(() => database.tools.setNow(undefined as never));
afterAll(async () => {
  await server.stop();
  await database.drop();
});

type Headers = Record<string, string>;
const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });

async function graphql(query: string, headers: Headers, address = '/graphql') {
  const response = await fetch(server.url + address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as {
    data?: Record<string, never> | null;
    errors?: { extensions: { code: string } }[];
  };
}

async function exportOf(headers: Headers): Promise<string> {
  const { data } = await graphql(
    `mutation { requestOrderExport(input: { timeZone: "UTC", columns: [NUMBER], idempotencyKey: "${newKey()}" }) {
       export { downloadUrl } } }`,
    headers,
  );
  return (data as unknown as { requestOrderExport: { export: { downloadUrl: string } } })
    .requestOrderExport.export.downloadUrl;
}

const report = () =>
  `${server.url}/reports/sales.csv?from=2026-10-25&to=2026-10-26&timeZone=UTC&grain=DAY`;

/** What each door answers with these headers. A socket tells its token in the first message, as scripts do. */
const doors = {
  graphql: async (headers: Headers) => {
    const { errors } = await graphql('{ orders { nodes { id } } }', headers);
    return errors?.[0]?.extensions.code ?? 'open';
  },
  socket: (headers: Headers) => socketAnswer(headers),
  export: async (headers: Headers) => (await fetch(exportUrl, { headers })).status,
  report: async (headers: Headers) => (await fetch(report(), { headers })).status,
};

function socketAnswer({ authorization, ...headers }: Headers): Promise<unknown> {
  class SocketWithHeaders extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers });
    }
  }
  return new Promise((resolve) => {
    const client = createClient({
      url: `ws://127.0.0.1:${server.port}/graphql`,
      webSocketImpl: SocketWithHeaders,
      retryAttempts: 0,
      ...(authorization !== undefined && { connectionParams: { authorization } }),
    });
    const end = (answer: unknown) => {
      resolve(answer);
      void client.dispose();
    };
    client.subscribe(
      { query: 'subscription { attentionCount { total } }' },
      {
        next: ({ errors }) => end(errors?.[0]?.extensions?.['code'] ?? 'open'),
        error: (error) =>
          end(
            Array.isArray(error)
              ? (error[0] as { extensions: { code: string } }).extensions.code
              : (error as { code: number }).code,
          ),
        complete: () => {},
      },
    );
  });
}

const answers = async (headers: Headers) => ({
  graphql: await doors.graphql(headers),
  socket: await doors.socket(headers),
  export: await doors.export(headers),
  report: await doors.report(headers),
});
const shut = { graphql: 'UNAUTHENTICATED', socket: 4403, export: 401, report: 401 };

describe('every door', () => {
  test('opens to a token that may do what is behind it, except to the file of somebody else', async () => {
    const { secret } = await makeToken(database, { permissions: Object.values(Permission) });
    expect(await answers(bearer(secret))).toEqual({
      graphql: 'open',
      socket: 'open',
      export: 404,
      report: 200,
    });
  });

  test('stays shut to a token of another scope', async () => {
    const { secret } = await makeToken(database, { permissions: ['WRITE_CHECKOUT'] });
    expect(await answers(bearer(secret))).toEqual({
      graphql: 'FORBIDDEN',
      socket: 'FORBIDDEN',
      export: 404,
      report: 403,
    });
  });

  test('is shut at the very moment a token expires', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const { secret } = await makeToken(database, {
      permissions: Object.values(Permission),
      expiresAt,
    });
    database.tools.setNow(new Date(expiresAt.getTime() - 1));
    expect(await doors.graphql(bearer(secret))).toBe('open');
    database.tools.setNow(expiresAt);
    expect(await answers(bearer(secret))).toEqual(shut);
  });

  test('is shut to a token for other addresses, whatever address the client claims', async () => {
    const { secret } = await makeToken(database, {
      permissions: Object.values(Permission),
      allowedAddresses: ['203.0.113.0/24'],
    });
    const claims = { 'x-client-address': '203.0.113.7', 'x-forwarded-for': '203.0.113.7' };
    expect(await answers({ ...bearer(secret), ...claims })).toEqual(shut);
    const here = await makeToken(database, {
      permissions: Object.values(Permission),
      allowedAddresses: ['127.0.0.0/8'],
    });
    expect(await answers(bearer(here.secret))).toMatchObject({ graphql: 'open', socket: 'open' });
  });

  test('is shut to a forged checksum without a statement to the database', async () => {
    const { secret } = await makeToken(database, { permissions: Object.values(Permission) });
    const forged = bearer(`oms_live_${'x'.repeat(43)}${secret.slice(-6)}`);
    await answers(forged);
    expect(
      await statementsOf(database, async () => expect(await answers(forged)).toEqual(shut)),
    ).toBe(0);
  });

  test('asks a bearer token alone: a wrong one is not made good by a cookie', async () => {
    expect(await answers({ ...bearer('oms_live_wrong-but-long-enough'), cookie })).toEqual(shut);
    const { secret } = await makeToken(database, { permissions: ['READ_REPORTS'] });
    expect(await answers({ ...bearer(secret), cookie })).toEqual({
      graphql: 'FORBIDDEN',
      socket: 'FORBIDDEN',
      export: 404,
      report: 200,
    });
  });

  test('takes no token from a cookie or an address, where logs and histories would keep it', async () => {
    const { secret } = await makeToken(database, { permissions: Object.values(Permission) });
    for (const name of ['authorization', 'token', 'access_token', 'orders.session_token']) {
      expect(await answers({ cookie: `${name}=${secret}` })).toEqual(shut);
    }
    const inAddress = `authorization=Bearer%20${secret}&access_token=${secret}&token=${secret}`;
    expect(await graphql('{ orders { nodes { id } } }', {}, `/graphql?${inAddress}`)).toMatchObject(
      {
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      },
    );
    expect((await fetch(`${report()}&${inAddress}`)).status).toBe(401);
    expect((await fetch(`${exportUrl}&${inAddress}`)).status).toBe(401);
    expect(JSON.stringify(server.logLines)).not.toContain(secret.slice(15));
  });
});
