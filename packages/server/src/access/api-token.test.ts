import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeToken, revokeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { statementsOf } from '../../test/kit/statements.ts';
import { query } from '../database/orm.ts';
import { makeTokenDoor } from './api-token.ts';
import { CLIENT_ADDRESS_HEADER } from './session-library.ts';

const now = new Date('2026-11-02T10:00:00Z');
const inAMonth = new Date('2026-12-02T10:00:00Z');
const MINUTE = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());
beforeEach(() => database.tools.setNow(now));

const bearer = (secret: string, address?: string) =>
  new Headers({
    authorization: `Bearer ${secret}`,
    ...(address !== undefined && { [CLIENT_ADDRESS_HEADER]: address }),
  });
const viewerOf = (headers: Headers) => makeTokenDoor(database)(headers);
const make = (over: Partial<Parameters<typeof makeToken>[1]> = {}) =>
  makeToken(database, { permissions: ['READ_ORDERS'], expiresAt: inAMonth, ...over });

describe('an API token', () => {
  test('proves its name, permissions and reach', async () => {
    const { id, secret } = await make({ permissions: ['READ_ORDERS', 'WRITE_CHECKOUT'] });

    expect(await viewerOf(bearer(secret))).toEqual({
      actor: { kind: 'TOKEN', id, name: 'Script' },
      role: null,
      permissions: new Set(['READ_ORDERS', 'WRITE_CHECKOUT']),
      reach: 'ALL',
      provedAt: null,
      expiresAt: inAMonth,
    });
  });

  test('reaches only its own checkouts', async () => {
    const { secret } = await make({ checkoutIds: ['chk_two'] });

    expect((await viewerOf(bearer(secret)))?.reach).toEqual(['chk_two']);
  });

  test('holds until the moment it expires, and not a moment longer', async () => {
    const { secret } = await make();

    database.tools.setNow(new Date(inAMonth.getTime() - 1));
    expect(await viewerOf(bearer(secret))).not.toBeNull();
    database.tools.setNow(inAMonth);
    expect(await viewerOf(bearer(secret))).toBeNull();
  });

  test('is worth nothing once it is revoked', async () => {
    const { id, secret } = await make();
    await revokeToken(database, id);

    expect(await viewerOf(bearer(secret))).toBeNull();
  });

  test.each([
    ['no token', new Headers()],
    ['another scheme', new Headers({ authorization: 'Basic YTpi' })],
    ['a token nobody made', bearer(`oms_live_${'A'.repeat(49)}`)],
    ['an empty token', bearer('')],
    ['a token of endless length', bearer('a'.repeat(10_000))],
  ])('is not made up of %s', async (_, headers) => {
    expect(await viewerOf(headers)).toBeNull();
  });

  test('with a forged checksum, or cut, never reaches the database', async () => {
    const { secret } = await make();
    const last = secret.at(-1) === 'A' ? 'B' : 'A';
    const forged = [
      `${secret.slice(0, -1)}${last}`,
      `oms_live_${'x'.repeat(43)}${secret.slice(-6)}`,
      `oms_live_${'A'.repeat(49)}`,
      'oms_live_short',
      'short',
    ];

    const asking = (secrets: readonly string[]) =>
      statementsOf(database, async () => {
        for (const one of secrets) await viewerOf(bearer(one));
      });
    expect(await asking(forged)).toBe(0);
    expect(await asking([secret])).toBeGreaterThan(0);
  });

  test('is looked for by its hash and by nothing else, so that time tells nothing', async () => {
    const { secret } = await make();
    const plan = await query<{ 'QUERY PLAN': string }>(
      database.orm.em.fork(),
      `explain select id from api_token where hash = sha256('x')`,
    );
    expect(plan.map((line) => line['QUERY PLAN']).join(' ')).toContain('hash');
    // One that differs in its last random sign is as far away as any other.
    expect(await statementsOf(database, () => viewerOf(bearer(`${secret}-`)))).toBe(1);
  });

  test.each([
    ['203.0.113.9', true],
    ['::ffff:203.0.113.9', true],
    ['2001:db8::7', true],
    ['203.0.114.9', false],
    ['::1', false],
    ['nonsense', false],
    ['', false],
    [undefined, false],
  ])('for some addresses, used from %s, holds: %s', async (address, holds) => {
    const { secret } = await make({ allowedAddresses: ['203.0.113.0/24', '2001:db8::/32'] });

    expect((await viewerOf(bearer(secret, address))) !== null).toBe(holds);
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
      return viewerOf(bearer(secret));
    };

    expect(await lastUsed()).toBeNull();
    await useAt(now);
    await useAt(new Date(now.getTime() + MINUTE - 1));
    expect(await lastUsed()).toEqual(now);
    await useAt(new Date(now.getTime() + MINUTE));
    expect(await lastUsed()).toEqual(new Date(now.getTime() + MINUTE));
  });
});
