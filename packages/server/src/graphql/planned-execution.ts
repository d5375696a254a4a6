import {
  defaultTypeResolver,
  GraphQLError,
  type ExecutionResult,
  type GraphQLAbstractType,
  type GraphQLObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { collect, handleError } from './field-errors.ts';
import type { FieldPlan, OperationPlan, SelectionPlan, ValuePlan } from './operation-plan.ts';
import {
  fieldPath,
  infoOf,
  noInfo,
  pathOf,
  propertyOf,
  resolveField,
  type Path,
  type Run,
} from './resolve-field.ts';
import { runtimeType } from './runtime-type.ts';

// Executes a planned operation as graphql-js does, step for step and error for error: its execute.js, read side by
// side, explains this file. What is left out is what the plan knows, and whatever only an error would need.

/** Queries, and the events of subscriptions: fields at the top are resolved side by side. */
export function executePlan(
  plan: OperationPlan,
  given: Pick<Run, 'rootValue' | 'contextValue' | 'variableValues'>,
): ExecutionResult | Promise<ExecutionResult> {
  const { rootValue, contextValue, variableValues } = given;
  const run: Run = {
    plan,
    rootValue,
    contextValue,
    variableValues,
    errors: [],
    nulled: new Set(),
  };
  const answer = (data: unknown): ExecutionResult => {
    const whole = data as ExecutionResult['data'] & object;
    return run.errors.length === 0 ? { data: whole } : { errors: run.errors, data: whole };
  };
  const fail = (error: unknown) => {
    collect(run, error as GraphQLError, undefined);
    return answer(null);
  };
  try {
    const result = executeFields(run, plan.root, rootValue, undefined);
    return isPromise(result) ? result.then(answer, fail) : answer(result);
  } catch (error) {
    return fail(error);
  }
}

function executeFields(
  run: Run,
  selection: SelectionPlan,
  source: unknown,
  path: Path | undefined,
): unknown {
  const results: Record<string, unknown> = {};
  let containsPromise = false;
  try {
    for (const field of selection.fields) {
      const result = executeField(run, field, source, path);
      results[field.key] = result;
      if (isPromise(result)) containsPromise = true;
    }
  } catch (error) {
    if (!containsPromise) throw error;
    // The others may fail as well, and somebody must have looked.
    return whenAllOf(results).finally(() => {
      throw error;
    });
  }
  return containsPromise ? whenAllOf(results) : results;
}

async function whenAllOf(results: Readonly<Record<string, unknown>>) {
  const values = await Promise.all(Object.values(results));
  return Object.fromEntries(Object.keys(results).map((key, index) => [key, values[index]]));
}

function executeField(
  run: Run,
  field: FieldPlan,
  source: unknown,
  parent: Path | undefined,
): unknown {
  const { value, field: definition } = field;
  // What is below tells errors apart by it, so there is one; a plain leaf needs it only for an error.
  let path: Path | undefined;
  try {
    let result: unknown;
    if (definition.resolve || field.hasArguments) {
      path = pathOf(field, parent);
      result = resolveField(run, field, source, path);
    } else {
      result = propertyOf(source, definition.name);
      if (typeof result === 'function') {
        path = pathOf(field, parent);
        result = result.call(source, {}, run.contextValue, infoOf(run, field, path));
      }
    }
    if (value.kind === 'LEAF' && !isPromise(result)) return completeLeaf(field, value, result);
    path ??= pathOf(field, parent);
    return completeInTime(run, field, value, path, result);
  } catch (error) {
    return handleError(run, field, value, path ?? pathOf(field, parent), error);
  }
}

function completeValue(
  run: Run,
  field: FieldPlan,
  value: ValuePlan,
  path: Path,
  result: unknown,
): unknown {
  if (value.kind === 'LEAF') return completeLeaf(field, value, result);
  if (result instanceof Error) throw result;
  if (result === null || result === undefined) return completeNull(field, value);
  switch (value.kind) {
    case 'LIST':
      return completeList(run, field, value.item, path, result);
    case 'OBJECT':
      return completeObject(run, field, value.type, path, result);
    case 'ABSTRACT':
      return completeAbstract(run, field, value.type, path, result);
  }
}

function completeNull(field: FieldPlan, { isNonNull }: ValuePlan): null {
  if (!isNonNull) return null;
  throw new Error(
    `Cannot return null for non-nullable field ${field.parentType.name}.${field.field.name}.`,
  );
}

function completeLeaf(
  field: FieldPlan,
  value: ValuePlan & { readonly kind: 'LEAF' },
  result: unknown,
): unknown {
  if (result === null || result === undefined) return completeNull(field, value);
  if (typeof result === 'object' && result instanceof Error) throw result;
  const serialized: unknown = value.type.serialize(result);
  if (serialized === null || serialized === undefined) {
    throw new Error(
      `Expected \`${inspect(value.type)}.serialize(${inspect(result)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  }
  return serialized;
}

function completeList(
  run: Run,
  field: FieldPlan,
  item: ValuePlan,
  path: Path,
  result: {},
): unknown {
  if (typeof result !== 'object' || !isIterable(result)) {
    throw new GraphQLError(
      `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.field.name}".`,
    );
  }
  let containsPromise = false;
  const completed = Array.from(result, (one, index) => {
    const done = completeItem(
      run,
      field,
      item,
      { prev: path, key: index, typename: undefined },
      one,
    );
    if (isPromise(done)) containsPromise = true;
    return done;
  });
  return containsPromise ? Promise.all(completed) : completed;
}

function completeItem(
  run: Run,
  field: FieldPlan,
  item: ValuePlan,
  path: Path,
  result: unknown,
): unknown {
  try {
    return completeInTime(run, field, item, path, result);
  } catch (error) {
    return handleError(run, field, item, path, error);
  }
}

/** Now, or once the promise is kept. */
function completeInTime(
  run: Run,
  field: FieldPlan,
  value: ValuePlan,
  path: Path,
  result: unknown,
): unknown {
  const completed = isPromise(result)
    ? completeLater(run, field, value, path, result)
    : completeValue(run, field, value, path, result);
  return isPromise(completed) ? mendLater(run, field, value, path, completed) : completed;
}

// Apart from what calls them: closures make every call of the function around them remember its arguments.

function completeLater(
  run: Run,
  field: FieldPlan,
  value: ValuePlan,
  path: Path,
  result: Promise<unknown>,
): Promise<unknown> {
  return result.then((resolved) => completeValue(run, field, value, path, resolved));
}

function mendLater(
  run: Run,
  field: FieldPlan,
  value: ValuePlan,
  path: Path,
  completed: Promise<unknown>,
): Promise<unknown> {
  return completed.then(undefined, (error: unknown) => handleError(run, field, value, path, error));
}

function completeObject(
  run: Run,
  field: FieldPlan,
  type: GraphQLObjectType,
  path: Path,
  result: unknown,
): unknown {
  const selection = field.selections.get(type) ?? run.plan.selectionOf(field, type);
  if (!type.isTypeOf) return executeFields(run, selection, result, path);
  // One that takes only the value asks for nothing else.
  const info = type.isTypeOf.length < 3 ? noInfo : infoOf(run, field, fieldPath(path));
  const isOfType = type.isTypeOf(result, run.contextValue, info);
  if (isPromise(isOfType)) return completeOnceKnown(run, field, selection, path, result, isOfType);
  if (isOfType) return executeFields(run, selection, result, path);
  throw anotherType(field, type, result);
}

async function completeOnceKnown(
  run: Run,
  field: FieldPlan,
  selection: SelectionPlan,
  path: Path,
  result: unknown,
  isOfType: Promise<boolean>,
): Promise<unknown> {
  if (await isOfType) return executeFields(run, selection, result, path);
  throw anotherType(field, selection.type, result);
}

function anotherType(field: FieldPlan, type: GraphQLObjectType, result: unknown): GraphQLError {
  return new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(result)}.`, {
    nodes: field.nodes,
  });
}

function completeAbstract(
  run: Run,
  field: FieldPlan,
  type: GraphQLAbstractType,
  path: Path,
  result: unknown,
): unknown {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const info = infoOf(run, field, fieldPath(path));
  const go = (name: unknown) =>
    completeObject(
      run,
      field,
      runtimeType(run.plan.schema, field, { abstract: type, name, value: result }),
      path,
      result,
    );
  const name = resolveType(result, run.contextValue, info, type);
  return isPromise(name) ? name.then(go) : go(name);
}

function isIterable(value: object): value is Iterable<unknown> {
  return typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
