import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/kit/database.ts';
import { databaseForMembers, managing, memberEvents, seedMembers } from '../../test/kit/members.ts';
import {
  postSignIn,
  signIn,
  startTestServer,
  type RunningTestServer,
} from '../../test/kit/running-server.ts';
import { accepted, newKey } from '../../test/kit/shop.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';
import { inviteFirstAdmin } from '../use-cases/invite-admin.ts';
import { inviteMember, withdrawInvitation } from '../use-cases/invite-member.ts';
import { disableMember } from '../use-cases/manage-members.ts';

const PUBLIC_URL = 'https://orders.example.com';
const DAY_MS = 24 * 60 * 60_000;
const password = 'a long and quiet evening';

let database: TestDatabase;
let server: RunningTestServer;
let seen: string;
beforeAll(async () => {
  database = await databaseForMembers();
  server = await startTestServer(database, tinySchema().schema);
});
beforeEach(async () => {
  database.tools.setNow(undefined as never);
  seen = await seedMembers(database);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const rows = (sql: string, parameters: unknown[] = []) =>
  query<Record<string, unknown>>(database.orm.em.fork(), sql, parameters);
const invited = async (email = 'salla@example.com') => {
  const wish = { email, name: 'Salla', role: 'CUSTOMER_SERVICE', checkoutIds: ['chk_b'] } as const;
  const input = { ...wish, idempotencyKey: newKey() };
  const { id, link } = accepted(await inviteMember(input, managing(database), PUBLIC_URL));
  return { id, token: tokenIn(link) };
};
const tokenIn = (link: string | null) => link?.split('#')[1] ?? '';
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/invitations${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const accept = (token: string, more: object = {}) =>
  post('/accept', { token, name: 'Salla Support', password, ...more });
const membersNow = () =>
  rows(
    `select name, email, role from member where id not in ('mem_aino', 'mem_antti', 'mem_veikko')`,
  );
const gone = {
  code: 'INVITATION_GONE',
  message:
    'This invitation cannot be used: it was used or withdrawn, or is too old. Ask whoever invited you for a new one.',
};

describe('the link of an invitation', () => {
  test('says who invites whom, and as what', async () => {
    const { token } = await invited();
    const answer = await post('/look', { token });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      email: 'salla@example.com',
      name: 'Salla',
      role: 'CUSTOMER_SERVICE',
      invitedBy: 'Aino',
      expiresAt: expect.any(String) as string,
    });
  });

  test('makes a member and signs them in, in this browser', async () => {
    const { token } = await invited();
    const answer = await accept(token);

    expect(await answer.json()).toEqual({ email: 'salla@example.com', isSignedIn: true });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      /^orders\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const viewer = await server.sessions.viewerOf(
      new Headers({ cookie: cookie?.split(';')[0] ?? '' }),
    );
    expect(viewer).toMatchObject({
      actor: { name: 'Salla Support' },
      role: 'CUSTOMER_SERVICE',
      reach: ['chk_b'],
    });
    expect(await memberEvents(database, seen)).toEqual(
      expect.arrayContaining(['member.invited', 'member.joined', 'member.signed_in']),
    );
    expect(
      await rows(
        `select summary, actor_name, from_address from history_entry where event = 'member.joined' and id > $1`,
        [seen],
      ),
    ).toEqual([
      {
        summary: 'Salla Support accepted the invitation of Aino.',
        actor_name: 'Salla Support',
        from_address: expect.any(String) as string,
      },
    ]);
    expect((await postSignIn(server.url, { email: 'SALLA@example.com', password })).status).toBe(
      200,
    );
  });

  test('works once', async () => {
    const { token } = await invited();
    await accept(token);
    const again = await accept(token, { password: 'somebody else has the link' });

    expect([again.status, await again.json()]).toEqual([404, gone]);
    await signIn(server.url, 'salla@example.com', password);
    expect(await membersNow()).toHaveLength(1);
  });

  test('makes one member when two open it at once, and the password is that of the one let in', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = `two-${round}@example.com`;
      const { token } = await invited(email);
      const passwords = ['the first of the two', 'the second of the two'];
      const answers = await Promise.all(passwords.map((one) => accept(token, { password: one })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(1);
      const opens = await Promise.all(
        passwords.map(async (one) => (await postSignIn(server.url, { email, password: one })).ok),
      );
      expect(opens).toEqual(answers.map(({ ok }) => ok));
    }
  });

  test.each([
    ['made up', () => Promise.resolve('A'.repeat(43))],
    ['empty', () => Promise.resolve('')],
    [
      'withdrawn',
      async () => {
        const { id, token } = await invited();
        accepted(await withdrawInvitation(id, managing(database)));
        return token;
      },
    ],
    [
      'too old',
      async () => {
        const { token } = await invited();
        database.tools.setNow(new Date(Date.now() + 7 * DAY_MS + 1_000));
        return token;
      },
    ],
  ])('that is %s says to ask for a new one, and makes nobody', async (_, make) => {
    const token = await make();
    for (const answer of [await post('/look', { token }), await accept(token)]) {
      expect([answer.status, await answer.json()]).toEqual([404, gone]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(await membersNow()).toEqual([]);
    expect(await rows(`select id from auth."user" where email like 'salla%'`)).toEqual([]);
  });

  test.each([
    ['a short password', { password: 'elevenchars' }, 'password'],
    ['a password without an end', { password: 'x'.repeat(129) }, 'password'],
    ['the same sign over and over', { password: 'aaaaaaaaaaaa' }, 'password'],
    ['the address for a password', { password: 'Salla@Example.com' }, 'password'],
    ['the name for a password', { name: 'Salla Support', password: 'salla support' }, 'password'],
    ['no name', { name: ' ' }, 'name', 'Say what you are called.'],
    ['a name of two lines', { name: 'Salla\nAdmin' }, 'name'],
    ['a name that moves the cursor', { name: 'Salla\u001b[2K' }, 'name'],
    ['a name that is no text', { name: { first: 'Salla' } }, 'name'],
  ])('refuses %s at its field, and works still', async (_, more, field, words = '') => {
    const { token } = await invited();
    const answer = await accept(token, more);
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ path: [field], message: expect.stringContaining(words) }] },
    ]);
    expect(await membersNow()).toEqual([]);
    expect((await accept(token)).status).toBe(200);
  });

  test('completes what a crash left half done', async () => {
    const { token } = await invited();
    await accept(token, { password: 'before the crash, a while' });
    // As if the library had written and we had not.
    await rows(`delete from member where email = 'salla@example.com'`);
    await rows(
      `update invitation set accepted_at = null, token_hash = sha256(convert_to($1, 'UTF8')) where email = 'salla@example.com'`,
      [token],
    );
    expect((await accept(token)).status).toBe(200);
    await signIn(server.url, 'salla@example.com', password);
    expect(
      (
        await postSignIn(server.url, {
          email: 'salla@example.com',
          password: 'before the crash, a while',
        })
      ).status,
    ).toBe(401);
  });

  test('never touches the password of somebody who became a member meanwhile', async () => {
    const { token } = await invited();
    await server.sessions.createMember({
      email: 'salla@example.com',
      name: 'Salla',
      password,
      role: 'VIEWER',
      checkoutIds: ['chk_a'],
    });
    const answer = await accept(token, { password: 'another one altogether' });
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ path: ['email'] }] },
    ]);
    await signIn(server.url, 'salla@example.com', password);
  });

  test('without an address asks for one: that of the very first admin', async () => {
    await rows('delete from member');
    const token = tokenIn(await inviteFirstAdmin(managing(database), PUBLIC_URL));
    expect(await (await post('/look', { token })).json()).toMatchObject({
      email: null,
      role: 'ADMIN',
    });
    expect((await accept(token, { email: 'nobody' })).status).toBe(422);
    expect((await accept(token, { email: 'First@Example.com' })).status).toBe(200);
    expect(await rows('select email, role from member')).toEqual([
      { email: 'first@example.com', role: 'ADMIN' },
    ]);
  });

  test.each([
    ['a foreign page', { origin: 'https://evil.example' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('is not opened by %s', async (_, headers, status) => {
    const { token } = await invited();
    expect((await post('/look', { token }, headers)).status).toBe(status);
    expect((await post('/accept', { token, name: 'Salla', password }, headers)).status).toBe(
      status,
    );
    expect(await membersNow()).toEqual([]);
  });

  test('is in no line of the log', async () => {
    const { token } = await invited();
    await post('/look', { token });
    await accept(token);
    expect(JSON.stringify(server.logLines)).not.toContain(token);
    expect(JSON.stringify(server.logLines)).not.toContain(password);
  });
});

test('whoever is disabled signs in no more, and what was open is closed', async () => {
  const { token } = await invited();
  const cookie = (await accept(token)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const [member] = await rows(`select id from member where email = 'salla@example.com'`);
  accepted(await disableMember(String(member?.['id']), managing(database)));

  expect(await server.sessions.viewerOf(new Headers({ cookie }))).toBeNull();
  expect((await postSignIn(server.url, { email: 'salla@example.com', password })).status).toBe(403);
});

test('links are tried a few times a minute from one address, no more', async () => {
  const strict = await startTestServer(database, tinySchema().schema, {
    environment: { SIGN_INS_PER_MINUTE: '1' },
  });
  try {
    await rows(`delete from auth."rateLimit"`);
    database.tools.setNow(new Date());
    const statuses = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const answer = await fetch(`${strict.url}/api/invitations/look`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"token":"x"}',
      });
      statuses.push([answer.status, answer.headers.get('retry-after') !== null]);
    }
    expect(statuses).toEqual([
      [404, false],
      [404, false],
      [404, false],
      [429, true],
    ]);
  } finally {
    await strict.stop();
  }
});
