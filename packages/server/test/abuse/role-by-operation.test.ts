import fs from 'node:fs';
import { subscribe, parse, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Permission, permissionsOf, Role } from '../../src/domain/permission.ts';
import { accessTable, printAccessText } from '../../src/graphql/access-table.ts';
import { makeSchema } from '../../src/graphql/schema.ts';
import { kindAt } from '../kit/api-inputs.ts';
import { operationsOf, textOf, variablesFor } from '../kit/api-operations.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { ask, contextOf, viewerOf } from '../kit/graphql.ts';
import { idOf, seedTwoShops, storyServices } from '../kit/two-shops.ts';

// Everybody tries everything: each role, a token of each single permission, and a stranger.

const schema: GraphQLSchema = await makeSchema();
const rows = accessTable(schema);
const operations = new Map(operationsOf(schema).map((one) => [`${one.kind} ${one.name}`, one]));

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoShops(database, schema);
  database.tools.setNow(undefined as never);
});
afterAll(() => database.drop());

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
