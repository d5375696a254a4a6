import { getIntrospectionQuery, type GraphQLSchema, parse, validate } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSchema } from '../graphql/schema.ts';
import { limitCost } from './query-cost.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
});
const refusals = (source: string) =>
  validate(schema, parse(source), [limitCost]).map(({ message }) => message);

const tooMany = (entries: number) => [
  `The query may answer with ${entries} entries; at most 100000 are allowed. Ask for shorter pages.`,
];

describe('what a query may cost', () => {
  test.each([
    ['a list with its lines and payments', '{ orders(first: 250) { nodes { id lines { id } } } }'],
    [
      'the longest page of histories',
      '{ orders(first: 250) { nodes { history(first: 250) { nodes { id } } } } }',
    ],
    [
      'an order with all that hangs on it',
      '{ order(id: "ord_1") { actions { attempts(first: 250) { nodes { id } } } history(first: 250) { nodes { id } } } }',
    ],
    ['the schema itself', '{ __schema { types { fields { args { name } } } } }'],
  ])('allows %s', (_, source) => {
    expect(refusals(source)).toEqual([]);
  });

  test.each([
    [
      'pages within pages within pages',
      '{ orders(first: 250) { nodes { actions { attempts(first: 250) { nodes { id } } } } } }',
      251_250,
    ],
    [
      'the same under other names',
      '{ a: orders(first: 250) { nodes { history(first: 250) { nodes { id } } } } b: orders(last: 250) { nodes { history(first: 250) { nodes { id } } } } }',
      125_500,
    ],
    [
      'what a variable may ask for',
      'query ($n: Int!) { orders(first: $n) { edges { node { h: history(first: $n) { edges { cursor } } i: history(first: $n) { edges { cursor } } } } } }',
      125_250,
    ],
    [
      'lists that lead to one another',
      '{ orders(first: 250) { nodes { actions { order { actions { order { actions { order { actions { order { actions { id } } } } } } } } } } } }',
      426_250,
    ],
    [
      'what hides in fragments',
      'query { orders(first: 250) { ...Page } } fragment Page on OrderConnection { nodes { ...Long } } fragment Long on Order { history(first: 250) { nodes { id } } i: history(first: 250) { nodes { id } } }',
      125_250,
    ],
  ])('refuses %s', (_, source, entries) => {
    expect(refusals(source)).toEqual(tooMany(entries));
  });

  test('refuses many heavy questions in one', () => {
    const aliases = Array.from({ length: 21 }, (_, n) => `q${n}: attentionCount { total }`);
    expect(refusals(`{ ${aliases.join(' ')} }`)).toEqual([
      'The operation has 21 fields at its top; at most 20 are allowed.',
    ]);
    expect(refusals(`{ ${aliases.slice(1).join(' ')} }`)).toEqual([]);
  });

  test('refuses the same asked again and again under other names, wherever', () => {
    const names = Array.from({ length: 51 }, (_, n) => `n${n}: number`);
    const order = (fields: readonly string[]) => `{ order(id: "ord_1") { ${fields.join(' ')} } }`;
    const manyNames = ['The query gives 51 fields other names; at most 50 are allowed.'];

    expect(refusals(order(names))).toEqual(manyNames);
    expect(refusals(order(names.slice(1)))).toEqual([]);
    expect(refusals(order(names.map((name) => name.replace(/^\w+/, 'number'))))).toEqual([]);
    expect(refusals(`${order(['...F'])} fragment F on Order { ${names.join(' ')} }`)).toEqual(
      manyNames,
    );
  });

  test.each([
    ['refunds', 'refundOrder(input: {})', 3],
    ['re-runs', 'rerunAction(input: {})', 3],
    ['changed settings', 'saveSettings(input: {})', 20],
  ])('allows some %s in one request and no more', (_, field, most) => {
    const mutation = (count: number) =>
      `mutation { ${Array.from({ length: count }, (__, n) => `m${n}: ${field} { __typename }`).join(' ')} }`;

    expect(refusals(mutation(most))).toEqual([]);
    expect(refusals(mutation(most + 1))).toHaveLength(1);
  });

  test('refuses money moved again and again in fragments, and says what to do', () => {
    const refund = (n: number) => `r${n}: refundOrder(input: {}) { __typename }`;
    expect(
      refusals(
        `mutation { ...F ${refund(3)} ${refund(4)} } fragment F on Mutation { ${refund(1)} ${refund(2)} }`,
      ),
    ).toEqual([
      'The mutation does 4 things that cannot be taken back; at most 3 are allowed. Send several requests.',
    ]);
  });

  test('refuses the schema told again and again, and allows what a playground asks for', () => {
    const told = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true });
    const again = Array.from({ length: 9 }, (_, n) => `t${n}: types { ...FullType }`).join(' ');
    const often = told.replace('queryType', `${again} queryType`);

    expect(refusals(told)).toEqual([]);
    expect(refusals(often)).toEqual([
      expect.stringMatching(/^The query may answer with \d+ entries; at most 100000/),
    ]);
  });

  test('refuses fragments that multiply, without counting them all', () => {
    const fragments = Array.from(
      { length: 18 },
      (_, n) => `fragment F${n} on Order { ...F${n + 1} ...F${n + 1} }`,
    );
    const source = `{ order(id: "ord_1") { ...F0 } } ${fragments.join(' ')} fragment F18 on Order { id }`;
    expect(refusals(source)).toEqual(['The query repeats its fragments too often.']);
  });
});
