import fc from 'fast-check';
import {
  getIntrospectionQuery,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSchema } from '../graphql/schema.ts';
import { irrevocable, operationOf, pointsOf, pricedFields } from './operation-cost.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
});

function cost(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source);
  const operation = operationOf(document, null);
  if (!operation) throw new Error(`No operation in ${source}`);
  return pointsOf({ schema, document, operation, variables });
}

describe('what an operation costs', () => {
  test.each([
    ['the least there is', '{ viewer { name } }', 1],
    ['nothing but names', '{ __typename }', 1],
    ['fifty orders, where no length is given', '{ orders { nodes { id } } }', 1],
    ['the longest page', '{ orders(first: 250) { nodes { id } } }', 3],
    [
      'that page with lines and payments',
      '{ orders(first: 250) { nodes { lines { id } payments { id } } } }',
      23,
    ],
    [
      'that page from its end',
      '{ orders(last: 250) { nodes { lines { id } payments { id } } } }',
      23,
    ],
    [
      'both at once, of which the longer counts',
      '{ orders(first: 1, last: 250) { nodes { id } } }',
      3,
    ],
    ['ten bulk re-runs, as the schema says', '{ bulkReruns { nodes { id } } }', 1],
    ['a report', '{ salesReport(range: {}) { __typename } }', 11],
    ['a word about the schema', '{ __schema { queryType { name } } }', 1],
    ['a stream', 'subscription { orderChanged { id } }', 6],
    ['a change', 'mutation { saveSettings(input: {}) { errors { code } } }', 11],
    ['a refund', 'mutation { refundOrder(input: {}) { errors { code } } }', 101],
    [
      'two refunds',
      'mutation { a: refundOrder(input: {}) { errors { code } } b: refundOrder(input: {}) { errors { code } } }',
      201,
    ],
    [
      'a real test of an action',
      'mutation { testActionConfiguration(input: {}) { errors { code } } }',
      201,
    ],
    [
      'every failed action again',
      'mutation { rerunFailedActions(input: {}) { errors { code } } }',
      201,
    ],
    ['one step of a customer', 'mutation { openCheckout(input: {}) { errors { code } } }', 2],
  ])('%s', (_, source, points) => {
    expect(cost(source)).toBe(points);
  });

  test('counts the page that a variable asks for, or its default, or the usual one', () => {
    const source = 'query ($n: Int) { orders(first: $n) { nodes { lines { id } } } }';

    expect(cost(source, { n: 250 })).toBe(13);
    expect(cost(source, { n: 20 })).toBe(1);
    expect(cost(source, { n: 1_000_000 })).toBe(13);
    expect(cost(source, { n: -5 })).toBe(1);
    expect(cost(source)).toBe(3);
    expect(cost(source, { n: null })).toBe(3);
    expect(cost(source.replace('Int', 'Int = 250'))).toBe(13);
    expect(cost(source.replace('Int', 'Int = 250'), { n: 20 })).toBe(1);
  });

  test('counts each page length of the same document for itself', () => {
    const document = parse(
      'query ($n: Int = 250) { orders(first: $n) { nodes { lines { id } } } }',
    );
    const operation = operationOf(document, null)!;
    const costs = [
      { n: 250 },
      { n: 20 },
      {},
      { n: 250 },
      { n: 20 },
      { n: null },
      { n: '250' },
      { n: 0 },
      { n: 250 },
      {},
    ].map((variables) => pointsOf({ schema, document, operation, variables }));

    expect(costs).toEqual([13, 1, 13, 13, 1, 3, 3, 1, 13, 13]);
  });

  test('counts the whole schema, as a playground asks for it, like a long list', () => {
    expect(cost(getIntrospectionQuery())).toBeGreaterThan(200);
    expect(cost(getIntrospectionQuery())).toBeLessThan(900);
  });

  test('counts the operation that is meant', () => {
    const document = parse(
      'query A { viewer { name } } query B { orders(first: 250) { nodes { id } } }',
    );
    const costOf = (name: string | null) => {
      const operation = operationOf(document, name);
      return operation && pointsOf({ schema, document, operation, variables: {} });
    };

    expect([costOf('A'), costOf('B'), costOf('C'), costOf(null)]).toEqual([1, 3, null, null]);
  });

  test('knows only fields that there are', () => {
    const known = ['Query', 'Mutation'].flatMap((name) => {
      const type = schema.getType(name);
      return isObjectType(type) ? Object.keys(type.getFields()) : [];
    });

    expect([...irrevocable, ...pricedFields].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('however an operation is made', () => {
  /** Choices made beforehand, read one after another: a query grows from any of them. */
  const choices = fc.array(fc.nat(10_000), { minLength: 5, maxLength: 60 });

  test('another field, or a longer page, never makes it cheaper', () => {
    fc.assert(
      fc.property(choices, choices, fc.nat(), fc.nat(300), (tape, other, place, more) => {
        const tree = grow(schema, tape);
        const points = cost(textOf(tree));
        const both = { ...tree, children: [...tree.children, ...grow(schema, other).children] };
        expect(cost(textOf(both))).toBeGreaterThanOrEqual(points);

        const nodes = all(tree);
        const node = nodes[place % nodes.length] ?? tree;
        const longer = { ...node, first: node.first === null ? null : node.first + more };
        expect(cost(textOf(replace(tree, node, longer)))).toBeGreaterThanOrEqual(points);
        const narrower = {
          ...node,
          children: node.children.slice(node.children.length > 1 ? 1 : 0),
        };
        expect(cost(textOf(replace(tree, node, narrower)))).toBeLessThanOrEqual(points);
      }),
    );
  });

  test('a fragment costs as much as what it says, and another name as much as the same again', () => {
    fc.assert(
      fc.property(choices, (tape) => {
        const tree = grow(schema, tape);
        const plain = cost(textOf(tree));

        expect(cost(`query { ...F } fragment F on Query ${blockOf(tree)}`)).toBe(plain);
        expect(cost(`query { ... on Query ${blockOf(tree)} }`)).toBe(plain);
        const twice = `${blockOf(tree).slice(1, -1)} ${blockOf(tree).slice(1, -1)}`;
        const renamed = blockOf(tree, 'z').slice(1, -1);
        expect(cost(`{ ${blockOf(tree).slice(1, -1)} ${renamed} }`)).toBe(cost(`{ ${twice} }`));
      }),
    );
  });
});

type Tree = {
  readonly name: string;
  readonly first: number | null;
  readonly children: readonly Tree[];
};

/** A selection below the root, made of fields that exist; the root's own name is never printed. */
function grow(from: GraphQLSchema, tape: readonly number[]): Tree {
  let at = 0;
  const next = () => tape[at++] ?? 0;
  const below = (type: GraphQLNamedType | null | undefined, depth: number): Tree[] => {
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    const fields = Object.values(type.getFields());
    return Array.from({ length: 1 + (next() % 3) }, () => {
      const field = fields[next() % fields.length];
      if (!field || depth > 4) return { name: '__typename', first: null, children: [] };
      const children = below(getNamedType(field.type), depth + 1);
      const hasPage = field.args.some(({ name }) => name === 'first');
      const isLeaf = !isCompositeType(getNamedType(field.type));
      return {
        name: field.name,
        first: hasPage ? next() % 260 : null,
        children:
          isLeaf || children.length > 0
            ? children
            : [{ name: '__typename', first: null, children: [] }],
      };
    });
  };
  return { name: '', first: null, children: below(from.getQueryType(), 0) };
}

const all = (tree: Tree): Tree[] => [tree, ...tree.children.flatMap(all)];

function replace(tree: Tree, node: Tree, by: Tree): Tree {
  if (tree === node) return by;
  return { ...tree, children: tree.children.map((child) => replace(child, node, by)) };
}

const textOf = (tree: Tree) => `query ${blockOf(tree)}`;

function blockOf({ children }: Tree, alias?: string): string {
  return `{ ${children
    .map(
      (child, index) =>
        `${alias ? `${alias}${index}: ` : ''}${child.name}${child.first === null ? '' : `(first: ${child.first})`}${
          child.children.length > 0 ? blockOf(child, alias) : ''
        }`,
    )
    .join(' ')} }`;
}
