import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/kit/account.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  postSignIn,
  startTestServer,
  type RunningTestServer,
} from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';

const password = 'correct horse battery';
const service = { email: 'maija@example.com', password };
const wrong = { ...service, password: 'wrong horse battery' };
const other = { email: 'ada@example.com', password };

let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema, {
    environment: {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://orders.example.com',
      SESSION_SECRET: 's'.repeat(32),
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
      SIGN_INS_PER_MINUTE: '3',
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  for (const { email } of [service, other]) {
    const member = { email, password, name: email, role: 'VIEWER', checkoutIds: [] } as const;
    await server.sessions.createMember(member);
  }
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Through our proxy; the last header is what a client would write to hide behind another address. */
const tryFrom = (address: string, given: object = service) =>
  postSignIn(server.url, given, { 'x-forwarded-for': address, 'x-client-address': '203.0.113.99' });
const statusesOf = async (tries: readonly (() => Promise<Response>)[]) => {
  const statuses: number[] = [];
  for (const one of tries) statuses.push((await one()).status);
  return statuses;
};

describe('a shop on the internet', () => {
  test('marks its cookie for https and for this host alone', async () => {
    const [cookie] = (await tryFrom('192.0.2.1')).headers.getSetCookie();

    expect(cookie).toMatch(
      /^__Host-orders\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('lets an address try three times in a minute, and no other pays for it', async () => {
    const tries = Array.from({ length: 4 }, () => () => tryFrom('192.0.2.2', wrong));

    expect(await statusesOf(tries)).toEqual([401, 401, 401, 429]);
    expect((await tryFrom('192.0.2.2', other)).status).toBe(429);
    expect((await tryFrom('192.0.2.3', other)).status).toBe(200);
  });

  test('lets an account be tried nine times in a minute, from however many addresses', async () => {
    const unknown = { email: 'Nobody@example.com', password };
    const tries = Array.from(
      { length: 11 },
      (_, host) => () => tryFrom(`198.51.100.${host}`, unknown),
    );

    expect(await statusesOf(tries)).toEqual([...Array<number>(9).fill(401), 429, 429]);
    const refused = await tryFrom('198.51.100.99', { ...unknown, email: ' nobody@EXAMPLE.com' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await tryFrom('192.0.2.30', other)).status).toBe(200);
  });

  test('lets one address that goes on trying shut nobody out of their account', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => tryFrom('192.0.2.40', { ...other, password: 'wrong' })),
    );

    expect((await tryFrom('192.0.2.41', other)).status).toBe(200);
  });

  test('counts an address once, however it writes where it asks', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.50', 'content-type': 'application/json' };
    const statuses: number[] = [];
    for (const path of ['reset-password', 'Reset-Password', 'reset-password/', 'RESET-PASSWORD']) {
      const body = JSON.stringify({ token: 'none', newPassword: password });
      const url = `${server.url}/api/auth/${path}`;
      statuses.push((await fetch(url, { method: 'POST', headers, body })).status);
    }

    expect(statuses).toEqual([400, 400, 400, 429]);
  });

  test('counts a network of IPv6 as one address, as long as nobody has less', async () => {
    const tries = Array.from(
      { length: 4 },
      (_, host) => () =>
        new Browser(server.url, { 'x-forwarded-for': `2001:db8:1:2::${host + 1}` }).post(
          '/reset-password',
          { token: 'none', newPassword: password },
        ),
    );
    const statuses: number[] = [];
    for (const one of tries) statuses.push((await one()).status);

    expect(statuses).toEqual([400, 400, 400, 429]);
  });

  test('lets nobody wait for a clock that was an hour ahead', async () => {
    const statusAt = async (ms: number) => {
      database.tools.setNow(new Date(Date.now() + ms));
      const one = new Browser(server.url, { 'x-forwarded-for': '192.0.2.60' });
      return (await one.post('/reset-password', { token: 'none', newPassword: password })).status;
    };
    const statuses: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) statuses.push(await statusAt(60 * 60_000));
    expect([...statuses, await statusAt(0)]).toEqual([400, 400, 400, 429, 400]);
  });

  test("takes nothing from a page on the reader's own machine", async () => {
    const headers = { origin: `http://localhost:${server.port}` };

    expect((await postSignIn(server.url, service, headers)).status).toBe(403);
  });
});
