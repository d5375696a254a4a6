import {
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
import { type Metrics, measuredName } from '../telemetry/metrics.ts';
import type { RequestOrigin } from '../use-cases/request.ts';
import type { ApiDoor } from './api-door.ts';
import { limitError, tryAgainIn, type LimitRefusal } from './bill.ts';
import { subscribeWith } from './live-operation.ts';
import type { OpenProofs } from './open-proofs.ts';
import { LEAST_POINTS, operationOf, pointsOf, UNREADABLE_POINTS } from './operation-cost.ts';
import { parseLimits, queryRules } from './query-limits.ts';
import type { RateLimits } from './rate-limits.ts';
import { shortName } from './request-log.ts';
import { SharedOperations, type Asker } from './shared-operations.ts';
import {
  MAX_OPERATIONS_PER_MINUTE,
  MAX_OPERATIONS_PER_SOCKET,
  type OperationCounter,
} from './socket-limits.ts';

const CONNECTION_INIT_WAIT_MS = 3_000;

/** What belongs to one socket. */
export type SocketState = {
  readonly socketId: string;
  /** What may prove who opened it, of the headers it came with. */
  readonly proof: { readonly authorization?: string; readonly cookie?: string };
  readonly from: RequestOrigin;
  viewer: Viewer | null;
  isClosed: boolean;
  readonly operations: OperationCounter;
  /** What has to be over before the next message is heard, so that all are answered in their order. */
  underWay: Promise<unknown>;
  send(text: string): Promise<void>;
  stopWatching(): void;
  /** How many it carries now. */
  openOperations(): number;
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
  readonly metrics: Pick<Metrics, 'socketOperations'>;
};

type Params = Record<string, unknown> | undefined;
type Name = string | null | undefined;

/** What an operation's `contextValue` is before it begins: each execution gets a context of its own. */
type Asked = {
  readonly socket: SocketState;
  readonly id: string;
  readonly query: string;
  readonly makeContext: (onPersonal?: () => void) => GraphQLContext;
};

/**
 * The rules of graphql-transport-ws with ours: nobody without a proof, the same limits as over HTTP, and
 * an event answered once for all who ask the same with the same rights.
 */
export function makeProtocol(door: ApiDoor, means: ProtocolMeans) {
  const operations = new SharedOperations();
  const begin = async (
    socket: SocketState,
    { id, open }: { readonly id: string; readonly open: number },
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> => {
    const { socketId, viewer } = socket;
    const operationName = payload.operationName ?? null;
    const facts = {
      socketId,
      operationName: operationName && shortName(operationName),
      actorId: viewer?.actor.id,
    };
    means.log.info(facts, 'operation on socket');
    means.metrics.socketOperations.labels(measuredName(operationName)).inc();
    const bill = means.limits.open(socket.from.address);
    bill.name(viewer);
    const waitSeconds = socket.operations.next(means.limits.now());
    if (waitSeconds !== null) return [limitError(tooBusy(waitSeconds), bill)];
    if (open > MAX_OPERATIONS_PER_SOCKET) {
      return [
        new GraphQLError(`A socket carries at most ${MAX_OPERATIONS_PER_SOCKET} operations.`),
      ];
    }
    const read = operations.documentOf(payload.query) ?? readDocument(door, payload.query);
    if (!('kind' in read)) {
      await bill.payUpTo(UNREADABLE_POINTS);
      return read;
    }
    const refusal = await bill.payUpTo(pointsOfPayload(door, read, payload));
    if (refusal) return [limitError(refusal, bill)];
    return argsOf(door, read, payload, {
      socket,
      id,
      query: payload.query,
      makeContext: (onPersonal) => contextFor(socket, bill, onPersonal),
    });
  };
  const contextFor = (
    { viewer, socketId, from }: SocketState,
    allowance: Allowance,
    onPersonal?: () => void,
  ) => door.contextFor({ viewer, requestId: socketId, from, allowance }, onPersonal);
  const noteShown = ({ viewer, from }: SocketState, customers: number, operationName: Name) =>
    viewer
      ? door.noteShown({ actor: viewer.actor, from }, { customers, operationName })
      : Promise.resolve();

  const subscribe = (args: ExecutionArgs) => {
    const { socket, id, query, makeContext } = askedOf(args);
    const { viewer } = socket;
    if (!viewer) throw new Error('Nobody has proved who they are on this socket.');
    const operationName = args.operationName ?? null;
    const variables = args.variableValues ?? null;
    const shared = operations.join({ ...args, query, operationName, variables, viewer });
    const { operation } = shared;
    const asker: Asker = {
      viewer,
      makeContext,
      now: () => means.limits.now(),
      execute: async (rootValue, contextValue) =>
        door.execute({ ...args, document: operation.document, rootValue, contextValue }),
    };
    const beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    return subscribeWith(
      { ...args, document: operation.document, contextValue: makeContext() },
      async (event, isOver) => {
        const { result, text, customers } = await operation.answerTo(event, asker);
        await noteShown(socket, customers, operationName);
        if (text === null) return result;
        if (!isOver()) await socket.send(`${beginning}${text}}`);
        return null;
      },
      () => shared.leave(),
    );
  };

  return makeServer<Params, SocketState>({
    connectionInitWaitTimeout: CONNECTION_INIT_WAIT_MS,
    onConnect: async ({ connectionParams, extra, subscriptions }) => {
      extra.openOperations = () => Object.keys(subscriptions).length;
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
    onSubscribe: ({ extra, subscriptions }, id, payload) => {
      const open = Object.keys(subscriptions).length;
      const answer = begin(extra, { id, open }, payload);
      extra.underWay = answer;
      return answer;
    },
    execute: async (args) => {
      const { socket, makeContext } = askedOf(args);
      const contextValue = makeContext();
      const answer = await door.execute({ ...args, contextValue });
      await noteShown(socket, contextValue.shownCustomers.size, args.operationName);
      return answer;
    },
    subscribe,
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
function proofOf({ proof, from }: SocketState, params: Params): Headers {
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: from.address ?? '' });
  const token = params?.['authorization'] ?? params?.['Authorization'];
  const authorization = typeof token === 'string' ? token : proof.authorization;
  if (authorization !== undefined) headers.set('authorization', authorization);
  if (proof.cookie !== undefined) headers.set('cookie', proof.cookie);
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
  contextValue: Asked,
): ExecutionArgs {
  return {
    schema: door.schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue,
  };
}

function askedOf(args: ExecutionArgs): Asked {
  return args.contextValue as Asked;
}
