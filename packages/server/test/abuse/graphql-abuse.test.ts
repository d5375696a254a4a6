import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Permission } from '../../src/domain/permission.ts';
import { makeSchema } from '../../src/graphql/schema.ts';
import { operationsOf } from '../kit/api-operations.ts';
import { makeToken } from '../kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { fingerprintOf } from '../kit/fingerprint.ts';
import { startTestServer, type RunningTestServer } from '../kit/running-server.ts';
import { makeShop } from '../kit/shop.ts';

const schema: GraphQLSchema = await makeSchema();
const inputsOf = operationsOf(schema).filter(
  ({ kind, field }) => kind === 'mutation' && field.args.some(({ name }) => name === 'input'),
);

let database: TestDatabase;
let server: RunningTestServer;
let authorization: string;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  server = await startTestServer(database, schema);
  const { secret } = await makeToken(database, { permissions: Object.values(Permission) });
  authorization = `Bearer ${secret}`;
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** By HTTP, as whoever may do everything. */
async function send(query: string, variables: object = {}) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  expect(text).not.toMatch(/node_modules|\.ts:\d+|stack/iu);
  return JSON.parse(text) as { data?: unknown; errors?: { message: string }[] };
}

/** A token notes when it was used: that is all that asking changes. */
const everything = () => fingerprintOf(database, ['public.api_token']);

describe('the API', () => {
  test.each(inputsOf.map(({ name, field }) => [name, String(field.args[0]?.type)]))(
    'takes no field in the input of %s that it does not have',
    async (name, type) => {
      const before = await everything();
      const input = { role: 'ADMIN', paidAt: '2026-01-01', isAdmin: true, total_minor: 0 };
      const source = `mutation ($input: ${type}) { ${name}(input: $input) { __typename } }`;
      const { data, errors } = await send(source, { input });
      expect(data).toBeUndefined();
      expect(errors?.map(({ message }) => message).join(' ')).toMatch(
        /Field "(?:paidAt|isAdmin|total_minor)" is not defined by type/u,
      );
      expect(await everything()).toEqual(before);
    },
  );

  test('lets aliases of one request cost no more than its entries may', async () => {
    const aliases = (count: number) =>
      Array.from({ length: count }, (_, index) => `a${index}: orders(first: 250) { nodes { id } }`);
    const { errors } = await send(`{ ${aliases(401).join(' ')} }`);
    expect(errors?.[0]?.message).toMatch(/may answer with|more that 4000 tokens/u);
  });

  test('takes no endless list', async () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `ord_${index}`);
    const { errors } = await send(
      'query ($ids: [ID!]) { orders(filter: { orderIds: $ids }) { nodes { id } } }',
      { ids },
    );
    expect(errors).toHaveLength(1);
    const page = await send('{ orders(first: 251) { nodes { id } } }');
    expect(page.errors?.[0]?.message).toMatch(/250/u);
  });
});
