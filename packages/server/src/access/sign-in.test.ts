import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountEvents, Browser } from '../../test/kit/account.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';

const password = 'correct horse battery';
const email = 'maija@example.com';

let database: TestDatabase;
let server: RunningTestServer;
let memberId: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  await sql('truncate member cascade');
  await sql('truncate auth."user" cascade');
  const member = { email, password, name: 'Maija', role: 'VIEWER', checkoutIds: [] } as const;
  memberId = (await server.sessions.createMember(member)).id;
});

const sql = (text: string) => query(database.orm.em.fork(), text);
const browser = () => new Browser(server.url);
const signedIn = async () => {
  const one = browser();
  expect((await one.post('/sign-in/email', { email, password })).status).toBe(200);
  return one;
};
const myEvents = async () =>
  (await accountEvents(database)).filter(({ chain }) => chain === memberId);

describe('a password that is replaced while somebody signs in with it', () => {
  /** The change comes between the look at what was given and the session. */
  const meanwhile = async (change: string, deed: () => Promise<void>) => {
    await sql(`create function change_meanwhile() returns trigger language plpgsql as
      $$ begin ${change}; return new; end $$`);
    await sql(`create trigger meanwhile before insert on auth.session
      for each row execute function change_meanwhile()`);
    try {
      await deed();
    } finally {
      await sql('drop function change_meanwhile cascade');
    }
  };

  test.each([
    ['a new password', `update auth.account set password = 'another'`],
    ['a second factor', `update auth."user" set "twoFactorEnabled" = true`],
  ])('opens nothing beside %s', async (_, change) => {
    await meanwhile(change, async () => {
      const one = browser();
      const { status, body, setCookies } = await one.post('/sign-in/email', { email, password });

      expect([status, body.errors?.[0]?.code, setCookies]).toEqual([401, 'SIGN_IN_AGAIN', []]);
      expect(await sql('select 1 from auth.session')).toEqual([]);
      expect((await myEvents()).map(({ event }) => event)).toEqual(['member.sign_in_failed']);
    });
  });
});

describe('what cannot be stored', () => {
  test.each([
    ['/sign-in/email', { email: 'a\0@example.com', password }],
    ['/forgot-password', { email: 'a\0@example.com' }],
    ['/sign-in/passkey', { response: { id: 'a\0' } }],
    ['/passkeys/remove', { id: 'pky_\0' }],
    ['/two-factor/confirm', { code: '\0' }],
  ])('is refused by %s, and is no fault of ours', async (path, body) => {
    const one = await signedIn();
    const before = server.logLines.length;

    expect((await one.post(path, body)).status).toBe(400);

    const levels = server.logLines.slice(before).map(({ level }) => level);
    expect(levels).not.toContain(50);
  });
});

describe('signing in where somebody is signed in', () => {
  test('ends the session that was there, whose cookie somebody may have copied', async () => {
    const one = await signedIn();
    const copied = one.copy();
    const other = await signedIn();
    database.tools.published.length = 0;

    expect((await one.post('/sign-in/email', { email, password })).status).toBe(200);

    const areIn = await Promise.all(
      [one, copied, other].map(
        async (each) =>
          (await server.sessions.viewerOf(new Headers({ cookie: each.cookie }))) !== null,
      ),
    );
    expect(areIn).toEqual([true, false, true]);
    expect(database.tools.published.flatMap(({ access }) => access)).toEqual([memberId]);
  });

  test('ends nothing where the password is wrong', async () => {
    const one = await signedIn();
    await one.post('/sign-in/email', { email, password: 'wrong horse battery' });
    expect((await one.post('/account')).status).toBe(200);
  });
});

test('an address with a space at its end, and in capitals, signs in as it is meant', async () => {
  const wish = { email: ' MAIJA@Example.com ', password };
  expect((await browser().post('/sign-in/email', wish)).status).toBe(200);
});
