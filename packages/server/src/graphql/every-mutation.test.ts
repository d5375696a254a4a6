import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asApp } from '../../test/kit/app-role.ts';
import { seedFailures, startedBulk } from '../../test/kit/bulk-rerun.ts';
import type { TestDatabase } from '../../test/kit/database.ts';
import { askForExport } from '../../test/kit/exported.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import {
  databaseForMembers,
  seedMember,
  seedMembers,
  seedSession,
} from '../../test/kit/members.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { askRefund, refundableOrder } from '../../test/kit/refundable-order.ts';
import { attemptLeg, RefundingProvider } from '../../test/kit/refunding-provider.ts';
import { accepted, makeShop, newKey, requestOf, shop, visit } from '../../test/kit/shop.ts';
import type { Viewer } from '../access/viewer.ts';
import { query } from '../database/orm.ts';
import { Permission } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

// Every mutation is run once, and leaves an entry of who asked and from where. All of it as the role that owns
// nothing in the database: so it has what each of them needs.

let owner: TestDatabase;
let database: TestDatabase;
let schema: GraphQLSchema;
const stripe = new RefundingProvider();
beforeAll(async () => {
  schema = await makeSchema();
  owner = await databaseForMembers();
  database = await asApp(owner);
  await seedTwoCheckouts(owner);
  await makeShop(owner);
  await seedMembers(owner);
  await seedFailures(owner, 2);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const aino: Viewer = {
  ...viewerOf({ permissions: Object.values(Permission) }),
  sessionId: 'ses_aino',
};
const from = { address: '203.0.113.9', agent: 'Firefox' };

async function mutate(name: string, variables: Record<string, unknown>): Promise<Payload> {
  const field = schema.getMutationType()?.getFields()[name];
  if (!field) throw new Error(`There is no mutation ${name}`);
  const declared = field.args.filter((arg) => arg.name in variables);
  const outer = declared.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const inner = declared.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const source = `mutation ${outer && `(${outer})`} { ${name} ${inner && `(${inner})`} {
    ${extraFields[name] ?? ''} errors { code message path } } }`;
  const services = servicesOf(database);
  const providers = name === 'settleRefundLeg' ? stripe.providers : services.providers;
  const context = contextOf({ ...services, providers }, aino);
  const answer = await ask(
    schema,
    source,
    { ...context, request: { ...context.request, from } },
    variables,
  );
  expect(answer.errors).toBeUndefined();
  const payload = (answer.data as Record<string, Payload>)[name] as Payload;
  expect(payload.errors).toEqual([]);
  return payload;
}
type Made = { readonly id: string };
type Payload = { errors: unknown[]; configuration?: Made; invitation?: Made; token?: Made };
const extraFields: Record<string, string> = {
  createActionConfiguration: 'configuration { id }',
  inviteMember: 'invitation { id }',
  createApiToken: 'token { id }',
};

const input = (fields: object) => ({ input: { idempotencyKey: newKey(), ...fields } });
const inShop = (fields: object) => input({ checkoutId: shop.checkoutId, ...fields });
const settings = [
  { name: 'url', value: 'https://example.com/hook' },
  { name: 'signingSecret', value: shop.signingSecret },
];
const webhook = { level: 'CHECKOUT', kind: 'webhook', name: 'Members', settings };
const configured = async () =>
  (await mutate('createActionConfiguration', inShop(webhook))).configuration?.id;
const invited = async () => {
  const fields = { email: `${newKey()}@example.com`, role: 'ADMIN', checkoutIds: [] };
  return (await mutate('inviteMember', input(fields))).invitation?.id;
};

const tokenWish = () => ({
  idempotencyKey: newKey(),
  name: newKey(),
  permissions: ['READ_ORDERS'],
  expiresAt: new Date(database.tools.now().getTime() + 86_400_000).toISOString(),
});

async function lostLeg(): Promise<string> {
  const { orderId, lineIds } = await refundableOrder(database);
  const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 4900 }));
  const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
    refundId,
  ]);
  stripe.whims.push('is lost after it was done');
  await attemptLeg(database, leg?.id ?? '', stripe);
  return leg?.id ?? '';
}

/** What each is asked with, once the way to it is made. */
const scenarios: Record<string, () => Promise<Record<string, unknown>> | Record<string, unknown>> =
  {
    openCheckout: () => input({ linkSlug: shop.linkSlug, country: 'FI' }),
    submitBilling: async () => ({
      input: { orderId: await visit(database), email: 'a@example.com', country: 'FI' },
    }),
    startPayment: async () =>
      input({ orderId: await visit(database), provider: 'stripe', method: 'card' }),
    rerunAction: async () => {
      const { actionIds } = await paidOrder(database);
      await rows(`update action set status = 'FAILED', next_attempt_at = null where id = $1`, [
        actionIds[0],
      ]);
      return input({ actionId: actionIds[0] });
    },
    completeOrder: async () => input({ orderId: (await paidOrder(database)).orderId }),
    refundOrder: async () => {
      const { orderId, lineIds } = await refundableOrder(database);
      const lines = [{ orderLineId: lineIds[0], amountMinor: 100, removeAccess: false }];
      return input({ orderId, plan: { lines, returnMoney: false } });
    },
    settleRefundLeg: async () => input({ legId: await lostLeg(), step: 'CHECK_AGAIN' }),
    rerunFailedActions: () => input({ filter: { checkoutIds: ['chk_one'] }, dryRun: false }),
    cancelBulkRerun: async () => {
      await seedFailures(owner, 1, 'chk_two');
      return { id: await startedBulk(database, { filter: { checkoutIds: ['chk_two'] } }) };
    },
    requestOrderExport: () => input({ timeZone: 'UTC' }),
    cancelOrderExport: async () => {
      const request = requestOf(database, { permissions: ['EXPORT_ORDERS'] });
      return { id: await askForExport({ ...request, actor: aino.actor }) };
    },
    createApiToken: () => ({ input: tokenWish() }),
    revokeApiToken: async () => {
      const { token } = await mutate('createApiToken', { input: tokenWish() });
      return { id: token?.id };
    },
    saveSettings: () => input({ graceMs: 60_000 }),
    saveCheckout: () => input({ name: 'Another', returnUrl: '' }),
    saveProduct: () => inShop({ name: 'Book', type: 'E_BOOK', vatRateBp: 1000, prices: [] }),
    saveOffer: () =>
      inShop({ name: 'Offer', products: [{ productId: shop.courseId, prices: [] }], addOns: [] }),
    saveCheckoutLink: () => inShop({ offerId: shop.offerId, slug: 'new', name: 'New', tags: [] }),
    saveDiscountCode: () => inShop({ code: 'NEW', kind: 'PERCENT', percentBp: 500 }),
    createActionConfiguration: () => inShop(webhook),
    updateActionConfiguration: async () => input({ id: await configured(), name: 'Renamed' }),
    deleteActionConfiguration: async () => ({ id: await configured() }),
    testActionConfiguration: async () =>
      input({ id: await configured(), recipient: 'tester@example.com' }),
    inviteMember: () => input({ email: 'new@example.com', role: 'ADMIN', checkoutIds: [] }),
    resendInvitation: async () => input({ id: await invited() }),
    withdrawInvitation: async () => ({ id: await invited() }),
    updateMember: () => ({ input: { memberId: 'mem_veikko', name: 'Veikko V.' } }),
    disableMember: () => ({ id: 'mem_antti' }),
    enableMember: async () => {
      await seedMember(owner, 'Outi', 'ADMIN');
      await mutate('disableMember', { id: 'mem_outi' });
      return { id: 'mem_outi' };
    },
    revokeMemberSessions: () => ({ memberId: 'mem_veikko' }),
    revokeSession: async () => {
      await seedSession(owner, 'veikko', 'ses_again');
      return { sessionId: 'ses_again' };
    },
    revokeOwnSession: async () => {
      await seedSession(owner, 'aino', 'ses_other');
      return { sessionId: 'ses_other' };
    },
    revokeOwnOtherSessions: async () => {
      await seedSession(owner, 'aino', 'ses_third');
      return {};
    },
    requestCustomerExport: async () => {
      await paidOrder(database, 'export.me@example.com');
      return { email: 'export.me@example.com' };
    },
    eraseCustomer: async () => {
      await visit(database, 'forget.me@example.com');
      await rows(`update orders set created_at = now() - interval '2 days' where email = $1`, [
        'forget.me@example.com',
      ]);
      return input({ email: 'forget.me@example.com' });
    },
  };

/** Those that leave none, each for a reason. */
const withoutEntry: Record<string, string> = {
  updateCheckout:
    'A customer chooses on the checkout page, many times a visit. What was bought is on record with the order.',
};

describe('every mutation', () => {
  test('has a scenario here, or a reason to leave no entry', () => {
    const all = Object.keys(schema.getMutationType()?.getFields() ?? {}).sort();
    expect([...Object.keys(scenarios), ...Object.keys(withoutEntry)].sort()).toEqual(all);
  });

  test.each(Object.entries(scenarios))(
    '%s leaves an entry of who asked and from where',
    async (name, prepare) => {
      const variables = await prepare();
      const [before] = await rows<{ ids: string[] | null }>(
        'select array_agg(id) as ids from history_entry',
      );
      await mutate(name, variables);
      const entries = await rows<Record<string, unknown>>(
        `select actor_id, actor_name, from_address, from_agent from history_entry
         where not id = any($1) and actor_kind <> 'SYSTEM'`,
        [before?.ids ?? []],
      );
      expect(entries.length).toBeGreaterThan(0);
      for (const entry of entries) {
        expect(entry).toEqual({
          actor_id: 'mem_aino',
          actor_name: 'Aino',
          from_address: from.address,
          from_agent: from.agent,
        });
      }
    },
  );
});
