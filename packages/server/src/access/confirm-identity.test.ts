import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountEvents, appCode, Browser } from '../../test/kit/account.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { contextOf, servicesOf } from '../../test/kit/graphql.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { query } from '../database/orm.ts';
import { assertMay } from '../graphql/access-rule.ts';
import { makeSchema } from '../graphql/schema.ts';
import { isFresh, type Viewer } from './viewer.ts';

const password = 'correct horse battery';
const email = 'maija@example.com';
const MINUTE = 60_000;

let database: TestDatabase;
let server: RunningTestServer;
let memberId: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, await makeSchema(), {
    environment: { SIGN_INS_PER_MINUTE: '10' },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(new Date('2026-11-02T10:00:00Z'));
  await sql('truncate member cascade');
  await sql('truncate auth."user", auth."rateLimit" cascade');
  const member = { email, password, name: 'Maija', role: 'ADMIN', checkoutIds: [] } as const;
  memberId = (await server.sessions.createMember(member)).id;
});
afterEach(() => vi.useRealTimers());

const sql = (text: string) => query(database.orm.em.fork(), text);
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const signedIn = async () => {
  const one = new Browser(server.url, { 'user-agent': 'Firefox' });
  await one.post('/sign-in/email', { email, password });
  return one;
};
const viewerOf = async (one: Browser) =>
  (await server.sessions.viewerOf(new Headers({ cookie: one.cookie }))) as Viewer;
const isProved = async (one: Browser) => isFresh(await viewerOf(one), database.tools.now());
const events = async () =>
  (await accountEvents(database))
    .filter(({ chain }) => chain === memberId)
    .map(({ event, actor, summary }) => ({ event, actor, summary }));

describe('confirming who one is', () => {
  test('is needed ten minutes after the sign-in, and then good for ten minutes', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    pass(10 * MINUTE - 1);
    expect(await isProved(one)).toBe(true);
    pass(1);
    expect(await isProved(one)).toBe(false);
    expect((await one.post('/passkeys/offer')).body.errors?.[0]?.code).toBe('CONFIRM_IDENTITY');

    expect((await one.post('/confirm', { password })).status).toBe(200);
    expect(await Promise.all([one, other].map(isProved))).toEqual([true, false]);
    expect((await one.post('/passkeys/offer')).status).toBe(200);
    expect((await events()).at(-1)).toEqual({
      event: 'member.identity_confirmed',
      actor: `PERSON ${memberId}`,
      summary: 'Confirmed by password.',
    });
    pass(10 * MINUTE);
    expect(await isProved(one)).toBe(false);
  });

  test('lets an operation through that was refused before anything happened', async () => {
    const one = await signedIn();
    const invite = async () => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: one.cookie },
        body: JSON.stringify({
          query:
            'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { errors { message } } }',
          variables: {
            input: {
              email: 'eve@example.com',
              name: 'Eve',
              role: 'ADMIN',
              checkoutIds: [],
              idempotencyKey: 'one-key',
            },
          },
        }),
      });
      const { data, errors } = (await response.json()) as {
        data: object | null;
        errors?: { extensions: { code: string } }[];
      };
      return errors?.[0]?.extensions.code ?? data;
    };
    pass(11 * MINUTE);

    expect(await invite()).toBe('CONFIRM_IDENTITY');
    expect(await sql('select 1 from invitation')).toEqual([]);
    await one.post('/confirm', { password });
    expect(await invite()).toEqual({ inviteMember: { errors: [] } });
    expect(await sql('select 1 from invitation')).toHaveLength(1);
  });

  test('takes no wrong password, says so, and tries ten times in a minute', async () => {
    const one = await signedIn();
    pass(11 * MINUTE);
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      statuses.push((await one.post('/confirm', { password: 'wrong horse battery' })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(400), 429]);
    expect(await isProved(one)).toBe(false);
    expect((await events()).at(-1)).toEqual({
      event: 'member.sign_in_failed',
      actor: 'SYSTEM -',
      summary: 'Somebody signed in could not confirm who they are.',
    });
  });

  test('takes password and code together where two-factor sign-in is on', async () => {
    const one = await signedIn();
    const { secret } = (await one.post('/two-factor/set-up', { password })).body as {
      secret: string;
    };
    await one.post('/two-factor/confirm', { code: appCode(secret) });
    pass(11 * MINUTE);
    const code = appCode(secret);

    expect((await one.post('/confirm', { password })).body.errors).toMatchObject([
      { path: ['code'] },
    ]);
    const wrong = { password: 'wrong horse battery', code };
    expect((await one.post('/confirm', wrong)).body.errors).toMatchObject([{ path: ['password'] }]);
    expect(await isProved(one)).toBe(false);
    expect((await one.post('/confirm', { password, code })).status).toBe(200);
    expect(await isProved(one)).toBe(true);
    expect((await one.post('/confirm', { password, code })).body.errors).toMatchObject([
      { path: ['code'] },
    ]);
  });

  test('is not done by changing the password, which takes no code, where two-factor sign-in is on', async () => {
    const one = await signedIn();
    const { secret } = (await one.post('/two-factor/set-up', { password })).body as {
      secret: string;
    };
    await one.post('/two-factor/confirm', { code: appCode(secret) });
    pass(11 * MINUTE);

    const wish = { currentPassword: password, newPassword: 'an entirely new one' };
    expect((await one.post('/change-password', wish)).status).toBe(200);

    expect(await isProved(one)).toBe(false);
    expect((await one.post('/passkeys/offer')).status).toBe(403);
  });

  test('who must set up two-factor sign-in first is told so by every operation', async () => {
    const one = await signedIn();
    const viewer: Viewer = { ...(await viewerOf(one)), mustSetUpTwoFactor: true };
    expect(() => assertMay(contextOf(servicesOf(database), viewer), ['READ_ORDERS'])).toThrow(
      'Your role needs two-factor sign-in. Set it up in your account first.',
    );
  });
});

describe('the audit log', () => {
  test('holds every way in and out, and what led nowhere, with where it came from', async () => {
    const one = await signedIn();
    await one.post('/sign-out');
    await one.post('/sign-in/email', { email, password: 'wrong horse battery' });
    await one.post('/sign-in/email', { email: 'nobody@example.com', password });

    const all = await accountEvents(database);
    expect(all.filter(({ chain }) => [memberId, 'sign-in'].includes(chain)).slice(-4)).toEqual(
      expect.arrayContaining([
        {
          chain: memberId,
          actor: `PERSON ${memberId}`,
          event: 'member.signed_in',
          summary: 'Signed in by password.',
          from_address: '127.0.0.1',
        },
        {
          chain: memberId,
          actor: `PERSON ${memberId}`,
          event: 'member.signed_out',
          summary: 'Signed out.',
          from_address: '127.0.0.1',
        },
        {
          chain: memberId,
          actor: 'SYSTEM -',
          event: 'member.sign_in_failed',
          summary: 'Could not sign in. Wrong password.',
          from_address: '127.0.0.1',
        },
        {
          chain: 'sign-in',
          actor: 'SYSTEM -',
          event: 'member.sign_in_failed',
          summary: 'Could not sign in. An address that is no active member.',
          from_address: '127.0.0.1',
        },
      ]),
    );
    expect(JSON.stringify(all)).not.toMatch(/nobody|maija@/);
  });

  test('that cannot be written lets nobody in, and leaves no session', async () => {
    await sql(
      `alter table history_entry add constraint closed check (event <> 'member.signed_in') not valid`,
    );
    const one = new Browser(server.url);

    const { status, setCookies } = await one.post('/sign-in/email', { email, password });

    expect([status, setCookies]).toEqual([500, []]);
    expect(await sql('select 1 from auth.session')).toEqual([]);
    await sql('alter table history_entry drop constraint closed');
  });
});
