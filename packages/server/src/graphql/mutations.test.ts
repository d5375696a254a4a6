import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { makeShop } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

/** A checkout page's token may do nothing else. */
const page: readonly Permission[] = ['WRITE_CHECKOUT'];
async function call<Payload>(
  field: string,
  selection: string,
  input: object,
  permissions = page,
): Promise<Payload> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} errors { __typename code message path } } }`;
  const context = contextOf(servicesOf(database), viewerOf({ permissions }));
  const { data, errors } = await ask(schema, source, context, { input });
  expect(errors).toBeUndefined();
  return (data as Record<string, Payload>)[field] as Payload;
}

type OrderPayload = { order: { id: string }; errors: unknown[] };
const ORDER =
  'order { id number status total { decimal currency } customer { visibility email country } lines { productName price { minor } } }';

describe('a checkout page', () => {
  test('takes a customer from the first visit to the payment', async () => {
    const opened = await call<OrderPayload>(
      'openCheckout',
      `${ORDER} addOns { id kind name price { decimal } originalPrice { decimal } } paymentMethods { provider method label }`,
      {
        idempotencyKey: 'open-1',
        linkSlug: 'course',
        country: 'fi',
        analyticsConsent: 'ACCEPTED',
      },
    );
    const orderId = opened.order.id;
    const order = {
      id: orderId,
      number: '10001',
      status: 'STARTED',
      total: { decimal: '99.00', currency: 'EUR' },
      customer: { visibility: 'MASKED', email: null, country: 'FI' },
      lines: [{ productName: 'Watercolour course', price: { minor: 9900 } }],
    };
    expect(opened).toEqual({
      order,
      addOns: [
        {
          id: 'ado_ebook',
          kind: 'ORDER_BUMP',
          name: 'Add the e-book',
          price: { decimal: '20.00' },
          originalPrice: { decimal: '20.00' },
        },
      ],
      paymentMethods: [{ provider: 'stripe', method: 'card', label: 'Card' }],
      errors: [],
    });

    expect(
      await call('updateCheckout', ORDER, {
        orderId,
        orderBumpIds: ['ado_ebook'],
        discountCode: 'ten',
      }),
    ).toEqual({
      order: {
        ...order,
        total: { decimal: '107.10', currency: 'EUR' },
        lines: [
          { productName: 'Watercolour course', price: { minor: 8910 } },
          { productName: 'Colour e-book', price: { minor: 1800 } },
        ],
      },
      errors: [],
    });

    expect(
      await call('submitBilling', 'order { status customer { email firstName } }', {
        orderId,
        email: 'onni@example.com',
        country: 'FI',
        firstName: 'Onni',
        fields: [{ key: 'phone', value: '040' }],
      }),
    ).toEqual({
      order: { status: 'IN_PROGRESS', customer: { email: 'o…@example.com', firstName: 'O…' } },
      errors: [],
    });

    const started = await call<{ payment: { id: string } }>(
      'startPayment',
      'payment { id provider method status amount { minor } } redirectUrl clientSecret',
      { orderId, idempotencyKey: 'pay-1', provider: 'stripe', method: 'card' },
    );
    const paymentId = started.payment.id;
    expect(started).toEqual({
      payment: {
        id: paymentId,
        provider: 'stripe',
        method: 'card',
        status: 'PENDING',
        amount: { minor: 10710 },
      },
      redirectUrl: null,
      clientSecret: `secret-${paymentId}`,
      errors: [],
    });
  });

  test('is told in the field what is wrong with the input', async () => {
    expect(
      await call('openCheckout', 'order { id } addOns { id }', {
        idempotencyKey: 'open-2',
        linkSlug: 'nowhere',
      }),
    ).toMatchObject({
      order: null,
      addOns: [],
      errors: [{ __typename: 'PlainError', code: 'NOT_FOUND', path: ['linkSlug'] }],
    });
  });

  test('sees neither the actions nor the history of what it sold', async () => {
    const context = contextOf(servicesOf(database), viewerOf({ permissions: page }));
    const source =
      'mutation { openCheckout(input: { idempotencyKey: "open-3", linkSlug: "course" }) { order { history { nodes { id } } } errors { code } } }';
    const { data, errors } = await ask(schema, source, context);
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
    expect(data).toEqual({ openCheckout: { order: null, errors: [] } });
  });
});

describe('running an action again', () => {
  const people: readonly Permission[] = ['READ_ORDERS', 'RERUN_ACTIONS'];
  const rerun = (input: object) =>
    call<{ action: unknown; errors: unknown[] }>(
      'rerunAction',
      'action { id status run } order { id } ',
      { actionId: 'act_done', ...input },
      people,
    );

  beforeAll(async () => {
    const em = database.orm.em.fork();
    await query(
      em,
      `insert into orders (id, checkout_id, number, status, offer_id, currency, email, country, analytics_consent, total_minor, created_at, billing_submitted_at, paid_at, all_succeeded_at)
       values ('ord_done', 'chk_test', '1', 'COMPLETED', 'off_course', 'EUR', 'a@b.fi', 'FI', 'ACCEPTED', 0, now(), now(), now(), now())`,
    );
    await query(
      em,
      `insert into action (id, order_id, purpose, level, kind, name, settings, status, attempt, run_requested_at, changed_at, created_at)
       values ('act_done', 'ord_done', 'DELIVERY', 'CHECKOUT', 'webhook', 'Tell', '{}', 'SUCCEEDED', 1, now(), now(), now())`,
    );
    await query(em, `select refresh_order_list('{ord_done}')`);
  });

  test('asks for agreement to its risk first, with the risk in a field', async () => {
    const source = `mutation { rerunAction(input: { actionId: "act_done", idempotencyKey: "r1" }) { action { id } errors { __typename code ... on NeedsAcknowledgementError { warning } } } }`;
    const context = contextOf(servicesOf(database), viewerOf({ permissions: people }));
    expect(await ask(schema, source, context)).toEqual({
      data: {
        rerunAction: {
          action: null,
          errors: [
            {
              __typename: 'NeedsAcknowledgementError',
              code: 'NEEDS_ACKNOWLEDGEMENT',
              warning: 'REPEATS_SIDE_EFFECT',
            },
          ],
        },
      },
    });
  });

  test('answers with the action on its way', async () => {
    expect(await rerun({ idempotencyKey: 'r2', acknowledge: 'REPEATS_SIDE_EFFECT' })).toEqual({
      action: { id: 'act_done', status: 'PENDING', run: 2 },
      order: { id: 'ord_done' },
      errors: [],
    });
  });

  test('says of an action that is not there the same as of one out of reach', async () => {
    const source = `mutation ($id: ID!) { rerunAction(input: { actionId: $id, idempotencyKey: "r3" }) { errors { code message path } } }`;
    const elsewhere = viewerOf({ permissions: people, reach: ['chk_other'] });
    const answer = (id: string) =>
      ask(schema, source, contextOf(servicesOf(database), elsewhere), { id });
    const [hidden, missing] = [await answer('act_done'), await answer('act_none')];
    expect(hidden).toEqual(missing);
    expect(hidden).toMatchObject({ data: { rerunAction: { errors: [{ code: 'NOT_FOUND' }] } } });
  });
});
