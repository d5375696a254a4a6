import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountEvents, Browser, queuedMails } from '../../test/kit/account.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';

const password = 'correct horse battery';
const email = 'maija@example.com';
const MINUTE = 60_000;

let database: TestDatabase;
let server: RunningTestServer;
let memberId: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema, {
    environment: { SIGN_INS_PER_MINUTE: '10' },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  await sql('truncate member, password_reset cascade');
  await sql('truncate auth."user", auth."rateLimit" cascade');
  await sql('delete from graphile_worker._private_jobs');
  const member = { email, password, name: 'Maija', role: 'VIEWER', checkoutIds: [] } as const;
  memberId = (await server.sessions.createMember(member)).id;
});
afterEach(() => database.tools.setNow(undefined as never));

const sql = <Row extends object>(text: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), text, parameters);
const browser = () => new Browser(server.url, { 'user-agent': 'Firefox' });
const signedIn = async (with_ = password) => {
  const one = browser();
  expect((await one.post('/sign-in/email', { email, password: with_ })).status).toBe(200);
  return one;
};
const isIn = async (one: Browser) =>
  (await server.sessions.viewerOf(new Headers({ cookie: one.cookie }))) !== null;
const canSignIn = async (with_: string) =>
  (await browser().post('/sign-in/email', { email, password: with_ })).status === 200;
const myEvents = async () =>
  (await accountEvents(database)).filter(({ chain }) => chain === memberId);
const linkOf = async () => {
  const mails = await queuedMails(database);
  return mails.at(-1)?.button?.url.split('#')[1] ?? '';
};

describe('changing the password', () => {
  const newPassword = 'an entirely new one';

  test('gives the present session a new token, ends the others, and tells the member', async () => {
    const [mine, theirs] = [await signedIn(), await signedIn()];
    const before = mine.copy();
    const wish = { currentPassword: password, newPassword };

    expect((await mine.post('/change-password', wish)).status).toBe(200);

    expect(await Promise.all([mine, theirs, before].map(isIn))).toEqual([true, false, false]);
    expect([await canSignIn(password), await canSignIn(newPassword)]).toEqual([false, true]);
    expect(
      (await queuedMails(database)).map(({ to, subject, button }) => [to, subject, button]),
    ).toEqual([[email, 'Your password was changed', null]]);
    expect(await myEvents()).toContainEqual({
      chain: memberId,
      actor: `PERSON ${memberId}`,
      event: 'member.password_changed',
      summary: 'Changed the password. Other sessions ended.',
      from_address: '127.0.0.1',
    });
  });

  test('keeps the other sessions where that is wished', async () => {
    const [mine, theirs] = [await signedIn(), await signedIn()];
    const wish = { currentPassword: password, newPassword, keepOtherSessions: true };

    await mine.post('/change-password', wish);

    expect(await Promise.all([mine, theirs].map(isIn))).toEqual([true, true]);
  });

  test('with a wrong present one is on record, as nobody’s', async () => {
    const mine = await signedIn();
    await mine.post('/change-password', { currentPassword: 'wrong horse battery', newPassword });
    await mine.post('/two-factor/set-up', { password: 'wrong horse battery' });
    await mine.post('/change-password', { currentPassword: password, newPassword: 'short' });

    const failed = (await myEvents()).filter(({ event }) => event === 'member.sign_in_failed');
    expect(failed.map(({ actor, summary }) => [actor, summary])).toEqual(
      [1, 2].map(() => ['SYSTEM -', 'Somebody signed in gave a wrong password or code.']),
    );
  });

  test.each([
    ['a wrong present password', { currentPassword: 'wrong horse battery' }, 'currentPassword'],
    ['a short one', { newPassword: 'elevenchars' }, 'newPassword'],
    ['one of 129 characters', { newPassword: 'ab1-'.repeat(33).slice(0, 129) }, 'newPassword'],
    ['the one there is', { newPassword: password }, 'newPassword'],
    ["the member's own address", { newPassword: 'MAIJA@example.com' }, 'newPassword'],
    ['the same sign twelve times', { newPassword: 'aaaaaaaaaaaa' }, 'newPassword'],
  ])('refuses %s at its field, and changes nothing', async (_, over, field) => {
    const mine = await signedIn();
    const before = mine.cookie;

    const { status, body } = await mine.post('/change-password', {
      currentPassword: password,
      newPassword,
      ...over,
    });

    expect([status, body.errors?.[0]?.path]).toEqual([400, [field]]);
    expect([await canSignIn(password), mine.cookie]).toEqual([true, before]);
    expect(await queuedMails(database)).toEqual([]);
  });

  test('lets the present password be guessed ten times in a minute', async () => {
    const mine = await signedIn();
    const wish = { currentPassword: 'wrong horse battery', newPassword };
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      statuses.push((await mine.post('/change-password', wish)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(400), 429]);
    const right = { currentPassword: password, newPassword };
    expect((await mine.post('/change-password', right)).status).toBe(429);
  });

  test.each(['/change-password', '/confirm', '/two-factor/set-up', '/passkeys/offer', '/account'])(
    'and everything else of an account is for the signed-in: %s',
    async (path) => {
      const body = { currentPassword: password, newPassword, password };
      expect((await browser().post(path, body)).status).toBe(401);
    },
  );
});

describe('a link to choose a new password', () => {
  const newPassword = 'chosen by a link, 2026';
  const ask = async (address = email) => browser().post('/forgot-password', { email: address });
  const askAndWait = async () => {
    const before = (await queuedMails(database)).length;
    await ask();
    await vi.waitFor(
      async () => expect(await queuedMails(database)).toHaveLength(before + 1),
      20_000,
    );
    return linkOf();
  };
  const reset = (token: string, chosen = newPassword) =>
    browser().post('/reset-password', { token, newPassword: chosen });

  test('is asked for with the same answer, whoever has the address', async () => {
    await sql(`insert into member (id, user_id, name, email, role, created_at, disabled_at)
      values ('mem_off', 'off', 'Off', 'off@example.com', 'VIEWER', now(), now())`);

    const answers = [await ask(), await ask('nobody@example.com'), await ask('off@example.com')];

    expect(answers).toEqual(answers.map(() => ({ status: 200, body: {}, setCookies: [] })));
    await vi.waitFor(async () => expect(await queuedMails(database)).toHaveLength(1), 20_000);
    expect((await queuedMails(database)).map(({ to }) => to)).toEqual([email]);
  });

  test('stands behind the #, and nowhere in the database or the log as it is', async () => {
    const token = await askAndWait();
    const [mail] = await queuedMails(database);

    expect(mail?.button?.url).toBe(`${server.config.publicUrl}/reset-password#${token}`);
    expect(token).toMatch(/^[\w-]{43}$/);
    const rows = await sql<{ text: string }>('select r::text as text from password_reset r');
    expect(JSON.stringify(rows)).not.toContain(token);
    await reset(token);
    expect(JSON.stringify(server.logLines)).not.toContain(token);
  });

  test('sets a new password once, ends every session, and is told of', async () => {
    const mine = await signedIn();
    const token = await askAndWait();

    expect((await reset(token)).status).toBe(200);
    const again = await reset(token, 'another one by the same link');

    expect(again.status).toBe(400);
    expect(again.body.errors?.[0]).toMatchObject({ code: 'STALE', path: null });
    expect(await isIn(mine)).toBe(false);
    expect([await canSignIn(password), await canSignIn(newPassword)]).toEqual([false, true]);
    expect((await queuedMails(database)).at(-1)).toMatchObject({
      subject: 'Your password was changed',
      button: null,
    });
    const events = (await myEvents()).map(({ event, actor }) => [event, actor]);
    expect(events).toContainEqual(['member.password_reset_requested', 'SYSTEM -']);
    expect(events).toContainEqual(['member.password_reset', `PERSON ${memberId}`]);
  });

  test('that could not be made leaves neither row nor address in the log', async () => {
    await sql('alter table password_reset add constraint closed check (false) not valid');
    const before = server.logLines.length;
    try {
      expect((await ask()).status).toBe(200);
      await vi.waitFor(() => {
        const told = server.logLines.slice(before).map(({ msg }) => msg);
        expect(told).toContain('A link to a new password was not sent');
      }, 20_000);
    } finally {
      await sql('alter table password_reset drop constraint closed');
    }
    const text = JSON.stringify(server.logLines.slice(before));
    expect(text).toContain('closed');
    expect(text).not.toMatch(/maija|Failing row|mem_/);
  });

  test('of two at once lets one through', async () => {
    const token = await askAndWait();
    const answers = await Promise.all(
      ['first', 'second'].map((x) => reset(token, `${x} of two at once`)),
    );
    expect(answers.map(({ status }) => `${status}`).sort()).toEqual(['200', '400']);
  });

  test('is good for an hour, and no moment longer', async () => {
    const asked = new Date();
    database.tools.setNow(asked);
    const token = await askAndWait();

    database.tools.setNow(new Date(asked.getTime() + 60 * MINUTE));
    expect((await reset(token)).status).toBe(400);
    database.tools.setNow(new Date(asked.getTime() + 60 * MINUTE - 1));
    expect((await reset(token)).status).toBe(200);
  });

  test('stays good after a password that was refused', async () => {
    const token = await askAndWait();

    expect((await reset(token, 'too short')).body.errors?.[0]?.path).toEqual(['newPassword']);
    expect(await canSignIn(password)).toBe(true);
    expect((await reset(token)).status).toBe(200);
  });

  test('is worth nothing once its member was switched off, or has chosen another password', async () => {
    const token = await askAndWait();
    await sql('update member set disabled_at = now() where id = $1', [memberId]);
    expect((await reset(token)).status).toBe(400);
    await sql('update member set disabled_at = null where id = $1', [memberId]);
    const mine = await signedIn();
    await mine.post('/change-password', {
      currentPassword: password,
      newPassword: 'changed by hand',
    });

    expect((await reset(token)).status).toBe(400);
  });

  test('is sent five times in an hour at most, while everybody hears the same', async () => {
    for (let asked = 0; asked < 5; asked += 1) {
      await sql('truncate auth."rateLimit"');
      await askAndWait();
    }
    await sql('truncate auth."rateLimit"');
    expect((await ask()).status).toBe(200);
    const [links] = await sql<{ count: number }>('select count(*)::int from password_reset');
    expect(links?.count).toBe(5);
  });

  test('is asked for three times in a minute for one address, known or not', async () => {
    for (const address of [email, 'nobody@example.com']) {
      const statuses: number[] = [];
      for (let tries = 0; tries < 4; tries += 1) statuses.push((await ask(address)).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
    }
  });

  test.each([
    ['a foreign page', { origin: 'https://evil.example' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('is not asked for, nor used, by %s', async (_, headers, status) => {
    for (const path of ['/forgot-password', '/reset-password', '/change-password', '/sign-out']) {
      expect((await new Browser(server.url, headers).post(path, { email })).status).toBe(status);
    }
    expect(await queuedMails(database)).toEqual([]);
  });
});
