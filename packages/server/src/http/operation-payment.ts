import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { costOf, limitError, type Bill } from './bill.ts';
import { limitHeaders, statusOfRefusal } from './limit-answers.ts';
import { LEAST_POINTS, operationOf, pointsOf, UNREADABLE_POINTS } from './operation-cost.ts';
import type { Proof, RateLimits } from './rate-limits.ts';

/** With it a request learns what its operation would cost; nothing is executed. */
const COST_ONLY_HEADER = 'x-cost-only';

/** Who pays for an operation, and with what proof. */
export type Payer = { readonly bill: Bill; readonly proof: Proof };

/**
 * Takes the points of an operation before it is executed, or refuses it; says in every answer what it cost
 * and what is left.
 */
export function payForOperations(
  schema: GraphQLSchema,
  limits: RateLimits,
): ApolloServerPlugin<Payer> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: async ({ contextValue: { bill }, operation }) => {
          if (!operation) await bill.payUpTo(UNREADABLE_POINTS);
        },
        didResolveOperation: async ({ contextValue: { bill, proof }, document, request }) => {
          const operation = operationOf(document, request.operationName);
          const variables = request.variables ?? {};
          const points = operation && pointsOf({ schema, document, operation, variables });
          const isCostOnly = request.http?.headers.has(COST_ONLY_HEADER) ?? false;
          const refusal = await bill.payUpTo(isCostOnly || !points ? LEAST_POINTS : points);
          bill.cost = points ?? LEAST_POINTS;
          if (!refusal) return;
          const spent = bill.spentCaller();
          if (spent) limits.noteRefused(proof, spent);
          const error = limitError(refusal, bill);
          const { retryAfterSeconds } = refusal;
          error.extensions['http'] = {
            status: statusOfRefusal(refusal),
            headers: new HeaderMap(
              retryAfterSeconds === null ? [] : [['retry-after', String(retryAfterSeconds)]],
            ),
          };
          throw error;
        },
        responseForOperation: ({ request }) =>
          Promise.resolve(
            request.http?.headers.has(COST_ONLY_HEADER)
              ? {
                  http: { headers: new HeaderMap() },
                  body: { kind: 'single', singleResult: { data: null } },
                }
              : null,
          ),
        willSendResponse: ({ contextValue: { bill }, response: { body, http } }) => {
          for (const [name, value] of Object.entries(limitHeaders(bill))) {
            http.headers.set(name, value);
          }
          if (body.kind === 'single') {
            body.singleResult.extensions = { ...body.singleResult.extensions, cost: costOf(bill) };
          }
          return Promise.resolve();
        },
      }),
  };
}
