import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/kit/database.ts';
import {
  byToken,
  databaseForMembers,
  managing,
  memberEvents,
  seedMembers,
} from '../../test/kit/members.ts';
import { accepted, newKey } from '../../test/kit/shop.ts';
import { findInvitationByToken } from '../database/invitation.ts';
import { query } from '../database/orm.ts';
import { readAccountMail } from './account-mail.ts';
import { inviteAdmin, inviteFirstAdmin } from './invite-admin.ts';
import {
  hashOfToken,
  inviteMember,
  resendInvitation,
  withdrawInvitation,
  type InviteMember,
} from './invite-member.ts';
import type { Outcome } from './outcome.ts';

const PUBLIC_URL = 'https://orders.example.com';
const DAY_MS = 24 * 60 * 60_000;
const morning = new Date('2026-11-30T08:00:00.000Z');

let database: TestDatabase;
let seen: string;
beforeAll(async () => {
  database = await databaseForMembers();
});
beforeEach(async () => {
  database.tools.setNow(morning);
  seen = await seedMembers(database);
  await rows(`delete from graphile_worker._private_jobs`);
});
afterAll(() => database.drop());

const rows = (sql: string, parameters: unknown[] = []) =>
  query<Record<string, unknown>>(database.orm.em.fork(), sql, parameters);
const events = () => memberEvents(database, seen);
const mails = async () =>
  (await rows(`select payload from graphile_worker._private_jobs order by id`)).map(({ payload }) =>
    readAccountMail(payload, database.tools),
  );
const wish = (more: Partial<InviteMember> = {}): InviteMember => ({
  idempotencyKey: newKey(),
  email: 'Salla@Example.com ',
  name: 'Salla',
  role: 'CUSTOMER_SERVICE',
  checkoutIds: ['chk_b', 'chk_a', 'chk_b'],
  ...more,
});
const invite = (more: Partial<InviteMember> = {}, request = managing(database)) =>
  inviteMember(wish(more), request, PUBLIC_URL);
const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path]);
const opens = async (link: string | null) => {
  const hash = hashOfToken(link?.split('#')[1] ?? '');
  return (await findInvitationByToken(database.orm.em.fork(), hash, database.tools.now()))?.id;
};

describe('an invitation', () => {
  test('is mailed with a link that works for seven days, and of which only the hash is kept', async () => {
    const { id, link } = accepted(await invite());

    expect(link).toMatch(/^https:\/\/orders\.example\.com\/invitation#[\w-]{43}$/);
    expect(await mails()).toEqual([
      {
        to: 'salla@example.com',
        subject: 'You are invited to Order Management',
        paragraphs: [
          'Aino invites you to Order Management, as Customer Service.',
          'The link below leads to a page where you choose a password. It works once, until 2026-12-07 at 08:00 UTC.',
          'If this comes unexpected, leave it be: without the link nothing happens.',
        ],
        button: { label: 'Accept the invitation', url: link },
        validUntil: new Date(morning.getTime() + 7 * DAY_MS),
      },
    ]);
    const token = link?.split('#')[1] ?? '';
    const [row] = await rows(
      `select i::text as text, token_hash, array(select checkout_id from invitation_checkout order by 1) as checkouts
       from invitation i where id = $1`,
      [id],
    );
    expect(row?.['token_hash']).toEqual(hashOfToken(token));
    expect(row?.['checkouts']).toEqual(['chk_a', 'chk_b']);
    const everywhere = [
      row?.['text'],
      ...(await rows(`select h::text as text from history_entry h`)),
      ...(await rows(`select k::text as text from idempotency_key k`)),
      ...(await rows(`select payload::text as text from graphile_worker._private_jobs`)),
    ];
    expect(JSON.stringify(everywhere)).not.toContain(token);

    expect(await opens(link)).toBe(id);
    database.tools.setNow(new Date(morning.getTime() + 7 * DAY_MS - 1));
    expect(await opens(link)).toBe(id);
    database.tools.setNow(new Date(morning.getTime() + 7 * DAY_MS));
    expect(await opens(link)).toBeUndefined();
  });

  test('is recorded without name and address', async () => {
    const { id } = accepted(await invite());
    expect(
      await rows('select event, summary, changes from history_entry where chain = $1', [id]),
    ).toEqual([
      {
        event: 'member.invited',
        summary: 'Somebody was invited as Customer Service.',
        changes: [{ field: 'role', before: null, after: 'CUSTOMER_SERVICE' }],
      },
    ]);
  });

  test('sent twice with one key is one, and the link is not told again', async () => {
    const again = wish();
    const first = accepted(await inviteMember(again, managing(database), PUBLIC_URL));
    const second = accepted(await inviteMember(again, managing(database), PUBLIC_URL));
    expect(second).toEqual({ id: first.id, link: null });
    expect(await mails()).toHaveLength(1);
    expect(await events()).toEqual(['member.invited']);
  });

  test.each<[string, Partial<InviteMember>, string, string]>([
    ['a member’s address', { email: 'VEIKKO@example.com' }, 'email', 'Veikko has this address'],
    ['no address', { email: 'salla' }, 'email', 'Give one email address'],
    ['two addresses', { email: 'a@b.fi, c@d.fi' }, 'email', 'Give one email address'],
    ['no checkout', { checkoutIds: [] }, 'checkoutIds', 'at least one checkout'],
    ['an unknown checkout', { checkoutIds: ['chk_x'] }, 'checkoutIds', 'does not exist'],
  ])('to %s is refused at its field, and nothing goes out', async (_, more, field, words) => {
    const outcome = await invite(more);
    expect(outcome).toMatchObject({
      ok: false,
      refusals: [{ path: [field], message: expect.stringContaining(words) as string }],
    });
    expect(await mails()).toEqual([]);
    expect(await rows('select id from invitation')).toEqual([]);
    expect(await events()).toEqual([]);
  });

  test('to somebody who is disabled says to enable them', async () => {
    await rows(`update member set disabled_at = now() where id = 'mem_veikko'`);
    expect(await invite({ email: 'veikko@example.com' })).toMatchObject({
      refusals: [{ message: 'Veikko has this address and is disabled. Enable them instead.' }],
    });
  });

  test('exists once per address, also when two admins ask at the same time', async () => {
    const outcomes = await Promise.all([
      invite({ email: 'salla@example.com' }, managing(database, { name: 'aino' })),
      invite({ email: 'SALLA@example.com' }, managing(database, { name: 'antti' })),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.flatMap(refusalsOf)).toEqual([['INVALID', ['email']]]);
    expect(await mails()).toHaveLength(1);
  });

  test('gives no more than whoever invites holds', async () => {
    const script = byToken(database, ['MANAGE_MEMBERS', 'READ_ORDERS']);
    expect(refusalsOf(await invite({ role: 'ADMIN' }, script))).toEqual([
      ['NOT_ALLOWED', ['role']],
    ]);
    expect(await rows('select id from invitation')).toEqual([]);
  });

  test('is refused to somebody with some of the checkouts, or without the permission', async () => {
    for (const who of [{ reach: ['chk_a'] }, { permissions: [] }]) {
      expect(refusalsOf(await invite({}, managing(database, who)))).toEqual([
        ['NOT_ALLOWED', null],
      ]);
    }
  });
});

describe('an invitation that was sent', () => {
  const resend = (id: string, key = newKey()) =>
    resendInvitation({ id, idempotencyKey: key }, managing(database), PUBLIC_URL);

  test('again has a new link and seven days from then; the old link ends', async () => {
    const { id, link } = accepted(await invite());
    database.tools.setNow(new Date(morning.getTime() + 9 * DAY_MS));
    const again = accepted(await resend(id));

    expect(await opens(link)).toBeUndefined();
    expect(await opens(again.link)).toBe(id);
    database.tools.setNow(new Date(morning.getTime() + 16 * DAY_MS - 1));
    expect(await opens(again.link)).toBe(id);
    expect(await events()).toEqual(['member.invited', 'member.invitation_resent']);
  });

  test('twice with one key goes out once', async () => {
    const { id } = accepted(await invite());
    const key = newKey();
    const first = accepted(await resend(id, key));
    expect(accepted(await resend(id, key))).toEqual({ id, link: null });
    expect(await opens(first.link)).toBe(id);
    expect(await mails()).toHaveLength(2);
  });

  test('and withdrawn opens nothing, is not sent again, and its address is free', async () => {
    const { id, link } = accepted(await invite());
    accepted(await withdrawInvitation(id, managing(database)));

    expect(await opens(link)).toBeUndefined();
    expect(refusalsOf(await resend(id))).toEqual([['NOT_FOUND', ['id']]]);
    expect(refusalsOf(await withdrawInvitation(id, managing(database)))).toEqual([
      ['NOT_FOUND', ['id']],
    ]);
    expect(await events()).toEqual(['member.invited', 'member.invitation_withdrawn']);
    accepted(await invite());
  });
});

describe('the first admin', () => {
  const first = () => inviteFirstAdmin(managing(database), PUBLIC_URL);

  test('is invited while there is no member, and never after', async () => {
    expect(await first()).toBeNull();
    await rows('delete from member');
    const link = await first();
    expect(await opens(link)).toMatch(/^inv_/);
    expect(await mails()).toEqual([]);

    const again = await first();
    expect(await opens(link)).toBeUndefined();
    expect(await opens(again)).toMatch(/^inv_/);
    expect(await rows('select role, email from invitation where token_hash is not null')).toEqual([
      { role: 'ADMIN', email: null },
    ]);
  });

  test('is one when two processes start at once', async () => {
    await rows('delete from member');
    const links = await Promise.all([first(), first()]);
    const open = await Promise.all(links.map(opens));
    expect(open.filter((id) => id !== undefined)).toHaveLength(1);
  });

  test('and further ones are invited at the terminal, but no member', async () => {
    const link = accepted(await inviteAdmin('Salla@Example.com', managing(database), PUBLIC_URL));
    expect(await opens(link)).toMatch(/^inv_/);
    expect(
      refusalsOf(await inviteAdmin('aino@example.com', managing(database), PUBLIC_URL)),
    ).toEqual([['INVALID', ['email']]]);
  });
});
