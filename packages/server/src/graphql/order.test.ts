import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf } from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts, type SeededOrder } from '../../test/kit/orders.ts';
import { query } from '../database/orm.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
  await seedTwoCheckouts(database);
  await seedOrders(
    database,
    Array.from({ length: 60 }, (_, index): SeededOrder => ({
      id: `ord_${String(index).padStart(3, '0')}`,
      number: String(10_000 + index),
      createdAt: `2026-11-01T10:00:00.${String(index).padStart(3, '0')}Z`,
      checkoutId: index % 2 ? 'chk_one' : 'chk_two',
      email: `buyer${index}@example.com`,
      tags: ['spring'],
      payment: { provider: 'stripe', reference: `pi_${index}` },
      failedKinds: ['webhook', 'receipt-email'],
      attention: [{ reason: 'ACTION_FAILED', from: '2026-11-01T10:05:00.000Z' }],
    })),
  );
  await run(
    `insert into attempt (id, action_id, order_id, run, attempt, trigger, actor_kind, actor_name, worker, status, started_at, finished_at, message)
     select 'att_' || a.id || n, a.id, a.order_id, 1, n, 'RETRY', 'SYSTEM', 'Automatic', 'w', 'FAILED', now(), now(), 'Try ' || n
     from action a, generate_series(1, 3) as s (n)`,
  );
  await run(
    `insert into history_entry (id, chain, order_id, at, actor_kind, actor_name, event, summary)
     select 'his_' || o.id || n, o.id, o.id, now(), 'SYSTEM', 'Automatic', 'order.changed', 'Change ' || n
     from orders o, generate_series(1, 3) as s (n) order by o.id, n`,
  );
  await run(
    `insert into refund (id, order_id, amount_minor, currency, status, actor_kind, actor_name, requested_at, changed_at)
     select 'ref_' || id, id, 100, 'EUR', 'RECORDED', 'PERSON', 'Aino', now(), now() from orders`,
  );
  await run(
    `insert into refund_leg (id, refund_id, payment_id, amount_minor, status)
     select 'leg_' || id, 'ref_' || id, replace(id, 'ord_', 'pay_'), 100, 'RECORDED' from orders`,
  );
  await run(
    `insert into refund_part (refund_leg_id, order_line_id, amount_minor, vat_minor)
     select 'leg_' || id, replace(id, 'ord_', 'lin_'), 100, 20 from orders`,
  );
});
afterAll(() => database.drop());

const run = (sql: string, parameters: unknown[] = []) =>
  query(database.orm.em.fork(), sql, parameters);
const answer = (source: string, variables: Record<string, unknown> = {}) =>
  ask(schema, source, contextOf(servicesOf(database)), variables);

/** How many statements the database got meanwhile: outside a transaction each one takes a connection. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const count = () => void (statements += 1);
  const pool = await database.orm.em.getConnection().getNativeClient();
  pool.on('acquire', count);
  try {
    await work();
  } finally {
    pool.off('acquire', count);
  }
  return statements;
}

const listFields = `id number version status createdAt paidAt completion { at byHand by { kind name } }
  source { link name tags } customer { visibility email firstName lastName country region analyticsConsent }
  lines { id kind productName listPrice { decimal } price { minor } vatRateBp refunded { minor } }
  discounts { code amount { minor } } total { minor currency decimal } refunded { minor } refundPending { minor }
  vat { rateBp gross { minor } vat { minor } } payment { id provider method status amount { minor } createdAt }
  attention { since reasons summary }`;
const allFields = `${listFields} checkout { name } offer { name } customer { billingFields { key value } }
  payments { id provider amount { minor } }
  actions { id name status rerunOptions { allowed warning canUseLatest refusal { message } } order { number }
    attempts(first: 2) { nodes { attempt message } pageInfo { hasNextPage } } }
  refunds { id amount { minor } requestedBy { name } order { id } lines { orderLine { productName } amount { minor } vat { minor } }
    legs { id amount { minor } payment { id } } }
  history(first: 2) { nodes { event summary actor { kind name } } pageInfo { hasNextPage } }`;

describe('the cost of a list', () => {
  test('is one statement for all that a list shows, whatever its length', async () => {
    for (const first of [5, 50]) {
      const source = `{ orders(first: ${first}) { nodes { ${listFields} } edges { cursor } pageInfo { endCursor } } }`;
      expect(await statementsOf(() => answer(source))).toBe(1);
    }
  });

  test('is one more for the total, which is counted only when asked for', async () => {
    expect(
      await statementsOf(() => answer('{ orders { nodes { id } totalCount { value } } }')),
    ).toBe(2);
  });

  test('does not grow with its length for everything that hangs on the orders', async () => {
    const cost = (first: number) =>
      statementsOf(async () => {
        const { data, errors } = await answer(
          `{ orders(first: ${first}) { nodes { ${allFields} } } }`,
        );
        expect(errors).toBeUndefined();
        expect((data as { orders: { nodes: unknown[] } }).orders.nodes).toHaveLength(first);
      });
    const few = await cost(5);
    expect(await cost(50)).toBe(few);
    expect(few).toBe(12);
  });

  test('is eight statements for everything a panel shows of one order', async () => {
    const panel = `{ order(id: "ord_001") { ${allFields} } }`;
    expect(await statementsOf(() => answer(panel))).toBe(8);
  });
});

describe('an order', () => {
  test('is shown with all its parts', async () => {
    const { data, errors } = await answer(`query ($id: ID!) { order(id: $id) { ${allFields} } }`, {
      id: 'ord_001',
    });
    expect(errors).toBeUndefined();
    const action = (kind: string) => ({
      id: `act_001_${kind}`,
      name: `Run ${kind}`,
      status: 'FAILED',
      rerunOptions: { allowed: true, warning: 'NONE', canUseLatest: false, refusal: null },
      order: { number: '10001' },
      attempts: {
        nodes: [
          { attempt: 3, message: 'Try 3' },
          { attempt: 2, message: 'Try 2' },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    const system = { kind: 'SYSTEM', name: 'Automatic' };
    expect(data).toEqual({
      order: {
        id: 'ord_001',
        number: '10001',
        version: 1,
        status: 'PAID',
        createdAt: '2026-11-01T10:00:00.001Z',
        paidAt: '2026-11-01T10:00:00.001Z',
        completion: null,
        checkout: { name: 'Checkout one' },
        offer: { name: 'Offer one' },
        source: { link: null, name: null, tags: ['spring'] },
        customer: {
          visibility: 'FULL',
          email: 'buyer1@example.com',
          firstName: null,
          lastName: null,
          country: null,
          region: null,
          analyticsConsent: 'ACCEPTED',
          billingFields: [],
        },
        lines: [
          {
            id: 'lin_001',
            kind: 'MAIN',
            productName: 'Product one',
            listPrice: { decimal: '99.00' },
            price: { minor: 9900 },
            vatRateBp: 2550,
            refunded: { minor: 0 },
          },
        ],
        discounts: [],
        total: { minor: 9900, currency: 'EUR', decimal: '99.00' },
        refunded: { minor: 0 },
        refundPending: { minor: 0 },
        vat: [{ rateBp: 2550, gross: { minor: 9900 }, vat: { minor: 2012 } }],
        payment: {
          id: 'pay_001',
          provider: 'stripe',
          method: 'card',
          status: 'SUCCEEDED',
          amount: { minor: 9900 },
          createdAt: '2026-11-01T10:00:00.001Z',
        },
        payments: [{ id: 'pay_001', provider: 'stripe', amount: { minor: 9900 } }],
        actions: [action('receipt-email'), action('webhook')],
        refunds: [
          {
            id: 'ref_ord_001',
            amount: { minor: 100 },
            requestedBy: { name: 'Aino' },
            order: { id: 'ord_001' },
            lines: [
              {
                orderLine: { productName: 'Product one' },
                amount: { minor: 100 },
                vat: { minor: 20 },
              },
            ],
            legs: [{ id: 'leg_ord_001', amount: { minor: 100 }, payment: { id: 'pay_001' } }],
          },
        ],
        attention: {
          since: '2026-11-01T10:05:00.000Z',
          reasons: ['ACTION_FAILED'],
          summary: 'Something is wrong.',
        },
        history: {
          nodes: [
            { event: 'order.changed', summary: 'Change 3', actor: system },
            { event: 'order.changed', summary: 'Change 2', actor: system },
          ],
          pageInfo: { hasNextPage: true },
        },
      },
    });
  });

  test('needs somebody only for the reasons whose moment has come', async () => {
    await seedOrders(database, [
      {
        id: 'ord_soon',
        number: '20000',
        checkoutId: 'chk_one',
        attention: [
          { reason: 'PAID_TWICE', from: '2026-11-10T12:30:00.000Z' },
          { reason: 'ACTION_FAILED', from: '2026-11-10T12:31:00.000Z' },
        ],
      },
    ]);
    const attention = async (now: string) => {
      database.tools.setNow(new Date(now));
      const { data } = await answer('{ order(id: "ord_soon") { attention { since reasons } } }');
      return (data as { order: { attention: unknown } }).order.attention;
    };
    const since = '2026-11-10T12:30:00.000Z';
    expect(await attention('2026-11-10T12:29:59.999Z')).toBeNull();
    expect(await attention('2026-11-10T12:30:00.000Z')).toEqual({ since, reasons: ['PAID_TWICE'] });
    expect(await attention('2026-11-10T12:31:00.000Z')).toEqual({
      since,
      reasons: ['PAID_TWICE', 'ACTION_FAILED'],
    });
  });

  test.each([
    [
      'history',
      'order(id: "ord_001") { page: history',
      'summary',
      ['Change 3', 'Change 2', 'Change 1'],
    ],
    [
      'attempts',
      'order: node(id: "act_001_webhook") { ... on PostPurchaseAction { page: attempts',
      'message',
      ['Try 3', 'Try 2', 'Try 1'],
    ],
  ])('gives its %s page by page, newest first', async (_, field, name, expected) => {
    const closing = '}'.repeat(field.split('{').length - 1);
    const source = `query ($after: String) { ${field}(first: 2, after: $after) { edges { node { ${name} } } pageInfo { endCursor hasNextPage hasPreviousPage } } ${closing} }`;
    const pageAfter = async (after: string | null) => {
      const { data, errors } = await answer(source, { after });
      expect(errors).toBeUndefined();
      return (
        data as { order: { page: { edges: { node: object }[]; pageInfo: { endCursor: string } } } }
      ).order.page;
    };
    const first = await pageAfter(null);
    const second = await pageAfter(first.pageInfo.endCursor);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect([...first.edges, ...second.edges].flatMap(({ node }) => Object.values(node))).toEqual(
      expected,
    );
  });

  test('gives two pages of the same history in one answer, each its own', async () => {
    const { data } = await answer(
      '{ order(id: "ord_001") { a: history(first: 1) { nodes { summary } } b: history(first: 3) { nodes { summary } } } }',
    );
    expect(data).toEqual({
      order: {
        a: { nodes: [{ summary: 'Change 3' }] },
        b: { nodes: [{ summary: 'Change 3' }, { summary: 'Change 2' }, { summary: 'Change 1' }] },
      },
    });
  });
});

describe('a list', () => {
  test('goes on behind a cursor and back in front of it', async () => {
    const page = async (parameters: string) => {
      const { data } = await answer(
        `{ orders(filter: { numbers: ["10000", "10001", "10002", "10003"] }, ${parameters}) { nodes { number } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
      );
      return (
        data as { orders: { nodes: { number: string }[]; pageInfo: Record<string, unknown> } }
      ).orders;
    };
    const first = await page('first: 3');
    expect(first.nodes.map(({ number }) => number)).toEqual(['10003', '10002', '10001']);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await page(`first: 3, after: "${String(first.pageInfo['endCursor'])}"`);
    expect(second.nodes.map(({ number }) => number)).toEqual(['10000']);
    const back = await page(`last: 2, before: "${String(second.pageInfo['startCursor'])}"`);
    expect(back.nodes.map(({ number }) => number)).toEqual(['10002', '10001']);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  test('has 50 orders where nothing is said', async () => {
    const { data } = await answer('{ orders { nodes { id } } }');
    expect((data as { orders: { nodes: unknown[] } }).orders.nodes).toHaveLength(50);
  });

  test.each([
    ['both ends at once', 'first: 1, last: 1', 'Give `first` or `last`, not both.'],
    ['an empty page', 'first: 0', '`first` is from 1 to 250, not 0.'],
    ['too long a page', 'last: 251', '`last` is from 1 to 250, not 251.'],
    [
      'a cursor it did not give out',
      'after: "MTIz"',
      'The cursor does not belong to this list and its order. Begin again without it.',
    ],
    [
      'a text too long',
      `filter: { text: "${'x'.repeat(201)}" }`,
      '`text` takes plain text of at most 200 characters.',
    ],
    [
      'a zero character',
      'filter: { tags: ["a\\u0000"] }',
      '`tags` takes plain text of at most 200 characters.',
    ],
    ['too many words', `filter: { text: "${'x '.repeat(11)}" }`, '`text` takes at most 10 words.'],
    [
      'too many entries',
      `filter: { numbers: [${'"1" '.repeat(251)}] }`,
      '`numbers` takes at most 250 entries.',
    ],
  ])('refuses %s, and says so', async (_, parameters, message) => {
    const { errors } = await answer(`{ orders(${parameters}) { nodes { id } } }`);
    expect(errors?.map((error) => [error.extensions['code'], error.message])).toEqual([
      ['BAD_USER_INPUT', message],
    ]);
  });

  test('names what its filters could hold, most used first', async () => {
    await seedOrders(database, [
      {
        id: 'ord_facet',
        number: '30000',
        tags: ['rare', 'spring'],
        source: 'Blog',
        discountCode: 'TEN',
      },
      { id: 'ord_hidden', number: '30001', status: 'STARTED', tags: ['visit'], source: 'Visit' },
    ]);
    expect((await answer('{ orderFacets { sources tags discountCodes } }')).data).toEqual({
      orderFacets: { sources: ['Blog'], tags: ['spring', 'rare'], discountCodes: ['TEN'] },
    });
  });

  test('counts who needs somebody now, by checkout', async () => {
    database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
    expect(
      (await answer('{ attentionCount { total byCheckout { total checkout { name } } } }')).data,
    ).toEqual({
      attentionCount: {
        total: 60,
        byCheckout: [
          { total: 30, checkout: { name: 'Checkout one' } },
          { total: 30, checkout: { name: 'Checkout two' } },
        ],
      },
    });
  });
});
