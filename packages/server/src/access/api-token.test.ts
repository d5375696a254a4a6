import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { query } from '../database/orm.ts';
import { ApiTokenRefused, createApiToken, revokeApiToken, viewerOfToken } from './api-token.ts';

const now = new Date('2026-11-02T10:00:00Z');
const inAMonth = new Date('2026-12-02T10:00:00Z');
const MINUTE = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.tools.setNow(now));

const means = () => ({ orm: database.orm, tools: database.tools, createdBy: 'mem_admin' });
const bearer = (secret: string) => new Headers({ authorization: `Bearer ${secret}` });
const make = (over: Partial<Parameters<typeof createApiToken>[0]> = {}) =>
  createApiToken(
    {
      name: 'Nightly report',
      permissions: ['READ_ORDERS'],
      checkoutIds: 'ALL',
      expiresAt: inAMonth,
      ...over,
    },
    means(),
  );

const ids = () => query(database.orm.em.fork(), 'select id from api_token order by 1');

describe('an API token', () => {
  test('proves its name, permissions and reach', async () => {
    const { id, secret } = await make({ permissions: ['READ_ORDERS', 'WRITE_CHECKOUT'] });

    expect(await viewerOfToken(bearer(secret), means())).toEqual({
      actor: { kind: 'TOKEN', id, name: 'Nightly report' },
      role: null,
      permissions: new Set(['READ_ORDERS', 'WRITE_CHECKOUT']),
      reach: 'ALL',
      provedAt: null,
      expiresAt: inAMonth,
    });
  });

  test('has 256 random bits behind a prefix that scanners know, and a checksum', async () => {
    const { secret } = await make();

    expect(secret).toMatch(/^oms_live_[\w-]{43}[\w-]{6}$/);
    expect((await make()).secret).not.toBe(secret);
  });

  test('is kept as a hash: its secret stands nowhere in the database', async () => {
    const { id, secret } = await make();

    const [row] = await query<{ text: string; prefix: string }>(
      database.orm.em.fork(),
      'select prefix, t::text as text from api_token t where id = $1',
      [id],
    );
    expect(row?.prefix).toBe(secret.slice(0, 15));
    expect(row?.text).not.toContain(secret.slice(15));
  });

  test('reaches only its own checkouts', async () => {
    await query(
      database.orm.em.fork(),
      `insert into checkout (id, name, created_at) values ('chk_a', 'A', now()), ('chk_b', 'B', now())`,
    );
    const { secret } = await make({ checkoutIds: ['chk_b'] });

    expect((await viewerOfToken(bearer(secret), means()))?.reach).toEqual(['chk_b']);
  });

  test('holds until the moment it expires, and not a moment longer', async () => {
    const { secret } = await make();

    database.tools.setNow(new Date(inAMonth.getTime() - 1));
    expect(await viewerOfToken(bearer(secret), means())).not.toBeNull();
    database.tools.setNow(inAMonth);
    expect(await viewerOfToken(bearer(secret), means())).toBeNull();
  });

  test('is worth nothing once it is revoked', async () => {
    const { id, secret } = await make();

    expect(await revokeApiToken(id, means())).toBe(true);
    expect(await viewerOfToken(bearer(secret), means())).toBeNull();
    expect(await revokeApiToken(id, means())).toBe(false);
  });

  test.each([
    ['no token', new Headers()],
    ['another scheme', new Headers({ authorization: 'Basic YTpi' })],
    ['a token nobody made', bearer(`oms_live_${'A'.repeat(49)}`)],
    ['an empty token', bearer('')],
    ['a token of endless length', bearer('a'.repeat(10_000))],
  ])('is not made up of %s', async (_, headers) => {
    expect(await viewerOfToken(headers, means())).toBeNull();
  });

  test('says when it was last used, to the minute', async () => {
    const { id, secret } = await make();
    const lastUsed = async () => {
      const [row] = await query<{ last_used_at: Date | null }>(
        database.orm.em.fork(),
        'select last_used_at from api_token where id = $1',
        [id],
      );
      return row?.last_used_at;
    };
    const useAt = (moment: Date) => {
      database.tools.setNow(moment);
      return viewerOfToken(bearer(secret), means());
    };

    expect(await lastUsed()).toBeNull();
    await useAt(now);
    await useAt(new Date(now.getTime() + MINUTE - 1));
    expect(await lastUsed()).toEqual(now);
    await useAt(new Date(now.getTime() + MINUTE));
    expect(await lastUsed()).toEqual(new Date(now.getTime() + MINUTE));
  });

  test('can be given, for a demo, and given again with other rights', async () => {
    const secret = 'demo-token-of-20-chars-or-more';
    const first = await make({ secret });
    await revokeApiToken(first.id, means());
    const second = await make({ secret, permissions: ['READ_REPORTS'] });

    expect(second).toEqual({ id: first.id, secret });
    expect((await viewerOfToken(bearer(secret), means()))?.permissions).toEqual(
      new Set(['READ_REPORTS']),
    );
  });

  test.each([
    ['a given secret that is short', { secret: 'only-19-characters!' }],
    ['a given secret with a space in it', { secret: 'twenty characters and more' }],
    ['no name', { name: ' ' }],
    ['an end in the past', { expiresAt: now }],
    ['an end in more than a year', { expiresAt: new Date('2027-11-05T00:00:00Z') }],
  ])('is refused with %s', async (_, over) => {
    const before = await ids();

    await expect(make(over)).rejects.toThrow(ApiTokenRefused);
    expect(await ids()).toEqual(before);
  });
});
