import { GraphQLError, OperationTypeNode, type ASTVisitor, type ValidationRule } from 'graphql';
import { irrevocable } from './operation-cost.ts';
import { sizeOfQuery } from './query-size.ts';

/** A page of 250 orders with 250 entries of history each fits, a second one beside it does not. */
const MOST_ENTRIES = 100_000;
/** Each may count all orders; a screen needs one or two. */
const MOST_ROOT_FIELDS = 20;
/** Who asks the same again and again in one request, under other names, wants to pass a limit per request. */
const MOST_ALIASES = 50;
/** Whoever does more of them at once should look at each answer. */
const MOST_IRREVOCABLE = 3;

/**
 * Refuses queries that could answer with more than a process should hold, however they come by it: pages
 * within pages, and the same field again under another name. Counted before anything is read, with the
 * longest page for what comes in a variable.
 */
export const limitCost: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(operation) {
    const { entries, rootFields, aliases, isTooIntricate } = sizeOfQuery({
      schema: context.getSchema(),
      operation,
      fragmentNamed: (name) => context.getFragment(name),
      variables: null,
    });
    const refuse = (message: string) =>
      context.reportError(new GraphQLError(message, { nodes: operation }));
    if (rootFields.length > MOST_ROOT_FIELDS) {
      return refuse(
        `The operation has ${rootFields.length} fields at its top; at most ${MOST_ROOT_FIELDS} are allowed.`,
      );
    }
    if (isTooIntricate) return refuse('The query repeats its fragments too often.');
    if (aliases > MOST_ALIASES) {
      refuse(`The query gives ${aliases} fields other names; at most ${MOST_ALIASES} are allowed.`);
    }
    const deeds = rootFields.filter((name) => irrevocable.has(name));
    if (operation.operation === OperationTypeNode.MUTATION && deeds.length > MOST_IRREVOCABLE) {
      refuse(
        `The mutation does ${deeds.length} things that cannot be taken back; at most ${MOST_IRREVOCABLE} are allowed. Send several requests.`,
      );
    }
    if (entries > MOST_ENTRIES) {
      refuse(
        `The query may answer with ${entries} entries; at most ${MOST_ENTRIES} are allowed. Ask for shorter pages.`,
      );
    }
  },
});
