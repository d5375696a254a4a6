import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, newKey } from '../../test/kit/shop.ts';
import { makeTokenDoor } from '../access/api-token.ts';
import { query } from '../database/orm.ts';
import { Permission, permissionsOf } from '../domain/permission.ts';
import {
  createApiToken,
  readApiTokens,
  revokeApiToken,
  setKnownApiToken,
  type ApiTokenWish,
} from './manage-api-tokens.ts';
import type { Outcome } from './outcome.ts';
import type { Actor, Reach, Request } from './request.ts';

const now = new Date('2026-11-02T10:00:00Z');
const inAMonth = new Date('2026-12-02T10:00:00Z');
const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());
beforeEach(async () => {
  database.tools.setNow(now);
  database.tools.published.length = 0;
  await run('delete from api_token');
});

const run = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const aino: Actor = { kind: 'PERSON', id: 'mem_aino', name: 'Aino' };
function requestOf(
  who: { actor?: Actor; permissions?: readonly Permission[]; reach?: Reach } = {},
): Request {
  return {
    em: database.orm.em.fork(),
    actor: who.actor ?? aino,
    permissions: new Set(who.permissions ?? permissionsOf('ADMIN')),
    reach: who.reach ?? 'ALL',
    tools: database.tools,
    from: { address: '203.0.113.7', agent: 'Test' },
  };
}
/** A program that may make tokens, asking with its token. */
async function program(
  over: Omit<Parameters<typeof makeToken>[1], 'permissions'> & { permissions?: Permission[] } = {},
): Promise<Request> {
  const permissions = over.permissions ?? ['MANAGE_TOKENS', 'READ_ORDERS'];
  const { id } = await makeToken(database, { expiresAt: inAMonth, ...over, permissions });
  const reach = over.checkoutIds ?? 'ALL';
  return requestOf({ actor: { kind: 'TOKEN', id, name: 'Script' }, permissions, reach });
}

const wish: ApiTokenWish = {
  name: 'Nightly report',
  permissions: ['READ_REPORTS'],
  expiresAt: inAMonth,
};
const create = (over: Partial<ApiTokenWish> = {}, request = requestOf(), key = newKey()) =>
  createApiToken({ ...wish, ...over, idempotencyKey: key }, request);
const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path?.join('.') ?? null]);
const viewerOf = (secret: string | null) =>
  makeTokenDoor(database)(new Headers({ authorization: `Bearer ${secret}` }));
const history = () =>
  run<{ chain: string; event: string; actor_name: string; changes: unknown }>(
    `select chain, event, actor_name, changes from history_entry
     where event like 'token.%' and chain in (select id from api_token) order by at, seq`,
  );
const count = async () => (await run('select id from api_token')).length;

describe('making a token', () => {
  test('has 256 random bits behind a prefix that scanners know, and a checksum', async () => {
    const { secret } = accepted(await create());
    const other = accepted(await create({ name: 'Other' }));

    expect(secret).toMatch(/^oms_live_[\w-]{43}[\w-]{6}$/);
    expect(other.secret).not.toBe(secret);
  });

  test('leaves the secret nowhere in the database, the history included', async () => {
    const { id, secret } = accepted(await create());
    const hidden = String(secret).slice(15);
    for (const table of ['api_token', 'history_entry', 'idempotency_key']) {
      const rows = await run<{ text: string }>(`select t::text as text from ${table} t`);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ text }) => text.includes(hidden))).toEqual([]);
    }
    const [row] = await run<{ prefix: string }>('select prefix from api_token where id = $1', [id]);
    expect(row?.prefix).toBe(String(secret).slice(0, 15));
  });

  test('is recorded with its rights and whoever made it', async () => {
    const { id } = accepted(await create({ allowedAddresses: ['203.0.113.0/24'] }));
    expect(await history()).toEqual([
      {
        chain: id,
        event: 'token.created',
        actor_name: 'Aino',
        changes: [
          { field: 'name', before: null, after: 'Nightly report' },
          { field: 'permissions', before: null, after: 'READ_REPORTS' },
          { field: 'checkouts', before: null, after: 'all' },
          { field: 'expiresAt', before: null, after: inAMonth.toISOString() },
          { field: 'allowedAddresses', before: null, after: '203.0.113.0/24' },
        ],
      },
    ]);
  });

  test('with the same key again makes no second one and does not show the secret again', async () => {
    const key = newKey();
    const first = accepted(await create({}, requestOf(), key));
    const second = accepted(await create({}, requestOf(), key));

    expect(second).toEqual({ id: first.id, secret: null });
    expect(await count()).toBe(1);
    expect(refusalsOf(await create({ name: 'Other' }, requestOf(), key))).toEqual([
      ['IDEMPOTENCY_KEY_REUSED', 'idempotencyKey'],
    ]);
  });

  test.each<[string, Partial<ApiTokenWish>, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['no permission', { permissions: [] }, 'permissions'],
    ['no checkout', { checkoutIds: [] }, 'checkoutIds'],
    ['an end now', { expiresAt: now }, 'expiresAt'],
    ['an end in more than a year', { expiresAt: new Date('2027-11-05T00:00:00Z') }, 'expiresAt'],
    ['an end that is no moment', { expiresAt: new Date(Number.NaN) }, 'expiresAt'],
    ['an address that is none', { allowedAddresses: ['10.0.0.1', 'x'] }, 'allowedAddresses.1'],
    ['too many addresses', { allowedAddresses: Array(21).fill('10.0.0.1') }, 'allowedAddresses'],
  ])('is refused with %s, and nothing is written', async (_, over, path) => {
    expect(refusalsOf(await create(over))).toEqual([['INVALID', path]]);
    expect(await count()).toBe(0);
  });

  test('is refused for a checkout that is not there', async () => {
    expect(refusalsOf(await create({ checkoutIds: ['chk_one', 'chk_none\0'] }))).toEqual([
      ['NOT_FOUND', 'checkoutIds'],
    ]);
  });

  test('is refused under the name of one that works, in any case, until that is revoked', async () => {
    const { id } = accepted(await create());
    expect(refusalsOf(await create({ name: ' NIGHTLY report ' }))).toEqual([['INVALID', 'name']]);
    accepted(await revokeApiToken(id, requestOf()));
    accepted(await create());
  });

  test('under one name succeeds for one of two at the same moment', async () => {
    const outcomes = await Promise.all([create(), create(), create()]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  test('is refused to whoever may not manage tokens', async () => {
    const maintainer = requestOf({ permissions: [...permissionsOf('MAINTAINER')] });
    expect(refusalsOf(await create({}, maintainer))).toEqual([['NOT_ALLOWED', null]]);
    expect(await count()).toBe(0);
  });
});

describe('a program that makes tokens', () => {
  test('gives away what it has itself', async () => {
    const permissions: Permission[] = ['READ_ORDERS', 'MANAGE_TOKENS'];
    const { secret } = accepted(await create({ permissions }, await program()));
    expect((await viewerOf(secret))?.permissions).toEqual(new Set(permissions));
  });

  test.each<[string, Partial<ApiTokenWish>, Parameters<typeof program>[0], string]>([
    ['a permission that it lacks', { permissions: ['REFUND_ORDERS'] }, {}, 'permissions'],
    ['the door of checkout pages', { permissions: ['WRITE_CHECKOUT'] }, {}, 'permissions'],
    ['all checkouts', {}, { checkoutIds: ['chk_one'] }, 'checkoutIds'],
    ['a longer life', { expiresAt: new Date(inAMonth.getTime() + 1) }, {}, 'expiresAt'],
    ['every address', {}, { allowedAddresses: ['10.0.0.0/8'] }, 'allowedAddresses'],
    [
      'an address outside of its own',
      { allowedAddresses: ['10.1.0.0/16', '11.0.0.1'] },
      { allowedAddresses: ['10.0.0.0/8'] },
      'allowedAddresses.1',
    ],
  ])('cannot give away %s', async (_, over, own, path) => {
    const request = await program(own);
    const outcome = await create({ permissions: ['READ_ORDERS'], ...over }, request);
    expect(refusalsOf(outcome)).toEqual([['NOT_ALLOWED', path]]);
    expect(await count()).toBe(1);
  });

  test('cannot give away a checkout that is not its own: it looks as if there were none', async () => {
    const request = await program({ checkoutIds: ['chk_one'] });
    const over = { permissions: ['READ_ORDERS'] as const, checkoutIds: ['chk_two'] };
    expect(refusalsOf(await create(over, request))).toEqual([['NOT_FOUND', 'checkoutIds']]);
  });

  test('makes nothing any more once its own token was revoked, even if it came in before', async () => {
    const request = await program();
    accepted(await revokeApiToken(request.actor.id ?? '', requestOf()));
    expect(refusalsOf(await create({ permissions: ['READ_ORDERS'] }, request))).toEqual([
      ['NOT_ALLOWED', null],
    ]);
  });

  test('neither sees nor revokes tokens with checkouts beyond its own', async () => {
    const { id: wide } = await makeToken(database, { permissions: ['READ_ORDERS'] });
    const { id: own } = await makeToken(database, {
      permissions: ['REFUND_ORDERS'],
      checkoutIds: ['chk_one'],
    });
    const request = await program({ checkoutIds: ['chk_one'] });

    const seen = (await readApiTokens(request)).map(({ id }) => id);
    expect(new Set(seen)).toEqual(new Set([own, request.actor.id]));
    expect(refusalsOf(await revokeApiToken(wide, request))).toEqual([['NOT_FOUND', 'id']]);
    accepted(await revokeApiToken(own, request));
  });
});

describe('revoking a token', () => {
  test('ends it at once, tells every process, and is recorded', async () => {
    const { id, secret } = accepted(await create());
    accepted(await revokeApiToken(id, requestOf()));

    expect(await viewerOf(secret)).toBeNull();
    expect(database.tools.published.map(({ access }) => access)).toEqual([[id]]);
    expect((await history()).map(({ event }) => event)).toEqual(['token.created', 'token.revoked']);
  });

  test('twice, or after its end, changes nothing and records nothing', async () => {
    const { id } = accepted(await create());
    accepted(await revokeApiToken(id, requestOf()));
    database.tools.setNow(new Date(now.getTime() + DAY_MS));
    accepted(await revokeApiToken(id, requestOf()));
    const [row] = await run<{ revoked_at: Date }>('select revoked_at from api_token');
    expect(row?.revoked_at).toEqual(now);
    expect(await history()).toHaveLength(2);
  });

  test('that is not there is refused', async () => {
    expect(refusalsOf(await revokeApiToken('tok_none', requestOf()))).toEqual([
      ['NOT_FOUND', 'id'],
    ]);
  });
});

test('tokens that ended are listed for 90 days, behind those that work', async () => {
  const names = async () => (await readApiTokens(requestOf())).map(({ name }) => name);
  accepted(await create({ name: 'b lives' }));
  accepted(await create({ name: 'A lives' }));
  const { id } = accepted(await create({ name: 'c ended' }));
  accepted(await create({ name: 'd expires', expiresAt: new Date(now.getTime() + 2 * DAY_MS) }));
  accepted(await revokeApiToken(id, requestOf()));
  expect(await names()).toEqual(['A lives', 'b lives', 'd expires', 'c ended']);

  database.tools.setNow(new Date(now.getTime() + 3 * DAY_MS));
  expect(await names()).toEqual(['A lives', 'b lives', 'd expires', 'c ended']);
  database.tools.setNow(new Date(now.getTime() + 90 * DAY_MS));
  expect(await names()).toEqual(['A lives', 'b lives', 'd expires']);
  expect(await count()).toBe(4);
});

describe('a token with a secret that is known, for a demo', () => {
  const secret = 'demo-token-of-20-chars-or-more';
  const set = (over: Partial<ApiTokenWish & { secret: string }> = {}) =>
    setKnownApiToken({ ...wish, secret, ...over }, requestOf());

  test('can be given again, with other rights and to new life', async () => {
    const { id } = accepted(await set());
    accepted(await revokeApiToken(id, requestOf()));
    expect(accepted(await set({ permissions: ['READ_ORDERS'] }))).toEqual({ id });
    expect((await viewerOf(secret))?.permissions).toEqual(new Set(['READ_ORDERS']));
    expect((await history()).map(({ event }) => event)).toEqual([
      'token.created',
      'token.revoked',
      'token.changed',
    ]);
  });

  test('given again as it was is not recorded again', async () => {
    accepted(await set());
    accepted(await set({ expiresAt: new Date(inAMonth.getTime() + DAY_MS) }));
    expect(await history()).toHaveLength(1);
  });

  test.each(['only-19-characters!', 'twenty characters and more'])('is no %j', async (short) => {
    expect(refusalsOf(await set({ secret: short }))).toEqual([['INVALID', 'secret']]);
    expect(await count()).toBe(0);
  });
});
