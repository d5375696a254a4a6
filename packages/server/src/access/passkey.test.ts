import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountEvents, appCode, Browser, queuedMails } from '../../test/kit/account.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { Device } from '../../test/kit/device.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';

const password = 'correct horse battery';
const email = 'maija@example.com';
const here = { origin: 'https://orders.example.com', host: 'orders.example.com' };
const MINUTE = 60_000;

let database: TestDatabase;
let server: RunningTestServer;
let memberId: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema, {
    environment: {
      NODE_ENV: 'production',
      PUBLIC_URL: here.origin,
      TRUSTED_ORIGINS: 'https://shop.example.com',
      SESSION_SECRET: 's'.repeat(32),
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(new Date('2026-11-02T10:00:00Z'));
  await sql('truncate member, passkey_challenge cascade');
  await sql('truncate auth."user", auth."rateLimit" cascade');
  await sql('delete from graphile_worker._private_jobs');
  memberId = await makeMember(email);
});
afterEach(() => vi.useRealTimers());

const sql = <Row extends object>(text: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), text, parameters);
const makeMember = async (address: string) => {
  const member = {
    email: address,
    password,
    name: 'Maija',
    role: 'VIEWER',
    checkoutIds: [],
  } as const;
  return (await server.sessions.createMember(member)).id;
};
const browser = () => new Browser(server.url);
const signedIn = async (address = email) => {
  const one = browser();
  await one.post('/sign-in/email', { email: address, password });
  return one;
};
const viewerOf = (one: Browser) => server.sessions.viewerOf(new Headers({ cookie: one.cookie }));
const challengeOf = async (one: Browser, path: string) =>
  (await one.post(path)).body['challenge'] as string;
const add = async (
  one: Browser,
  device: Device,
  wishes: Parameters<Device['register']>[1] = here,
) => {
  const challenge = await challengeOf(one, '/passkeys/offer');
  return one.post('/passkeys/add', {
    name: 'Laptop',
    response: device.register(challenge, wishes),
  });
};
const withPasskey = async (counter = 0) => {
  const [one, device] = [await signedIn(), new Device(counter)];
  expect((await add(one, device)).status).toBe(200);
  return { one, device };
};
const signInBy = async (device: Device, wishes: Parameters<Device['prove']>[1] = here) => {
  const one = browser();
  const challenge = await challengeOf(one, '/sign-in/passkey/challenge');
  const response = device.prove(challenge, wishes);
  return { one, response, heard: await one.post('/sign-in/passkey', { response }) };
};
const myEvents = async () =>
  (await accountEvents(database))
    .filter(({ chain }) => chain === memberId)
    .map(({ event }) => event);
const passkeys = () => sql('select name from passkey');

describe('adding a passkey', () => {
  test('keeps it, records it and tells the member', async () => {
    const { one } = await withPasskey();

    expect((await one.post('/account')).body['passkeys']).toMatchObject([
      { name: 'Laptop', lastUsedAt: null },
    ]);
    expect(await myEvents()).toContain('member.passkey_added');
    expect((await queuedMails(database)).map(({ subject }) => subject)).toEqual([
      'A passkey was added',
    ]);
  });

  test.each([
    ['a page of another site', { ...here, origin: 'https://evil.example' }],
    [
      'a neighbouring host that may send us requests',
      { ...here, origin: 'https://shop.example.com' },
    ],
    ['our host without encryption', { ...here, origin: 'http://orders.example.com' }],
    ['a device that was asked by another host', { ...here, host: 'example.com' }],
    ['a device that did not ask for its owner', { ...here, isOwnerKnown: false }],
  ])('refuses one from %s', async (_, wishes) => {
    expect((await add(await signedIn(), new Device(), wishes)).status).toBe(400);
    expect(await passkeys()).toEqual([]);
  });

  test('takes an offer once, in five minutes, and of the same session alone', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const tryWith = async (by: Browser, challenge: string) =>
      (
        await by.post('/passkeys/add', {
          name: 'x',
          response: new Device().register(challenge, here),
        })
      ).status;
    const offer = await challengeOf(one, '/passkeys/offer');

    expect(await tryWith(other, offer)).toBe(400);
    expect([await tryWith(one, offer), await tryWith(one, offer)]).toEqual([200, 400]);
    const late = await challengeOf(one, '/passkeys/offer');
    vi.setSystemTime(Date.now() + 5 * MINUTE);
    expect(await tryWith(one, late)).toBe(400);
    const foreign = await challengeOf(browser(), '/sign-in/passkey/challenge');
    expect(await tryWith(one, foreign)).toBe(400);
    expect(await passkeys()).toHaveLength(1);
  });

  test('takes no passkey twice, so nobody can claim that of another', async () => {
    const { device } = await withPasskey();
    await makeMember('eve@example.com');

    expect((await add(await signedIn('eve@example.com'), device)).status).toBe(400);
    expect(await passkeys()).toHaveLength(1);
  });
});

describe('signing in by passkey', () => {
  test('counts as both factors, and gives a session of its own', async () => {
    const { one: first, device } = await withPasskey();
    const { secret } = (await first.post('/two-factor/set-up', { password })).body as {
      secret: string;
    };
    await first.post('/two-factor/confirm', { code: appCode(secret) });

    const { one, heard } = await signInBy(device);

    expect([heard.status, heard.body]).toEqual([200, { next: 'NOTHING' }]);
    expect(heard.setCookies.join()).toMatch(
      /^__Host-orders\.session_token=[^;]+;.*HttpOnly; Secure/,
    );
    expect((await viewerOf(one))?.actor.id).toBe(memberId);
    expect((await accountEvents(database)).at(-1)).toMatchObject({
      event: 'member.signed_in',
      summary: 'Signed in by passkey.',
    });
  });

  test.each([
    ['of a page of another site', { ...here, origin: 'https://evil.example' }],
    ['for another host', { ...here, host: 'evil.example' }],
    ['without its owner', { ...here, isOwnerKnown: false }],
  ])('takes no answer %s', async (_, wishes) => {
    const { device } = await withPasskey();
    const { one, heard } = await signInBy(device, wishes);

    expect(heard.status).toBe(401);
    expect(await viewerOf(one)).toBeNull();
    expect((await accountEvents(database)).at(-1)).toMatchObject({
      chain: memberId,
      event: 'member.sign_in_failed',
    });
  });

  test('takes an answer once, and from the browser that was asked alone', async () => {
    const { device } = await withPasskey();
    const { one, response } = await signInBy(device);
    expect((await one.post('/sign-in/passkey', { response })).status).toBe(401);

    const asked = browser();
    const challenge = await challengeOf(asked, '/sign-in/passkey/challenge');
    const answer = { response: device.prove(challenge, here) };
    expect((await browser().post('/sign-in/passkey', answer)).status).toBe(401);
    const another = browser();
    await challengeOf(another, '/sign-in/passkey/challenge');
    expect((await another.post('/sign-in/passkey', answer)).status).toBe(401);
    expect((await asked.post('/sign-in/passkey', answer)).status).toBe(200);
  });

  test('takes no passkey whose counter stands still: somebody has a copy of it', async () => {
    const { device } = await withPasskey(5);
    expect((await signInBy(device)).heard.status).toBe(200);

    device.counter -= 1;
    expect((await signInBy(device)).heard.status).toBe(401);
    expect((await accountEvents(database)).at(-1)).toMatchObject({
      chain: memberId,
      actor: 'SYSTEM -',
      event: 'member.sign_in_failed',
    });
    device.counter += 1;
    expect((await signInBy(device)).heard.status).toBe(200);
  });

  test('is over once the passkey is removed or its member switched off', async () => {
    const { one, device } = await withPasskey();
    await sql('update member set disabled_at = now() where id = $1', [memberId]);
    expect((await signInBy(device)).heard.status).toBe(401);
    await sql('update member set disabled_at = null where id = $1', [memberId]);

    const [passkey] = (await one.post('/account')).body['passkeys'] as { id: string }[];
    await makeMember('eve@example.com');
    const eve = await signedIn('eve@example.com');
    expect((await eve.post('/passkeys/remove', passkey)).body.errors?.[0]?.code).toBe('NOT_FOUND');
    expect((await one.post('/passkeys/remove', passkey)).status).toBe(200);
    expect((await signInBy(device)).heard.status).toBe(401);
    expect(await myEvents()).toContain('member.passkey_removed');
    const subjects = (await queuedMails(database)).map(({ subject }) => subject);
    expect(subjects).toContain('A passkey was removed');
  });
});

test("confirms who one is, by one's own passkey alone", async () => {
  const { one, device } = await withPasskey();
  await makeMember('eve@example.com');
  const eve = await signedIn('eve@example.com');
  vi.setSystemTime(Date.now() + 11 * MINUTE);
  const confirm = async (by: Browser) => {
    const challenge = await challengeOf(by, '/confirm/passkey/challenge');
    return by.post('/confirm/passkey', { response: device.prove(challenge, here) });
  };

  expect((await confirm(eve)).status).toBe(400);
  expect((await eve.post('/passkeys/offer')).status).toBe(403);
  expect((await one.post('/passkeys/offer')).status).toBe(403);
  expect((await confirm(one)).status).toBe(200);
  expect((await one.post('/passkeys/offer')).status).toBe(200);
});
