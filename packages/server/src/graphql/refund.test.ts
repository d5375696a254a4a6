import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { refundableOrder, sayingProviders } from '../../test/kit/refundable-order.ts';
import { newKey } from '../../test/kit/shop.ts';
import { statementsOf } from '../../test/kit/statements.ts';
import { query } from '../database/orm.ts';
import { permissionsOf } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
  await seedTwoCheckouts(database);
  await query(
    database.orm.em.fork(),
    `insert into member (id, user_id, name, email, role, created_at)
     values ('mem_salla', 'u1', 'Salla', 'salla@example.com', 'CUSTOMER_SERVICE', now())`,
  );
});
afterAll(() => database.drop());

const answer = (source: string, variables: Record<string, unknown> = {}, viewer = viewerOf()) =>
  ask(
    schema,
    source,
    contextOf({ ...servicesOf(database), providers: sayingProviders }, viewer),
    variables,
  );
const salla = () => ({
  ...viewerOf({ permissions: [...permissionsOf('CUSTOMER_SERVICE')] }),
  role: 'CUSTOMER_SERVICE' as const,
  actor: { kind: 'PERSON' as const, id: 'mem_salla', name: 'Salla' },
});

const OPTIONS = `refundOptions { allowed refusal { code message } capability capabilityNote maximum { decimal }
  lines { orderLine { id productName price { minor } } maximum { minor } pending { minor } }
  payments { payment { id provider } capability note left { minor } }
  surplusPayments { payment { id } left { decimal } }
  limitPerRefund { decimal } limitLeftToday { decimal } }`;
const ACCESS = `refundOptions { canRemoveOfferAccess offerAccessKeptBecause lines { hasAccess keptBecause } }`;
const PREVIEW = `query ($orderId: ID!, $plan: RefundPlanInput!) { refundPreview(orderId: $orderId, plan: $plan) {
  preview { total { decimal } lines { orderLine { id } amount { minor } vat { minor } canRemoveAccess keptBecause }
    vat { rateBp gross { minor } vat { minor } } statusAfter actionsToRun
    legs { payment { id } amount { decimal } movesMoney note } }
  errors { __typename code path ... on AmountTooLargeError { maximum { minor currency decimal } } } } }`;
const REFUND = `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) {
  order { id status refunded { minor } refundPending { minor } version }
  refund { status reason amount { decimal } requestedBy { name } removeOfferAccess surplusPayment { id }
    lines { orderLine { id } amount { minor } } legs { payment { id } amount { minor } status } }
  errors { __typename code path message ... on StaleError { order { version } }
    ... on AmountTooLargeError { maximum { minor } } } } }`;

describe('refundOptions', () => {
  test('say what can be refunded, through which payments, and how far each can', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      lines: [{ priceMinor: 6000 }, { priceMinor: 3900 }],
      payments: [
        { provider: 'epassi', capturedMinor: 4900 },
        { provider: 'stripe', capturedMinor: 5000 },
        { provider: 'stripe', surplus: true },
      ],
    });
    const { data, errors } = await answer(
      `query ($id: ID!) { order(id: $id) { ${OPTIONS} ${ACCESS} } }`,
      {
        id: orderId,
      },
    );
    expect(errors).toBeUndefined();
    const line = (index: number, minor: number) => ({
      orderLine: { id: lineIds[index], productName: `Product ${index + 1}`, price: { minor } },
      maximum: { minor },
      pending: { minor: 0 },
      hasAccess: false,
      keptBecause: null,
    });
    expect(data).toEqual({
      order: {
        refundOptions: {
          allowed: true,
          refusal: null,
          capability: 'FULL_AND_PARTIAL',
          capabilityNote: 'Epassi returns only whole payments.',
          maximum: { decimal: '99.00' },
          lines: [line(0, 6000), line(1, 3900)],
          payments: [
            {
              payment: { id: paymentIds[0], provider: 'epassi' },
              capability: 'FULL_ONLY',
              note: 'Epassi returns only whole payments.',
              left: { minor: 4900 },
            },
            {
              payment: { id: paymentIds[1], provider: 'stripe' },
              capability: 'FULL_AND_PARTIAL',
              note: null,
              left: { minor: 5000 },
            },
          ],
          surplusPayments: [{ payment: { id: paymentIds[2] }, left: { decimal: '99.00' } }],
          canRemoveOfferAccess: false,
          offerAccessKeptBecause: null,
          limitPerRefund: null,
          limitLeftToday: null,
        },
      },
    });
  });

  test('say in words why somebody may not refund', async () => {
    const { orderId } = await refundableOrder(database);
    const { data } = await answer(
      `query ($id: ID!) { order(id: $id) { refundOptions { allowed refusal { code message } } } }`,
      { id: orderId },
      viewerOf({ permissions: ['READ_ORDERS'] }),
    );
    expect(data).toEqual({
      order: {
        refundOptions: {
          allowed: false,
          refusal: { code: 'NOT_ALLOWED', message: 'Your role may not refund orders.' },
        },
      },
    });
  });

  test('tell of access for a few orders at once, since each is looked up by itself', async () => {
    for (let index = 0; index < 26; index += 1) await refundableOrder(database);
    const list = (first: number) => answer(`{ orders(first: ${first}) { nodes { ${ACCESS} } } }`);
    expect((await list(25)).errors).toBeUndefined();
    expect((await list(26)).errors?.[0]).toMatchObject({
      message: 'What access could be removed is told for at most 25 orders at once.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('cost a fixed number of statements, however long the list', async () => {
    for (let index = 0; index < 8; index += 1) await refundableOrder(database);
    const list = (first: number) =>
      statementsOf(database, () => answer(`{ orders(first: ${first}) { nodes { ${OPTIONS} } } }`));
    await list(1);
    expect(await list(8)).toBe(await list(1));
  });
});

describe('refundPreview', () => {
  test('shows the very refund, with VAT by rate and a sentence per payment', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, {
      lines: [{ priceMinor: 6000 }, { priceMinor: 3900, vatRateBp: 1350 }],
    });
    const lines = lineIds.map((orderLineId) => ({ orderLineId, amountMinor: 1000 }));
    const { data, errors } = await answer(PREVIEW, { orderId, plan: { lines } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      refundPreview: {
        preview: {
          total: { decimal: '20.00' },
          lines: [
            {
              orderLine: { id: lineIds[0] },
              amount: { minor: 1000 },
              vat: { minor: 203 },
              canRemoveAccess: false,
              keptBecause: null,
            },
            {
              orderLine: { id: lineIds[1] },
              amount: { minor: 1000 },
              vat: { minor: 119 },
              canRemoveAccess: false,
              keptBecause: null,
            },
          ],
          vat: [
            { rateBp: 1350, gross: { minor: 1000 }, vat: { minor: 119 } },
            { rateBp: 2550, gross: { minor: 1000 }, vat: { minor: 203 } },
          ],
          statusAfter: 'PARTIALLY_REFUNDED',
          actionsToRun: [],
          legs: [
            {
              payment: { id: paymentIds[0] },
              amount: { decimal: '20.00' },
              movesMoney: true,
              note: '20.00 € will be returned through Stripe.',
            },
          ],
        },
        errors: [],
      },
    });
  });

  test('gives the maximum with an amount that is too large, at its field', async () => {
    const { orderId, lineIds } = await refundableOrder(database, { currency: 'KWD' });
    const lines = [{ orderLineId: lineIds[0], amountMinor: 9901 }];
    expect((await answer(PREVIEW, { orderId, plan: { lines } })).data).toEqual({
      refundPreview: {
        preview: null,
        errors: [
          {
            __typename: 'AmountTooLargeError',
            code: 'AMOUNT_TOO_LARGE',
            path: ['plan', 'lines', '0', 'amountMinor'],
            maximum: { minor: 9900, currency: 'KWD', decimal: '9.900' },
          },
        ],
      },
    });
  });

  test('knows no order outside of the viewer’s checkouts, and none of a strange id', async () => {
    const { orderId } = await refundableOrder(database, { checkoutId: 'chk_two' });
    for (const id of [orderId, 'ord_none', '', 'ord_\u0000']) {
      const { data } = await answer(
        PREVIEW,
        { orderId: id, plan: {} },
        viewerOf({ reach: ['chk_one'] }),
      );
      expect(data).toMatchObject({
        refundPreview: { preview: null, errors: [{ code: 'NOT_FOUND', path: ['orderId'] }] },
      });
    }
  });
});

describe('the reason of a refund', () => {
  test('may name the customer, so only those who may read personal data read it', async () => {
    const { orderId, lineIds } = await refundableOrder(database);
    const reason = 'Anna Virtanen called: too old for it';
    const plan = { lines: [{ orderLineId: lineIds[0], amountMinor: 4900 }], returnMoney: false };
    await answer(REFUND, { input: { orderId, idempotencyKey: newKey(), reason, plan } });
    const source = `query ($id: ID!) { order(id: $id) { refunds { reason } history { nodes { event reason } } } }`;
    const read = async (viewer = viewerOf()) =>
      (await answer(source, { id: orderId }, viewer)).data;
    const readAs = (words: string) => ({
      order: {
        refunds: [{ reason: words }],
        history: {
          nodes: [
            { event: 'order.status_changed', reason: null },
            { event: 'refund.recorded', reason: words },
          ],
        },
      },
    });
    expect(await read()).toEqual(readAs(reason));
    const viewer = viewerOf({ permissions: [...permissionsOf('VIEWER')] });
    expect(await read(viewer)).toEqual(readAs('…'));
  });
});

describe('refundOrder', () => {
  test('answers with the order and the refund as they are now', async () => {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database);
    const input = {
      orderId,
      idempotencyKey: newKey(),
      reason: 'Did not fit',
      plan: { lines: [{ orderLineId: lineIds[0], amountMinor: 4900 }] },
    };
    const { data, errors } = await answer(REFUND, { input });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      refundOrder: {
        order: {
          id: orderId,
          status: 'COMPLETED',
          refunded: { minor: 0 },
          refundPending: { minor: 4900 },
          version: 2,
        },
        refund: {
          status: 'REQUESTED',
          reason: 'Did not fit',
          amount: { decimal: '49.00' },
          requestedBy: { name: 'Aino' },
          removeOfferAccess: false,
          surplusPayment: null,
          lines: [{ orderLine: { id: lineIds[0] }, amount: { minor: 4900 } }],
          legs: [{ payment: { id: paymentIds[0] }, amount: { minor: 4900 }, status: 'REQUESTED' }],
        },
        errors: [],
      },
    });
    const again = await answer(REFUND, {
      input: { ...input, idempotencyKey: newKey(), expectedVersion: 1 },
    });
    expect(again.data).toMatchObject({
      refundOrder: {
        order: null,
        refund: null,
        errors: [{ __typename: 'StaleError', code: 'STALE', order: { version: 2 } }],
      },
    });
  });

  test('names the payment that was given back whole', async () => {
    const { orderId, paymentIds } = await refundableOrder(database, {
      payments: [{}, { surplus: true }],
    });
    const plan = { surplusPaymentId: paymentIds[1] };
    const { data } = await answer(REFUND, { input: { orderId, idempotencyKey: newKey(), plan } });
    expect(data).toMatchObject({
      refundOrder: {
        refund: { surplusPayment: { id: paymentIds[1] }, lines: [], amount: { decimal: '99.00' } },
      },
    });
  });
});

describe('limits of refunds', () => {
  const SAVE = `mutation ($input: SaveSettingsInput!) { saveSettings(input: $input) {
    settings { refundLimits { role currency perRefundMinor perDayMinor } } errors { code path message } } }`;
  const limits = [
    { role: 'CUSTOMER_SERVICE', currency: 'EUR', perRefundMinor: 5000, perDayMinor: 8000 },
    { role: null, currency: 'EUR', perRefundMinor: null, perDayMinor: 1000 },
    { role: 'CUSTOMER_SERVICE', currency: 'SEK', perRefundMinor: 60_000, perDayMinor: null },
  ];

  test('are saved by an admin, shown to who they hold for, and kept by the server', async () => {
    const saved = await answer(SAVE, { input: { idempotencyKey: newKey(), refundLimits: limits } });
    expect(saved.data).toEqual({
      saveSettings: { settings: { refundLimits: limits }, errors: [] },
    });
    const MINE = '{ viewer { refundLimits { decimal currency } } }';
    expect((await answer(MINE, {}, salla())).data).toEqual({
      viewer: {
        refundLimits: [
          { decimal: '50.00', currency: 'EUR' },
          { decimal: '600.00', currency: 'SEK' },
        ],
      },
    });
    expect((await answer(MINE)).data).toEqual({ viewer: { refundLimits: [] } });

    const { orderId, lineIds } = await refundableOrder(database);
    const ask = (amountMinor: number) =>
      answer(
        REFUND,
        {
          input: {
            orderId,
            idempotencyKey: newKey(),
            plan: { lines: [{ orderLineId: lineIds[0], amountMinor }] },
          },
        },
        salla(),
      );
    expect((await ask(5001)).data).toMatchObject({
      refundOrder: {
        errors: [
          {
            code: 'OVER_VIEWER_LIMIT',
            path: ['plan'],
            message: 'You may refund at most 50.00 € at once.',
          },
        ],
      },
    });
    expect((await ask(5000)).data).toMatchObject({ refundOrder: { errors: [] } });
    const { data } = await answer(
      `query ($id: ID!) { order(id: $id) { refundOptions { limitPerRefund { decimal } limitLeftToday { decimal } } } }`,
      { id: orderId },
      salla(),
    );
    expect(data).toEqual({
      order: {
        refundOptions: {
          limitPerRefund: { decimal: '50.00' },
          limitLeftToday: { decimal: '30.00' },
        },
      },
    });
    expect((await ask(3001)).data).toMatchObject({
      refundOrder: {
        errors: [
          {
            code: 'OVER_VIEWER_LIMIT',
            message: 'You may refund 30.00 € more today; the day ends at midnight UTC.',
          },
        ],
      },
    });
  });

  test.each<[string, unknown[], string[]]>([
    ['twice for one role and currency', [limits[0], limits[0]], ['refundLimits']],
    [
      'below zero',
      [{ role: null, currency: 'EUR', perRefundMinor: -1 }],
      ['refundLimits', '0', 'perRefundMinor'],
    ],
  ])('cannot be set %s', async (_, refundLimits, path) => {
    const { data } = await answer(SAVE, { input: { idempotencyKey: newKey(), refundLimits } });
    expect(data).toMatchObject({ saveSettings: { errors: [{ code: 'INVALID', path }] } });
  });
});
