import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { databaseForMembers, seedMembers, seedSession } from '../../test/kit/members.ts';
import type { Viewer } from '../access/viewer.ts';
import { query } from '../database/orm.ts';
import { Permission, permissionsOf } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await databaseForMembers();
});
beforeEach(() => seedMembers(database));
afterAll(() => database.drop());

const asAino: Viewer = { ...viewerOf(), sessionId: 'ses_aino' };
const asVeikko: Viewer = {
  ...viewerOf({ permissions: [...permissionsOf('VIEWER')], reach: ['chk_a'] }),
  actor: { kind: 'PERSON', id: 'mem_veikko', name: 'Veikko' },
  role: 'VIEWER',
  sessionId: 'ses_veikko',
};
const asked = (source: string, viewer: Viewer = asAino, variables = {}) =>
  ask(schema, source, contextOf(servicesOf(database), viewer), variables);
const rows = (sql: string, parameters: unknown[] = []) =>
  query<Record<string, unknown>>(database.orm.em.fork(), sql, parameters);
const minutesAgo = (minutes: number) => new Date(database.tools.now().getTime() - minutes * 60_000);

describe('members', () => {
  test('are listed with role and checkouts, and with what can be decided about each', async () => {
    const { data } = await asked(
      '{ members { id name email role checkouts { name } disabledAt twoFactorEnabled roleRefusal disableRefusal } }',
    );
    const common = { disabledAt: null, twoFactorEnabled: false };
    const free = { roleRefusal: null, disableRefusal: null };
    const all = [{ name: 'Art' }, { name: 'Books' }];
    expect(data).toEqual({
      members: [
        {
          ...common,
          id: 'mem_aino',
          name: 'Aino',
          email: 'aino@example.com',
          role: 'ADMIN',
          checkouts: all,
          roleRefusal: 'You cannot change your own role. Another admin can.',
          disableRefusal: 'You cannot disable yourself. Another admin can.',
        },
        {
          ...common,
          ...free,
          id: 'mem_antti',
          name: 'Antti',
          email: 'antti@example.com',
          role: 'ADMIN',
          checkouts: all,
        },
        {
          ...common,
          ...free,
          id: 'mem_veikko',
          name: 'Veikko',
          email: 'veikko@example.com',
          role: 'VIEWER',
          checkouts: [{ name: 'Art' }],
        },
      ],
    });
  });

  test('say whether there is a second factor, where the library has one', async () => {
    await rows(`alter table auth."user" add column if not exists "twoFactorEnabled" boolean`);
    await rows(`update auth."user" set "twoFactorEnabled" = true where id = 'usr_veikko'`);
    expect(
      await asked('{ node(id: "mem_veikko") { ... on Member { twoFactorEnabled } } }'),
    ).toEqual({ data: { node: { twoFactorEnabled: true } } });
  });

  test('show where they are signed in, without what has ended, and never the token', async () => {
    await seedSession(database, 'aino', 'ses_idle', minutesAgo(31));
    await seedSession(database, 'aino', 'ses_second', minutesAgo(29));
    const source =
      '{ node(id: "mem_aino") { ... on Member { lastSeenAt sessions { id address agent isPresent } } } }';
    const answer = await asked(source);
    const common = { address: '192.0.2.7', agent: 'Firefox on macOS' };
    expect(answer.data).toEqual({
      node: {
        lastSeenAt: expect.any(String) as string,
        sessions: [
          { id: 'ses_aino', ...common, isPresent: true },
          { id: 'ses_second', ...common, isPresent: false },
        ],
      },
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('have a history of sign-ins from their own chain, in pages', async () => {
    for (const [id, event, chain] of [
      ['his_1', 'member.joined', 'mem_veikko'],
      ['his_2', 'member.sign_in_failed', 'mem_veikko'],
      ['his_3', 'member.role_changed', 'mem_veikko'],
      ['his_4', 'member.signed_in', 'mem_veikko'],
      ['his_5', 'member.signed_in', 'mem_aino'],
    ]) {
      await rows(
        `insert into history_entry (id, chain, at, actor_kind, actor_id, actor_name, event, summary, from_address, from_agent)
         values ($1, $2, '2026-11-30T08:00Z', 'PERSON', $2, 'Veikko', $3, 'It happened.', '192.0.2.9', 'curl/8.5.0')`,
        [id, chain, event],
      );
    }
    const source = `query ($after: String) { node(id: "mem_veikko") { ... on Member { lastSeenAt
      signIns(first: 2, after: $after) { nodes { id event address agent } pageInfo { hasNextPage endCursor } } } } }`;
    type Page = {
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    const pageOf = ({ data }: Awaited<ReturnType<typeof asked>>) =>
      (data as { node: { signIns: Page } }).node.signIns;
    const first = pageOf(await asked(source));
    expect(first.nodes[0]).toEqual({
      id: 'his_4',
      event: 'member.signed_in',
      address: '192.0.2.9',
      agent: 'curl',
    });
    expect(first.nodes.map(({ id }) => id)).toEqual(['his_4', 'his_2']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = pageOf(await asked(source, asAino, { after: first.pageInfo.endCursor }));
    expect(second.nodes.map(({ id }) => id)).toEqual(['his_1']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test('do not exist for others, by whatever way they ask', async () => {
    const few = viewerOf({ reach: ['chk_a', 'chk_b'] });
    const words = 'Members are managed for all checkouts, and you have only some of them.';
    for (const source of ['{ members { id } }', '{ invitations { id } }']) {
      const { errors } = await asked(source, few);
      expect(errors?.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
        [words, 'FORBIDDEN'],
      ]);
    }
    for (const viewer of [few, asVeikko]) {
      expect(await asked('{ node(id: "mem_antti") { id } }', viewer)).toEqual({
        data: { node: null },
      });
    }
    const { data } = await asked(
      'mutation { disableMember(id: "mem_antti") { member { id } errors { code message } } }',
      few,
    );
    expect(data).toEqual({
      disableMember: { member: null, errors: [{ code: 'NOT_ALLOWED', message: words }] },
    });
  });
});

describe('inviting', () => {
  const invite = `mutation ($email: String!, $key: String!) {
    inviteMember(input: { email: $email, role: MAINTAINER, checkoutIds: ["chk_b"], idempotencyKey: $key }) {
      invitation { id email role invitedBy checkouts { id } } link errors { code path message } } }`;

  test('answers with the link this once; the list of invitations has none', async () => {
    const variables = { email: 'Salla@example.com', key: 'once' };
    const { data } = await asked(invite, asAino, variables);
    expect(data).toEqual({
      inviteMember: {
        invitation: {
          id: expect.stringMatching(/^inv_/) as string,
          email: 'salla@example.com',
          role: 'MAINTAINER',
          invitedBy: 'Aino',
          checkouts: [{ id: 'chk_b' }],
        },
        link: expect.stringContaining('http://shop.test/invitation#') as string,
        errors: [],
      },
    });
    expect((await asked(invite, asAino, variables)).data).toMatchObject({
      inviteMember: { link: null, errors: [] },
    });
    expect((await asked('{ invitations { email } }')).data).toEqual({
      invitations: [{ email: 'salla@example.com' }],
    });
  });

  test('is refused to a person who proved who they are too long ago', async () => {
    const stale = { ...asAino, provedAt: minutesAgo(11) };
    const { errors } = await asked(invite, stale, { email: 'x@example.com', key: 'stale' });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['CONFIRM_IDENTITY']);
    expect(await rows('select id from invitation')).toEqual([]);
  });
});

describe('one’s own sessions', () => {
  test('are listed and ended by whoever is signed in', async () => {
    await seedSession(database, 'veikko', 'ses_phone');
    await seedSession(database, 'veikko', 'ses_library');
    const { data } = await asked('{ viewer { memberId sessions { id isPresent } } }', asVeikko);
    expect(data).toMatchObject({ viewer: { memberId: 'mem_veikko' } });

    const one = await asked(
      'mutation { revokeOwnSession(sessionId: "ses_phone") { sessions { id } errors { code } } }',
      asVeikko,
    );
    expect(one.data).toMatchObject({
      revokeOwnSession: { sessions: [{}, {}], errors: [] },
    });
    const rest = await asked(
      'mutation { revokeOwnOtherSessions { sessions { id isPresent } errors { code } } }',
      asVeikko,
    );
    expect(rest.data).toEqual({
      revokeOwnOtherSessions: { sessions: [{ id: 'ses_veikko', isPresent: true }], errors: [] },
    });
  });

  test('a program has none', async () => {
    const token: Viewer = {
      ...viewerOf({ permissions: Object.values(Permission) }),
      actor: { kind: 'TOKEN', id: 'tok_1', name: 'Script' },
      role: null,
      provedAt: null,
    };
    expect((await asked('{ viewer { memberId sessions { id } } }', token)).data).toEqual({
      viewer: { memberId: null, sessions: [] },
    });
  });
});
