import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLimitedShop, write, type LimitedShop } from '../../test/kit/limited-shop.ts';

let shop: LimitedShop;
beforeAll(async () => {
  shop = await startLimitedShop();
});
afterAll(() => shop.stop());
beforeEach(() => shop.nextMinute());

describe('what an answer says of the limits', () => {
  test('stands in its headers, as the draft for them has it', async () => {
    const { headers } = await shop.ask(write);

    expect(headers.get('ratelimit-policy')).toBe('"address";q=1000;w=60, "caller";q=200;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"address";r=\d+;t=60, "caller";r=190;t=60$/);
    expect(headers.get('retry-after')).toBeNull();
  });

  test.each([
    ['a stranger’s question', '/graphql?query=%7Bwho%7D', { 'x-apollo-operation-name': 'x' }],
    ['a question that cannot be read', '/graphql?query=%7B', { 'x-apollo-operation-name': 'x' }],
    ['no question at all', '/graphql', {}],
    ['an export', '/exports/exp_none.csv', {}],
    ['a report', '/reports/sales.csv', {}],
  ])('is in the answer to %s', async (_, path, headers: Record<string, string>) => {
    const answer = await shop.send(path, { headers });

    expect(answer.headers.get('ratelimit-policy')).toMatch(/^"address";q=1000;w=60/);
    expect(answer.headers.get('ratelimit')).toMatch(/^"address";r=\d+;t=\d+/);
  });

  test('stands in `extensions.cost` too, of the limit that is nearest', async () => {
    const first = await shop.ask(write);
    const second = await shop.ask('{ level { depth } }');

    expect(first.body).toEqual({
      data: { write: true },
      extensions: {
        cost: { requested: 10, limit: 200, remaining: 190, resetAt: shop.later(60).toISOString() },
      },
    });
    expect(second.body.extensions?.cost).toMatchObject({ requested: 1, remaining: 189 });
  });

  test('can be learned beforehand, for one point and without doing anything', async () => {
    const { status, body } = await shop.ask(write, { headers: { 'x-cost-only': '1' } });

    expect(status).toBe(200);
    expect(body).toEqual({
      data: null,
      extensions: {
        cost: { requested: 10, limit: 200, remaining: 199, resetAt: shop.later(60).toISOString() },
      },
    });
    expect(shop.tiny.writes).toEqual([]);
  });

  test('counts ten points for a question that cannot be read', async () => {
    const broken = await shop.ask('{');
    const unknown = await shop.ask('{ nothing }');

    expect([broken.status, unknown.status]).toEqual([400, 400]);
    expect([broken, unknown].map(({ body }) => body.extensions?.cost.remaining)).toEqual([
      190, 180,
    ]);
  });
});

describe('a file', () => {
  test('costs points of the same caller, and is refused in words', async () => {
    const authorization = `Bearer ${shop.secret}`;
    const report = '/reports/sales.csv?timeZone=Europe/Helsinki&period=TODAY&by=SOURCE';
    const first = await shop.send(report, { headers: { authorization } });
    expect(first.headers.get('ratelimit')).toContain('"caller";r=180;');
    for (let count = 0; count < 9; count += 1)
      await shop.send(report, { headers: { authorization } });

    const refused = await shop.send(report, { headers: { authorization } });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.body.error).toBe(
      'Too many requests in one minute. Nothing was done. Try again in 60 seconds.',
    );
    expect((await shop.send('/exports/exp_a.csv', { headers: { authorization } })).status).toBe(
      429,
    );
  });
});
