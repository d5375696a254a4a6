import { subscribe, parse, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSchema } from '../../src/graphql/schema.ts';
import { query } from '../../src/database/orm.ts';
import { Permission, permissionsOf, Role } from '../../src/domain/permission.ts';
import { kindAt } from '../kit/api-inputs.ts';
import {
  idPlacesOf,
  operationsOf,
  textOf,
  variablesFor,
  type IdAt,
  type IdPlace,
  type Operation,
} from '../kit/api-operations.ts';
import { copyOf, freshDatabase, type TestDatabase } from '../kit/database.ts';
import { ask, contextOf, handToldChanges } from '../kit/graphql.ts';
import {
  idOf,
  nowhere,
  ownViewer,
  seedTwoShops,
  storyKinds,
  STORY_AT,
  storyServices,
} from '../kit/two-shops.ts';

// Whoever has one checkout tries ids of another in every place for an id that the API has. They must learn
// as little as from ids that nothing has, and change as little.

const schema: GraphQLSchema = await makeSchema();
const operations = operationsOf(schema);
const withIds = operations.filter((operation) => idPlacesOf(operation).length > 0);

let seeded: TestDatabase;
beforeAll(async () => {
  seeded = await freshDatabase();
  await seedTwoShops(seeded, schema);
  await seeded.orm.close();
});
afterAll(async () => {
  await (await shared)?.drop();
  await seeded.drop();
});

/** For all that only reads: that it changes nothing is looked at each time. */
let shared: Promise<TestDatabase> | undefined;
const sharedCopy = () => (shared ??= copyOf(seeded));

const own: IdAt = (place) => idOf(kindAt(place), 'own');

/** What is answered, with made-up ids, keys of addresses and the id that was tried out of the way. */
async function answerTo(
  database: TestDatabase,
  operation: Operation,
  variables: Record<string, unknown>,
  include?: IdPlace,
  viewer = ownViewer(),
): Promise<string> {
  database.tools.setNow(STORY_AT);
  const changes = handToldChanges();
  const context = contextOf({ ...storyServices(database), changes }, viewer);
  const source = textOf(operation, variables);
  const answer =
    operation.kind === 'subscription'
      ? await messagesOf(
          { source, contextValue: context, changes },
          variables,
          variablesFor(operation, own, include),
        )
      : await ask(schema, source, context, variables);
  return JSON.stringify(answer)
    .replaceAll(/\b(own|foreign|nowhere)(?=\d|-link)/gu, 'X')
    .replaceAll(/\b[a-z]{3}_[0-9a-z]{26}\b/gu, 'NEW')
    .replaceAll(/key=[\w-]+/gu, 'KEY')
    .replaceAll(/_(?:own|foreign|nowhere)/gu, '_X');
}

/**
 * What a stream says of what it was opened for. A second one, for what is our own, tells when everything
 * has been read and sent.
 */
async function messagesOf(
  { source, changes, contextValue }: Listening,
  variableValues: Record<string, unknown>,
  ownValues: Record<string, unknown>,
): Promise<object> {
  const document = parse(source);
  const open = async (values: Record<string, unknown>) => {
    const stream = await subscribe({ schema, document, contextValue, variableValues: values });
    const messages: unknown[] = [];
    if (!(Symbol.asyncIterator in stream))
      return { refused: stream.errors, messages, end: () => {} };
    const reading = (async () => {
      for await (const message of stream) messages.push(message);
    })();
    return {
      messages,
      end: async () => {
        await stream.return?.();
        await reading;
      },
    };
  };
  const tried = await open(variableValues);
  const control = await open(ownValues);
  const sides = ['own', 'foreign'] as const;
  changes.tell({
    orders: sides.map((side) => idOf('ord', side)),
    bulkReruns: sides.map((side) => idOf('blk', side)),
    orderExports: sides.map((side) => idOf('exp', side)),
    actions: sides.map((side) => ({ orderId: idOf('ord', side), actionId: idOf('act', side) })),
  });
  if (!('refused' in control)) {
    await expect.poll(() => control.messages.length, { interval: 20 }).toBeGreaterThan(0);
  }
  await Promise.all([tried.end(), control.end()]);
  return 'refused' in tried ? { refused: tried.refused } : { messages: tried.messages };
}

type Listening = {
  readonly source: string;
  readonly contextValue: ReturnType<typeof contextOf>;
  readonly changes: ReturnType<typeof handToldChanges>;
};

/** The same in every copy. */
let tables: { name: string }[] | undefined;

type Rows = { counts: Record<string, number>; theirs: Set<string> };

/** How many rows each table has, and those in which something of the other checkout stands. */
async function rowsOf(database: TestDatabase): Promise<Rows> {
  const em = database.orm.em.fork();
  tables ??= await query<{ name: string }>(
    em,
    `select table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema = 'public' order by 1`,
  );
  const each = await query<{ name: string; count: number; theirs: string[] }>(
    em,
    tables
      .map(
        ({ name }) => `select '${name}' as name, count(*)::int as count,
          coalesce(array_agg(md5(t::text)) filter (where t::text ~ 'foreign'), '{}') as theirs from "${name}" t`,
      )
      .join(' union all '),
  );
  return {
    counts: Object.fromEntries(each.map(({ name, count }) => [name, count])),
    theirs: new Set(each.flatMap(({ name, theirs }) => theirs.map((hash) => `${name} ${hash}`))),
  };
}

const grown = (before: Rows, after: Rows) =>
  Object.fromEntries(
    Object.entries(after.counts)
      .map(([name, count]) => [name, count - (before.counts[name] ?? 0)] as const)
      .filter(([, more]) => more !== 0),
  );
const lost = (before: Rows, after: Rows) =>
  [...before.theirs].filter((row) => !after.theirs.has(row));

/** Begins with the rows that the try before has left, and gives back those that it leaves. */
async function tryPlace(
  database: TestDatabase,
  operation: Operation,
  place: IdPlace,
  before: Rows,
): Promise<Rows> {
  let start = before;
  const kinds = operation.name === 'node' ? storyKinds : [kindAt(place)];
  for (const kind of kinds) {
    const foreign = idOf(kind, 'foreign');
    const at =
      (id: string): IdAt =>
      (one) =>
        one.path === place.path ? id : own(one);
    const absent = variablesFor(operation, at(nowhere(foreign)), place);
    const answerAbsent = await answerTo(database, operation, absent, place);
    const between = await rowsOf(database);
    const theirs = variablesFor(operation, at(foreign), place);
    const answerForeign = await answerTo(database, operation, theirs, place);
    const end = await rowsOf(database);

    const what = `${operation.name} with ${foreign} at ${place.path}`;
    expect({
      what,
      answer: answerForeign,
      grown: grown(between, end),
      lost: lost(start, end),
    }).toEqual({ what, answer: answerAbsent, grown: grown(start, between), lost: [] });
    start = end;

    // A stream stays open: who may listen at all depends on the role, what of on the checkout alone.
    for (const viewer of operation.kind === 'subscription' ? listeners : []) {
      const heardOfTheirs = await answerTo(database, operation, theirs, place, viewer);
      const heardOfNothing = await answerTo(database, operation, absent, place, viewer);
      expect(`${what}: ${heardOfTheirs}`).toBe(`${what}: ${heardOfNothing}`);
    }
  }
  return start;
}

/** Each role with one checkout, and a token of each permission for it. */
const listeners = [
  ...Object.values(Role).map((role) => ({ ...ownViewer([...permissionsOf(role)]), role })),
  ...Object.values(Permission).map((permission) => ({
    ...ownViewer([permission]),
    actor: { kind: 'TOKEN', id: 'tok_own', name: 'Script' } as const,
    role: null,
  })),
];

const REFUSED = /"(?:errors|refused)":\[\{/u;

/** Nobody with a part of the checkouts decides about these, nor anybody about sessions that are not there. */
const wholeShop = ['MANAGE_SETTINGS', 'MANAGE_MEMBERS', 'MANAGE_TOKENS', 'signed in'];
const isOfWholeShop = ({ rule }: Operation) => wholeShop.includes(rule);

describe('an id of another checkout', () => {
  test('has a place in most of what can be asked', () => {
    expect(withIds.length).toBeGreaterThan(30);
    expect(withIds.flatMap(idPlacesOf).length).toBeGreaterThan(70);
  });

  test.each(withIds.map((operation) => [operation.name, operation] as const))(
    'tells and changes as little in %s as one that nothing has, and one of the own does it',
    async (_, operation) => {
      const database = operation.kind === 'mutation' ? await copyOf(seeded) : await sharedCopy();
      try {
        let rows = await rowsOf(database);
        for (const place of idPlacesOf(operation)) {
          rows = await tryPlace(database, operation, place, rows);
        }
        const answer = await answerTo(database, operation, variablesFor(operation, own));
        // If this is refused, the tries above may have been refused for another reason than their id.
        expect(REFUSED.test(answer)).toBe(isOfWholeShop(operation));
        expect(answer).not.toBe(`{"data":{"${operation.name}":null}}`);
      } finally {
        if (operation.kind === 'mutation') await database.drop();
      }
    },
  );
});
