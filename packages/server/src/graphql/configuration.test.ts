import {
  isLeafType,
  isNonNullType,
  isObjectType,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { makeShop, newKey, shop } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import type { Reach } from '../use-cases/request.ts';
import { makeSchema } from './schema.ts';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, 42').toString('base64')}`;

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await makeShop(database);
  await query(
    database.orm.em.fork(),
    `insert into checkout (id, name, created_at) values ('chk_other', 'Other', now())`,
  );
});
afterAll(() => database.drop());

const maintainer: readonly Permission[] = ['READ_ORDERS', 'MANAGE_CONFIGURATION'];
async function run<Data>(
  source: string,
  variables: Record<string, unknown> = {},
  who: { permissions?: readonly Permission[]; reach?: Reach } = {},
): Promise<Data> {
  const viewer = viewerOf({ permissions: maintainer, ...who });
  const { data, errors } = await ask(
    schema,
    source,
    contextOf(servicesOf(database), viewer),
    variables,
  );
  expect(errors).toBeUndefined();
  return data as Data;
}
/** One mutation with an input object; answers with its payload. */
async function call<Payload>(field: string, selection: string, input: object): Promise<Payload> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} errors { code message path } } }`;
  const data = await run<Record<string, Payload>>(source, { input });
  return data[field] as Payload;
}

const webhook = (more: object = {}) => ({
  idempotencyKey: newKey(),
  checkoutId: shop.checkoutId,
  level: 'CHECKOUT',
  kind: 'webhook',
  name: 'Members',
  enabled: true,
  settings: [
    { name: 'url', value: 'https://example.com/hook' },
    { name: 'signingSecret', value: SECRET },
  ],
  ...more,
});

/** Every field of a type, objects opened to a depth: what a curious caller would ask for. */
function allFieldsOf(type: GraphQLObjectType, depth: number): string {
  return Object.values(type.getFields())
    .filter(
      ({ args }) =>
        !args.some(({ type: t, defaultValue }) => isNonNullType(t) && defaultValue === undefined),
    )
    .flatMap((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return [field.name];
      if (!isObjectType(named) || depth === 0) return [];
      const inner = allFieldsOf(named, depth - 1);
      return inner === '' ? [] : [`${field.name} { ${inner} }`];
    })
    .join(' ');
}

describe('setting up actions over the API', () => {
  test('lists the kinds with their forms', async () => {
    const { actionKinds } = await run<{ actionKinds: { kind: string; fields: unknown[] }[] }>(
      '{ actionKinds { kind label levels canRemove fields { name label help input required options { value } showWhen { field equals } } } }',
    );
    expect(actionKinds.find(({ kind }) => kind === 'webhook')).toMatchObject({
      label: 'Webhook',
      levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
      canRemove: false,
      fields: [
        { name: 'url', input: 'URL', required: true, options: [], showWhen: null },
        { name: 'signingSecret', input: 'SECRET', required: true, options: [], showWhen: null },
      ],
    });
  });

  test('creates, changes, lists and deletes one, with its versions and history', async () => {
    const fields = `id level kind name enabled version openActions checkout { name } product { name } offer { name }
      settings { name value isSecret isSet } versions { version name createdBy settings { name value } }
      history { nodes { event actor { name } changes { field before after } } pageInfo { hasNextPage } }`;
    const created = await call<{ configuration: { id: string } }>(
      'createActionConfiguration',
      `configuration { ${fields} }`,
      webhook({ level: 'OFFER', offerId: shop.offerId }),
    );
    const { id } = created.configuration;
    expect(created).toMatchObject({
      configuration: {
        level: 'OFFER',
        kind: 'webhook',
        name: 'Members',
        enabled: true,
        version: 1,
        checkout: { name: 'Test School' },
        product: null,
        offer: { name: 'Watercolours' },
        settings: [
          { name: 'url', value: 'https://example.com/hook', isSecret: false, isSet: true },
          { name: 'signingSecret', value: SECRET.slice(-4), isSecret: true, isSet: true },
        ],
      },
      errors: [],
    });

    const updated = await call<object>('updateActionConfiguration', `configuration { ${fields} }`, {
      id,
      idempotencyKey: newKey(),
      expectedVersion: 1,
      settings: [{ name: 'url', value: 'https://example.com/new' }],
    });
    expect(updated).toMatchObject({
      configuration: {
        version: 2,
        openActions: 0,
        versions: [
          {
            version: 2,
            settings: [{ value: 'https://example.com/new' }, { value: SECRET.slice(-4) }],
          },
          {
            version: 1,
            settings: [{ value: 'https://example.com/hook' }, { value: SECRET.slice(-4) }],
          },
        ],
        history: {
          nodes: [
            {
              event: 'configuration.changed',
              actor: { name: 'Aino' },
              changes: [
                {
                  field: 'settings.url',
                  before: 'https://example.com/hook',
                  after: 'https://example.com/new',
                },
              ],
            },
            { event: 'configuration.created' },
          ],
          pageInfo: { hasNextPage: false },
        },
      },
      errors: [],
    });

    await paidOrder(database);
    const listed = await run<{ actionConfigurations: { id: string; openActions: number }[] }>(
      `{ actionConfigurations(checkoutId: "chk_test") { id openActions } }`,
    );
    expect(listed.actionConfigurations).toEqual([
      { id: 'cfg_webhook', openActions: 1 },
      { id, openActions: 1 },
    ]);

    const remove = `mutation ($id: ID!) { deleteActionConfiguration(id: $id) { id errors { code } } }`;
    expect(await run(remove, { id })).toEqual({ deleteActionConfiguration: { id, errors: [] } });
    expect(await run('query ($id: ID!) { actionConfiguration(id: $id) { id } }', { id })).toEqual({
      actionConfiguration: null,
    });
  });

  test('refuses an address that would never be called where it is typed', async () => {
    const inside = webhook({
      settings: [
        { name: 'url', value: 'https://10.0.0.7/hook' },
        { name: 'signingSecret', value: SECRET },
      ],
    });
    expect(await call('createActionConfiguration', 'configuration { id }', inside)).toEqual({
      configuration: null,
      errors: [
        {
          code: 'INVALID',
          path: ['settings', '0', 'value'],
          message:
            'The address 10.0.0.7 leads into a private or reserved network, where we do not call. Use an address that is reachable from the internet.',
        },
      ],
    });
  });

  test('says at each field what is wrong', async () => {
    const wrong = webhook({
      settings: [
        { name: 'url', value: 'nowhere' },
        { name: 'signingSecret', value: 'short' },
      ],
    });
    expect(await call('createActionConfiguration', 'configuration { id }', wrong)).toMatchObject({
      configuration: null,
      errors: [
        { code: 'INVALID', path: ['settings', '0', 'value'] },
        { code: 'INVALID', path: ['settings', '1', 'value'] },
      ],
    });
  });

  test('previews and tests one', async () => {
    const preview = await run<{ previewAction: { body: object } }>(
      `{ previewAction(input: { kind: "receipt-email", settings: [], checkoutId: "chk_test" }) { subject text body errors { code } } }`,
    );
    expect(preview.previewAction).toMatchObject({
      subject: expect.stringContaining('10001'),
      text: expect.stringContaining('Watercolour course'),
      body: null,
      errors: [],
    });
    const tested = await call<object>(
      'testActionConfiguration',
      'outcome message technical request response',
      { id: 'cfg_webhook', recipient: 'aino@shop.example', idempotencyKey: newKey() },
    );
    expect(tested).toMatchObject({
      outcome: 'SUCCEEDED',
      message: 'Answered with 200.',
      response: { status: 200 },
      errors: [],
    });
  });

  test('never answers with a secret, whatever is asked for', async () => {
    const { configuration } = await call<{ configuration: { id: string } }>(
      'createActionConfiguration',
      'configuration { id }',
      webhook(),
    );
    const { orderId } = await paidOrder(database);
    const typeOf = (name: string) => schema.getType(name) as GraphQLObjectType;
    const answers = [
      await run(
        `query ($id: ID!) { actionConfiguration(id: $id) { ${allFieldsOf(typeOf('ActionConfiguration'), 4)} } }`,
        { id: configuration.id },
      ),
      await run(
        `query ($id: ID!) { order(id: $id) { ${allFieldsOf(typeOf('Order'), 3)} } }`,
        { id: orderId },
        { permissions: [...maintainer, 'RERUN_ACTIONS', 'COMPLETE_ORDERS', 'READ_PERSONAL_DATA'] },
      ),
      await call('testActionConfiguration', 'message technical request response', {
        id: configuration.id,
        recipient: 'aino@shop.example',
        idempotencyKey: newKey(),
      }),
      await call('updateActionConfiguration', 'configuration { name }', {
        id: configuration.id,
        idempotencyKey: newKey(),
        settings: webhook().settings.map((setting) =>
          setting.name === 'url' ? { name: 'url', value: 'wrong' } : setting,
        ),
      }),
    ];
    const text = JSON.stringify(answers);
    expect(text).toContain('"isSecret":true');
    expect(text.includes(SECRET) || text.includes(SECRET.slice(6, 20))).toBe(false);
    expect(text).not.toContain('sealed:');
  });
});

describe('what is sold, over the API', () => {
  test('is saved and listed with its prices', async () => {
    const saved = await call<{ product: { id: string } }>(
      'saveProduct',
      'product { id name type vatRateBp archivedAt checkout { id } prices { currency price { decimal } discounted { decimal } } }',
      {
        idempotencyKey: newKey(),
        checkoutId: shop.checkoutId,
        name: 'Ink course',
        type: 'ONLINE_COURSE',
        vatRateBp: 2550,
        prices: [
          { currency: 'JPY', priceMinor: 15_000 },
          { currency: 'EUR', priceMinor: 9_900, discountedMinor: 7_900 },
        ],
      },
    );
    expect(saved).toEqual({
      product: {
        id: saved.product.id,
        name: 'Ink course',
        type: 'ONLINE_COURSE',
        vatRateBp: 2550,
        archivedAt: null,
        checkout: { id: 'chk_test' },
        prices: [
          { currency: 'EUR', price: { decimal: '99.00' }, discounted: { decimal: '79.00' } },
          { currency: 'JPY', price: { decimal: '15000' }, discounted: null },
        ],
      },
      errors: [],
    });
    const offer = await call<{ offer: { id: string } }>(
      'saveOffer',
      `offer { id name archivedAt checkout { name } products { product { name } prices { price { minor } } }
         addOns { kind name description product { name } replaces { name } prices { price { minor } } } }`,
      {
        idempotencyKey: newKey(),
        checkoutId: shop.checkoutId,
        name: 'Inks',
        products: [{ productId: saved.product.id }],
        addOns: [
          {
            kind: 'PRE_UPSELL',
            productId: shop.courseId,
            replacesProductId: saved.product.id,
            name: 'Take the long one',
            prices: [{ currency: 'EUR', priceMinor: 100 }],
          },
        ],
      },
    );
    expect(offer).toMatchObject({
      offer: {
        name: 'Inks',
        archivedAt: null,
        checkout: { name: 'Test School' },
        products: [{ product: { name: 'Ink course' }, prices: [] }],
        addOns: [
          {
            kind: 'PRE_UPSELL',
            description: null,
            product: { name: 'Watercolour course' },
            replaces: { name: 'Ink course' },
            prices: [{ price: { minor: 100 } }],
          },
        ],
      },
      errors: [],
    });
    const link = await call<object>(
      'saveCheckoutLink',
      'checkoutLink { slug source tags offer { name } checkout { name } }',
      {
        idempotencyKey: newKey(),
        checkoutId: shop.checkoutId,
        offerId: offer.offer.id,
        slug: 'inks',
        name: 'Inks',
        source: 'blog',
        tags: ['ink'],
      },
    );
    expect(link).toEqual({
      checkoutLink: {
        slug: 'inks',
        source: 'blog',
        tags: ['ink'],
        offer: { name: 'Inks' },
        checkout: { name: 'Test School' },
      },
      errors: [],
    });
    const code = await call<object>(
      'saveDiscountCode',
      'discountCode { code kind percentBp amounts { decimal } expiresAt products { name } active uses }',
      {
        idempotencyKey: newKey(),
        checkoutId: shop.checkoutId,
        code: 'INK',
        kind: 'FIXED',
        amounts: [{ currency: 'EUR', amountMinor: 500 }],
        expiresAt: '2027-01-01T00:00:00Z',
        productIds: [saved.product.id],
      },
    );
    expect(code).toEqual({
      discountCode: {
        code: 'INK',
        kind: 'FIXED',
        percentBp: null,
        amounts: [{ decimal: '5.00' }],
        expiresAt: '2027-01-01T00:00:00.000Z',
        products: [{ name: 'Ink course' }],
        active: true,
        uses: 0,
      },
      errors: [],
    });
    const checkout = await call<object>('saveCheckout', 'checkout { name returnUrl }', {
      id: shop.checkoutId,
      idempotencyKey: newKey(),
      name: 'Test School',
      returnUrl: 'https://school.example/thanks',
    });
    expect(checkout).toEqual({
      checkout: { name: 'Test School', returnUrl: 'https://school.example/thanks' },
      errors: [],
    });
    const lists = await run(
      `{ products(checkoutId: "chk_test") { name } offers(checkoutId: "chk_test") { name }
         checkoutLinks(checkoutId: "chk_test") { slug } discountCodes(checkoutId: "chk_test") { code uses } }`,
    );
    expect(lists).toEqual({
      products: [{ name: 'Colour e-book' }, { name: 'Ink course' }, { name: 'Watercolour course' }],
      offers: [{ name: 'Inks' }, { name: 'Watercolours' }],
      checkoutLinks: [{ slug: 'course' }, { slug: 'inks' }],
      discountCodes: [
        { code: 'FREE', uses: 0 },
        { code: 'INK', uses: 0 },
        { code: 'TEN', uses: 0 },
      ],
    });
  });

  test('lies out of sight of other checkouts, in lists, by id and for those without the permission', async () => {
    const elsewhere = { reach: ['chk_other'] };
    expect(
      await run(
        `{ products(checkoutId: "chk_test") { id } offers(checkoutId: "chk_test") { id }
           checkoutLinks(checkoutId: "chk_test") { id } discountCodes(checkoutId: "chk_test") { id }
           actionConfigurations(checkoutId: "chk_test") { id } actionConfiguration(id: "cfg_webhook") { id } }`,
        {},
        elsewhere,
      ),
    ).toEqual({
      products: [],
      offers: [],
      checkoutLinks: [],
      discountCodes: [],
      actionConfigurations: [],
      actionConfiguration: null,
    });
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    for (const id of ['prd_course', 'ado_ebook', 'lnk_course', 'dsc_ten', 'cfg_webhook']) {
      expect(await run(node, { id })).toEqual({ node: { id } });
      expect(await run(node, { id }, elsewhere)).toEqual({ node: null });
      expect(await run(node, { id }, { permissions: ['READ_ORDERS'] })).toEqual({ node: null });
    }
  });
});
