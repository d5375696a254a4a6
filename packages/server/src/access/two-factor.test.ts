import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountEvents, appCode, Browser, queuedMails } from '../../test/kit/account.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';

const password = 'correct horse battery';
const email = 'maija@example.com';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let database: TestDatabase;
let server: RunningTestServer;
let memberId: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema, {
    environment: {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://orders.example.com',
      SESSION_SECRET: 's'.repeat(32),
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
      TRUSTED_PROXIES: '127.0.0.1',
      SIGN_INS_PER_MINUTE: '10',
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  // The library looks at the clock itself, and a code is good once: each is of a time of its own.
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(new Date('2026-11-02T10:00:00Z'));
  await sql('truncate member, used_code cascade');
  await sql('truncate auth."user", auth."rateLimit", auth.verification cascade');
  await sql('delete from graphile_worker._private_jobs');
  const member = { email, password, name: 'Maija', role: 'VIEWER', checkoutIds: [] } as const;
  memberId = (await server.sessions.createMember(member)).id;
});
afterEach(() => vi.useRealTimers());

const sql = <Row extends object>(text: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), text, parameters);
let hosts = 0;
/** Each from an address of its own. */
const browser = () =>
  new Browser(server.url, { 'x-forwarded-for': `192.0.2.${(hosts += 1) % 250}` });
const firstStep = async () => {
  const one = browser();
  expect((await one.post('/sign-in/email', { email, password })).body).toMatchObject({});
  return one;
};
const isIn = async (one: Browser) =>
  (await server.sessions.viewerOf(new Headers({ cookie: one.cookie }))) !== null;
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
/** The next code of the app, one that has not been used. */
const nextCode = (secret: string) => {
  pass(30 * SECOND);
  return appCode(secret);
};
const wrongCode = (secret: string) =>
  String((Number(appCode(secret)) + 1) % 1_000_000).padStart(6, '0');
const setUp = async () => {
  const one = browser();
  await one.post('/sign-in/email', { email, password });
  const { secret } = (await one.post('/two-factor/set-up', { password })).body as {
    secret: string;
  };
  const { body } = await one.post('/two-factor/confirm', { code: nextCode(secret) });
  return { one, secret, recoveryCodes: body['recoveryCodes'] as string[] };
};
const myEvents = async () =>
  (await accountEvents(database))
    .filter(({ chain }) => chain === memberId)
    .map(({ event, summary }) => `${event}: ${summary}`);

describe('setting up two-factor sign-in', () => {
  test('asks for the password, and does nothing before the first code', async () => {
    const one = await firstStep();
    expect((await one.post('/two-factor/set-up', { password: 'wrong' })).body.errors).toMatchObject(
      [{ path: ['password'] }],
    );
    const { body } = await one.post('/two-factor/set-up', { password });
    expect(body['uri']).toMatch(/^otpauth:\/\/totp\/Order%20Management:maija%40example.com\?/);
    expect(body['secret']).toMatch(/^[A-Z2-7]{32,}$/);

    const code = wrongCode(body['secret'] as string);
    expect((await one.post('/two-factor/confirm', { code })).body.errors).toMatchObject([
      { path: ['code'] },
    ]);
    expect((await (await firstStep()).post('/account')).body).toMatchObject({
      hasTwoFactor: false,
    });
    expect(await myEvents()).not.toContainEqual(expect.stringContaining('two_factor'));
  });

  test.each(['1234567', 'aaaaa-bbbbb-ccccc-ddddd', ''])(
    'takes %o for a wrong code, and no fault',
    async (code) => {
      const one = await firstStep();
      await one.post('/two-factor/set-up', { password });

      const { status, body } = await one.post('/two-factor/confirm', { code });
      expect([status, body.errors?.[0]?.path]).toEqual([400, ['code']]);
    },
  );

  test('takes the code as the app shows it, in two halves', async () => {
    const one = await firstStep();
    const { secret } = (await one.post('/two-factor/set-up', { password })).body as {
      secret: string;
    };
    const code = nextCode(secret).replace(/^.{3}/, '$& ');
    expect((await one.post('/two-factor/confirm', { code })).status).toBe(200);
  });

  test('gives ten recovery codes, a new token, and ends the sessions that a password opened', async () => {
    const [before, other] = [await firstStep(), await firstStep()];
    const { secret } = (await before.post('/two-factor/set-up', { password })).body as {
      secret: string;
    };
    const copied = before.copy();
    const { body } = await before.post('/two-factor/confirm', { code: appCode(secret) });

    expect(new Set(body['recoveryCodes'] as string[]).size).toBe(10);
    expect(await Promise.all([before, copied, other].map(isIn))).toEqual([true, false, false]);
    expect((await before.post('/account')).body).toMatchObject({
      hasTwoFactor: true,
      recoveryCodesLeft: 10,
    });
    expect(await myEvents()).toContain(
      'member.two_factor_enabled: Switched two-factor sign-in on.',
    );
    expect((await before.post('/two-factor/set-up', { password })).status).toBe(400);
  });
});

describe('signing in with a second factor', () => {
  test('opens nothing by password, and a session of a new token by code', async () => {
    const { secret } = await setUp();
    const one = browser();
    const first = await one.post('/sign-in/email', { email, password });

    expect(first.body).toEqual({ next: 'SECOND_FACTOR' });
    expect(await isIn(one)).toBe(false);
    const [kept] = first.setCookies.filter((cookie) => !/=;/.test(cookie));
    expect(kept).toMatch(
      /^__Host-orders\.two_factor=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );

    const second = await one.post('/sign-in/code', { code: nextCode(secret) });
    expect(second.body).toEqual({ next: 'NOTHING' });
    expect(await isIn(one)).toBe(true);
    expect([...one.cookies.keys()]).toEqual(['__Host-orders.session_token']);
    expect((await myEvents()).at(-1)).toBe('member.signed_in: Signed in by password and code.');
  });

  test('takes a code once, also from two who come at the same moment', async () => {
    const { secret } = await setUp();
    const [one, two, three] = [await firstStep(), await firstStep(), await firstStep()];
    const code = nextCode(secret);

    const answers = await Promise.all(
      [one, two].map((each) => each.post('/sign-in/code', { code })),
    );
    expect(answers.map(({ status }) => `${status}`).sort()).toEqual(['200', '401']);
    pass(20 * SECOND);
    const late = await three.post('/sign-in/code', { code });
    expect(late.body.errors?.[0]).toMatchObject({
      code: 'WRONG_CODE',
      message: 'This code has been used. Wait for the next one in your app.',
    });
    expect(await isIn(three)).toBe(false);
  });

  test('takes a recovery code once, and tells the member', async () => {
    const { recoveryCodes } = await setUp();
    const [code = ''] = recoveryCodes;
    const one = await firstStep();

    expect((await one.post('/sign-in/code', { code: ` ${code} ` })).status).toBe(200);
    expect((await (await firstStep()).post('/sign-in/code', { code })).status).toBe(401);

    expect((await one.post('/account')).body).toMatchObject({ recoveryCodesLeft: 9 });
    expect((await queuedMails(database)).map(({ subject }) => subject)).toContain(
      'A recovery code was used',
    );
    expect(await myEvents()).toEqual(
      expect.arrayContaining([
        'member.recovery_code_used: Used a recovery code.',
        'member.signed_in: Signed in by password and recovery code.',
      ]),
    );
  });

  test('is closed after five wrong codes in a row, from however many first steps and addresses', async () => {
    const { secret, recoveryCodes } = await setUp();
    for (let tries = 0; tries < 5; tries += 1) {
      const { status } = await (
        await firstStep()
      ).post('/sign-in/code', { code: wrongCode(secret) });
      expect(status).toBe(401);
    }

    for (const code of [nextCode(secret), recoveryCodes[0]]) {
      const { status, body } = await (await firstStep()).post('/sign-in/code', { code });
      expect([status, body.errors?.[0]?.code]).toEqual([429, 'LOCKED']);
    }
    pass(15 * MINUTE);
    const later = await firstStep();
    expect((await later.post('/sign-in/code', { code: nextCode(secret) })).status).toBe(200);
    const failed = (await myEvents()).filter((event) => /sign_in_failed/.test(event));
    expect(failed).toHaveLength(7);
  });

  test('lets a hundred who guess at the same moment try ten times', async () => {
    const { secret } = await setUp();
    await sql('truncate auth."rateLimit"');
    const steps: Browser[] = [];
    for (let step = 0; step < 30; step += 1) steps.push(await firstStep());

    const heard = await Promise.all(
      steps.map((one) => one.post('/sign-in/code', { code: wrongCode(secret) })),
    );

    expect(heard.filter(({ body }) => body.errors?.[0]?.code === 'TOO_MANY')).toHaveLength(20);
  });

  test('ends a first step after ten minutes, and with a wrong or foreign cookie', async () => {
    const { secret } = await setUp();
    const slow = await firstStep();
    pass(10 * MINUTE + SECOND);
    expect(
      (await slow.post('/sign-in/code', { code: nextCode(secret) })).body.errors?.[0],
    ).toMatchObject({
      code: 'SIGN_IN_AGAIN',
    });
    expect((await browser().post('/sign-in/code', { code: nextCode(secret) })).status).toBe(401);
    const forged = await firstStep();
    forged.cookies.set('__Host-orders.two_factor', '2fa-aaaaaaaaaaaaaaaaaaaa.c2lnbmF0dXJl');
    expect((await forged.post('/sign-in/code', { code: nextCode(secret) })).status).toBe(401);
  });

  test('trusts no device, whatever is asked', async () => {
    const { secret } = await setUp();
    const one = await firstStep();
    await one.post('/sign-in/code', { code: nextCode(secret), trustDevice: true });
    await one.post('/sign-out');

    expect((await one.post('/sign-in/email', { email, password })).body).toEqual({
      next: 'SECOND_FACTOR',
    });
  });

  test('stays, and its open first steps end, when the password is chosen anew by mail', async () => {
    const { secret } = await setUp();
    const waiting = await firstStep();
    await browser().post('/forgot-password', { email });
    const link = async () => (await queuedMails(database)).at(-1)?.button?.url;
    await vi.waitFor(async () => expect(await link()).toBeDefined(), 20_000);
    const token = (await link())?.split('#')[1];
    await browser().post('/reset-password', { token, newPassword: 'a new one, by mail' });

    expect((await waiting.post('/sign-in/code', { code: nextCode(secret) })).status).toBe(401);
    const one = browser();
    const first = await one.post('/sign-in/email', { email, password: 'a new one, by mail' });
    expect(first.body).toEqual({ next: 'SECOND_FACTOR' });
  });
});

test('a first step ends the session that was there, whose cookie it takes away', async () => {
  const { one } = await setUp();
  const copied = one.copy();
  await one.post('/sign-in/email', { email, password: 'wrong horse battery' });
  expect(await isIn(copied)).toBe(true);

  expect((await one.post('/sign-in/email', { email, password })).body).toEqual({
    next: 'SECOND_FACTOR',
  });

  expect(await Promise.all([one, copied].map(isIn))).toEqual([false, false]);
  expect(await myEvents()).toContain(
    'member.signed_out: Signed out by a new sign-in in the same browser.',
  );
});

test('a first step ends with its password, also where other sessions are kept', async () => {
  const { one, secret } = await setUp();
  const waiting = await firstStep();
  const wish = { currentPassword: password, newPassword: 'an entirely new one' };
  expect((await one.post('/change-password', { ...wish, keepOtherSessions: true })).status).toBe(
    200,
  );

  expect((await waiting.post('/sign-in/code', { code: nextCode(secret) })).status).toBe(401);
});

describe('two-factor sign-in that is on', () => {
  test('is switched off by password and code, which ends the other sessions and is told', async () => {
    const { one, secret } = await setUp();
    const other = await firstStep();
    await other.post('/sign-in/code', { code: nextCode(secret) });

    for (const [body, field] of [
      [{ password: 'wrong', code: nextCode(secret) }, 'password'],
      [{ password, code: wrongCode(secret) }, 'code'],
    ] as const) {
      expect((await one.post('/two-factor/switch-off', body)).body.errors).toMatchObject([
        { path: [field] },
      ]);
    }
    expect((await one.post('/account')).body).toMatchObject({ hasTwoFactor: true });

    const code = nextCode(secret);
    expect((await one.post('/two-factor/switch-off', { password, code })).status).toBe(200);
    expect(await Promise.all([one, other].map(isIn))).toEqual([true, false]);
    expect((await browser().post('/sign-in/email', { email, password })).body).toEqual({
      next: 'NOTHING',
    });
    expect((await queuedMails(database)).map(({ subject }) => subject)).toEqual([
      'Two-factor sign-in was switched on',
      'Two-factor sign-in was switched off',
    ]);
    expect(await myEvents()).toContain(
      'member.two_factor_disabled: Switched two-factor sign-in off.',
    );
  });

  test('counts wrong codes of an open session to the same account', async () => {
    const { one, secret } = await setUp();
    for (let tries = 0; tries < 5; tries += 1) {
      pass(30 * SECOND);
      await one.post('/two-factor/switch-off', { password, code: wrongCode(secret) });
    }
    const { body } = await one.post('/two-factor/switch-off', { password, code: nextCode(secret) });
    expect(body.errors?.[0]?.message).toMatch(/Too many wrong codes/);
    const first = await firstStep();
    expect((await first.post('/sign-in/code', { code: nextCode(secret) })).status).toBe(429);
  });

  test('gets new recovery codes, and the old ones are worth nothing', async () => {
    const { one, secret, recoveryCodes } = await setUp();
    const wish = { password, code: nextCode(secret) };
    const { body } = await one.post('/two-factor/recovery-codes', wish);

    const renewed = body['recoveryCodes'] as string[];
    expect(renewed).toHaveLength(10);
    expect(await myEvents()).toContain('member.recovery_codes_renewed: Made new recovery codes.');
    const [first, second] = [await firstStep(), await firstStep()];
    expect((await first.post('/sign-in/code', { code: recoveryCodes[1] })).status).toBe(401);
    expect((await second.post('/sign-in/code', { code: renewed[1] })).status).toBe(200);
  });

  test('tells where a recovery code stood for the code', async () => {
    const { one, recoveryCodes } = await setUp();
    const renewal = { password, code: recoveryCodes[0] };
    const { body } = await one.post('/two-factor/recovery-codes', renewal);
    const [code] = body['recoveryCodes'] as string[];
    expect((await one.post('/two-factor/switch-off', { password, code })).status).toBe(200);

    const used = (await myEvents()).filter((event) => /recovery_code_used/.test(event));
    expect(used).toHaveLength(2);
    const subjects = (await queuedMails(database)).map(({ subject }) => subject);
    expect(subjects.filter((one) => one === 'A recovery code was used')).toHaveLength(2);
    expect(subjects).toContain('New recovery codes were made');
  });

  test('is what a role can need: then nothing else opens before it is set up, and it stays on', async () => {
    await sql(
      `insert into setting (name, value, changed_at, changed_by) values ('twoFactorRoles', '["VIEWER"]', now(), 'Ada')`,
    );
    const viewerOf = (one: Browser) =>
      server.sessions.viewerOf(new Headers({ cookie: one.cookie }));
    const before = await firstStep();
    expect(await viewerOf(before)).toMatchObject({
      mustSetUpTwoFactor: true,
      permissions: new Set(),
    });

    const { one, secret } = await setUp();
    expect(await viewerOf(one)).not.toHaveProperty('mustSetUpTwoFactor');
    expect((await viewerOf(one))?.permissions.has('READ_ORDERS')).toBe(true);
    const wish = { password, code: nextCode(secret) };
    expect((await one.post('/two-factor/switch-off', wish)).body.errors?.[0]?.code).toBe(
      'NOT_ALLOWED',
    );
    await sql('delete from setting');
  });
});
