import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { newKey } from '../../test/kit/shop.ts';
import { createApiToken, revokeApiToken } from '../access/api-token.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from '../graphql/schema.ts';

let schema: GraphQLSchema;
let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  schema = await makeSchema();
});
beforeEach(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, schema);
  await seedTwoCheckouts(database);
  await seedOrders(database, [
    { id: 'ord_a', number: '10001', email: 'aino@example.com', country: 'FI' },
    { id: 'ord_b', number: '10002', email: '=1+1@example.com', checkoutId: 'chk_two' },
  ]);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

const tokenFor = async (permissions: Permission[], checkoutIds: 'ALL' | string[] = 'ALL') =>
  createApiToken(
    {
      name: 'Script',
      permissions,
      checkoutIds,
      expiresAt: new Date(database.tools.now().getTime() + 86_400_000),
    },
    { orm: database.orm, tools: database.tools, createdBy: 'test' },
  );
const READER: Permission[] = ['READ_ORDERS', 'READ_PERSONAL_DATA', 'EXPORT_ORDERS'];
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

type Asked = { id: string; status: string; total: number; downloadUrl: string };
async function askForExport(
  headers: Record<string, string>,
  input: Record<string, unknown> = {},
): Promise<Asked> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      query: `mutation ($input: RequestOrderExportInput!) { requestOrderExport(input: $input) {
        export { id status total downloadUrl } errors { message } } }`,
      variables: {
        input: {
          timeZone: 'Europe/Helsinki',
          columns: ['NUMBER', 'CUSTOMER', 'TOTAL'],
          idempotencyKey: newKey(),
          ...input,
        },
      },
    }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { requestOrderExport: { export: Asked; errors: { message: string }[] } };
    errors?: { message: string }[];
  };
  const refusal = errors?.[0] ?? data?.requestOrderExport.errors[0];
  if (!data || refusal) throw new Error(refusal?.message ?? 'nothing');
  const asked = data.requestOrderExport.export;
  return { ...asked, downloadUrl: asked.downloadUrl.replace(/^https?:\/\/[^/]+/u, server.url) };
}

const FILE =
  "Order,Customer,Total,Currency\r\n10002,'=1+1@example.com,99.00,EUR\r\n10001,aino@example.com,99.00,EUR\r\n";

describe('the file of an export', () => {
  test('is handed to the token that asked for it, and is no formula', async () => {
    const { secret } = await tokenFor(READER);
    const asked = await askForExport(bearer(secret));
    expect(asked).toMatchObject({ status: 'WAITING', total: 2 });
    const response = await fetch(asked.downloadUrl, { headers: bearer(secret) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="orders-\d{4}-\d\d-\d\d-\d{4}\.csv"$/u,
    );
    expect(await response.text()).toBe(FILE);
  });
});
void signIn;
void revokeApiToken;
void query;
