import {
  execute as executeByGraphqlJs,
  getOperationAST,
  getVariableValues,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { OperationPlan } from './operation-plan.ts';
import { PlanStore } from './plan-store.ts';
import { executePlan } from './planned-execution.ts';

/** As graphql-js has it, where nobody says how many wrong variables are told of. */
const MOST_WRONG_VARIABLES = 50;

/** As `execute` of graphql-js, with the same answer. */
export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Executes queries, and events of subscriptions, by plans that are kept, which takes a fraction of the time of
 * graphql-js; and by graphql-js itself mutations and all that the store has no plan for. Arguments and variables
 * are read by graphql-js either way.
 */
export function makeExecute(schema: GraphQLSchema, store: PlanStore = new PlanStore()): Execute {
  return (args) => {
    const { document, contextValue, rootValue, fieldResolver, typeResolver } = args;
    const operation = getOperationAST(document, args.operationName);
    const rootType = operation && schema.getRootType(operation.operation);
    const isOurs = args.schema === schema && !fieldResolver && !typeResolver;
    const plans = isOurs && rootType ? store.find(document, operation) : null;
    if (!plans || !operation || !rootType) return executeByGraphqlJs(args);

    const maxErrors = args.options?.maxCoercionErrors ?? MOST_WRONG_VARIABLES;
    const declared = operation.variableDefinitions ?? [];
    const given = args.variableValues ?? {};
    const { coerced, errors } = getVariableValues(schema, declared, given, { maxErrors });
    if (errors) return { errors };
    const answers = plans.switches.map((name) => coerced[name]);
    if (!answers.every((one) => typeof one === 'boolean')) return executeByGraphqlJs(args);
    const switches = Object.fromEntries(plans.switches.map((name, at) => [name, answers[at]]));
    const plan = plans.plan(
      answers,
      () => new OperationPlan(schema, document, operation, rootType, switches as never),
    );
    return plan
      ? executePlan(plan, { contextValue, rootValue, variableValues: coerced })
      : executeByGraphqlJs(args);
  };
}
