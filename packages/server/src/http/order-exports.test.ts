import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeToken, revokeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { handToldChanges, type HandToldChanges } from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { newKey } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from '../graphql/schema.ts';

let schema: GraphQLSchema;
let database: TestDatabase;
let server: RunningTestServer;
let changes: HandToldChanges;
beforeAll(async () => {
  schema = await makeSchema();
});
beforeEach(async () => {
  database = await freshDatabase();
  changes = handToldChanges();
  server = await startTestServer(database, schema, { changes });
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    { id: 'ord_a', number: '10001', email: 'aino@example.com', country: 'FI' },
    { id: 'ord_b', number: '10002', email: '=1+1@example.com', checkoutId: 'chk_two' },
  ]);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

const tokenFor = (permissions: Permission[], checkoutIds: 'ALL' | string[] = 'ALL') =>
  makeToken(database, { permissions, checkoutIds });
const READER: Permission[] = ['READ_ORDERS', 'READ_PERSONAL_DATA', 'EXPORT_ORDERS'];
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

type Asked = { id: string; status: string; total: number; downloadUrl: string };
async function askForExport(
  headers: Record<string, string>,
  input: Record<string, unknown> = {},
): Promise<Asked> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      query: `mutation ($input: RequestOrderExportInput!) { requestOrderExport(input: $input) {
        export { id status total downloadUrl } errors { message } } }`,
      variables: {
        input: {
          timeZone: 'Europe/Helsinki',
          columns: ['NUMBER', 'CUSTOMER', 'TOTAL'],
          idempotencyKey: newKey(),
          ...input,
        },
      },
    }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { requestOrderExport: { export: Asked; errors: { message: string }[] } };
    errors?: { message: string }[];
  };
  const refusal = errors?.[0] ?? data?.requestOrderExport.errors[0];
  if (!data || refusal) throw new Error(refusal?.message ?? 'nothing');
  const asked = data.requestOrderExport.export;
  return { ...asked, downloadUrl: asked.downloadUrl.replace(/^https?:\/\/[^/]+/u, server.url) };
}

const states = async () =>
  (await query<{ state: string }>(database.orm.em.fork(), 'select state from order_export')).map(
    ({ state }) => state,
  );

const FILE =
  "Order,Customer,Total,Currency\r\n10002,'=1+1@example.com,99.00,EUR\r\n10001,aino@example.com,99.00,EUR\r\n";

describe('the file of an export', () => {
  test('is handed to the token that asked for it, and is no formula', async () => {
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret));
    expect(asked).toMatchObject({ status: 'WAITING', total: 2 });
    const response = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="orders-\d{4}-\d\d-\d\d-\d{4}\.csv"$/u,
    );
    expect(await response.text()).toBe(FILE);
  });

  test('is handed to the session that asked for it, and masked as its list is', async () => {
    const member = { email: 'ville@example.com', password: 'correct horse battery' };
    const who = { ...member, name: 'Ville', role: 'VIEWER', checkoutIds: ['chk_one'] } as const;
    await server.sessions.createMember(who);
    const cookie = { cookie: await signIn(server.url, member.email, member.password) };
    const asked = await askForExport({ ...cookie, origin: server.url });
    const response = await fetch(asked.downloadUrl, { headers: cookie });
    expect(await response.text()).toBe(
      'Order,Customer,Total,Currency\r\n10001,a…@example.com,99.00,EUR\r\n',
    );
  });

  test('is not there for strangers, for others, with another key, or under another name', async () => {
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret));
    const statusOf = async (url: string, headers: Record<string, string> = bearer(secret)) =>
      (await fetch(url, { headers })).status;
    expect(await statusOf(asked.downloadUrl, {})).toBe(401);
    expect(await statusOf(asked.downloadUrl, bearer((await tokenFor(READER)).secret))).toBe(404);
    expect(await statusOf(asked.downloadUrl.replace(/key=.*/u, 'key=guess'))).toBe(404);
    expect(await statusOf(asked.downloadUrl.replace(/\?key=.*/u, ''))).toBe(404);
    expect(await statusOf(asked.downloadUrl.replace('.csv', '.txt'))).toBe(404);
    expect(await statusOf(`${server.url}/exports/exp_none.csv?key=guess`)).toBe(404);
    expect(await statusOf(`${server.url}/exports/%00.csv?key=guess`)).toBe(404);
    expect((await fetch(asked.downloadUrl, { method: 'HEAD' })).status).toBe(405);
    expect(await states()).toEqual(['WAITING']);
  });

  test('is refused to a token that was withdrawn since', async () => {
    const { id, secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret));
    await revokeToken(database, id);
    expect((await fetch(asked.downloadUrl, { headers: bearer(secret) })).status).toBe(401);
  });

  test('is gone after fifteen minutes, and says so', async () => {
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret));
    database.tools.setNow(new Date(Date.now() + 15 * 60_000));
    const response = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({
      error: 'This address has run out. Ask for a new export.',
    });
  });

  test('leaves neither its key nor a customer in the log', async () => {
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret), { filter: { email: 'aino' } });
    await (await fetch(asked.downloadUrl, { headers: bearer(secret) })).text();
    const log = JSON.stringify(server.logLines);
    expect(log).toContain(`/exports/${asked.id}.csv`);
    expect(log).not.toContain(asked.downloadUrl.split('key=')[1]);
    expect(log).not.toContain('aino');
  });
});

describe('a download over HTTP', () => {
  /** Sixteen megabytes: more than any buffer on the way holds. */
  const makeLong = async () => {
    await seedOrders(
      database,
      Array.from({ length: 2_000 }, (_, index) => ({
        id: `ord_${index}`,
        number: String(20_000 + index),
      })),
    );
    await query(
      database.orm.em.fork(),
      `update order_list set source = repeat('x', 8000) where number >= '20000'`,
    );
  };
  const busy = () =>
    query(
      database.orm.em.fork(),
      `select pid from pg_stat_activity where datname = current_database()
         and (query like 'fetch %' or query like 'declare %') and state <> 'idle'`,
    );

  test('lets go of the database when the other side goes away, and tells how far it came', async () => {
    await makeLong();
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret), { columns: ['NUMBER', 'SOURCE'] });
    const response = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    await expect.poll(busy).toHaveLength(1);
    await response.body?.cancel();
    await expect.poll(busy).toEqual([]);
    await expect.poll(states).toEqual(['FAILED']);
    expect(server.logLines.filter(({ level }) => level === 'error')).toEqual([]);
    // The same address again brings all of it.
    const again = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    expect((await again.text()).split('\r\n')).toHaveLength(2_002 + 2);
    await expect.poll(states).toEqual(['READY']);
  });

  test('is cut off without a proper end when it is cancelled, so that nobody takes it for whole', async () => {
    await makeLong();
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret), { columns: ['NUMBER', 'SOURCE'] });
    const response = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    await expect.poll(busy).toHaveLength(1);
    await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(secret) },
      body: JSON.stringify({
        query: 'mutation ($id: ID!) { cancelOrderExport(id: $id) { errors { code } } }',
        variables: { id: asked.id },
      }),
    });
    await expect.poll(busy).toEqual([]);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await states()).toEqual(['FAILED']);
  });

  test('is cut off with the news that its token was revoked, and says why', async () => {
    await makeLong();
    const { id, secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret), { columns: ['NUMBER', 'SOURCE'] });
    const response = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    await expect.poll(busy).toHaveLength(1);
    await revokeToken(database, id);
    changes.tell({ access: [id] });
    await expect.poll(busy).toEqual([]);
    await expect(response.text()).rejects.toThrow('terminated');
    const [{ failure } = {}] = await query<{ failure: string }>(
      database.orm.em.fork(),
      'select failure from order_export',
    );
    expect(failure).toContain('It is no longer allowed.');
  });

  test('comes to its end although the server is told to stop, or says in time that it will not', async () => {
    await makeLong();
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret), { columns: ['NUMBER', 'SOURCE'] });
    const stopDuring = async (withinMs: string) => {
      const other = await startTestServer(database, schema, {
        environment: { STOP_WITHIN_MS: withinMs },
        processes: 1,
      });
      const address = asked.downloadUrl.replace(server.url, other.url);
      const response = await fetch(address, { headers: bearer(secret) });
      await expect.poll(busy).toHaveLength(1);
      return { response, stopped: other.stop() };
    };

    const patient = await stopDuring('60000');
    expect((await patient.response.text()).split('\r\n')).toHaveLength(2_002 + 2);
    await patient.stopped;
    await expect.poll(states).toEqual(['READY']);

    const hasty = await stopDuring('500');
    await hasty.stopped;
    await expect(hasty.response.text()).rejects.toThrow('terminated');
    const [{ failure } = {}] = await query<{ failure: string }>(
      database.orm.em.fork(),
      'select failure from order_export',
    );
    expect(failure).toContain('Our server was restarted. Fetch it again.');
  });
});
