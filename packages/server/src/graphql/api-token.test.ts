import { isObjectType, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { newKey } from '../../test/kit/shop.ts';
import type { Viewer } from '../access/viewer.ts';
import { query } from '../database/orm.ts';
import { Permission, permissionsOf } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

const now = new Date('2026-11-02T10:00:00Z');
const inAMonth = '2026-12-02T10:00:00.000Z';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());
beforeEach(async () => {
  database.tools.setNow(now);
  await query(database.orm.em.fork(), 'delete from api_token');
});

const fresh: Viewer = { ...viewerOf(), provedAt: now };
const run = (source: string, variables: Record<string, unknown> = {}, viewer = fresh) =>
  ask(schema, source, contextOf(servicesOf(database), viewer), variables);

const CREATE = `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret
  token { id name prefix permissions checkouts { name } allowedAddresses createdBy createdAt expiresAt lastUsedAt revokedAt state }
  errors { code message path } } }`;
const wish = {
  name: 'Nightly report',
  permissions: ['READ_REPORTS', 'READ_ORDERS'],
  checkoutIds: ['chk_two'],
  expiresAt: inAMonth,
};
const countTokens = async () =>
  (await query(database.orm.em.fork(), 'select id from api_token')).length;

describe('API tokens', () => {
  test('are made, shown with their secret once, listed without it, and revoked', async () => {
    const input = { ...wish, idempotencyKey: newKey() };
    const { data } = await run(CREATE, { input });
    const made = (data?.['createApiToken'] ?? {}) as { secret: string; token: { id: string } };
    expect(made).toEqual({
      secret: expect.stringMatching(/^oms_live_[\w-]{49}$/),
      token: {
        id: expect.stringMatching(/^tok_/),
        name: 'Nightly report',
        prefix: made.secret.slice(0, 15),
        permissions: ['READ_ORDERS', 'READ_REPORTS'],
        checkouts: [{ name: 'Checkout two' }],
        allowedAddresses: [],
        createdBy: 'Aino',
        createdAt: now.toISOString(),
        expiresAt: inAMonth,
        lastUsedAt: null,
        revokedAt: null,
        state: 'LIVE',
      },
      errors: [],
    });
    const again = await run(CREATE, { input });
    expect(again.data).toMatchObject({ createApiToken: { secret: null, token: made.token } });

    const list = await run('{ apiTokens { id state } }');
    expect(list.data).toEqual({ apiTokens: [{ id: made.token.id, state: 'LIVE' }] });
    const REVOKE =
      'mutation ($id: ID!) { revokeApiToken(id: $id) { token { state revokedAt } errors { code } } }';
    expect((await run(REVOKE, { id: made.token.id })).data).toEqual({
      revokeApiToken: { token: { state: 'REVOKED', revokedAt: now.toISOString() }, errors: [] },
    });
    expect((await run(REVOKE, { id: 'tok_\0' })).data).toEqual({
      revokeApiToken: { token: null, errors: [{ code: 'NOT_FOUND' }] },
    });
  });

  test('have no field that could show a secret or its hash', () => {
    const type = schema.getType('ApiToken');
    if (!isObjectType(type)) throw new Error('There is no ApiToken');
    expect(Object.keys(type.getFields()).sort()).toEqual([
      'allowedAddresses',
      'checkouts',
      'createdAt',
      'createdBy',
      'expiresAt',
      'id',
      'lastUsedAt',
      'name',
      'permissions',
      'prefix',
      'revokedAt',
      'state',
    ]);
  });

  test('say at which field a wish cannot be granted', async () => {
    const input = { ...wish, name: '', expiresAt: now.toISOString(), idempotencyKey: newKey() };
    expect((await run(CREATE, { input })).data).toEqual({
      createApiToken: {
        secret: null,
        token: null,
        errors: [
          {
            code: 'INVALID',
            message: 'Give it a name by which you will know it.',
            path: ['name'],
          },
          { code: 'INVALID', message: 'A token ends in the future.', path: ['expiresAt'] },
        ],
      },
    });
  });

  test('are neither made nor revoked from a screen that was left open', async () => {
    const { id } = await makeToken(database, { permissions: ['READ_ORDERS'] });
    const stale = { ...fresh, provedAt: new Date(now.getTime() - 10 * 60_000) };
    const input = { ...wish, idempotencyKey: newKey() };
    for (const source of [CREATE, `mutation { revokeApiToken(id: "${id}") { errors { code } } }`]) {
      const { errors } = await run(source, source === CREATE ? { input } : {}, stale);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONFIRM_IDENTITY' });
    }
    expect((await run('{ apiTokens { state } }', {}, stale)).data).toEqual({
      apiTokens: [{ state: 'LIVE' }],
    });
    expect(await countTokens()).toBe(1);
  });

  test('are found by their id by those who manage them, and by nobody else', async () => {
    const { id } = await makeToken(database, { permissions: ['READ_ORDERS'] });
    const source = '{ node(id: "' + id + '") { __typename id } }';
    expect((await run(source)).data).toEqual({ node: { __typename: 'ApiToken', id } });
    const maintainer = viewerOf({ permissions: [...permissionsOf('MAINTAINER')] });
    expect((await run(source, {}, maintainer)).data).toEqual({ node: null });
    const elsewhere = viewerOf({ reach: ['chk_one'] });
    expect((await run(source, {}, elsewhere)).data).toEqual({ node: null });
  });

  test('say what may be given away: a program gives no more than it has', async () => {
    const source = '{ givablePermissions }';
    expect((await run(source)).data).toEqual({ givablePermissions: Object.values(Permission) });
    const program = {
      ...viewerOf({ permissions: ['MANAGE_TOKENS', 'READ_ORDERS'] }),
      actor: { kind: 'TOKEN', id: 'tok_x', name: 'Script' } as const,
    };
    expect((await run(source, {}, program)).data).toEqual({
      givablePermissions: ['READ_ORDERS', 'MANAGE_TOKENS'],
    });
  });
});
