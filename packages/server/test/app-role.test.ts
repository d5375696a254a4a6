import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSessions } from '../src/access/session.ts';
import { readConfig } from '../src/config.ts';
import { checkHistory } from '../src/database/history-check.ts';
import { query } from '../src/database/orm.ts';
import { freePort } from '../src/local/free-ports.ts';
import { asApp } from './kit/app-role.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { paidOrder } from './kit/paid-order.ts';
import { startProcess, type ServerProcess } from './kit/processes.ts';
import { signIn } from './kit/running-server.ts';
import { makeShop, newKey } from './kit/shop.ts';

// The real processes as in production, where their role owns nothing: what they need of the database they have.

let database: TestDatabase;
let api: ServerProcess;
let worker: ServerProcess;
let origin: string;
const received: string[] = [];
const receiver = createServer((request, response) => {
  received.push(String(request.headers['webhook-id']));
  request.resume().on('end', () => response.end('ok'));
});

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const owner = await freshDatabase();
  database = await asApp(owner);
  await makeShop(owner, { webhookUrl: `http://${host}/hook` });
  const environment = {
    DATABASE_URL: database.url,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    OUTGOING_ALLOW_PRIVATE: host,
    OUTGOING_REQUIRE_HTTPS: 'false',
    SWEEP_MS: '200',
    PORT: String(await freePort()),
  };
  [api, worker] = await Promise.all([
    startProcess('serve', environment),
    startProcess('work', environment),
  ]);
  const config = readConfig(environment);
  origin = config.publicUrl;
  const { url: databaseUrl, orm, tools } = database;
  const sessions = makeSessions(config, { databaseUrl, orm, tools, log: () => {} });
  await sessions.createMember({
    email: 'aino@example.com',
    password: 'long enough to be one',
    name: 'Aino',
    role: 'ADMIN',
    checkoutIds: ['chk_test'],
  });
  await sessions.stop();
});
afterAll(async () => {
  await Promise.all([api.stop(), worker.stop()]);
  receiver.closeAllConnections();
  receiver.close();
  await database.drop();
});

const rows = <Row extends object>(sql: string) => query<Row>(database.orm.em.fork(), sql);

async function ask<Data>(cookie: string, source: string, variables: object): Promise<Data> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query: source, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: object[] };
  expect(errors).toBeUndefined();
  return data;
}

describe('a shop whose processes own nothing of the database', () => {
  test('delivers an order, lets somebody sign in, re-run and export it, and reports it', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const status = async () => (await rows<{ status: string }>('select status from orders'))[0];
    await expect.poll(status, { timeout: 20_000 }).toEqual({ status: 'COMPLETED' });

    const cookie = await signIn(api.url, 'aino@example.com', 'long enough to be one', { origin });
    const rerun = await ask<{ rerunAction: { errors: object[] } }>(
      cookie,
      `mutation ($input: RerunActionInput!) { rerunAction(input: $input) { errors { message } } }`,
      {
        input: {
          actionId: actionIds[0],
          acknowledge: 'REPEATS_SIDE_EFFECT',
          idempotencyKey: newKey(),
        },
      },
    );
    expect(rerun.rerunAction.errors).toEqual([]);
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(2);

    const exported = await ask<{
      requestOrderExport: { export: { downloadUrl: string } | null };
    }>(
      cookie,
      `mutation ($input: RequestOrderExportInput!) { requestOrderExport(input: $input) { export { downloadUrl } } }`,
      { input: { timeZone: 'UTC', idempotencyKey: newKey() } },
    );
    const address = new URL(exported.requestOrderExport.export?.downloadUrl ?? '');
    const file = await fetch(`${api.url}${address.pathname}${address.search}`, {
      headers: { cookie },
    });
    expect([file.status, await file.text()]).toEqual([200, expect.stringContaining('buyer@')]);

    const folded = () => rows('select from report_order');
    await expect.poll(folded, { timeout: 20_000 }).toHaveLength(1);
    const signedOut = await fetch(`${api.url}/api/auth/sign-out`, {
      method: 'POST',
      headers: { cookie, origin },
    });
    expect(signedOut.status).toBe(200);

    const [{ events } = { events: [] }] = await rows<{ events: string[] }>(
      `select array_agg(event) as events from history_entry where order_id = '${orderId}' or order_id is null`,
    );
    expect(events).toEqual(
      expect.arrayContaining(['order.paid', 'action.rerun', 'orders.exported']),
    );
    expect((await checkHistory(database.orm.em)).faultCount).toBe(0);
  });
});
