import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessShop, openAccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf } from '../../test/kit/graphql.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
let shop: AccessShop;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  shop = await openAccessShop(database);
  await shop.configure();
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});

const answer = (source: string, variables: Record<string, unknown>) =>
  ask(schema, source, contextOf(servicesOf(database)), variables);

describe('the removal of an access', () => {
  test('stands among the actions of its order and says what it takes back', async () => {
    const { orderId, lineIds } = await shop.buy('buyer@example.com');
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    const { data, errors } = await answer(
      `query ($id: ID!) { order(id: $id) { actions {
         name purpose level status message removes { name purpose } rerunOptions { allowed warning }
       } } }`,
      { id: orderId },
    );
    expect(errors).toBeUndefined();
    const rerunOptions = { allowed: true, warning: 'REPEATS_SIDE_EFFECT' };
    expect(data).toEqual({
      order: {
        actions: [
          {
            name: 'Course',
            purpose: 'DELIVERY',
            level: 'PRODUCT',
            status: 'SUCCEEDED',
            message: 'Kajabi granted the offer.',
            removes: null,
            rerunOptions,
          },
          {
            name: 'Remove access: Course',
            purpose: 'REMOVAL',
            level: null,
            status: 'SUCCEEDED',
            message: 'Kajabi took the offer away.',
            removes: { name: 'Course', purpose: 'DELIVERY' },
            rerunOptions,
          },
        ],
      },
    });
  });

  test('is offered by the refund form with why it would be kept', async () => {
    const first = await shop.buy('twice@example.com');
    const second = await shop.buy('twice@example.com');
    const { data } = await answer(
      `query ($id: ID!) { order(id: $id) { refundOptions {
         lines { hasAccess keptBecause } canRemoveOfferAccess offerAccessKeptBecause
       } } }`,
      { id: first.orderId },
    );
    expect(data).toEqual({
      order: {
        refundOptions: {
          lines: [
            {
              hasAccess: true,
              keptBecause: `“Course” stays: order ${second.number} of the same customer still gives it.`,
            },
          ],
          canRemoveOfferAccess: false,
          offerAccessKeptBecause: null,
        },
      },
    });
  });
});
