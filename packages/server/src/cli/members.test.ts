import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pipeInto } from '../../test/kit/command-line.ts';
import type { TestDatabase } from '../../test/kit/database.ts';
import { databaseForMembers, memberEvents } from '../../test/kit/members.ts';
import { signIn, startTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await databaseForMembers();
});
afterAll(() => database.drop());

/** A command as an operator types it; `typed` is piped in. */
const user = (args: string[], typed = '') =>
  pipeInto(typed, { DATABASE_URL: database.url, PORT: '4711' }, 'user', ...args);

describe('at the terminal', () => {
  test('the first admin is made with a password that is in no argument, and signs in', async () => {
    const args = ['create-admin', '--email', 'Aino@Example.com', '--name', 'Aino'];
    expect(await user(args, 'too short\n')).toEqual({
      out: '',
      err: 'A password has 12 to 128 characters. Several words that do not belong together are easy to keep in mind.\n',
      code: 1,
    });
    expect(await user(args, 'a long and quiet evening\n')).toEqual({
      out: 'Aino may sign in at http://localhost:4711 as aino@example.com.\n',
      err: '',
      code: 0,
    });
    const server = await startTestServer(database, tinySchema().schema);
    try {
      await signIn(server.url, 'aino@example.com', 'a long and quiet evening');
    } finally {
      await server.stop();
    }
    expect(await memberEvents(database)).toEqual(['member.joined', 'member.signed_in']);
    expect(await user(args, 'a long and quiet evening\n')).toMatchObject({
      err: 'There is already a member with the address Aino@Example.com.\n',
      code: 1,
    });
  });

  test('further ones are invited by a link; the last one who can sign in is not disabled', async () => {
    const { out } = await user(['create-admin', '--invite', '--email', 'antti@example.com']);
    expect(out).toMatch(/^http:\/\/localhost:4711\/invitation#[\w-]{43}\n$/);
    expect(await user(['disable', '--email', 'aino@example.com'])).toMatchObject({
      err: expect.stringContaining('the only admin who can sign in') as string,
      code: 1,
    });
    await query(
      database.orm.em.fork(),
      `insert into member (id, user_id, name, email, role, created_at)
       values ('mem_veikko', 'usr_veikko', 'Veikko', 'veikko@example.com', 'VIEWER', now())`,
    );
    expect((await user(['disable', '--email', 'VEIKKO@example.com'])).out).toBe(
      'Veikko is disabled and signed out everywhere.\n',
    );
    const list = (await user(['list'])).out.split('\n');
    expect(list[0]).toMatch(/^aino@example\.com +Aino +Admin +last seen 20/);
    expect(list[1]).toMatch(/^veikko@example\.com +Veikko +Viewer +disabled since 20/);
  });

  test('whoever lost their devices is let in by the password alone, and told so', async () => {
    const rows = (sql: string) => query<{ mails: number }>(database.orm.em.fork(), sql);
    const ofAino = `(select user_id from member where email = 'aino@example.com')`;
    await rows(`update auth."user" set "twoFactorEnabled" = true where id = ${ofAino}`);
    await rows(
      `insert into auth."twoFactor" (id, secret, "backupCodes", "userId") values ('2fa', 's', 'c', ${ofAino})`,
    );
    await rows(
      `insert into passkey (id, member_id, name, credential_id, public_key, counter, transports, created_at)
       select 'psk_lost', id, 'Lost phone', 'cred', 'x', 0, '{}', now() from member where email = 'aino@example.com'`,
    );
    const held = () =>
      rows(`select (select count(*) from passkey) as passkeys, (select count(*) from auth."twoFactor") as secrets,
        (select count(*) from auth.session) as sessions,
        (select count(*) from graphile_worker._private_jobs) as mails,
        (select count(*) from history_entry where event = 'member.two_factor_disabled') as recorded,
        (select "twoFactorEnabled" from auth."user" where id = ${ofAino}) as "isOn"`);
    const [before] = await held();
    expect(before).toMatchObject({ passkeys: 1, secrets: 1, recorded: 0, isOn: true });

    expect(await user(['forget-factors', '--email', 'nobody@example.com'])).toMatchObject({
      err: 'Nobody with the address nobody@example.com may sign in.\n',
      code: 1,
    });
    expect(await held()).toEqual([before]);

    expect((await user(['forget-factors', '--email', 'Aino@example.com'])).out).toBe(
      'Aino signs in with the password alone, and sets up what they need anew.\n',
    );
    expect(await held()).toEqual([
      {
        passkeys: 0,
        secrets: 0,
        sessions: 0,
        mails: Number(before?.mails) + 1,
        recorded: 1,
        isOn: false,
      },
    ]);
  });

  test('a wrong command says which there are', async () => {
    const { err, code } = await user(['promote']);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('user create-admin --invite') as string,
    ]);
  });
});
