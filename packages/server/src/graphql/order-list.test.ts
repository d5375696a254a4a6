import { execute, Kind, parse, print, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf } from '../../test/kit/graphql.ts';
import { allFields, listFields } from '../../test/kit/order-selections.ts';
import { seedOrders, seedSixtyOrders } from '../../test/kit/orders.ts';
import { statementsOf as countStatements } from '../../test/kit/statements.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
  await seedSixtyOrders(database);
});
afterAll(() => database.drop());

const answer = (source: string, variables: Record<string, unknown> = {}) =>
  ask(schema, source, contextOf(servicesOf(database)), variables);

const statementsOf = (work: () => Promise<unknown>) => countStatements(database, work);

describe('the cost of a list', () => {
  test('is one statement for all that a list shows, whatever its length', async () => {
    for (const first of [5, 50]) {
      const source = `{ orders(first: ${first}) { nodes { ${listFields} } edges { cursor } pageInfo { endCursor } } }`;
      expect(await statementsOf(() => answer(source))).toBe(1);
    }
  });

  test('is one more for the total, which is counted only when asked for', async () => {
    expect(
      await statementsOf(() => answer('{ orders { nodes { id } totalCount { value } } }')),
    ).toBe(2);
  });

  test('is one statement where only the total is asked for', async () => {
    const total = `query ($filter: OrderFilter!) { orders(filter: $filter, first: 1) { totalCount { value isExact } } }`;
    expect(await statementsOf(() => answer(total, { filter: {} }))).toBe(1);
    const { data } = await answer(total, { filter: {} });
    expect(data).toEqual({ orders: { totalCount: { value: 60, isExact: true } } });
    const { errors } = await answer('{ orders(after: "x") { totalCount { value } } }');
    expect(errors?.[0]?.message).toContain('cursor does not belong to this list');
  });

  test('does not grow with its length for everything that hangs on the orders', async () => {
    const cost = (first: number) =>
      statementsOf(async () => {
        const { data, errors } = await answer(
          `{ orders(first: ${first}) { nodes { ${allFields} } } }`,
        );
        expect(errors).toBeUndefined();
        expect((data as { orders: { nodes: unknown[] } }).orders.nodes).toHaveLength(first);
      });
    const few = await cost(5);
    expect(await cost(50)).toBe(few);
    expect(few).toBe(10);
  });

  test('is six statements for everything a panel shows of one order', async () => {
    const panel = `{ order(id: "ord_001") { ${allFields} } }`;
    expect(await statementsOf(() => answer(panel))).toBe(6);
  });
});

describe('a list', () => {
  test('goes on behind a cursor and back in front of it', async () => {
    const page = async (parameters: string) => {
      const { data } = await answer(
        `{ orders(filter: { numbers: ["10000", "10001", "10002", "10003"] }, ${parameters}) { nodes { number } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
      );
      return (
        data as { orders: { nodes: { number: string }[]; pageInfo: Record<string, unknown> } }
      ).orders;
    };
    const first = await page('first: 3');
    expect(first.nodes.map(({ number }) => number)).toEqual(['10003', '10002', '10001']);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await page(`first: 3, after: "${String(first.pageInfo['endCursor'])}"`);
    expect(second.nodes.map(({ number }) => number)).toEqual(['10000']);
    const back = await page(`last: 2, before: "${String(second.pageInfo['startCursor'])}"`);
    expect(back.nodes.map(({ number }) => number)).toEqual(['10002', '10001']);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  test('has 50 orders where nothing is said', async () => {
    const { data } = await answer('{ orders { nodes { id } } }');
    expect((data as { orders: { nodes: unknown[] } }).orders.nodes).toHaveLength(50);
  });

  test.each([
    ['both ends at once', 'first: 1, last: 1', 'Give `first` or `last`, not both.'],
    ['an empty page', 'first: 0', '`first` is from 1 to 250, not 0.'],
    ['too long a page', 'last: 251', '`last` is from 1 to 250, not 251.'],
    [
      'a cursor it did not give out',
      'after: "MTIz"',
      'The cursor does not belong to this list and its order. Begin again without it.',
    ],
    [
      'a text too long',
      `filter: { text: "${'x'.repeat(201)}" }`,
      '`text` takes plain text of at most 200 characters.',
    ],
    [
      'a zero character',
      'filter: { tags: ["a\\u0000"] }',
      '`tags` takes plain text of at most 200 characters.',
    ],
    ['too many words', `filter: { text: "${'x '.repeat(11)}" }`, '`text` takes at most 10 words.'],
    [
      'too many entries',
      `filter: { numbers: [${'"1" '.repeat(251)}] }`,
      '`numbers` takes at most 250 entries.',
    ],
  ])('refuses %s, and says so', async (_, parameters, message) => {
    const { errors } = await answer(`{ orders(${parameters}) { nodes { id } } }`);
    expect(errors?.map((error) => [error.extensions['code'], error.message])).toEqual([
      ['BAD_USER_INPUT', message],
    ]);
  });

  test('names what its filters could hold, most used first', async () => {
    await seedOrders(database, [
      {
        id: 'ord_facet',
        number: '30000',
        tags: ['rare', 'spring'],
        source: 'Blog',
        discountCode: 'TEN',
      },
      { id: 'ord_hidden', number: '30001', status: 'STARTED', tags: ['visit'], source: 'Visit' },
    ]);
    expect((await answer('{ orderFacets { sources tags discountCodes } }')).data).toEqual({
      orderFacets: { sources: ['Blog'], tags: ['spring', 'rare'], discountCodes: ['TEN'] },
    });
  });

  test('counts who needs somebody now, by checkout', async () => {
    database.tools.setNow(new Date('2026-11-10T12:00:00.000Z'));
    expect(
      (await answer('{ attentionCount { total byCheckout { total checkout { name } } } }')).data,
    ).toEqual({
      attentionCount: {
        total: 60,
        byCheckout: [
          { total: 30, checkout: { name: 'Checkout one' } },
          { total: 30, checkout: { name: 'Checkout two' } },
        ],
      },
    });
  });
});

describe('a field of a listed order', () => {
  test('has the same value whatever else is asked for', async () => {
    const fields = fieldsOf(`{ ${allFields} customer { erasedAt } attention { since } }`);
    const nodes = async (selection: string) => {
      const { data, errors } = await answer(`{ orders(first: 60) { nodes { ${selection} } } }`);
      expect(errors).toBeUndefined();
      return data as { orders: { nodes: Record<string, unknown>[] } };
    };
    const whole = await nodes(fields.map(({ text }) => text).join(' '));
    for (const { name, text } of fields) {
      const alone = await nodes(`... on Order { ${text} }`);
      // Of `customer` two parts are asked for, each by itself.
      expect(whole.orders.nodes.map((node) => node[name])).toMatchObject(
        alone.orders.nodes.map((node) => node[name]),
      );
    }
  });
});

test('what an operation left out the first time is read the next time', async () => {
  const document = parse(`query ($more: Boolean!) {
    orders(first: 1) { nodes { id } }
    ...More @include(if: $more)
  }
  fragment More on Query { orders(first: 1) { nodes { number customer { email } } } }`);
  const contextValue = () => contextOf(servicesOf(database));
  const asked = (more: boolean) =>
    execute({ schema, document, contextValue: contextValue(), variableValues: { more } });
  await asked(false);
  const { data, errors } = await asked(true);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    orders: { nodes: [{ number: expect.any(String), customer: { email: expect.any(String) } }] },
  });
});

/** Each field of a selection by itself, as text. */
function fieldsOf(selection: string): { name: string; text: string }[] {
  const [operation] = parse(selection).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Not an operation');
  return operation.selectionSet.selections.map((one) => {
    if (one.kind !== Kind.FIELD) throw new Error('Not a field');
    return { name: one.name.value, text: print(one) };
  });
}
