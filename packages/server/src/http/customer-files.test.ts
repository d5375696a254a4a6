import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  boughtBy,
  personaOf,
  runActionsOf,
  talkativeActions,
  visitOf,
} from '../../test/kit/personal-traces.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { makeShop } from '../../test/kit/shop.ts';
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
  await makeShop(database);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

const veera = personaOf('qumbra');
const rows = <Row extends object>(sql: string) => query<Row>(database.orm.em.fork(), sql);
async function bearerOf(
  permissions: Permission[] = ['READ_ORDERS', 'MANAGE_PERSONAL_DATA'],
  checkoutIds: 'ALL' | string[] = 'ALL',
) {
  const expiresAt = new Date(database.tools.now().getTime() + 86_400_000);
  const made = await makeToken(database, { name: 'Script', permissions, checkoutIds, expiresAt });
  return { authorization: `Bearer ${made.secret}` };
}
async function ask(headers: Record<string, string>, email = veera.email) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      query: `mutation ($email: String!) { requestCustomerExport(email: $email) { downloadUrl expiresAt errors { code path } } }`,
      variables: { email },
    }),
  });
  const { data } = (await response.json()) as {
    data: { requestCustomerExport: { downloadUrl: string | null; errors: object[] } };
  };
  return data.requestCustomerExport;
}
const fetchFile = async (headers: Record<string, string>, change = (url: string) => url) => {
  const { downloadUrl } = await ask(headers);
  const { pathname, search } = new URL(downloadUrl ?? '');
  return { url: change(`${server.url}${pathname}${search}`) };
};

describe('the file of a customer', () => {
  test('holds every order with what was sent, answered and noted, and nothing of others', async () => {
    for (let visits = 0; visits < 21; visits += 1) await visitOf(database, veera);
    const orderId = await boughtBy(database, veera);
    await runActionsOf(database, orderId, talkativeActions());
    await visitOf(database, personaOf('zorvik'));
    const headers = await bearerOf();
    const { url } = await fetchFile(headers);
    const response = await fetch(url, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="customer-data-\d{4}-\d\d-\d\d\.json"$/,
    );
    const text = await response.text();
    expect(text).not.toMatch(/zorvik|whsec_|Aino/i);
    const file = JSON.parse(text) as { email: string; orders: Record<string, unknown>[] };
    expect(file.email).toBe(veera.email);
    expect(file.orders).toHaveLength(22);
    expect(file.orders.at(-1)).toMatchObject({
      id: orderId,
      customer: {
        email: veera.email,
        lastName: veera.lastName,
        analyticsConsent: 'ACCEPTED',
        billingFields: [{ value: '+358 qumbra' }, { value: 'qumbra street 1' }],
      },
      payments: [
        { status: 'FAILED', failureMessage: `The card of ${veera.lastName} was declined.` },
        { status: 'SUCCEEDED' },
      ],
      actions: [
        {
          kind: 'webhook',
          remembered: [{ fact: { contactOf: veera.email } }],
          attempts: [{ sent: { body: { email: veera.email } }, technical: `550 ${veera.email}` }],
        },
      ],
    });
  });

  test('leaves the person out of the audit log, the address and the log', async () => {
    await visitOf(database, veera);
    const headers = await bearerOf();
    const { url } = await fetchFile(headers);
    await fetch(url, { headers }).then((response) => response.text());
    expect(
      await rows(
        `select event, summary, changes from history_entry where chain = 'personal-data' order by seq`,
      ),
    ).toEqual([
      {
        event: 'customer.export_requested',
        summary: 'The data of a customer with 1 order was asked for.',
        changes: [{ field: 'orders', before: null, after: '10001' }],
      },
      {
        event: 'customer.exported',
        summary: 'The data of a customer with 1 order was downloaded.',
        changes: [],
      },
    ]);
    expect(decodeURIComponent(url)).not.toMatch(/qumbra/i);
    expect(JSON.stringify(server.logLines)).not.toMatch(/qumbra/i);
  });

  test('is for whoever asked, while the address lives, and nobody else', async () => {
    await visitOf(database, veera);
    const headers = await bearerOf();
    const { url } = await fetchFile(headers);
    const statusFor = async (who: Record<string, string>, of = url) =>
      (await fetch(of, { headers: who })).status;
    expect(await statusFor({})).toBe(401);
    expect(await statusFor(await bearerOf())).toBe(404);
    expect(await statusFor(headers, `${server.url}/exports/customer.json?ticket=made-up`)).toBe(
      404,
    );
    expect(await statusFor(headers, url.slice(0, -4))).toBe(404);
    expect((await fetch(url, { method: 'HEAD', headers })).status).toBe(405);
    database.tools.setNow(new Date(database.tools.now().getTime() + 15 * 60_000));
    expect(await statusFor(headers)).toBe(410);
    expect(await rows(`select event from history_entry where event = 'customer.exported'`)).toEqual(
      [],
    );
  });

  test('is refused where nothing is held, or nothing within reach', async () => {
    await visitOf(database, veera);
    const notFound = { downloadUrl: null, errors: [{ code: 'NOT_FOUND', path: ['email'] }] };
    expect(await ask(await bearerOf(), 'nobody@example.com')).toMatchObject(notFound);
    await rows(`insert into checkout (id, name, created_at) values ('chk_other', 'Other', now())`);
    expect(await ask(await bearerOf(undefined, ['chk_other']))).toMatchObject(notFound);
    expect(await rows(`select event from history_entry where chain = 'personal-data'`)).toEqual([]);
  });
});
