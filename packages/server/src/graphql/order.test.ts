import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf } from '../../test/kit/graphql.ts';
import { allFields } from '../../test/kit/order-selections.ts';
import { seedOrders, seedSixtyOrders } from '../../test/kit/orders.ts';
import { query } from '../database/orm.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
  await seedSixtyOrders(database);
});
afterAll(() => database.drop());

const answer = (source: string, variables: Record<string, unknown> = {}) =>
  ask(schema, source, contextOf(servicesOf(database)), variables);

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

  test('names the line of an action that was set up at a product, and of no other', async () => {
    const em = database.orm.em.fork();
    const [line] = await query<{ id: string }>(
      em,
      `select id from order_line where order_id = 'ord_002' limit 1`,
    );
    await query(
      em,
      `insert into action (id, order_id, order_line_id, purpose, level, kind, name, settings, status, next_attempt_at, run_requested_at, changed_at, created_at)
       values ('act_line', 'ord_002', $1, 'DELIVERY', 'PRODUCT', 'webhook', 'Of the line', '{}', 'PENDING', now(), now(), now(), now()),
              ('act_whole', 'ord_002', null, 'DELIVERY', 'CHECKOUT', 'webhook', 'Of all', '{}', 'PENDING', now(), now(), now(), now() + interval '1 s')`,
      [line?.id],
    );
    const { data } = await answer('{ order(id: "ord_002") { actions { id line { id } } } }');
    expect((data as { order: { actions: object[] } }).order.actions.slice(-2)).toEqual([
      { id: 'act_line', line: { id: line?.id } },
      { id: 'act_whole', line: null },
    ]);
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
