import fs from 'node:fs';
import { subscribe, parse, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../src/database/orm.ts';
import { Permission, permissionsOf, Role } from '../../src/domain/permission.ts';
import { accessTable, printAccessText } from '../../src/graphql/access-table.ts';
import { makeSchema } from '../../src/graphql/schema.ts';
import { makeToken } from '../kit/api-token.ts';
import { kindAt } from '../kit/api-inputs.ts';
import { operationsOf, textOf, variablesFor } from '../kit/api-operations.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { ask, contextOf, viewerOf } from '../kit/graphql.ts';
import { signIn, startTestServer, type RunningTestServer } from '../kit/running-server.ts';
import { idOf, seedTwoShops, storyServices } from '../kit/two-shops.ts';

// Everybody tries everything: each role, a token of each single permission, and a stranger.

const schema: GraphQLSchema = await makeSchema();
const rows = accessTable(schema);
const operations = new Map(operationsOf(schema).map((one) => [`${one.kind} ${one.name}`, one]));

let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoShops(database, schema);
  database.tools.setNow(undefined as never);
  server = await startTestServer(database, schema);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

type Answer = 'answered' | 'asked to sign in' | `refused: ${string}`;

/** What somebody with these permissions gets; whatever else is wrong with what was asked is no refusal of it. */
async function tryOperation(
  key: string,
  permissions: readonly Permission[] | null,
): Promise<Answer> {
  const operation = operations.get(key);
  if (!operation) throw new Error(`There is no ${key}`);
  const viewer = permissions && viewerOf({ permissions });
  const contextValue = contextOf(storyServices(database), viewer);
  const variableValues = variablesFor(operation, (place) => idOf(kindAt(place), 'own'));
  const source = textOf(operation, variableValues, 0);
  const answer =
    operation.kind === 'subscription'
      ? await subscribe({ schema, document: parse(source), contextValue, variableValues })
      : await ask(schema, source, contextValue, variableValues);
  if (Symbol.asyncIterator in answer) {
    await answer.return?.();
    return 'answered';
  }
  // What is asked of a thing, such as reaching all checkouts, is no matter of roles.
  const [about] = (answer.errors ?? []).map(({ message, extensions }) => [
    extensions['code'],
    message,
  ]);
  if (about?.[0] === 'UNAUTHENTICATED') return 'asked to sign in';
  const [, missing] = /^This needs the permission (.*)\.$/u.exec(String(about?.[1])) ?? [];
  return missing ? `refused: ${missing}` : 'answered';
}

const expected = (permission: Permission | null, has: ReadonlySet<Permission>): Answer =>
  permission && !has.has(permission) ? `refused: ${permission}` : 'answered';

describe('the table of permissions', () => {
  test('is the one that is committed: print it anew with `npm run schema`', () => {
    const file = new URL('../../../../docs/permissions.md', import.meta.url);
    expect(fs.readFileSync(file, 'utf8')).toBe(printAccessText(schema));
  });

  test('has every operation there is', () => {
    expect(rows.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(
      [...operations.keys()].sort(),
    );
  });
});

describe.each(rows.map((row) => [`${row.kind} ${row.name}`, row] as const))('%s', (key, row) => {
  test('is for exactly the roles that the table names, and for no stranger', async () => {
    const answers = await Promise.all(
      Object.values(Role).map(async (role) => [
        role,
        await tryOperation(key, [...permissionsOf(role)]),
      ]),
    );
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(
        Object.values(Role).map((role) => [
          role,
          row.roles.includes(role) ? 'answered' : `refused: ${row.permission}`,
        ]),
      ),
    );
    expect(await tryOperation(key, null)).toBe(row.needsSignIn ? 'asked to sign in' : 'answered');
  });

  test('is for a token of its one permission, and of no other', async () => {
    const answers: [string, Answer][] = [];
    for (const permission of Object.values(Permission)) {
      answers.push([permission, await tryOperation(key, [permission])]);
    }
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(
        Object.values(Permission).map((one) => [one, expected(row.permission, new Set([one]))]),
      ),
    );
  });
});

describe('beside the API', () => {
  const password = 'correct horse battery';
  type Somebody = { name: string; headers: Record<string, string>; has: ReadonlySet<Permission> };

  /** Real people with their sessions, and real tokens. */
  async function everybody(): Promise<Somebody[]> {
    const people = await Promise.all(
      Object.values(Role).map(async (role) => {
        const email = `${role.toLowerCase()}@example.com`;
        const checkoutIds = role === 'ADMIN' ? [] : ['chk_own1'];
        await server.sessions.createMember({ email, password, name: role, role, checkoutIds });
        const cookie = await signIn(server.url, email, password);
        return { name: role, headers: { cookie }, has: permissionsOf(role) };
      }),
    );
    return [...people, ...(await everybodyWith(...Object.values(Permission)))];
  }

  function everybodyWith(...permissions: Permission[]): Promise<Somebody[]> {
    return Promise.all(
      permissions.map(async (permission) => {
        const token = { name: permission, permissions: [permission] };
        const { secret } = await makeToken(database, token);
        const headers = { authorization: `Bearer ${secret}` };
        return { name: `token of ${permission}`, headers, has: new Set([permission]) };
      }),
    );
  }

  test('files are for whoever has the permission, and for no stranger', async () => {
    const statuses = async (path: string, headers: Record<string, string>) =>
      (await fetch(server.url + path, { headers })).status;
    const report = '/reports/sales.csv?period=TODAY&timeZone=UTC&by=SOURCE';
    const file = '/exports/exp_own1.csv?key=x';
    for (const { name, headers, has } of await everybody()) {
      expect([name, await statuses(report, headers), await statuses(file, headers)]).toEqual([
        name,
        has.has('READ_REPORTS') ? 200 : 403,
        // Somebody else's: whatever else is wrong, it looks as if there were none.
        404,
      ]);
    }
    expect([await statuses(report, {}), await statuses(file, {})]).toEqual([401, 401]);
    const forged = { authorization: 'Bearer oms_live_forged' };
    expect([await statuses(report, forged), await statuses(file, forged)]).toEqual([401, 401]);
  });

  test('a file of one’s own is for whoever still may export', async () => {
    const [token] = await everybodyWith('EXPORT_ORDERS');
    const source = `mutation ($key: String!) { requestOrderExport(input: { timeZone: "UTC", idempotencyKey: $key })
      { export { downloadUrl } errors { message } } }`;
    const asked = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...token?.headers },
      body: JSON.stringify({ query: source, variables: { key: 'own file' } }),
    });
    const { data } = (await asked.json()) as {
      data: { requestOrderExport: { export: { downloadUrl: string } } };
    };
    const { pathname, search } = new URL(data.requestOrderExport.export.downloadUrl);
    const fetched = () => fetch(server.url + pathname + search, { headers: token?.headers ?? {} });
    expect((await fetched()).status).toBe(200);
    const wrongKey = await fetch(`${server.url}${pathname}?key=x`, {
      headers: token?.headers ?? {},
    });
    expect(wrongKey.status).toBe(404);
    await query(
      database.orm.em.fork(),
      `update api_token set permissions = '{READ_REPORTS}' where name = 'EXPORT_ORDERS'`,
    );
    expect((await fetched()).status).toBe(403);
  });

  test('nobody can sign up, or reach what the sign-in library has beside signing in', async () => {
    const paths = ['sign-up/email', 'admin/create-user', 'admin/set-role', 'api-key/create'];
    for (const path of paths) {
      const response = await fetch(`${server.url}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'new@example.com', password, name: 'New', role: 'ADMIN' }),
      });
      expect([path, response.status < 300]).toEqual([path, false]);
    }
  });
});
