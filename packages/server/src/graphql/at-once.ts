import { isObjectType, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import type { GraphQLContext } from './context.ts';

/** Takes the row and the context, in this order, and answers at once: no promise, no arguments, no `this`. */
type Resolve = (row: unknown, context: GraphQLContext) => unknown;

/** Field rules that say something about a value and refuse nobody. */
const harmless: ReadonlySet<unknown> = new Set([undefined, 'masked', 'not personal']);

/**
 * Beside `@FieldResolver`, for what a list shows of a row: the method is called directly, since type-graphql makes a
 * handful of objects around each call and a page of orders has a thousand of them.
 */
export function AtOnce(): MethodDecorator {
  return (target, key, descriptor) =>
    Extensions({ atOnce: descriptor.value })(target, key, descriptor);
}

/** What `@AtOnce` marks; undefined for all other fields. */
export function atOnceOf(field: { readonly extensions: object }): Resolve | undefined {
  return (field.extensions as { atOnce?: Resolve }).atOnce;
}

/** Throws where a field that refuses somebody is marked: its rule would not be asked. */
export function callAtOnce(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = atOnceOf(field);
      if (!resolve) continue;
      const { accessRule, isFresh } = field.extensions;
      if (!harmless.has(accessRule) || isFresh || field.args.length > 0) {
        throw new Error(`${type.name}.${field.name} has a rule or arguments and cannot be AtOnce`);
      }
      field.resolve = (row, _arguments, context) => resolve(row, context as GraphQLContext);
    }
  }
  return schema;
}
