import type { IncomingMessage } from 'node:http';
import {
  execute,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
} from 'graphql';
import { makeServer, type SubscribePayload } from 'graphql-ws';
import { CLIENT_ADDRESS_HEADER } from '../access/session-library.ts';
import type { Authenticate, Viewer } from '../access/viewer.ts';
import type { Allowance, GraphQLContext } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { RequestOrigin } from '../use-cases/request.ts';
import type { ApiDoor } from './api-door.ts';
import { limitError, tryAgainIn, type LimitRefusal } from './bill.ts';
import { subscribeFresh } from './live-operation.ts';
import type { OpenProofs } from './open-proofs.ts';
import { LEAST_POINTS, operationOf, pointsOf, UNREADABLE_POINTS } from './operation-cost.ts';
import { parseLimits, queryRules } from './query-limits.ts';
import type { RateLimits } from './rate-limits.ts';
import {
  MAX_OPERATIONS_PER_MINUTE,
  MAX_OPERATIONS_PER_SOCKET,
  type OperationCounter,
} from './socket-limits.ts';

const CONNECTION_INIT_WAIT_MS = 3_000;

/** What belongs to one socket. */
export type SocketState = {
  readonly socketId: string;
  readonly request: IncomingMessage;
  readonly from: RequestOrigin;
  viewer: Viewer | null;
  isClosed: boolean;
  readonly operations: OperationCounter;
  /** What has to be over before the next message is heard, so that all are answered in their order. */
  underWay: Promise<unknown>;
  stopWatching(): void;
  /** Takes a place among the caller's sockets; false, and it is closed, where there is none. */
  takePlace(viewer: Viewer): boolean;
  /** Closes it because nobody has proved, or can prove any longer, who they are. */
  forbid(): void;
};

export type ProtocolMeans = {
  readonly authenticate: Authenticate;
  readonly proofs: OpenProofs;
  readonly log: Log;
  readonly limits: RateLimits;
};

type Params = Record<string, unknown> | undefined;

/**
 * The rules of graphql-transport-ws with ours: nobody without a proof, the same limits as over HTTP, and
 * a context of its own for each event.
 */
export function makeProtocol(door: ApiDoor, means: ProtocolMeans) {
  const begin = async (
    socket: SocketState,
    open: number,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> => {
    const { socketId, viewer } = socket;
    const operationName = payload.operationName ?? null;
    means.log.info({ socketId, operationName, actorId: viewer?.actor.id }, 'operation on socket');
    const bill = means.limits.open(socket.from.address);
    bill.name(viewer);
    const waitSeconds = socket.operations.next(means.limits.now());
    if (waitSeconds !== null) return [limitError(tooBusy(waitSeconds), bill)];
    if (open > MAX_OPERATIONS_PER_SOCKET) {
      return [
        new GraphQLError(`A socket carries at most ${MAX_OPERATIONS_PER_SOCKET} operations.`),
      ];
    }
    const read = readDocument(door, payload.query);
    if (!('kind' in read)) {
      await bill.payUpTo(UNREADABLE_POINTS);
      return read;
    }
    const refusal = await bill.payUpTo(pointsOfPayload(door, read, payload));
    if (refusal) return [limitError(refusal, bill)];
    return argsOf(door, read, payload, () => contextFor(socket, bill));
  };
  // The context travels as the function that makes it: each event has its own.
  const contextFor = (
    { viewer, socketId, from }: SocketState,
    allowance: Allowance,
  ): GraphQLContext => door.contextFor({ viewer, requestId: socketId, from, allowance });

  return makeServer<Params, SocketState>({
    connectionInitWaitTimeout: CONNECTION_INIT_WAIT_MS,
    onConnect: async ({ connectionParams, extra }) => {
      const headers = proofOf(extra, connectionParams);
      const proved = await means.proofs.prove(
        (options) => means.authenticate(headers, options),
        () => extra.forbid(),
      );
      if (!proved) return false;
      if (extra.isClosed || !extra.takePlace(proved.viewer)) {
        proved.stop();
        return false;
      }
      extra.viewer = proved.viewer;
      extra.stopWatching = () => proved.stop();
      return true;
    },
    onSubscribe: ({ extra, subscriptions }, _id, payload) => {
      const answer = begin(extra, Object.keys(subscriptions).length, payload);
      extra.underWay = answer;
      return answer;
    },
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

function tooBusy(seconds: number): LimitRefusal {
  return {
    policy: 'caller',
    message: `A socket carries at most ${MAX_OPERATIONS_PER_MINUTE} operations in a minute. ${tryAgainIn(seconds)}`,
    retryAfterSeconds: seconds,
  };
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

function readDocument(door: ApiDoor, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, parseLimits);
    const errors = validate(door.schema, document, [...specifiedRules, ...queryRules]);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function pointsOfPayload(door: ApiDoor, document: DocumentNode, payload: SubscribePayload): number {
  const operation = operationOf(document, payload.operationName);
  const variables = payload.variables ?? {};
  return operation
    ? pointsOf({ schema: door.schema, document, operation, variables })
    : LEAST_POINTS;
}

function argsOf(
  door: ApiDoor,
  document: DocumentNode,
  payload: SubscribePayload,
  makeContext: () => GraphQLContext,
): ExecutionArgs {
  return {
    schema: door.schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue: makeContext,
  };
}

function contextMakerOf(args: ExecutionArgs): () => GraphQLContext {
  return args.contextValue as () => GraphQLContext;
}
