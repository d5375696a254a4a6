import fc from 'fast-check';
import {
  execute as executeByGraphqlJs,
  getIntrospectionQuery,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { moodySchema } from '../../test/kit/moody-schema.ts';
import { makeExecute, type Execute } from './execute.ts';
import { MOST_FIELDS, PlanStore } from './plan-store.ts';

const schema = moodySchema();
/** Chance gives two fields the same name, and both executors must make the same of it. */
const rules = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

async function answerOf(
  execute: Execute,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  seed: number,
): Promise<unknown> {
  const answer: ExecutionResult = await execute({
    schema,
    document,
    variableValues,
    contextValue: { seed },
  });
  return JSON.parse(JSON.stringify(answer));
}

/** Selections of a type: fields under their own or another name, fragments, fields within fields. */
const directive = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom('@include(if: $on)', '@skip(if: $on)', '@skip(if: $off)', '@include(if: true)'),
);
const alias = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constantFrom('a: ', 'b: '));
const wish = fc.constantFrom(
  '',
  '(wish: $wish)',
  '(times: $times)',
  '(wish: { count: 7, names: ["x", "y"] }, times: 2)',
  '(wish: { names: $names, mood: WILD })',
);
const { tree, thing, any } = fc.letrec<Record<'tree' | 'stone' | 'thing' | 'any', string>>(
  (tie) => {
    const leaf = (names: readonly string[]) =>
      fc.tuple(alias, fc.constantFrom(...names), directive).map((parts) => parts.join(' '));
    const inner = (names: readonly string[], selection: fc.Arbitrary<string>) =>
      fc
        .tuple(alias, fc.constantFrom(...names), directive, selection)
        .map(([as, name, when, below]) => `${as}${name} ${when} { ${below} }`);
    const asked = fc
      .tuple(alias, wish, directive)
      .map(([as, given, when]) => `${as}asked${given} ${when}`);
    const fragment = (type: string, selection: fc.Arbitrary<string>) =>
      fc.tuple(directive, selection).map(([when, below]) => `... on ${type} ${when} { ${below} }`);
    const some = (depthSize: 'xsmall' | 'small', ...of: fc.Arbitrary<string>[]) =>
      fc
        .array(fc.oneof({ depthSize, withCrossShrink: true }, ...of), {
          minLength: 1,
          maxLength: 4,
        })
        .map((fields) => `__typename ${fields.join(' ')}`);
    const below = (type: 'tree' | 'stone' | 'thing' | 'any') => tie(type);
    return {
      tree: some(
        'small',
        leaf(['name', 'firm', 'mood', 'count', 'tags', 'firmTags', 'method']),
        asked,
        inner(['tree', 'firmTree', 'trees', 'firmTrees', 'rows'], below('tree')),
        inner(['thing', 'self'], below('thing')),
        inner(['any'], below('any')),
        fragment('Thing', below('thing')),
        fc.constant('...OfATree'),
      ),
      stone: some('small', leaf(['name', 'weight']), inner(['stones'], below('stone'))),
      thing: some(
        'small',
        leaf(['name']),
        inner(['self'], below('thing')),
        fragment('Tree', below('tree')),
        fragment('Stone', below('stone')),
      ),
      any: some('small', fragment('Tree', below('tree')), fragment('Thing', below('thing'))),
    };
  },
);

const root = fc.oneof(
  fc.tuple(fc.constantFrom('tree', 'firmTree', 'trees'), tree),
  fc.tuple(fc.constant('thing'), thing),
  fc.tuple(fc.constant('any'), any),
);
const operation = fc
  .array(root, { minLength: 1, maxLength: 3 })
  .map((fields) =>
    fields.map(([name, below], index) => `f${index}: ${name} { ${below} }`).join(' '),
  )
  .map(
    (fields) =>
      `query Some($on: Boolean!, $off: Boolean! = false, $wish: Wish, $times: Int! = 3, $names: [String!]) { ${fields} asked(wish: $wish, times: $times) n: asked(wish: { names: $names }) }
       fragment OfATree on Tree { name firm deeper: tree { count @skip(if: $off) firmTags } }`,
  );
const variables = fc.record(
  {
    on: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, fc.constantFrom(null, 'yes')),
    off: fc.boolean(),
    wish: fc.constantFrom(null, { count: 1 }, { names: ['n'], mood: 'WILD' }, { count: 'many' }),
    times: fc.constantFrom(1, 2, null),
    names: fc.constantFrom(null, [], ['z']),
  },
  { requiredKeys: ['on'] },
);

describe('an operation executed by plan', () => {
  test('answers as graphql-js does, whatever its resolvers do', async () => {
    let [planned, withErrors] = [0, 0];
    await fc.assert(
      fc.asyncProperty(operation, variables, fc.nat(), async (source, variableValues, seed) => {
        const document = parse(source);
        if (validate(schema, document, rules).length > 0) return;
        planned += 1;
        const execute = makeExecute(schema);
        await answerOf(execute, document, variableValues, seed + 1);
        for (const values of [variableValues, { ...variableValues, on: true }, variableValues]) {
          const expected = await answerOf(executeByGraphqlJs, document, values, seed);
          if ('errors' in (expected as object)) withErrors += 1;
          expect(await answerOf(execute, document, values, seed)).toEqual(expected);
        }
      }),
      { numRuns: 400 },
    );
    expect(planned).toBeGreaterThan(100);
    expect(withErrors).toBeGreaterThan(100);
  });

  test('tells the schema, and the events of a subscription', async () => {
    for (const source of [
      getIntrospectionQuery(),
      'subscription { grown { name firm tree { __typename } trees { mood } } }',
      '{ __type(name: "Tree") { name fields { name } } __typename }',
    ]) {
      const document = parse(source);
      expect(validate(schema, document)).toEqual([]);
      for (let seed = 0; seed < 30; seed += 1) {
        const execute = makeExecute(schema);
        await answerOf(execute, document, {}, seed);
        const expected = await answerOf(executeByGraphqlJs, document, {}, seed);
        expect(await answerOf(execute, document, {}, seed)).toEqual(expected);
      }
    }
  });

  test('does not take a name that means something in JavaScript for anything but a name', async () => {
    for (const name of ['__proto__', 'constructor', 'then', 'toString']) {
      const document = parse(
        `{ ${name}: tree { ${name}: name x: firm } ...${name} } fragment ${name} on Query { y: __typename }`,
      );
      expect(validate(schema, document)).toEqual([]);
      const execute = makeExecute(schema);
      for (let seed = 3; seed < 9; seed += 1) {
        const expected = await executeByGraphqlJs({ schema, document, contextValue: { seed } });
        const answer = await execute({ schema, document, contextValue: { seed } });
        expect(JSON.stringify(answer)).toBe(JSON.stringify(expected));
      }
    }
  });
});

describe('the memory for plans', () => {
  const contextValue = { seed: 0 };
  const text = (number: number, fields: number) =>
    `{ tree { ${Array.from({ length: fields }, (_, at) => `f${number}_${at}: name`).join(' ')} } }`;
  const ask = async (execute: Execute, source: string, times: number) => {
    const document = parse(source);
    for (let time = 0; time < times; time += 1) await execute({ schema, document, contextValue });
  };

  test('holds nothing of what is asked once', async () => {
    const store = new PlanStore();
    const execute = makeExecute(schema, store);
    for (let number = 0; number < 200; number += 1) await ask(execute, text(number, 5), 1);
    expect(store.fields).toBe(0);
  });

  test('is bounded, however many texts are asked again and again', async () => {
    const store = new PlanStore();
    const execute = makeExecute(schema, store);
    const loved = parse('{ tree { name firm } }');
    for (let number = 0; number < 150; number += 1) {
      await ask(execute, text(number, 400), 3);
      await execute({ schema, document: loved, contextValue });
    }
    expect(store.fields).toBeGreaterThan(MOST_FIELDS / 2);
    expect(store.fields).toBeLessThanOrEqual(MOST_FIELDS);
    const [operation] = loved.definitions as [OperationDefinitionNode];
    const before = store.fields;
    expect(store.find(loved, operation)).not.toBeNull();
    expect(store.fields).toBe(before);
  });

  test('holds nothing of what is larger than any screen needs', async () => {
    const store = new PlanStore();
    await ask(makeExecute(schema, store), text(0, 5_000), 4);
    expect(store.fields).toBe(0);
  });
});
