import { buildSchema, isObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';

/**
 * A small schema with every shape of type, whose resolvers answer with anything: values, nothing, promises, errors
 * thrown, returned and promised, values of a wrong kind. What a place answers hangs on its path and the seed
 * in the context alone, so that whoever executes it meets the same.
 */
export function moodySchema(): GraphQLSchema {
  const schema = buildSchema(`
    enum Mood { CALM WILD }
    input Wish { count: Int = 2, names: [String!], mood: Mood = CALM }
    interface Thing { name: String, self: Thing }
    union Any = Tree | Stone
    type Tree implements Thing {
      name: String, self: Thing, firm: String!, mood: Mood, count: Int!, tags: [String], firmTags: [String!]!
      tree: Tree, firmTree: Tree!, trees: [Tree], firmTrees: [Tree!]!, rows: [[Tree]], thing: Thing, any: [Any!]
      asked(wish: Wish, times: Int! = 1): String, method: String
    }
    type Stone implements Thing { name: String, self: Thing, weight: Float!, stones: [Stone!] }
    type Query { tree: Tree, firmTree: Tree!, trees: [Tree!], thing: Thing, any: Any, asked(wish: Wish, times: Int! = 1): String }
    type Subscription { grown: Tree }
  `);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name === 'method') continue;
      field.resolve = (_source, args: unknown, context: unknown, info) =>
        answer(info, args, (context as { seed: number }).seed);
    }
  }
  return schema;
}

/**
 * All at once, all by promises, or both but so that no item of a list fails: of a list in which one item throws at once
 * graphql-js leaves the promises behind, and nobody hears when they fail.
 */
const moods = ['SYNC', 'ASYNC', 'MIXED'] as const;
type Mood = (typeof moods)[number];

function answer(info: GraphQLResolveInfo, args: unknown, seed: number): unknown {
  const mood = moods[seed % moods.length] ?? 'SYNC';
  const type = String(info.returnType);
  const at = pathText(info.path);
  const draw = drawFrom(`${at} ${seed}`);
  const value = valueFor(type, args, draw, mood);
  const outcome = draw(12);
  if (mood === 'MIXED') {
    if (outcome === 0 && !type.endsWith('!')) throw new Error(`thrown at ${at}`);
    if (outcome === 1 && !type.endsWith('!')) return Promise.reject(new Error(`promised at ${at}`));
    return outcome < 6 ? Promise.resolve(value) : value;
  }
  if (outcome === 0) return inMood(mood, () => null);
  if (outcome === 1) return inMood(mood, () => 'of a wrong kind');
  if (outcome === 2) return inMood(mood, () => new Error(`given at ${at}`));
  if (outcome === 3) {
    return inMood(mood, () => {
      throw new Error(`thrown at ${at}`);
    });
  }
  return inMood(mood, () => value);
}

function inMood(mood: Mood, make: () => unknown): unknown {
  return mood === 'ASYNC' ? Promise.resolve().then(make) : make();
}

type Draw = (below: number) => number;

function valueFor(type: string, args: unknown, draw: Draw, mood: Mood): unknown {
  if (type.endsWith('!')) return valueFor(type.slice(0, -1), args, draw, mood);
  if (type.startsWith('[')) {
    return Array.from({ length: draw(4) }, () => {
      const value = valueFor(type.slice(1, -1), args, draw, mood);
      const item = mood === 'MIXED' ? 9 : draw(10);
      if (item === 0) return inMood(mood, () => null);
      return inMood(mood, () => (item === 1 ? new Error('an item that is an error') : value));
    });
  }
  switch (type) {
    case 'String':
      return args && Object.keys(args).length > 0 ? JSON.stringify(args) : `text ${draw(100)}`;
    case 'Mood':
      return ['CALM', 'WILD'][draw(2)];
    case 'Int':
    case 'Float':
      return draw(1_000);
    default: {
      const isOne = type === 'Tree' || type === 'Stone';
      const names = mood === 'MIXED' ? ['Tree', 'Stone'] : ['Tree', 'Stone', 'Tree', 'Cloud'];
      return {
        __typename: isOne ? type : names[draw(names.length)],
        method: (given: object) => `called with ${Object.keys(given).length}`,
      };
    }
  }
}

function pathText(path: GraphQLResolveInfo['path'] | undefined): string {
  return path ? `${pathText(path.prev)}.${path.key}` : '';
}

/** Always the same numbers for the same text. */
function drawFrom(text: string): Draw {
  let state = 2_166_136_261;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x6d2b_79f5;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}
