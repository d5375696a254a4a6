import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { sizeOfQuery } from './query-size.ts';

// What an operation costs, in points. A read costs a point for each hundred entries it may answer with; what
// changes something, and above all what has effects outside that nobody can take back, costs more.

const ENTRIES_PER_POINT = 100;
/** Asking a question at all, however small. */
export const LEAST_POINTS = 1;
/** Of a query that cannot be read: to find that out is work too. */
export const UNREADABLE_POINTS = 10;
/** A stream is asked once and answers for hours. */
const SUBSCRIPTION_POINTS = 5;
const MUTATION_POINTS = 10;

/** Fields at the top that cost something else than their kind does, beside what they answer with. */
const ownPoints: Readonly<Record<string, number>> = {
  // Money moves, goods go out, strangers are called: nobody takes that back.
  refundOrder: 100,
  settleRefundLeg: 50,
  completeOrder: 20,
  rerunAction: 20,
  rerunFailedActions: 200,
  testActionConfiguration: 200,
  eraseCustomer: 100,
  // Mail goes to an address that somebody typed.
  inviteMember: 50,
  resendInvitation: 50,
  requestOrderExport: 50,
  requestCustomerExport: 50,
  // What each customer of a checkout page does. A launch must not end at a limit.
  openCheckout: 1,
  updateCheckout: 1,
  submitBilling: 1,
  startPayment: 5,
  // Adds up a year of books.
  salesReport: 10,
};

/** Mutations whose effect nobody can take back: of these a request may hold a few and no more. */
export const irrevocable: ReadonlySet<string> = new Set([
  'refundOrder',
  'settleRefundLeg',
  'completeOrder',
  'rerunAction',
  'rerunFailedActions',
  'testActionConfiguration',
  'startPayment',
  'eraseCustomer',
  'inviteMember',
  'resendInvitation',
]);

const kindPoints = { query: 0, mutation: MUTATION_POINTS, subscription: SUBSCRIPTION_POINTS };

/** All that stand in the list above. */
export const pricedFields: readonly string[] = Object.keys(ownPoints);

/** For files, which are no operations. */
export const REPORT_FILE_POINTS = 20;
export const EXPORT_FILE_POINTS = 50;

/**
 * The points of one operation of a valid document, 1 or more. Adding a field or asking for a longer page
 * never makes it cheaper. 250 orders with their customer and four lines each: 250 × (1 + 1 + 4) entries, 15 points.
 */
export function pointsOf(asked: Asked): number {
  const known = costs.get(asked.operation);
  const cost = known ?? { pageVariables: [], byPages: new Map<string, number>() };
  const points = known && cost.byPages.get(pagesOf(asked.variables, cost.pageVariables));
  if (points !== undefined) return points;
  const counted = count(asked);
  cost.pageVariables = counted.pageVariables;
  if (cost.byPages.size >= MOST_KNOWN) cost.byPages.clear();
  cost.byPages.set(pagesOf(asked.variables, cost.pageVariables), counted.points);
  costs.set(asked.operation, cost);
  return counted.points;
}

type Asked = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
};

/** The list of orders is asked for all day: to count it anew takes longer than to find its row in the database. */
const costs = new WeakMap<
  OperationDefinitionNode,
  { pageVariables: readonly string[]; byPages: Map<string, number> }
>();
const MOST_KNOWN = 100;

/** Told apart as the count tells them apart: a number, something else, or left out. */
function pagesOf(variables: Asked['variables'], names: readonly string[]): string {
  return names
    .map((name) => {
      const length = variables[name];
      if (typeof length === 'number') return length;
      return Object.hasOwn(variables, name) ? 'none' : 'left out';
    })
    .join();
}

function count(asked: Asked): { points: number; pageVariables: readonly string[] } {
  const { schema, operation, variables } = asked;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of asked.document.definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  }
  const { entries, rootFields, pageVariables } = sizeOfQuery({
    schema,
    operation,
    variables,
    fragmentNamed: (name) => fragments.get(name),
  });
  const own = rootFields.reduce(
    (sum, name) =>
      sum + (ownPoints[name] ?? (name === '__typename' ? 0 : kindPoints[operation.operation])),
    0,
  );
  const points = Math.max(LEAST_POINTS, own + Math.ceil(entries / ENTRIES_PER_POINT));
  return { points, pageVariables };
}

/** The operation that a request means, or null where it cannot be said: then nothing is executed either. */
export function operationOf(
  document: DocumentNode,
  operationName: string | null | undefined,
): OperationDefinitionNode | null {
  const operations = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  if (operationName) return operations.find(({ name }) => name?.value === operationName) ?? null;
  return operations.length === 1 ? (operations[0] ?? null) : null;
}
