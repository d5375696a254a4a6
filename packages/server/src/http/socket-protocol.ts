import type { IncomingMessage } from 'node:http';
import {
  execute,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type ExecutionArgs,
} from 'graphql';
import { makeServer, type SubscribePayload } from 'graphql-ws';
import { CLIENT_ADDRESS_HEADER } from '../access/session-library.ts';
import type { Authenticate, Viewer } from '../access/viewer.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { RequestOrigin } from '../use-cases/request.ts';
import type { ApiDoor } from './api-door.ts';
import { subscribeFresh } from './live-operation.ts';
import type { OpenProofs } from './open-proofs.ts';
import { limitCost } from './query-cost.ts';
import { limitDepth, MAX_OPERATIONS_PER_SOCKET, parseLimits } from './query-limits.ts';

const CONNECTION_INIT_WAIT_MS = 3_000;

/** What belongs to one socket. */
export type SocketState = {
  readonly socketId: string;
  readonly request: IncomingMessage;
  readonly from: RequestOrigin;
  viewer: Viewer | null;
  isClosed: boolean;
  stopWatching(): void;
  /** Closes it because nobody has proved, or can prove any longer, who they are. */
  forbid(): void;
};

export type ProtocolMeans = {
  readonly authenticate: Authenticate;
  readonly proofs: OpenProofs;
  readonly log: Log;
};

type Params = Record<string, unknown> | undefined;

/**
 * The rules of graphql-transport-ws with ours: nobody without a proof, the same limits as over HTTP, and
 * a context of its own for each event.
 */
export function makeProtocol(door: ApiDoor, means: ProtocolMeans) {
  return makeServer<Params, SocketState>({
    connectionInitWaitTimeout: CONNECTION_INIT_WAIT_MS,
    onConnect: async ({ connectionParams, extra }) => {
      const headers = proofOf(extra, connectionParams);
      const proved = await means.proofs.prove(
        (options) => means.authenticate(headers, options),
        () => extra.forbid(),
      );
      if (!proved) return false;
      if (extra.isClosed) {
        proved.stop();
        return false;
      }
      extra.viewer = proved.viewer;
      extra.stopWatching = () => proved.stop();
      return true;
    },
    onSubscribe: ({ extra, subscriptions }, _id, payload) => {
      const { socketId, viewer } = extra;
      const operationName = payload.operationName ?? null;
      means.log.info({ socketId, operationName, actorId: viewer?.actor.id }, 'operation on socket');
      if (Object.keys(subscriptions).length > MAX_OPERATIONS_PER_SOCKET) {
        return [
          new GraphQLError(`A socket carries at most ${MAX_OPERATIONS_PER_SOCKET} operations.`),
        ];
      }
      return readOperation(door, payload, () =>
        door.contextFor({ viewer, requestId: socketId, from: extra.from }),
      );
    },
    // The context travels as the function that makes it: see `readOperation`.
    execute: async (args) => {
      const contextValue = contextMakerOf(args)();
      const answer = await execute({ ...args, contextValue });
      await door.noteShown(contextValue, args.operationName);
      return answer;
    },
    subscribe: (args) =>
      subscribeFresh(args, contextMakerOf(args), (context) =>
        door.noteShown(context, args.operationName),
      ),
    onNext: ({ extra }, _id, _payload, _args, { errors, ...result }) =>
      errors && { ...result, errors: door.show(errors, extra.socketId) },
    onError: ({ extra }, _id, _payload, errors) => door.show(errors, extra.socketId),
  });
}

/** A browser cannot put headers on a socket: a script's token comes in the first message. */
function proofOf({ request, from }: SocketState, params: Params): Headers {
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: from.address ?? '' });
  const token = params?.['authorization'] ?? params?.['Authorization'];
  const authorization = typeof token === 'string' ? token : request.headers.authorization;
  if (authorization !== undefined) headers.set('authorization', authorization);
  if (request.headers.cookie !== undefined) headers.set('cookie', request.headers.cookie);
  return headers;
}

function readOperation(
  door: ApiDoor,
  payload: SubscribePayload,
  makeContext: () => GraphQLContext,
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = parse(payload.query, parseLimits);
    const errors = validate(door.schema, document, [...specifiedRules, limitDepth, limitCost]);
    if (errors.length > 0) return errors;
    return {
      schema: door.schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: makeContext,
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function contextMakerOf(args: ExecutionArgs): () => GraphQLContext {
  return args.contextValue as () => GraphQLContext;
}
