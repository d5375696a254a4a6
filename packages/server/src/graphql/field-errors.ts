import { locatedError, responsePathAsArray, type GraphQLError } from 'graphql';
import type { FieldPlan, ValuePlan } from './operation-plan.ts';
import type { Path, Run } from './resolve-field.ts';

// What becomes of a field whose resolving or completing failed.

/** Null where it may be null; where not, the error goes on to whatever holds the value. */
export function handleError(
  run: Run,
  field: FieldPlan,
  { isNonNull }: ValuePlan,
  path: Path,
  raw: unknown,
): null {
  const error = locatedError(raw, field.nodes, responsePathAsArray(path));
  if (isNonNull) throw error;
  collect(run, error, path);
  return null;
}

/** What lies below a null that an error made is told of no more. */
export function collect(run: Run, error: GraphQLError, path: Path | undefined): void {
  for (let at = path; at; at = at.prev) if (run.nulled.has(at)) return;
  if (run.nulled.has(undefined)) return;
  run.nulled.add(path);
  run.errors.push(error);
}
