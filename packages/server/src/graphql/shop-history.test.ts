import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { makeShop, newKey, shop } from '../../test/kit/shop.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const maintainer = viewerOf({
  permissions: ['READ_ORDERS', 'MANAGE_CONFIGURATION', 'MANAGE_SETTINGS'],
});
const run = (source: string, variables: Record<string, unknown> = {}, viewer = maintainer) =>
  ask(schema, source, contextOf(servicesOf(database), viewer), variables);
const save = async (field: string, type: string, selection: string, input: object) => {
  const { data, errors } = await run(
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} errors { message } } }`,
    { input: { idempotencyKey: newKey(), ...input } },
  );
  expect(errors).toBeUndefined();
  return data?.[field] as Record<string, { id: string }>;
};
const product = (more: object) =>
  save('saveProduct', 'SaveProductInput', 'product { id }', {
    checkoutId: shop.checkoutId,
    name: 'Drawing',
    type: 'E_BOOK',
    vatRateBp: 1400,
    prices: [{ currency: 'EUR', priceMinor: 4900 }],
    archived: false,
    ...more,
  });
const HISTORY = `history(first: 2) { edges { cursor node { event summary actor { name }
  changes { field before after } } } pageInfo { hasNextPage } }`;

describe('the history of what is sold', () => {
  test('says who changed what of a product, newest first', async () => {
    const { product: made } = await product({});
    await product({ id: made?.id, vatRateBp: 2550, name: 'Drawing at home' });
    const source = `query ($id: ID!) { node(id: $id) { ... on Product { ${HISTORY} } } }`;
    expect((await run(source, { id: made?.id })).data).toMatchObject({
      node: {
        history: {
          edges: [
            {
              node: {
                event: 'product.changed',
                summary: 'Drawing at home was changed.',
                actor: { name: 'Aino' },
                changes: [
                  { field: 'name', before: 'Drawing', after: 'Drawing at home' },
                  { field: 'vatRateBp', before: '1400', after: '2550' },
                ],
              },
            },
            { node: { event: 'product.created' } },
          ],
          pageInfo: { hasNextPage: false },
        },
      },
    });
  });

  test('goes on a page at a time, and each kind of thing has one', async () => {
    const { checkoutLink } = await save(
      'saveCheckoutLink',
      'SaveCheckoutLinkInput',
      'checkoutLink { id }',
      { checkoutId: shop.checkoutId, name: 'News', slug: 'news', offerId: shop.offerId, tags: [] },
    );
    const ids = [checkoutLink?.id, shop.checkoutId, shop.offerId];
    const source = `query ($id: ID!) { node(id: $id) { __typename
      ... on CheckoutLink { ${HISTORY} } ... on Checkout { ${HISTORY} } ... on Offer { ${HISTORY} } } }`;
    const seen = [];
    for (const id of ids) seen.push((await run(source, { id })).data?.['node']);
    expect(seen).toMatchObject([
      { __typename: 'CheckoutLink', history: { edges: [{ node: { event: 'link.created' } }] } },
      { __typename: 'Checkout', history: { edges: [] } },
      { __typename: 'Offer', history: { edges: [] } },
    ]);
  });

  test('is for those who may change it, and shows nobody else’s checkouts', async () => {
    const source = `query ($id: ID!) { node(id: $id) { ... on Checkout { ${HISTORY} } } }`;
    const curious = viewerOf({ permissions: ['READ_ORDERS'] });
    const { errors } = await run(source, { id: shop.checkoutId }, curious);
    expect(errors?.[0]?.message).toBe('This needs the permission MANAGE_CONFIGURATION.');
    const elsewhere = viewerOf({
      permissions: ['READ_ORDERS', 'MANAGE_CONFIGURATION'],
      reach: ['chk_other'],
    });
    expect((await run(source, { id: shop.checkoutId }, elsewhere)).data).toEqual({ node: null });
  });
});

test('the settings tell who changed them, and of addresses only that they were', async () => {
  await save('saveSettings', 'SaveSettingsInput', 'settings { graceMs }', {
    graceMs: 60_000,
    alertEmail: 'team@example.com',
  });
  expect((await run(`{ settings { ${HISTORY} } }`)).data).toMatchObject({
    settings: {
      history: {
        edges: [
          {
            node: {
              event: 'settings.changed',
              changes: [
                { field: 'graceMs', before: null, after: '60000' },
                { field: 'alertEmail', before: null, after: null },
              ],
            },
          },
        ],
      },
    },
  });
});
