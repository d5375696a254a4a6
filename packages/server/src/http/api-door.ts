import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Allowance, GraphQLContext, Services } from '../graphql/context.ts';
import { formatError, stampErrors } from '../graphql/errors.ts';
import { makeExecute, type Execute } from '../graphql/execute.ts';
import { makeLoaders, type Loaders } from '../graphql/loaders.ts';
import type { Log } from '../log.ts';
import type { Actor, Request, RequestOrigin } from '../use-cases/request.ts';
import { watchPersonal } from './personal-context.ts';

/** What both ways to the API, requests and sockets, need to know of it. */
export type ApiDoor = {
  readonly schema: GraphQLSchema;
  /** Instead of graphql-js' own: the same answers, in less time. */
  readonly execute: Execute;
  /**
   * For one operation, or one event of a subscription: rows read for it are never shown twice. `onPersonal` is called
   * when something is read of it that belongs to this viewer alone, and not to all of the same rights.
   */
  contextFor(asked: Asked, onPersonal?: () => void): GraphQLContext;
  /** To be waited for before the answer goes out: it may hold personal data of so many customers, unmasked. */
  noteShown(
    asking: { readonly actor: Actor; readonly from?: RequestOrigin | null },
    shown: { readonly customers: number; readonly operationName: string | null | undefined },
  ): Promise<void>;
  /** Puts the request's id on errors and writes faults, which `formatError` hides, to the log. */
  note(errors: readonly GraphQLError[], requestId: string): void;
  /** Errors as the one who asked may see them. */
  show(errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[];
};

type Asked = {
  readonly viewer: Viewer | null;
  readonly requestId: string;
  readonly from: RequestOrigin;
  readonly allowance: Allowance;
};

/** Nobody yet: may do nothing and sees nothing, and is asked to sign in by the API itself. */
const STRANGER: Actor = { kind: 'PERSON', id: null, name: 'Somebody not signed in' };

export function makeApiDoor(schema: GraphQLSchema, services: Services, log: Log): ApiDoor {
  const note: ApiDoor['note'] = (errors, requestId) =>
    stampErrors(errors, requestId, (error) => log.error({ error, requestId }, 'fault in the API'));
  return {
    schema,
    execute: makeExecute(schema),
    note,
    contextFor: (asked, onPersonal) => makeContext(services, asked, onPersonal),
    async noteShown(asking, { customers, operationName }) {
      if (customers === 0) return;
      const operation = operationName ?? 'without a name';
      await services.looks.note(asking, { operation, customers });
    },
    show(errors, requestId) {
      note(errors, requestId);
      return errors.map((error) => formatError(error.toJSON(), error, requestId));
    },
  };
}

/**
 * What an operation may never need is made when it is asked for: a stream keeps its context as long as it is open. Apollo
 * Server works with a copy of it, so what is made stands in `made`, which the copies share.
 */
class LazyContext implements GraphQLContext {
  readonly shownCustomers = new Set<string>();
  readonly made: { loaders?: Loaders } = {};
  readonly services: Services;
  readonly viewer: Viewer | null;
  readonly request: Request;
  readonly requestId: string;
  readonly allowance: Allowance;

  constructor(services: Services, viewer: Viewer | null, request: Request, asked: Asked) {
    this.services = services;
    this.viewer = viewer;
    this.request = request;
    this.requestId = asked.requestId;
    this.allowance = asked.allowance;
  }
  get loaders() {
    return (this.made.loaders ??= makeLoaders(this.request));
  }
}

function makeContext(services: Services, asked: Asked, onPersonal?: () => void): GraphQLContext {
  const watched = <Part extends object>(part: Part, name: Parameters<typeof watchPersonal>[1]) =>
    onPersonal ? watchPersonal(part, name, onPersonal) : part;
  const viewer = asked.viewer && watched(asked.viewer, 'viewer');
  let em: Request['em'] | undefined;
  const request: Request = watched(
    {
      get em() {
        return (em ??= services.orm.em.fork());
      },
      actor: asked.viewer?.actor ?? STRANGER,
      permissions: asked.viewer?.permissions ?? new Set(),
      reach: asked.viewer?.reach ?? [],
      tools: services.tools,
      from: asked.from,
    },
    'request',
  );
  return watched(new LazyContext(services, viewer, request, asked), 'context');
}
