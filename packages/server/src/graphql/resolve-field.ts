import {
  defaultFieldResolver,
  getArgumentValues,
  type FieldNode,
  type GraphQLError,
  type GraphQLResolveInfo,
} from 'graphql';
import type { FieldPlan, OperationPlan } from './operation-plan.ts';

export type Path = GraphQLResolveInfo['path'];

/** One execution. */
export type Run = {
  readonly plan: OperationPlan;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variableValues: Record<string, unknown>;
  readonly errors: GraphQLError[];
  /** Where errors have made null: of what lies below, nothing more is told. Undefined is the whole answer. */
  readonly nulled: Set<Path | undefined>;
};

/** What `@AtOnce` marks takes none. */
const noArguments = Object.freeze({});
export const noInfo = Object.freeze({}) as GraphQLResolveInfo;

export function pathOf(field: FieldPlan, prev: Path | undefined): Path {
  return { prev, key: field.key, typename: field.parentType.name };
}

export function resolveField(run: Run, field: FieldPlan, source: unknown, path: Path): unknown {
  const { field: definition, nodes, hasArguments } = field;
  const resolve = definition.resolve ?? defaultFieldResolver;
  if (!field.needsInfo) return resolve(source, noArguments, run.contextValue, noInfo);
  const args = hasArguments
    ? getArgumentValues(definition, nodes[0] as FieldNode, run.variableValues)
    : {};
  return resolve(source, args, run.contextValue, infoOf(run, field, path));
}

export function propertyOf(source: unknown, name: string): unknown {
  return (typeof source === 'object' && source !== null) || typeof source === 'function'
    ? (source as Record<string, unknown>)[name]
    : undefined;
}

export function infoOf(run: Run, field: FieldPlan, path: Path): GraphQLResolveInfo {
  const { plan } = run;
  return {
    fieldName: field.field.name,
    fieldNodes: field.nodes,
    returnType: field.field.type,
    parentType: field.parentType,
    path,
    schema: plan.schema,
    fragments: plan.fragments,
    rootValue: run.rootValue,
    operation: plan.operation,
    variableValues: run.variableValues,
  };
}

/** Of the field that the item of a list belongs to. */
export function fieldPath(path: Path): Path {
  let at = path;
  while (typeof at.key === 'number' && at.prev) at = at.prev;
  return at;
}
