import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateAccess } from '../src/access/session-library.ts';
import { query } from '../src/database/orm.ts';
import { makeToken } from './kit/api-token.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { seedOrders, seedTwoCheckouts } from './kit/orders.ts';
import { startProcess, type ServerProcess } from './kit/processes.ts';

// Two people refund the same order at the same moment, each at another API process. An order of 99.00 €
// has room for one refund of 60.00 €.

let database: TestDatabase;
let secret: string;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await migrateAccess(database.url);
  await seedTwoCheckouts(database);
  const permissions = ['READ_ORDERS', 'REFUND_ORDERS'] as const;
  ({ secret } = await makeToken(database, { permissions }));
  const environment = {
    DATABASE_URL: database.url,
    PORT: '0',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_API_KEY: 'sk_test_race',
    STRIPE_WEBHOOK_SECRETS: 'whsec_race',
    // Thousands of refunds in a few seconds are this test's own idea.
    API_POINTS_PER_MINUTE: '1000000000',
    API_POINTS_PER_MINUTE_PER_ADDRESS: '1000000000',
  };
  servers.push(
    ...(await Promise.all([
      startProcess('serve', environment),
      startProcess('serve', environment),
    ])),
  );
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

/** `npm run soak` races longer. */
const isSoak = Number(process.env['PROPERTY_RUNS'] ?? 0) > 0;
const PAIRS = isSoak ? 10_000 : 500;
const AT_ONCE = 16;

describe('two refunds of one order over two API processes', () => {
  test(
    `never return more than was paid, in ${PAIRS} races`,
    { timeout: isSoak ? 1_800_000 : 120_000 },
    async () => {
      const orders = await manyOrders('race', PAIRS);
      const answers = await racePairs(orders);
      expect(answers).toEqual({ 'done AMOUNT_TOO_LARGE': PAIRS * 0.8, 'done done': PAIRS * 0.2 });
      expect(await moneyOf('race')).toEqual([{ refunds: 1, reserved: 6000, orders: PAIRS }]);
    },
  );

  test('return more than was paid where nothing is reserved, and this test notices', async () => {
    await forgetReservations();
    const answers = await racePairs(await manyOrders('bug', 20));
    expect(answers['done done']).toBe(20);
    const over = (await moneyOf('bug')).filter(({ reserved }) => reserved > 9900);
    expect(over).toEqual([{ refunds: 2, reserved: 12000, orders: 16 }]);
  });
});

async function manyOrders(prefix: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `ord_${prefix}_${index}`);
  for (let from = 0; from < count; from += 1_000) {
    await seedOrders(
      database,
      ids.slice(from, from + 1_000).map((id) => ({
        id,
        number: id.slice(4),
        payment: { provider: 'stripe', reference: `pi_${id}` },
      })),
    );
  }
  return ids;
}

/** How often the two answers of a pair were what, whichever of them was first. */
async function racePairs(orders: readonly string[]): Promise<Record<string, number>> {
  const waiting = [...orders.entries()];
  const counts: Record<string, number> = {};
  const racer = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, orderId] = next;
      // Every fifth is one person's double click.
      const keys = index % 5 === 0 ? ['same', 'same'] : ['one', 'other'];
      const pair = await Promise.all(
        servers.map((server, place) => refund(server, orderId, `${orderId}-${keys[place]}`)),
      );
      const ends = pair.sort((a, b) => Number(b === 'done') - Number(a === 'done')).join(' ');
      counts[ends] = (counts[ends] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, racer));
  return counts;
}

async function refund(server: ServerProcess, orderId: string, key: string): Promise<string> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({
      query: `mutation Race($input: RefundOrderInput!) {
        refundOrder(input: $input) { refund { id } errors { code } } }`,
      variables: {
        input: {
          orderId,
          idempotencyKey: key,
          plan: { lines: [{ orderLineId: orderId.replace('ord_', 'lin_'), amountMinor: 6000 }] },
        },
      },
    }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { refundOrder: { refund: object | null; errors: { code: string }[] } };
    errors?: { message: string }[];
  };
  if (!data) return JSON.stringify(errors);
  return data.refundOrder.refund ? 'done' : data.refundOrder.errors.map(({ code }) => code).join();
}

/** What is on its way back of each order, however it was reserved. */
function moneyOf(prefix: string) {
  return query<{ refunds: number; reserved: number; orders: number }>(
    database.orm.em.fork(),
    `select refunds, reserved, count(*)::int as orders from (
       select count(*)::int as refunds, sum(l.amount_minor)::int as reserved
       from refund r join refund_leg l on l.refund_id = r.id
       where r.order_id like 'ord_' || $1 || '_%' group by r.order_id) o
     group by refunds, reserved order by reserved`,
    [prefix],
  );
}

/** The bug of many shops, planted in the database: what is under way is held back nowhere. */
async function forgetReservations(): Promise<void> {
  await database.orm.em.fork().execute(`
    create function forget_pending() returns trigger language plpgsql as $$
      begin new.refund_pending_minor := 0; return new; end $$;
    create function forget_reserved() returns trigger language plpgsql as $$
      begin new.reserved_minor := 0; return new; end $$;
    create trigger forget before update on orders for each row execute function forget_pending();
    create trigger forget before update on order_line for each row execute function forget_pending();
    create trigger forget before update on payment for each row execute function forget_reserved();`);
}
