import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/kit/database.ts';
import {
  byToken,
  databaseForMembers,
  managing,
  memberEvents,
  seedMember,
  seedMembers,
  seedSession,
} from '../../test/kit/members.ts';
import { accepted } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { disableMember, enableMember, updateMember } from './manage-members.ts';
import type { Outcome } from './outcome.ts';
import {
  revokeMemberSessions,
  revokeOwnOtherSessions,
  revokeOwnSession,
  revokeSession,
} from './revoke-sessions.ts';

let database: TestDatabase;
let seen: string;
beforeAll(async () => {
  database = await databaseForMembers();
});
beforeEach(async () => {
  seen = await seedMembers(database);
});
afterAll(() => database.drop());

const events = () => memberEvents(database, seen);

const rows = (sql: string, parameters: unknown[] = []) =>
  query<Record<string, unknown>>(database.orm.em.fork(), sql, parameters);
const roleOf = async (id: string) => {
  const [member] = await rows(
    `select role, disabled_at is not null as disabled,
       array(select checkout_id from member_checkout where member_id = m.id order by 1) as checkouts
     from member m where id = $1`,
    [id],
  );
  return member;
};
const sessions = async () =>
  (await rows('select id from auth.session order by id')).map(({ id }) => id);
const admins = async () =>
  (
    await rows(`select id from member where role = 'ADMIN' and disabled_at is null order by id`)
  ).map(({ id }) => id);
const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path]);

describe('changing a member', () => {
  test('gives another role and checkouts, tells open screens, and is in the audit log', async () => {
    const input = { memberId: 'mem_veikko', role: 'MAINTAINER', checkoutIds: ['chk_b'] } as const;
    accepted(await updateMember(input, managing(database)));

    expect(await roleOf('mem_veikko')).toEqual({
      role: 'MAINTAINER',
      disabled: false,
      checkouts: ['chk_b'],
    });
    expect(database.tools.published.flatMap(({ access }) => access)).toEqual(['mem_veikko']);
    expect(
      await rows(
        'select event, summary, changes, actor_name from history_entry where chain = $1 order by seq',
        ['mem_veikko'],
      ),
    ).toEqual([
      {
        event: 'member.role_changed',
        summary: 'Veikko is now Maintainer, and was Viewer.',
        changes: [{ field: 'role', before: 'VIEWER', after: 'MAINTAINER' }],
        actor_name: 'Aino',
      },
      {
        event: 'member.checkouts_changed',
        summary: 'The checkouts of Veikko were changed.',
        changes: [{ field: 'checkouts', before: 'chk_a', after: 'chk_b' }],
        actor_name: 'Aino',
      },
    ]);
  });

  test('keeps what is left out, and records nothing where nothing changes', async () => {
    accepted(await updateMember({ memberId: 'mem_veikko' }, managing(database)));
    expect(await events()).toEqual([]);
    accepted(await updateMember({ memberId: 'mem_aino', name: ' Aino K. ' }, managing(database)));
    expect(await rows(`select name from member where id = 'mem_aino'`)).toEqual([
      { name: 'Aino K.' },
    ]);
    expect(await events()).toEqual(['member.renamed']);
  });

  test('an admin keeps no checkouts, and needs some when made something else', async () => {
    accepted(await updateMember({ memberId: 'mem_veikko', role: 'ADMIN' }, managing(database)));
    expect(await roleOf('mem_veikko')).toMatchObject({ role: 'ADMIN', checkouts: [] });
    const outcome = await updateMember(
      { memberId: 'mem_veikko', role: 'VIEWER' },
      managing(database),
    );
    expect(refusalsOf(outcome)).toEqual([['INVALID', ['checkoutIds']]]);
  });

  test.each([
    ['one’s own role', { memberId: 'mem_aino', role: 'VIEWER', checkoutIds: ['chk_a'] }, 'role'],
    ['a checkout there is not', { memberId: 'mem_veikko', checkoutIds: ['chk_x'] }, 'checkoutIds'],
    ['no checkout at all', { memberId: 'mem_veikko', checkoutIds: [] }, 'checkoutIds'],
    ['an empty name', { memberId: 'mem_veikko', name: ' ' }, 'name'],
    ['somebody unknown', { memberId: 'mem_x' }, 'memberId'],
  ] as const)('refuses %s at its field, and changes nothing', async (_, input, field) => {
    const before = await rows('select * from member order by id');
    const outcome = await updateMember(input, managing(database));
    expect(refusalsOf(outcome).map(([, path]) => path)).toEqual([[field]]);
    expect(await rows('select * from member order by id')).toEqual(before);
    expect(await events()).toEqual([]);
    expect(database.tools.published).toEqual([]);
  });

  test.each<[string, (database: TestDatabase) => ReturnType<typeof managing>]>([
    ['without the permission', (db) => managing(db, { permissions: ['READ_ORDERS'] })],
    ['with some of the checkouts', (db) => managing(db, { reach: ['chk_a', 'chk_b'] })],
    ['who is not an admin any more', (db) => managing(db, { name: 'veikko' })],
  ])('is refused to somebody %s', async (_, request) => {
    const change = { memberId: 'mem_antti', role: 'VIEWER', checkoutIds: ['chk_a'] } as const;
    expect(refusalsOf(await updateMember(change, request(database)))).toEqual([
      ['NOT_ALLOWED', null],
    ]);
    expect(await roleOf('mem_antti')).toMatchObject({ role: 'ADMIN' });
  });

  test('a token gives no more than it holds, and decides about nobody who holds more', async () => {
    const narrow: Permission[] = ['MANAGE_MEMBERS', 'READ_ORDERS', 'READ_REPORTS', 'EXPORT_ORDERS'];
    const raise = { memberId: 'mem_veikko', role: 'ADMIN' } as const;
    expect(refusalsOf(await updateMember(raise, byToken(database, narrow)))).toEqual([
      ['NOT_ALLOWED', ['role']],
    ]);
    expect(refusalsOf(await disableMember('mem_antti', byToken(database, narrow)))).toEqual([
      ['NOT_ALLOWED', ['id']],
    ]);
    const widen = { memberId: 'mem_veikko', checkoutIds: ['chk_a', 'chk_b'] };
    accepted(await updateMember(widen, byToken(database, narrow)));
  });
});

describe('the last admin who can sign in', () => {
  beforeEach(async () => void accepted(await disableMember('mem_antti', managing(database))));

  test('is neither made something else nor disabled, whoever asks', async () => {
    const change = { memberId: 'mem_aino', role: 'VIEWER', checkoutIds: ['chk_a'] } as const;
    expect(refusalsOf(await updateMember(change, byToken(database)))).toEqual([
      ['NOT_ALLOWED', ['role']],
    ]);
    expect(refusalsOf(await disableMember('mem_aino', byToken(database)))).toEqual([
      ['NOT_ALLOWED', null],
    ]);
    expect(await admins()).toEqual(['mem_aino']);
  });

  test('remains when two tokens disable the last two at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      await rows(`update member set disabled_at = null where id in ('mem_aino', 'mem_antti')`);
      const outcomes = await Promise.all([
        disableMember('mem_aino', byToken(database)),
        disableMember('mem_antti', byToken(database)),
      ]);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await admins()).toHaveLength(1);
    }
  });
});

test('of two admins who demote each other at once, one stays', async () => {
  for (let round = 0; round < 10; round += 1) {
    await rows(`update member set role = 'ADMIN' where id in ('mem_aino', 'mem_antti')`);
    const wish = { role: 'VIEWER', checkoutIds: ['chk_a'] } as const;
    const outcomes = await Promise.all([
      updateMember({ memberId: 'mem_antti', ...wish }, managing(database, { name: 'aino' })),
      updateMember({ memberId: 'mem_aino', ...wish }, managing(database, { name: 'antti' })),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await admins()).toHaveLength(1);
  }
});

describe('disabling a member', () => {
  test('ends every session, and enabling does not bring them back', async () => {
    await seedSession(database, 'veikko', 'ses_veikko_2');
    accepted(await disableMember('mem_veikko', managing(database)));

    expect(await roleOf('mem_veikko')).toMatchObject({ disabled: true });
    expect(await sessions()).toEqual(['ses_aino', 'ses_antti']);
    expect(database.tools.published.flatMap(({ access }) => access)).toEqual(['mem_veikko']);

    accepted(await enableMember('mem_veikko', managing(database)));
    expect(await roleOf('mem_veikko')).toMatchObject({ disabled: false });
    expect(await sessions()).toEqual(['ses_aino', 'ses_antti']);
    expect(await events()).toEqual(['member.disabled', 'member.enabled']);
  });

  test('twice is once', async () => {
    for (const _ of [1, 2]) accepted(await disableMember('mem_veikko', managing(database)));
    expect(await events()).toEqual(['member.disabled']);
  });

  test('is refused for oneself, and nothing happens', async () => {
    expect(refusalsOf(await disableMember('mem_aino', managing(database)))).toEqual([
      ['NOT_ALLOWED', null],
    ]);
    expect(await sessions()).toContain('ses_aino');
    expect(await events()).toEqual([]);
  });
});

describe('sessions', () => {
  beforeEach(() => seedSession(database, 'veikko', 'ses_veikko_2'));

  test('of a member are ended one by one, or all', async () => {
    accepted(await revokeSession('ses_veikko', managing(database)));
    expect(await sessions()).toEqual(['ses_aino', 'ses_antti', 'ses_veikko_2']);
    await seedMember(database, 'Salla', 'CUSTOMER_SERVICE');
    expect(accepted(await revokeMemberSessions('mem_veikko', managing(database)))).toEqual({
      memberId: 'mem_veikko',
      count: 1,
    });
    expect(await sessions()).toEqual(['ses_aino', 'ses_antti', 'ses_salla']);
    expect(await events()).toEqual(['member.session_revoked', 'member.sessions_revoked']);
    expect(database.tools.published.flatMap(({ access }) => access)).toEqual([
      'mem_veikko',
      'mem_veikko',
    ]);
  });

  test('of one’s own are ended without any permission; those of others look as if there were none', async () => {
    const veikko = managing(database, { name: 'veikko', permissions: [], reach: ['chk_a'] });
    expect(refusalsOf(await revokeOwnSession('ses_aino', veikko))).toEqual([
      ['NOT_FOUND', ['sessionId']],
    ]);
    expect(refusalsOf(await revokeOwnSession('ses_none', veikko))).toEqual([
      ['NOT_FOUND', ['sessionId']],
    ]);
    expect(refusalsOf(await revokeSession('ses_aino', veikko))).toEqual([['NOT_ALLOWED', null]]);
    accepted(await revokeOwnSession('ses_veikko', veikko));
    await seedSession(database, 'veikko', 'ses_veikko_3');
    accepted(await revokeOwnOtherSessions(veikko, 'ses_veikko_3'));
    expect(await sessions()).toEqual(['ses_aino', 'ses_antti', 'ses_veikko_3']);
  });

  test('a program has none', async () => {
    expect(refusalsOf(await revokeOwnOtherSessions(byToken(database), null))).toEqual([
      ['NOT_ALLOWED', null],
    ]);
    expect(await sessions()).toHaveLength(4);
  });
});
