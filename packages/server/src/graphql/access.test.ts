import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { query } from '../database/orm.ts';
import { Permission, permissionsOf } from '../domain/permission.ts';
import type { GraphQLContext } from './context.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    {
      id: 'ord_mine',
      number: '10001',
      email: 'Secret.Person@example.com',
      firstName: 'Veera',
      lastName: 'Salainen',
      country: 'FI',
      billingFields: [{ key: 'phone', label: 'Phone', value: '+358401234567' }],
      payment: { provider: 'stripe', reference: 'pi_12345' },
      failedKinds: ['webhook'],
    },
    {
      id: 'ord_theirs',
      number: '10001',
      checkoutId: 'chk_two',
      payment: { provider: 'stripe', reference: 'pi_67890' },
      failedKinds: ['webhook'],
    },
  ]);
  for (const order of ['mine', 'theirs']) {
    await run(
      `insert into attempt (id, action_id, order_id, run, attempt, trigger, actor_kind, actor_name, worker, status,
         started_at, finished_at, message, request, response)
       values ($1, $2, $3, 1, 1, 'AUTOMATIC', 'SYSTEM', 'Automatic', 'w1', 'FAILED', now(), now(), 'It answered 500.',
         '{"body":{"email":"Secret.Person@example.com"}}', '{"echo":"Veera Salainen"}')`,
      [`att_${order}`, `act_${order}_webhook`, `ord_${order}`],
    );
    await run(
      `insert into history_entry (id, chain, order_id, at, actor_kind, actor_name, event, summary)
       values ($1, $2, $2, now(), 'SYSTEM', 'Automatic', 'order.paid', 'Paid.')`,
      [`his_${order}`, `ord_${order}`],
    );
    await run(
      `insert into refund (id, order_id, amount_minor, currency, status, actor_kind, actor_name, requested_at, changed_at)
       values ($1, $2, 100, 'EUR', 'RECORDED', 'PERSON', 'Aino', now(), now())`,
      [`ref_${order}`, `ord_${order}`],
    );
    await run(
      `insert into refund_leg (id, refund_id, payment_id, amount_minor, status) values ($1, $2, $3, 100, 'RECORDED')`,
      [`leg_${order}`, `ref_${order}`, `pay_${order}`],
    );
  }
});
afterAll(() => database.drop());

const run = (sql: string, parameters: unknown[]) => query(database.orm.em.fork(), sql, parameters);
const contextFor = (viewer = viewerOf()): GraphQLContext => contextOf(servicesOf(database), viewer);
const without = (missing: Permission) =>
  viewerOf({ permissions: Object.values(Permission).filter((one) => one !== missing) });

const configure = (source: string) => ({ permission: 'MANAGE_CONFIGURATION' as const, source });
const configurationOperations = {
  actionKinds: configure('{ actionKinds { kind } }'),
  actionConfigurations: configure('{ actionConfigurations(checkoutId: "chk_one") { id } }'),
  actionConfiguration: configure('{ actionConfiguration(id: "cfg_none") { id } }'),
  previewAction: configure(
    '{ previewAction(input: { kind: "webhook", settings: [], checkoutId: "chk_one" }) { errors { code } } }',
  ),
  products: configure('{ products(checkoutId: "chk_one") { id } }'),
  offers: configure('{ offers(checkoutId: "chk_one") { id } }'),
  checkoutLinks: configure('{ checkoutLinks(checkoutId: "chk_one") { id } }'),
  discountCodes: configure('{ discountCodes(checkoutId: "chk_one") { id } }'),
  createActionConfiguration: configure(
    'mutation { createActionConfiguration(input: { idempotencyKey: "k", checkoutId: "chk_one", level: CHECKOUT, kind: "webhook", name: "W", settings: [] }) { errors { code } } }',
  ),
  updateActionConfiguration: configure(
    'mutation { updateActionConfiguration(input: { id: "cfg_none", idempotencyKey: "k" }) { errors { code } } }',
  ),
  deleteActionConfiguration: configure(
    'mutation { deleteActionConfiguration(id: "cfg_none") { errors { code } } }',
  ),
  testActionConfiguration: configure(
    'mutation { testActionConfiguration(input: { id: "cfg_none", recipient: "a@b.fi", idempotencyKey: "k" }) { errors { code } } }',
  ),
  saveCheckout: configure(
    'mutation { saveCheckout(input: { idempotencyKey: "k", name: "C", returnUrl: "" }) { errors { code } } }',
  ),
  saveProduct: configure(
    'mutation { saveProduct(input: { idempotencyKey: "k", checkoutId: "chk_one", name: "P", type: E_BOOK, vatRateBp: 0, prices: [] }) { errors { code } } }',
  ),
  saveOffer: configure(
    'mutation { saveOffer(input: { idempotencyKey: "k", checkoutId: "chk_one", name: "O", products: [], addOns: [] }) { errors { code } } }',
  ),
  saveCheckoutLink: configure(
    'mutation { saveCheckoutLink(input: { idempotencyKey: "k", checkoutId: "chk_one", offerId: "off_one", slug: "s", name: "L", tags: [] }) { errors { code } } }',
  ),
  saveDiscountCode: configure(
    'mutation { saveDiscountCode(input: { idempotencyKey: "k", checkoutId: "chk_one", code: "C", kind: PERCENT }) { errors { code } } }',
  ),
};

const manage = (source: string) => ({ permission: 'MANAGE_MEMBERS' as const, source });
const memberOperations = {
  members: manage('{ members { id } }'),
  invitations: manage('{ invitations { id } }'),
  inviteMember: manage(
    'mutation { inviteMember(input: { idempotencyKey: "k", email: "a@b.fi", role: ADMIN, checkoutIds: [] }) { errors { code } } }',
  ),
  resendInvitation: manage(
    'mutation { resendInvitation(input: { id: "inv_none", idempotencyKey: "k" }) { errors { code } } }',
  ),
  withdrawInvitation: manage('mutation { withdrawInvitation(id: "inv_none") { errors { code } } }'),
  updateMember: manage(
    'mutation { updateMember(input: { memberId: "mem_none" }) { errors { code } } }',
  ),
  disableMember: manage('mutation { disableMember(id: "mem_none") { errors { code } } }'),
  enableMember: manage('mutation { enableMember(id: "mem_none") { errors { code } } }'),
  revokeMemberSessions: manage(
    'mutation { revokeMemberSessions(memberId: "mem_none") { errors { code } } }',
  ),
  revokeSession: manage('mutation { revokeSession(sessionId: "none") { errors { code } } }'),
};

/** For whoever is signed in, about what is their own. */
const ownOperations: Record<string, string> = {
  revokeOwnSession: 'mutation { revokeOwnSession(sessionId: "none") { errors { code } } }',
  revokeOwnOtherSessions: 'mutation { revokeOwnOtherSessions { errors { code } } }',
};

const operations: Record<string, { permission: Permission; source: string }> = {
  auditLog: { permission: 'READ_AUDIT_LOG', source: '{ auditLog { nodes { id } } }' },
  auditFacets: { permission: 'READ_AUDIT_LOG', source: '{ auditFacets { events } }' },
  orders: { permission: 'READ_ORDERS', source: '{ orders { nodes { id } } }' },
  order: { permission: 'READ_ORDERS', source: '{ order(id: "ord_mine") { id } }' },
  node: { permission: 'READ_ORDERS', source: '{ node(id: "ord_mine") { id } }' },
  orderFacets: { permission: 'READ_ORDERS', source: '{ orderFacets { tags } }' },
  attentionCount: { permission: 'READ_ORDERS', source: '{ attentionCount { total } }' },
  checkouts: { permission: 'READ_ORDERS', source: '{ checkouts { id } }' },
  customerData: {
    permission: 'MANAGE_PERSONAL_DATA',
    source: '{ customerData(email: "nobody@example.com") { orders } }',
  },
  requestCustomerExport: {
    permission: 'MANAGE_PERSONAL_DATA',
    source: 'mutation { requestCustomerExport(email: "nobody@example.com") { errors { code } } }',
  },
  eraseCustomer: {
    permission: 'MANAGE_PERSONAL_DATA',
    source:
      'mutation { eraseCustomer(input: { email: "nobody@example.com", idempotencyKey: "k" }) { errors { code } } }',
  },
  openCheckout: {
    permission: 'WRITE_CHECKOUT',
    source:
      'mutation { openCheckout(input: { idempotencyKey: "k", linkSlug: "s" }) { errors { code } } }',
  },
  updateCheckout: {
    permission: 'WRITE_CHECKOUT',
    source: 'mutation { updateCheckout(input: { orderId: "ord_mine" }) { errors { code } } }',
  },
  submitBilling: {
    permission: 'WRITE_CHECKOUT',
    source:
      'mutation { submitBilling(input: { orderId: "ord_mine", email: "a@b.fi", country: "FI" }) { errors { code } } }',
  },
  startPayment: {
    permission: 'WRITE_CHECKOUT',
    source:
      'mutation { startPayment(input: { orderId: "ord_mine", idempotencyKey: "k", provider: "stripe", method: "card" }) { errors { code } } }',
  },
  completeOrder: {
    permission: 'COMPLETE_ORDERS',
    source:
      'mutation { completeOrder(input: { orderId: "ord_mine", idempotencyKey: "k" }) { errors { code } } }',
  },
  refundPreview: {
    permission: 'REFUND_ORDERS',
    source: '{ refundPreview(orderId: "ord_mine", plan: {}) { errors { code } } }',
  },
  refundOrder: {
    permission: 'REFUND_ORDERS',
    source:
      'mutation { refundOrder(input: { orderId: "ord_mine", idempotencyKey: "k", plan: {} }) { errors { code } } }',
  },
  settleRefundLeg: {
    permission: 'REFUND_ORDERS',
    source:
      'mutation { settleRefundLeg(input: { legId: "leg_mine", idempotencyKey: "k", step: CHECK_AGAIN }) { errors { code } } }',
  },
  settings: { permission: 'MANAGE_SETTINGS', source: '{ settings { graceMs } }' },
  saveSettings: {
    permission: 'MANAGE_SETTINGS',
    source: 'mutation { saveSettings(input: { idempotencyKey: "k" }) { errors { code } } }',
  },
  apiTokens: { permission: 'MANAGE_TOKENS', source: '{ apiTokens { id } }' },
  givablePermissions: { permission: 'MANAGE_TOKENS', source: '{ givablePermissions }' },
  createApiToken: {
    permission: 'MANAGE_TOKENS',
    source:
      'mutation { createApiToken(input: { idempotencyKey: "k", name: "T", permissions: [READ_ORDERS], expiresAt: "2030-01-01T00:00:00Z" }) { errors { code } } }',
  },
  revokeApiToken: {
    permission: 'MANAGE_TOKENS',
    source: 'mutation { revokeApiToken(id: "tok_none") { errors { code } } }',
  },
  ...configurationOperations,
  ...memberOperations,
  bulkReruns: { permission: 'RERUN_ACTIONS', source: '{ bulkReruns { nodes { id } } }' },
  bulkRerun: { permission: 'RERUN_ACTIONS', source: '{ bulkRerun(id: "blk_none") { id } }' },
  rerunFailedActions: {
    permission: 'RERUN_ACTIONS',
    source:
      'mutation { rerunFailedActions(input: { filter: {}, idempotencyKey: "k" }) { errors { code } } }',
  },
  cancelBulkRerun: {
    permission: 'RERUN_ACTIONS',
    source: 'mutation { cancelBulkRerun(id: "blk_none") { errors { code } } }',
  },
  salesReport: {
    permission: 'READ_REPORTS',
    source: '{ salesReport(range: { period: TODAY, timeZone: "UTC" }) { from } }',
  },
  orderExport: { permission: 'EXPORT_ORDERS', source: '{ orderExport(id: "exp_none") { id } }' },
  requestOrderExport: {
    permission: 'EXPORT_ORDERS',
    source:
      'mutation { requestOrderExport(input: { timeZone: "UTC", idempotencyKey: "k" }) { errors { code } } }',
  },
  cancelOrderExport: {
    permission: 'EXPORT_ORDERS',
    source: 'mutation { cancelOrderExport(id: "exp_none") { errors { code } } }',
  },
  rerunAction: {
    permission: 'RERUN_ACTIONS',
    source:
      'mutation { rerunAction(input: { actionId: "act_mine_webhook", idempotencyKey: "k" }) { errors { code } } }',
  },
};

describe('an operation', () => {
  test('is in the table below', () => {
    const names = ['Query', 'Mutation'].flatMap((type) =>
      Object.keys(schema.getRootType(type.toLowerCase() as never)?.getFields() ?? {}),
    );
    expect([...Object.keys(operations), ...Object.keys(ownOperations)].sort()).toEqual(
      names.filter((name) => !['viewer', 'rateLimit'].includes(name)).sort(),
    );
  });

  test.each(Object.entries(operations))(
    '%s is refused to whom it is not allowed',
    async (_, { permission, source }) => {
      const { errors } = await ask(schema, source, contextFor(without(permission)));
      expect(errors?.map(({ message, extensions }) => [extensions['code'], message])).toEqual([
        ['FORBIDDEN', `This needs the permission ${permission}.`],
      ]);
    },
  );

  const sources = [
    ...Object.entries(operations).map(([name, { source }]) => [name, source] as const),
    ...Object.entries(ownOperations),
  ];
  test.each(sources)('%s asks a stranger to sign in', async (_, source) => {
    const { errors } = await ask(schema, source, contextOf(servicesOf(database), null));
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAUTHENTICATED']);
  });

  test('is refused once the proof of who asks has run out', async () => {
    const expired = { ...viewerOf(), expiresAt: new Date(database.tools.now().getTime() - 1) };
    const { errors } = await ask(schema, '{ checkouts { id } }', contextFor(expired));
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAUTHENTICATED']);
  });

  test('viewer says to a stranger that nobody is signed in', async () => {
    expect(await ask(schema, '{ viewer { name } }', contextOf(servicesOf(database), null))).toEqual(
      {
        data: { viewer: null },
      },
    );
  });

  test('rateLimit says to anybody how much may still be asked', async () => {
    const { data } = await ask(
      schema,
      '{ rateLimit { cost limit remaining resetAt } }',
      contextOf(servicesOf(database), null),
    );
    expect(data).toEqual({
      rateLimit: { cost: 1, limit: 1_000, remaining: 999, resetAt: '2100-01-01T00:00:00.000Z' },
    });
  });

  test('viewer says what a member may do, and where', async () => {
    const viewer = {
      ...viewerOf({ reach: ['chk_two'], permissions: ['READ_REPORTS', 'READ_ORDERS'] }),
      role: 'VIEWER' as const,
    };
    const { data } = await ask(
      schema,
      '{ viewer { name kind role permissions checkouts { id name } } }',
      contextFor(viewer),
    );
    expect(data).toEqual({
      viewer: {
        name: 'Aino',
        kind: 'PERSON',
        role: 'VIEWER',
        permissions: ['READ_ORDERS', 'READ_REPORTS'],
        checkouts: [{ id: 'chk_two', name: 'Checkout two' }],
      },
    });
  });
});

const everything = `query ($id: ID!) { order(id: $id) {
  number customer { visibility email firstName lastName country region analyticsConsent billingFields { key label value } }
  payment { providerReference } payments { providerReference }
  actions { message attempts { nodes { message request response } } } history { nodes { summary changes { before after } } }
} }`;

describe('personal data', () => {
  const personal = ['Secret.Person', 'Veera', 'Salainen', '358401234567'];

  test('is shown whole to those who may read it', async () => {
    const answer = JSON.stringify(await ask(schema, everything, contextFor(), { id: 'ord_mine' }));
    expect(personal.filter((text) => answer.includes(text))).toEqual(personal);
  });

  test('is shortened, or left out, for those who may not, wherever it could show', async () => {
    const viewer = viewerOf({ permissions: [...permissionsOf('VIEWER')] });
    const { data, errors } = await ask(schema, everything, contextFor(viewer), { id: 'ord_mine' });
    expect(errors).toBeUndefined();
    const answer = JSON.stringify(data);
    expect(personal.filter((text) => answer.includes(text))).toEqual([]);
    expect(data).toMatchObject({
      order: {
        number: '10001',
        customer: {
          visibility: 'MASKED',
          email: 'S…@example.com',
          firstName: 'V…',
          lastName: 'S…',
          country: 'FI',
          billingFields: [{ key: 'phone', label: 'Phone', value: '…' }],
        },
        payment: { providerReference: 'pi_12345' },
        actions: [
          { attempts: { nodes: [{ message: 'It answered 500.', request: null, response: null }] } },
        ],
      },
    });
  });

  test.each([
    ['email', '{ orders(filter: { email: "secret" }) { nodes { id } } }'],
    ['firstName', '{ orders(filter: { firstName: "vee" }) { nodes { id } } }'],
    ['lastName', '{ orders(filter: { lastName: "sal" }) { nodes { id } } }'],
    [
      'CUSTOMER_EMAIL',
      '{ orders(sort: { field: CUSTOMER_EMAIL, direction: ASC }) { nodes { id } } }',
    ],
  ])('is not found out by searching or sorting by %s', async (what, source) => {
    const { errors } = await ask(schema, source, contextFor(without('READ_PERSONAL_DATA')));
    expect(errors?.map(({ message, extensions }) => [extensions['code'], message])).toEqual([
      ['FORBIDDEN', `Searching or sorting by ${what} needs the permission READ_PERSONAL_DATA.`],
    ]);
  });
});

describe('what lies in other checkouts', () => {
  const ids = ['ord', 'lin', 'pay', 'ref', 'leg', 'att', 'his'].map((prefix) => [
    `${prefix}_mine`,
    `${prefix}_theirs`,
  ]);
  const reachingOne = () => contextFor(viewerOf({ reach: ['chk_one'] }));

  test.each([
    ...ids,
    ['act_mine_webhook', 'act_theirs_webhook'],
    ['chk_one', 'chk_two'],
    ['off_one', 'off_two'],
  ])('looks as if it did not exist: %s is found, %s is not', async (mine, theirs) => {
    const source = 'query ($id: ID!) { node(id: $id) { id } }';
    const found = (id: string | undefined) => ask(schema, source, reachingOne(), { id });
    expect(await found(mine)).toEqual({ data: { node: { id: mine } } });
    expect(await found(theirs)).toEqual({ data: { node: null } });
    expect(await found(`${theirs}x`)).toEqual({ data: { node: null } });
  });

  test.each([
    '',
    'ord_',
    'ord_\u0000',
    'nonsense',
    '_',
    'cfg_1',
    'toString_1',
    `ord_${'x'.repeat(5_000)}`,
  ])('and an id like %j names nothing', async (id) => {
    const source = 'query ($id: ID!) { node(id: $id) { id } order(id: $id) { id } }';
    expect(await ask(schema, source, contextFor(), { id })).toEqual({
      data: { node: null, order: null },
    });
  });

  test('is in no list, no count and no suggestion', async () => {
    const source =
      '{ orders { nodes { id } totalCount { value isExact } } checkouts { id } order(id: "ord_theirs") { id } }';
    expect(await ask(schema, source, reachingOne())).toEqual({
      data: {
        orders: { nodes: [{ id: 'ord_mine' }], totalCount: { value: 1, isExact: true } },
        checkouts: [{ id: 'chk_one' }],
        order: null,
      },
    });
  });

  test('cannot be asked for by naming its checkout', async () => {
    const source = '{ orders(filter: { checkoutIds: ["chk_two"] }) { nodes { id } } }';
    expect(await ask(schema, source, reachingOne())).toEqual({ data: { orders: { nodes: [] } } });
  });
});
