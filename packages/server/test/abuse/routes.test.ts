import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query } from '../../src/database/orm.ts';
import { Permission, permissionsOf, Role } from '../../src/domain/permission.ts';
import { routes } from '../../src/graphql/access-table.ts';
import { makeSchema } from '../../src/graphql/schema.ts';
import { makeToken } from '../kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { fingerprintOf } from '../kit/fingerprint.ts';
import { makeShop, newKey, visit } from '../kit/shop.ts';
import { watchRoutes } from '../kit/registered-routes.ts';
import { signIn, startTestServer, type RunningTestServer } from '../kit/running-server.ts';

// What the server answers beside the API, tried by everybody: each role, a token of each single permission, and
// strangers.

const password = 'correct horse battery';
type Headers = Record<string, string>;
type Somebody = { name: string; headers: Headers; has: ReadonlySet<Permission> };

let schema: GraphQLSchema;
let database: TestDatabase;
let server: RunningTestServer;
let registered: { routes: string[]; mounts: string[] };
let people: Somebody[];
let tokens: Somebody[];
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await makeShop(database);
  await visit(database, 'customer@example.com');
  const told = watchRoutes('/api/auth');
  server = await startTestServer(database, schema, {
    environment: {
      SIGN_INS_PER_MINUTE: '100000',
      API_POINTS_PER_MINUTE_PER_ADDRESS: '1000000000',
      API_POINTS_PER_MINUTE_OF_STRANGERS: '1000000000',
    },
  });
  registered = told();
  people = await Promise.all(
    Object.values(Role).map(async (role) => {
      const email = `${role.toLowerCase()}@example.com`;
      const checkoutIds = role === 'ADMIN' ? [] : ['chk_test'];
      await server.sessions.createMember({ email, password, name: role, role, checkoutIds });
      const cookie = await signIn(server.url, email, password);
      return { name: role, headers: { cookie }, has: permissionsOf(role) };
    }),
  );
  tokens = await tokensOf(...Object.values(Permission));
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(() => query(database.orm.em.fork(), 'delete from auth."rateLimit"'));

function tokensOf(...permissions: Permission[]): Promise<Somebody[]> {
  return Promise.all(
    permissions.map(async (permission) => {
      const { secret } = await makeToken(database, { name: permission, permissions: [permission] });
      const headers = { authorization: `Bearer ${secret}` };
      return { name: `token of ${permission}`, headers, has: new Set([permission]) };
    }),
  );
}
const everybody = () => [...people, ...tokens];
const strangers: Headers[] = [
  {},
  { authorization: 'Bearer oms_live_forged' },
  { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` },
  { cookie: 'orders.session_token=forged.c2lnbmF0dXJl' },
];
async function statusOf(path: string, headers: Headers, method = 'GET') {
  const response = await fetch(server.url + path, { headers, method });
  // A file that is not read to its end is one that is still being sent.
  await response.arrayBuffer();
  return response.status;
}
const post = (path: string, body: object, headers: Headers = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
async function ask<Data>(source: string, headers: Headers): Promise<Data> {
  const response = await post('/graphql', { query: source }, headers);
  return ((await response.json()) as { data: Data }).data;
}

describe('the table of routes', () => {
  test('has every route that the server has, and no other', () => {
    const listed = routes.flatMap(({ paths }): readonly string[] => paths);
    expect(listed.filter((path) => !path.startsWith('USE ')).sort()).toEqual(
      [...new Set(registered.routes)].sort(),
    );
    const prefixes = listed.map((path) => path.split(' ')[1] ?? '');
    const unknown = registered.mounts.filter(
      (mount) => !prefixes.some((path) => `${path}/`.startsWith(`${mount}/`)),
    );
    expect(unknown).toEqual([]);
  });
});

describe('a file', () => {
  const report = '/reports/sales.csv?period=TODAY&timeZone=UTC&by=SOURCE';
  const exportBy = async ({ headers }: Somebody) => {
    const { requestOrderExport } = await ask<{
      requestOrderExport: { export: { downloadUrl: string } };
    }>(
      `mutation { requestOrderExport(input: { timeZone: "UTC", idempotencyKey: "${newKey()}" }) { export { downloadUrl } } }`,
      headers,
    );
    const { pathname, search } = new URL(requestOrderExport.export.downloadUrl);
    return pathname + search;
  };
  const customerFileBy = async ({ headers }: Somebody) => {
    const { requestCustomerExport } = await ask<{ requestCustomerExport: { downloadUrl: string } }>(
      'mutation { requestCustomerExport(email: "customer@example.com") { downloadUrl } }',
      headers,
    );
    const { pathname, search } = new URL(requestCustomerExport.downloadUrl);
    return pathname + search;
  };
  const narrow = (name: Permission) =>
    query(
      database.orm.em.fork(),
      `update api_token set permissions = '{READ_ORDERS}' where name = $1`,
      [name],
    );

  test('of a report is for whoever may read reports, and for no stranger', async () => {
    for (const { name, headers, has } of everybody()) {
      const expected = has.has('READ_REPORTS') ? 200 : 403;
      expect([name, await statusOf(report, headers)]).toEqual([name, expected]);
    }
    for (const headers of strangers) expect(await statusOf(report, headers)).toBe(401);
  });

  test.each([
    ['of orders', 'EXPORT_ORDERS', exportBy],
    ['of a customer', 'MANAGE_PERSONAL_DATA', customerFileBy],
  ] as const)(
    '%s is for whoever asked for it alone, as long as they may have it',
    async (_, permission, fileBy) => {
      const [holder] = await tokensOf(permission);
      if (!holder) throw new Error('No token was made');
      const file = await fileBy(holder);
      for (const { name, headers } of everybody()) {
        expect([name, await statusOf(file, headers)]).toEqual([name, 404]);
      }
      for (const headers of strangers) expect(await statusOf(file, headers)).toBe(401);
      expect(await statusOf(file, holder.headers)).toBe(200);
      expect(await statusOf(file, holder.headers, 'HEAD')).toBe(405);
      const another = file.replace(/(?:key|ticket)=/u, '$&x');
      expect(await statusOf(another, holder.headers)).toBe(404);
      await narrow(permission);
      expect(await statusOf(file, holder.headers)).toBe(403);
    },
  );
});

const pathsOf = (route: string) =>
  routes
    .filter((one) => one.route === route)
    .flatMap(({ paths }): readonly string[] => paths)
    .map((path) => path.replace('POST ', ''));
/** A body that is right for every route, but for whom it speaks of. */
const anyBody = {
  email: 'admin@example.com',
  password: 'wrong horse battery',
  currentPassword: 'wrong horse battery',
  newPassword: 'a new and long password',
  code: '123456',
  token: 'x'.repeat(43),
  name: 'Mine',
  id: 'pky_other',
  response: { id: 'x' },
};
/** What asking may leave behind: when it was tried, that it was, and challenges that wait for an answer. */
const leftBehind = [
  'auth.rateLimit',
  'public.passkey_challenge',
  'public.api_token',
  'auth.session',
];
const traces = [...leftBehind, 'public.history_entry', 'public.history_head', 'public.used_code'];

describe('one’s own account', () => {
  const own = pathsOf('/api/auth/…');

  test.each(own)('is closed to strangers and tokens: %s', async (path) => {
    const before = await fingerprintOf(database, leftBehind);
    const tokensOnly = tokens.map(({ headers }) => headers);
    const tried = await Promise.all(
      [...strangers, ...tokensOnly].map((headers) => post(path, anyBody, headers)),
    );
    expect(tried.map(({ status }) => status)).toEqual(tried.map(() => 401));
    expect(tried.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
    expect(await fingerprintOf(database, leftBehind)).toEqual(before);
  });

  test.each(own)('of somebody else is not reached by a session: %s', async (path) => {
    await query(
      database.orm.em.fork(),
      `insert into passkey (id, member_id, name, credential_id, public_key, counter, transports, created_at)
       select 'pky_other', id, 'Key', 'x', 'x', 0, '{}', now() from member where role = 'ADMIN'
       on conflict do nothing`,
    );
    const before = await fingerprintOf(database, traces);
    const viewer = people.find(({ name }) => name === 'VIEWER');
    const response = await post(path, anyBody, viewer?.headers);
    // Whose account it is about says the session; an address or an id in the body says nothing.
    expect(await response.text()).not.toContain('admin@example.com');
    expect(await fingerprintOf(database, traces)).toEqual(before);
  });
});

describe('the ways in', () => {
  const doors = [
    ...pathsOf('/api/auth/sign-in/…, /sign-out, /forgot-password, /reset-password'),
    ...pathsOf('/api/invitations/…'),
  ];

  test.each(doors)('open to nobody who brings nothing that is right: %s', async (path) => {
    const before = await fingerprintOf(database, traces);
    const heard = await Promise.all(
      strangers.map((headers) => post(path, { ...anyBody, email: 'nobody@example.com' }, headers)),
    );
    const sessions = heard.flatMap(({ headers }) => headers.getSetCookie());
    expect(sessions.filter((cookie) => /session_token=[^;]/u.test(cookie))).toEqual([]);
    expect(await fingerprintOf(database, traces)).toEqual(before);
  });

  test.each([...doors, ...pathsOf('/api/auth/…')])(
    'take a POST with JSON alone: %s',
    async (path) => {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        expect([method, await statusOf(path, {}, method)]).toEqual([method, 404]);
      }
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await post(path, anyBody, form)).status).toBe(415);
      const foreign = await post(path, anyBody, { origin: 'https://evil.example' });
      expect(foreign.status).toBe(403);
    },
  );

  test('have no sign-up, and nothing of what the sign-in library has besides', async () => {
    const paths = [
      'sign-up/email',
      'admin/create-user',
      'admin/set-role',
      'api-key/create',
      'get-session',
      'list-sessions',
      'revoke-session',
      'update-user',
      'change-email',
      'delete-user',
      'verify-password',
      'two-factor/enable',
      'two-factor/disable',
      'two-factor/verify-totp',
      'two-factor/verify-backup-code',
      'two-factor/get-totp-uri',
    ];
    const admin = people.find(({ name }) => name === 'ADMIN');
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const status = await statusOf(`/api/auth/${path}`, { ...admin?.headers }, method);
        expect([path, method, status]).toEqual([path, method, 404]);
      }
    }
  });
});

describe('doors of providers', () => {
  test('know nobody by session or token', async () => {
    for (const { headers } of everybody()) {
      for (const path of [
        '/events/stripe',
        '/events/paytrail',
        '/pay/epassi',
        '/pay/epassi/back',
      ]) {
        for (const method of ['GET', 'POST']) {
          expect([400, 404]).toContain(await statusOf(path, headers, method));
        }
      }
    }
  });
});
