import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lines } from '../bench/load.ts';
import { askProduct, operationOfPage } from '../bench/questions.ts';
import { makeSchema } from '../src/graphql/schema.ts';
import { makeToken } from './kit/api-token.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { seedTwoCheckouts } from './kit/orders.ts';
import { refundableOrder } from './kit/refundable-order.ts';
import { startTestServer, type RunningTestServer } from './kit/running-server.ts';
import { statementsOf } from './kit/statements.ts';

// What the page asks when an order is opened, word for word as it asks it, through the whole server.

let database: TestDatabase;
let server: RunningTestServer;
let orderId: string;
let secret: string;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  let lineIds: string[];
  ({ orderId, lineIds } = await refundableOrder(database));
  ({ secret } = await makeToken(database, {
    permissions: ['READ_ORDERS', 'READ_PERSONAL_DATA', 'REFUND_ORDERS'],
  }));
  server = await startTestServer(database, await makeSchema(), { processes: 1 });
  const plan = { lines: [{ orderLineId: lineIds[0], amountMinor: 100 }] };
  const refunded = await ask(
    `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { errors { message } } }`,
    { input: { orderId, idempotencyKey: 'once', plan } },
  );
  assert.deepEqual(refunded, { refundOrder: { errors: [] } });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function ask(text: string, variables: object): Promise<unknown> {
  const lines = new Lines(server.url, 1);
  try {
    const product = { url: server.url, token: secret, cookie: '' };
    const body = await lines.ask(askProduct(product, text, variables, 'token'));
    const { data, errors } = JSON.parse(body.toString()) as { data: unknown; errors?: unknown };
    assert.equal(errors, undefined);
    return data;
  } finally {
    await lines.close();
  }
}

/** Asked twice before: limits' points are fetched then, and the token's use is noted. */
async function statementsFor(operation: string, variables: object): Promise<number> {
  const askAgain = () => ask(operationOfPage(operation), variables);
  await askAgain();
  await askAgain();
  return statementsOf(database, askAgain);
}

describe('the page', () => {
  test('opens an order with seven statements, who asks included', async () => {
    expect(await statementsFor('OrderPanel', { orderId })).toBe(7);
  });

  test('reads its history with three', async () => {
    expect(await statementsFor('OrderHistory', { orderId })).toBe(3);
  });

  test('reads a page of orders with two, and counts them with two', async () => {
    const sort = { field: 'CREATED_AT', direction: 'DESC' };
    expect(await statementsFor('OrdersPage', { filter: {}, sort, first: 50 })).toBe(2);
    expect(await statementsFor('OrdersTotal', { filter: {} })).toBe(2);
  });
});
