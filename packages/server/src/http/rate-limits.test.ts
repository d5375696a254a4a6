import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLimitedShop, write, type LimitedShop } from '../../test/kit/limited-shop.ts';
import { signIn, startTestServer } from '../../test/kit/running-server.ts';
import { statementsOf } from '../../test/kit/statements.ts';
import { query } from '../database/orm.ts';
import { networkOf } from '../access/client-network.ts';

const member = { email: 'maija@example.com', password: 'correct horse battery' };

let shop: LimitedShop;
beforeAll(async () => {
  shop = await startLimitedShop();
});
afterAll(() => shop.stop());
beforeEach(() => shop.nextMinute());

describe('a script that asks too much', () => {
  test('is refused with words and a number of seconds, and nothing is done', async () => {
    for (let count = 0; count < 20; count += 1) expect((await shop.ask(write)).status).toBe(200);
    shop.database.tools.setNow(shop.later(37));
    shop.tiny.writes.length = 0;

    const refused = await shop.ask(write);

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('23');
    expect(refused.body.errors).toEqual([
      {
        message: 'Too many requests in one minute. Nothing was done. Try again in 23 seconds.',
        extensions: {
          code: 'RATE_LIMITED',
          policy: 'caller',
          retryAfterSeconds: 23,
          cost: { requested: 10, limit: 200, remaining: 0, resetAt: shop.later(60).toISOString() },
          requestId: refused.headers.get('x-request-id'),
        },
      },
    ]);
    expect(refused.body.data).toBeUndefined();
    expect(shop.tiny.writes).toEqual([]);
  });

  test('goes on when its minute is over', async () => {
    for (let count = 0; count < 21; count += 1) await shop.ask(write);
    shop.database.tools.setNow(shop.later(59));
    expect((await shop.ask('{ who }')).status).toBe(429);
    shop.database.tools.setNow(shop.later(60));

    expect((await shop.ask('{ who }')).body).toMatchObject({ data: { who: 'Script' } });
  });

  test('may still ask what costs no more than is left', async () => {
    for (let count = 0; count < 19; count += 1) await shop.ask(write);
    await shop.ask('{ who }');

    expect((await shop.ask(write)).status).toBe(429);
    expect((await shop.ask('{ who }')).body).toMatchObject({ data: { who: 'Script' } });
  });

  test('does not stand in the way of another one, nor of a member', async () => {
    for (let count = 0; count < 21; count += 1) await shop.ask(write);
    expect((await shop.ask('{ who }')).status).toBe(429);

    const other = { authorization: `Bearer ${await shop.makeToken()}` };
    expect((await shop.ask('{ who }', { headers: other })).status).toBe(200);
    const cookie = await signIn(shop.url, member.email, member.password);
    const asMember = await shop.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query: '{ who }' }),
    });
    expect(asMember.body).toMatchObject({ data: { who: 'Maija' } });
  });

  test('gains nothing from a second process: both give out the same points', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 40 }, (_, index) => shop.ask(write, { place: index % 2 })),
    );

    expect(shop.tiny.writes).toHaveLength(20);
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  test('costs no work of the database once nothing is left', async () => {
    for (let count = 0; count < 21; count += 1) await shop.ask(write);
    await shop.ask('{ who }');

    const statements = await statementsOf(shop.database, async () => {
      for (let count = 0; count < 5; count += 1)
        expect((await shop.ask('{ who }')).status).toBe(429);
    });

    expect(statements).toBe(0);
  });

  test('learns that a single question is larger than a whole minute, and not to come again', async () => {
    const deep = '{ level { deeper { depth } } }';
    shop.database.tools.setNow(shop.later(0));
    const small = await startTestServer(shop.database, shop.tiny.schema, {
      environment: { API_POINTS_PER_MINUTE: '9' },
    });
    try {
      const post = (source: string) =>
        fetch(`${small.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${shop.secret}` },
          body: JSON.stringify({ query: source }),
        });
      expect((await post(deep)).status).toBe(200);
      const refused = await post(write);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([400, null]);
      expect(await refused.json()).toMatchObject({
        errors: [
          {
            message: 'This costs 10 points at once, and 9 are allowed in a minute. Ask for less.',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      });
      expect(shop.tiny.writes).toEqual([]);
    } finally {
      await small.stop();
    }
  });
});

describe('an address', () => {
  const nobody = { authorization: 'Bearer of-nobody-and-long-enough' };

  test('without a proof may ask little, and is told to whom it is nothing', async () => {
    const statuses = [];
    for (let count = 0; count < 31; count += 1) {
      statuses.push((await shop.ask('{ who }', { headers: nobody, from: '198.51.100.7' })).status);
    }

    expect(statuses).toEqual([...Array<number>(30).fill(200), 429]);
    expect((await shop.ask('{ who }', { headers: nobody, from: '198.51.100.8' })).status).toBe(200);
    expect((await shop.ask('{ who }', { from: '198.51.100.7' })).status).toBe(200);
  });

  test('has a limit over all its callers together', async () => {
    const tokens = await Promise.all(Array.from({ length: 6 }, () => shop.makeToken()));
    const from = '198.51.100.9';
    for (const token of tokens.slice(0, 5)) {
      const headers = { authorization: `Bearer ${token}` };
      for (let count = 0; count < 20; count += 1) await shop.ask(write, { headers, from });
    }

    const headers = { authorization: `Bearer ${tokens[5]}` };
    const refused = await shop.ask('{ who }', { headers, from });
    expect(refused.status).toBe(429);
    expect(refused.body.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^Too many requests in one minute from this network\./),
      extensions: { code: 'RATE_LIMITED', policy: 'address' },
    });
    expect((await shop.ask('{ who }', { headers })).status).toBe(200);
  });

  test('of IPv6 is its whole network', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:3::9')).not.toBe('2001:db8:1:2::/64');
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf(null)).toBe('unknown');
  });
});

describe('a database that does not answer', () => {
  test('leaves each process to count by itself', async () => {
    await query(shop.database.orm.em.fork(), 'alter table rate_limit rename to rate_limit_away');
    try {
      const statuses = [];
      for (let count = 0; count < 22; count += 1) statuses.push((await shop.ask(write)).status);
      expect(statuses).toEqual([...Array<number>(20).fill(200), 429, 429]);
    } finally {
      await query(shop.database.orm.em.fork(), 'alter table rate_limit_away rename to rate_limit');
    }
  });
});
