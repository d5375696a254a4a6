import { buildSchema, GraphQLError, type GraphQLSchema } from 'graphql';
import type { GraphQLContext } from '../../src/graphql/context.ts';

/** A schema just large enough to see what the doors in front of it do. */
export function tinySchema(): {
  schema: GraphQLSchema;
  writes: string[];
  begins: string[];
  ends: string[];
} {
  const writes: string[] = [];
  const begins: string[] = [];
  const ends: string[] = [];
  const schema = buildSchema(`
    type Query { who: String, level: Level!, fault: String, refusal: String, longNameOfAField: String }
    type Level { deeper: Level!, depth: Int! }
    type Mutation { write(what: String!): Boolean! }
    type Subscription { ticks(count: Int!): Int!, requests: String!, silence: Int! }
  `);
  const resolvers: Record<string, Record<string, object>> = {
    Query: {
      who: {
        resolve: (_: unknown, __: unknown, { viewer }: GraphQLContext) =>
          viewer?.actor.name ?? null,
      },
      level: { resolve: () => ({ depth: 0 }) },
      fault: {
        resolve: () => {
          throw new Error('password authentication failed for user virtanen@example.com');
        },
      },
      refusal: {
        resolve: () => {
          throw new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });
        },
      },
    },
    Level: { deeper: { resolve: ({ depth }: { depth: number }) => ({ depth: depth + 1 }) } },
    Mutation: {
      write: {
        resolve: (_: unknown, { what }: { what: string }) => {
          writes.push(what);
          return true;
        },
      },
    },
    Subscription: {
      ticks: {
        resolve: (tick: number) => tick,
        async *subscribe(_: unknown, { count }: { count: number }) {
          for (let tick = 1; tick <= count; tick += 1) yield await Promise.resolve(tick);
        },
      },
      requests: {
        // Two events of one subscription must not share what they have read.
        resolve: (seen: Set<unknown>, _: unknown, { loaders, viewer }: GraphQLContext) => {
          seen.add(loaders);
          return `${viewer?.actor.name} ${seen.size}`;
        },
        async *subscribe() {
          const seen = new Set();
          for (let event = 0; event < 2; event += 1) yield await Promise.resolve(seen);
        },
      },
      silence: {
        resolve: () => 0,
        subscribe: () => {
          begins.push('silence');
          return silence(() => ends.push('silence'));
        },
      },
    },
  };
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName) as { getFields(): Record<string, object> };
    for (const [name, parts] of Object.entries(fields)) {
      Object.assign(type.getFields()[name] ?? {}, parts);
    }
  }
  return { schema, writes, begins, ends };
}

/** Says nothing for ever, until it is told to end. */
function silence(onEnd: () => void): AsyncIterableIterator<number> {
  return {
    next: () => new Promise(() => {}),
    return: () => {
      onEnd();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
