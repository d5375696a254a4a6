import { getNamedType, isInputObjectType, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query } from '../../src/database/orm.ts';
import { makeSchema } from '../../src/graphql/schema.ts';
import { accountEvents, appCode, Browser } from '../kit/account.ts';
import { operationsOf } from '../kit/api-operations.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { startTestServer, type RunningTestServer } from '../kit/running-server.ts';

// Many passwords or codes in one request, and many requests: on https, through a proxy, as on the internet.

const password = 'correct horse battery';
const email = 'maija@example.com';
const wrong = (index: number) => `wrong horse battery ${index}`;
const TRIES = 4;

let schema: GraphQLSchema;
let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  server = await startTestServer(database, schema, {
    environment: {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://orders.example.com',
      SESSION_SECRET: 's'.repeat(32),
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
      TRUSTED_PROXIES: '127.0.0.1',
      SIGN_INS_PER_MINUTE: String(TRIES),
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  await run('truncate member, used_code, auth."user", auth."rateLimit", auth.verification cascade');
  const member = { email, password, name: 'Maija', role: 'VIEWER', checkoutIds: [] } as const;
  await server.sessions.createMember(member);
});

const run = <Row extends object>(sql: string) => query<Row>(database.orm.em.fork(), sql);
let hosts = 0;
const browser = () => new Browser(server.url, { 'x-forwarded-for': `192.0.2.${(hosts += 1)}` });
/** A body as it is, from an address of its own. */
async function send(path: string, body: string, cookie = '') {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.100.${(hosts += 1)}`,
      cookie,
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, cookies: response.headers.getSetCookie() };
}
const signIn = (body: string) => send('/api/auth/sign-in/email', body);
/** How many passwords or codes were looked at and were wrong. */
const failures = async () =>
  (await accountEvents(database)).filter(({ event }) => event === 'member.sign_in_failed').length;
const json = JSON.stringify;

/** Bodies that hold the right answer among others, under the name of a field; and whether one of it is looked at. */
const manyIn = (field: string, right: string, others: readonly string[], more: object = {}) => {
  const each = [right, ...others];
  const pairs = (values: readonly string[]) =>
    `{${[...Object.entries(more).map(([name, value]) => `${json(name)}:${json(value)}`), ...values.map((value) => `${json(field)}:${json(value)}`)].join(',')}}`;
  return [
    ['a list of bodies', json(each.map((value) => ({ ...more, [field]: value }))), 0],
    ['a list of values', json({ ...more, [field]: each }), 0],
    ['an object of values', json({ ...more, [field]: { $in: each, 0: right } }), 0],
    ['values by number', json({ ...more, [`${field}[0]`]: others[0], [`${field}[1]`]: right }), 0],
    ['the right one in front of others of its name', pairs(each), 1],
    ['a body within a body', json({ ...more, body: { [field]: right } }), 0],
    ['several bodies in one', each.map((value) => json({ ...more, [field]: value })).join('\n'), 0],
  ] as const;
};
const others = [1, 2, 3].map(wrong);

describe('one request', () => {
  test.each(manyIn('password', password, others, { email }))(
    'tries one password at most: %s',
    async (_, body, looked) => {
      const before = await failures();
      const { status, cookies } = await signIn(body);
      expect([400, 401]).toContain(status);
      expect(cookies).toEqual([]);
      expect((await failures()) - before).toBe(looked);
    },
  );

  test('tries one account at most', async () => {
    const accounts = [email, 'ada@example.com'];
    for (const body of [
      json({ email: accounts, password }),
      json(accounts.map((one) => ({ email: one, password }))),
    ]) {
      expect((await signIn(body)).status).toBe(400);
    }
    const twice = `{"email":${json(email)},"email":"ada@example.com","password":${json(password)}}`;
    expect((await signIn(twice)).status).toBe(401);
  });

  test('tries one code at most, and on https keeps every cookie to this host', async () => {
    const one = browser();
    const opened = await one.post('/sign-in/email', { email, password });
    const { body } = await one.post('/two-factor/set-up', { password });
    const secret = String(body['secret']);
    const confirmed = await one.post('/two-factor/confirm', { code: appCode(secret) });
    const right = String((confirmed.body['recoveryCodes'] as string[])[0]);
    const cookies = [...opened.setCookies, ...confirmed.setCookies];
    const codes = ['aaaaa-aaaaa', 'bbbbb-bbbbb'];
    for (const [what, text, looked] of manyIn('code', right, codes)) {
      await run('truncate auth."rateLimit"');
      const step = browser();
      const first = await step.post('/sign-in/email', { email, password });
      expect(first.body).toEqual({ next: 'SECOND_FACTOR' });
      const before = await failures();
      const heard = await send('/api/auth/sign-in/code', text, step.cookie);
      expect([what, [400, 401].includes(heard.status)]).toEqual([what, true]);
      expect([what, (await failures()) - before]).toEqual([what, looked]);
      cookies.push(...first.setCookies, ...heard.cookies);
    }
    const challenge = await browser().post('/sign-in/passkey/challenge');
    cookies.push(...challenge.setCookies);
    const names = cookies.map((cookie) => cookie.split('=')[0]);
    expect(names).toEqual(
      expect.arrayContaining(['__Host-orders.session_token', '__Host-orders.two_factor']),
    );
    const loose = cookies.filter(
      (cookie) =>
        !/^__Host-orders[^;]*;/u.test(cookie) ||
        !['Path=/', 'HttpOnly', 'Secure', 'SameSite'].every((part) => cookie.includes(part)) ||
        cookie.includes('Domain'),
    );
    expect(loose).toEqual([]);
  });

  test('to the API can try none: nothing there takes a password, and lists of requests are refused', async () => {
    const inputs = operationsOf(schema).flatMap(({ name, field }) =>
      field.args.flatMap((argument) => {
        const type = getNamedType(argument.type);
        const fields = isInputObjectType(type) ? Object.keys(type.getFields()) : [];
        return [argument.name, ...fields].map((one) => `${name}.${one}`);
      }),
    );
    expect(inputs.length).toBeGreaterThan(100);
    expect(inputs.filter((one) => /password|passcode|otp|totp|twoFactorCode/iu.test(one))).toEqual(
      [],
    );
    const batch = json(Array.from({ length: 50 }, () => ({ query: '{ viewer { name } }' })));
    const { status, text } = await send('/graphql', batch);
    expect([status, text]).toEqual([400, expect.not.stringContaining('"data"')]);
  });
});

describe('many requests at once', () => {
  test('from one address are tried as often as it may, and from many as often as the account may', async () => {
    const guess = (headers: Record<string, string>, index: number) =>
      new Browser(server.url, headers).post('/sign-in/email', { email, password: wrong(index) });
    const before = await failures();
    const one = { 'x-forwarded-for': '203.0.113.7' };
    const heard = await Promise.all(Array.from({ length: 12 }, (_, index) => guess(one, index)));
    expect(heard.filter(({ status }) => status === 401)).toHaveLength(TRIES);
    expect(heard.filter(({ status }) => status === 429)).toHaveLength(12 - TRIES);

    await run('truncate auth."rateLimit"');
    const most = 3 * TRIES;
    const spread = await Promise.all(
      Array.from({ length: most + 8 }, (_, index) =>
        guess({ 'x-forwarded-for': `203.0.113.${100 + index}` }, index),
      ),
    );
    expect(spread.filter(({ status }) => status === 401)).toHaveLength(most);
    expect(spread.filter(({ status }) => status === 429)).toHaveLength(8);
    expect((await failures()) - before).toBe(TRIES + most);
  });
});
