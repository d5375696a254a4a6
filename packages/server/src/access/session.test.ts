import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  postSignIn,
  signIn,
  startTestServer,
  type RunningTestServer,
} from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';
import { Permission } from '../domain/permission.ts';
import { MemberRefused } from './member.ts';

const MINUTE = 60_000;
const password = 'correct horse battery';
const service = { email: 'maija@example.com', password };

let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  await sql(
    `insert into checkout (id, name, created_at) values ('chk_a', 'A', now()), ('chk_b', 'B', now())`,
  );
  server = await startTestServer(database, tinySchema().schema);
  await server.sessions.createMember({
    ...service,
    name: 'Maija',
    role: 'CUSTOMER_SERVICE',
    checkoutIds: ['chk_b'],
  });
  await server.sessions.createMember({
    email: 'Ada@Example.com',
    password,
    name: 'Ada',
    role: 'ADMIN',
    checkoutIds: [],
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
afterEach(async () => {
  database.tools.setNow(undefined as never);
  await sql('update member set disabled_at = null');
});

const sql = (text: string, parameters: unknown[] = []) =>
  query<Record<string, unknown>>(database.orm.em.fork(), text, parameters);
const inMs = (ms: number) => database.tools.setNow(new Date(Date.now() + ms));
const viewerOf = (cookie: string) => server.sessions.viewerOf(new Headers({ cookie }));
const whoAmI = async (cookie: string) => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query: '{ who }' }),
  });
  return ((await response.json()) as { data: { who: string | null } }).data.who;
};

describe('signing in', () => {
  test('gives a cookie that proves a member, the role and the checkouts', async () => {
    const cookie = await signIn(server.url, service.email, password);

    const viewer = await viewerOf(cookie);
    const [member] = await sql('select id from member where email = $1', [service.email]);
    expect(viewer).toMatchObject({
      actor: { kind: 'PERSON', id: member?.['id'], name: 'Maija' },
      role: 'CUSTOMER_SERVICE',
      reach: ['chk_b'],
    });
    expect(viewer?.permissions.has('REFUND_ORDERS')).toBe(true);
    expect(viewer?.permissions.has('MANAGE_TOKENS')).toBe(false);
    expect(await whoAmI(cookie)).toBe('Maija');
  });

  test('gives an admin every checkout and every right of a person', async () => {
    const viewer = await viewerOf(await signIn(server.url, 'ADA@example.com', password));

    expect(viewer?.reach).toBe('ALL');
    expect([...(viewer?.permissions ?? [])].sort()).toEqual(
      Object.values(Permission)
        .filter((one) => one !== 'WRITE_CHECKOUT')
        .sort(),
    );
  });

  test('sets a cookie that no script of a page can read and no other site can send', async () => {
    const response = await postSignIn(server.url, service);

    const [cookie, ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(
      /^orders\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('says the same to a wrong password and to an address nobody has', async () => {
    const wrong = await postSignIn(server.url, { ...service, password: 'wrong horse battery' });
    const unknown = await postSignIn(server.url, { email: 'nobody@example.com', password });

    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const words = { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Email or password is wrong.' };
    const answer = { errors: [{ ...words, path: null }] };
    expect([await wrong.json(), await unknown.json()]).toEqual([answer, answer]);
    const headersOf = ({ headers }: Response) =>
      [...headers].filter(([name]) => !['date', 'ratelimit', 'x-request-id'].includes(name));
    expect(headersOf(wrong)).toEqual(headersOf(unknown));
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  test('tells a member who was switched off why, and opens no session', async () => {
    await sql('update member set disabled_at = now() where email = $1', [service.email]);
    const [before] = await sql('select count(*) from auth.session');

    const response = await postSignIn(server.url, service);

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      errors: [
        {
          code: 'ACCOUNT_DISABLED',
          message: 'This account has been switched off. Ask an admin of the shop.',
          path: null,
        },
      ],
    });
    expect(await sql('select count(*) from auth.session')).toEqual([before]);
  });

  test.each([
    ['a foreign page', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('is refused when it comes from %s', async (_, headers, status) => {
    expect((await postSignIn(server.url, service, headers)).status).toBe(status);
  });

  test('is open to our own page', async () => {
    const origin = `http://127.0.0.1:${server.port}`;
    expect((await postSignIn(server.url, service, { origin })).status).toBe(200);
  });

  test.each([
    'POST /sign-up/email',
    'POST /update-user',
    'POST /revoke-other-sessions',
    'POST /request-password-reset',
    'POST /two-factor/enable',
    'POST /two-factor/disable',
    'POST /two-factor/verify-totp',
    'POST /two-factor/verify-backup-code',
    'POST /two-factor/generate-backup-codes',
    'POST /two-factor/get-totp-uri',
    'POST /two-factor/send-otp',
    'GET /get-session',
    'GET /list-sessions',
    'GET /ok',
    'GET /error',
    'GET /sign-in/email',
    'GET /account',
  ])('opens nothing else of the library: %s answers as if it were not there', async (line) => {
    const [method, path] = line.split(' ');
    const response = await fetch(`${server.url}/api/auth${path}`, { method: method ?? 'GET' });

    expect(response.status).toBe(404);
  });
});

describe('a session', () => {
  test('ends after half an hour without use, and its row is gone', async () => {
    const cookie = await signIn(server.url, service.email, password);
    const [before] = await sql('select count(*)::int as count from auth.session');

    inMs(30 * MINUTE - 1_000);
    expect(
      await server.sessions.viewerOf(new Headers({ cookie }), { isActivity: false }),
    ).not.toBeNull();
    inMs(30 * MINUTE + 1_000);
    expect(await viewerOf(cookie)).toBeNull();
    expect(await sql('select count(*)::int as count from auth.session')).toEqual([
      { count: (before?.['count'] as number) - 1 },
    ]);
  });

  test('is kept alive by use, but not beyond twelve hours', async () => {
    const cookie = await signIn(server.url, service.email, password);

    for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
      inMs(minutes * MINUTE);
      expect(await viewerOf(cookie), `after ${minutes} minutes`).not.toBeNull();
    }
    inMs(12 * 60 * MINUTE + 1_000);
    expect(await viewerOf(cookie)).toBeNull();
  });

  test('is not kept alive by looking whether it is', async () => {
    const cookie = await signIn(server.url, service.email, password);

    for (const minutes of [10, 20, 29]) {
      inMs(minutes * MINUTE);
      await server.sessions.viewerOf(new Headers({ cookie }), { isActivity: false });
    }
    inMs(31 * MINUTE);
    expect(await viewerOf(cookie)).toBeNull();
  });

  test('says when it ends: by idleness first, by age in the end', async () => {
    const cookie = await signIn(server.url, service.email, password);
    const [session] = await query<{ at: Date }>(
      database.orm.em.fork(),
      'select max("createdAt") as at from auth.session',
    );
    const createdAt = session?.at.getTime() ?? 0;

    inMs(10 * MINUTE);
    const now = database.tools.now().getTime();
    expect((await viewerOf(cookie))?.expiresAt.getTime()).toBe(now + 30 * MINUTE);
    await sql(`update auth.session set "updatedAt" = $1`, [new Date(createdAt + 700 * MINUTE)]);
    inMs(701 * MINUTE);
    expect((await viewerOf(cookie))?.expiresAt.getTime()).toBe(createdAt + 720 * MINUTE);
  });

  test('ends at once when its member is switched off', async () => {
    const cookie = await signIn(server.url, service.email, password);
    await sql('update member set disabled_at = now() where email = $1', [service.email]);

    expect(await viewerOf(cookie)).toBeNull();
    expect(await whoAmI(cookie)).toBeNull();
  });

  test('ends when its member signs out', async () => {
    const cookie = await signIn(server.url, service.email, password);
    const origin = `http://localhost:${server.port}`;

    const answer = await fetch(`${server.url}/api/auth/sign-out`, {
      method: 'POST',
      headers: { cookie, origin },
    });

    expect(answer.status).toBe(200);
    expect(await viewerOf(cookie)).toBeNull();
  });

  test('is not opened by a cookie that was changed', async () => {
    const cookie = await signIn(server.url, service.email, password);
    const [name, value = ''] = cookie.split('=');

    expect(await viewerOf(`${name}=x${value}`)).toBeNull();
    expect(await viewerOf(`${name}=${decodeURIComponent(value).split('.')[0]}`)).toBeNull();
  });
});

describe('making a member', () => {
  test('refuses a short password, one that is guessed first, and an address that is taken', async () => {
    const member = { name: 'Eve', role: 'VIEWER', checkoutIds: [] } as const;
    const { sessions } = server;

    await expect(
      sessions.createMember({ ...member, email: 'eve@example.com', password: 'elevenchars' }),
    ).rejects.toThrow(MemberRefused);
    await expect(
      sessions.createMember({ ...member, email: 'eve@example.com', password: 'eve@example.com' }),
    ).rejects.toThrow(MemberRefused);
    await expect(
      sessions.createMember({ ...member, email: 'MAIJA@example.com', password }),
    ).rejects.toThrow('There is already a member with the address maija@example.com.');
    expect(await sql('select 1 from auth."user" where email like $1', ['eve%'])).toEqual([]);
  });

  test('completes what a crash left half done', async () => {
    const member = {
      email: 'half@example.com',
      name: 'Half',
      role: 'VIEWER',
      checkoutIds: [],
    } as const;
    await server.sessions.createMember({ ...member, password: 'the first password' });
    await sql('delete from member where email = $1', [member.email]);

    await server.sessions.createMember({ ...member, password: 'the second password' });

    expect(await whoAmI(await signIn(server.url, member.email, 'the second password'))).toBe(
      'Half',
    );
    expect(
      (await postSignIn(server.url, { email: member.email, password: 'the first password' }))
        .status,
    ).toBe(401);
  });
});
