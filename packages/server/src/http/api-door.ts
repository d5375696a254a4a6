import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Allowance, GraphQLContext, Services } from '../graphql/context.ts';
import { formatError, stampErrors } from '../graphql/errors.ts';
import { makeLoaders } from '../graphql/loaders.ts';
import type { Log } from '../log.ts';
import type { Actor, RequestOrigin } from '../use-cases/request.ts';

/** What both ways to the API, requests and sockets, need to know of it. */
export type ApiDoor = {
  readonly schema: GraphQLSchema;
  /** For one operation, or one event of a subscription: rows read for it are never shown twice. */
  contextFor(asked: {
    viewer: Viewer | null;
    requestId: string;
    from: RequestOrigin;
    allowance: Allowance;
  }): GraphQLContext;
  /** To be waited for before the answer goes out: it may hold personal data of many customers. */
  noteShown(context: GraphQLContext, operationName: string | null | undefined): Promise<void>;
  /** Puts the request's id on errors and writes faults, which `formatError` hides, to the log. */
  note(errors: readonly GraphQLError[], requestId: string): void;
  /** Errors as the one who asked may see them. */
  show(errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[];
};

/** Nobody yet: may do nothing and sees nothing, and is asked to sign in by the API itself. */
const STRANGER: Actor = { kind: 'PERSON', id: null, name: 'Somebody not signed in' };

export function makeApiDoor(schema: GraphQLSchema, services: Services, log: Log): ApiDoor {
  const note: ApiDoor['note'] = (errors, requestId) =>
    stampErrors(errors, requestId, (error) => log.error({ error, requestId }, 'fault in the API'));
  return {
    schema,
    note,
    contextFor({ viewer, requestId, from, allowance }) {
      const em = services.orm.em.fork();
      const request = {
        em,
        actor: viewer?.actor ?? STRANGER,
        permissions: viewer?.permissions ?? new Set(),
        reach: viewer?.reach ?? [],
        tools: services.tools,
        from,
      };
      return {
        services,
        viewer,
        requestId,
        request,
        loaders: makeLoaders(request),
        shownCustomers: new Set(),
        allowance,
      };
    },
    async noteShown({ request, shownCustomers }, operationName) {
      if (shownCustomers.size === 0) return;
      const operation = operationName ?? 'without a name';
      await services.looks.note(request, { operation, customers: shownCustomers.size });
    },
    show(errors, requestId) {
      note(errors, requestId);
      return errors.map((error) => formatError(error.toJSON(), error, requestId));
    },
  };
}
