import type { Server } from 'node:http';
import {
  ApolloServer,
  type ApolloServerOptions,
  type ApolloServerPlugin,
  HeaderMap,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { GraphQLError } from 'graphql';
import type { Authenticate, ProofHeaders } from '../access/viewer.ts';
import { isOutage } from '../database/outage.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { formatError, isFault } from '../graphql/errors.ts';
import type { Log } from '../log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { operationBegins } from '../telemetry/watched-requests.ts';
import type { ApiDoor } from './api-door.ts';
import { originOf } from './client-address.ts';
import { billOf, payAtTheDoor } from './limit-answers.ts';
import { payForOperations, type Payer } from './operation-payment.ts';
import { parseLimits, queryRules } from './query-limits.ts';
import type { RateLimits } from './rate-limits.ts';
import { factsOf, noteViewer, shortName, type RequestFacts } from './request-log.ts';

const BODY_LIMIT = '1mb';

type Context = GraphQLContext & Payer & { readonly facts: RequestFacts };

/** Queries and mutations over HTTP. A mutation needs a POST that no form of a foreign page can send. */
export async function graphqlRequests(
  door: ApiDoor,
  means: {
    httpServer: Server;
    authenticate: Authenticate;
    limits: RateLimits;
    log: Log;
    /** How long requests under way may take to end once the server stops. */
    graceMs: number;
    telemetry: Telemetry;
  },
): Promise<{ router: Router; stop(): Promise<void> }> {
  const apollo = new ApolloServer<Context>({
    gateway: executedBy(door),
    formatError: (formatted, error) => formatError(formatted, error),
    csrfPrevention: true,
    introspection: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    // In one piece; `lineOf` ends the line.
    stringifyResult: (value) => JSON.stringify(value),
    parseOptions: parseLimits,
    validationRules: [...queryRules],
    // main.ts stops everything, in order.
    stopOnTerminationSignals: false,
    logger: quietLogger(means.log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({
        httpServer: means.httpServer,
        stopGracePeriodMillis: means.graceMs,
      }),
      noteOperations(door, means.telemetry),
      payForOperations(door.schema, means.limits),
    ],
  });
  await apollo.start();

  const context = async (request: Request, response: Response): Promise<Context> => {
    const facts = factsOf(response);
    const { requestId } = facts;
    try {
      const viewer = await means.authenticate(proofHeaders(request.headers));
      noteViewer(response, viewer);
      const bill = billOf(response);
      bill.name(viewer);
      const asked = { viewer, requestId, from: originOf(request), allowance: bill };
      return Object.assign(door.contextFor(asked), { facts, bill, proof: request.headers });
    } catch (originalError) {
      const fault = new GraphQLError('Nobody could be asked who this is', {
        originalError: originalError as Error,
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          http: { status: isOutage(originalError) ? 503 : 500 },
        },
      });
      door.note([fault], requestId);
      throw fault;
    }
  };
  const router = Router();
  router.use(
    payAtTheDoor(means.limits, 'GRAPHQL'),
    express.json({ limit: BODY_LIMIT }),
    answeredBy(apollo, context),
  );
  return { router, stop: () => apollo.stop() };
}

/** Express asks, Apollo answers: always in one piece, since nothing of ours is delivered bit by bit. */
function answeredBy(
  apollo: ApolloServer<Context>,
  context: (request: Request, response: Response) => Promise<Context>,
): RequestHandler {
  return async (request, response) => {
    const { method, url, body: asked } = request;
    const mark = url.indexOf('?');
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method,
        headers: headerMap(request.headers),
        search: mark === -1 ? '' : url.slice(mark),
        body: asked,
      },
      context: () => context(request, response),
    });
    if (body.kind !== 'complete')
      throw new Error('An answer in pieces, which nobody has asked for');
    response.statusCode = status ?? 200;
    for (const [name, value] of headers) response.setHeader(name, value);
    response.end(lineOf(body.string));
  };
}

const LINE_END = 0x0a;

/** In bytes at once: a text that is put together of several, as by adding the end of the line, is copied once more each. */
function lineOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const line = Buffer.allocUnsafe(length + 1);
  line.write(text);
  line[length] = LINE_END;
  return line;
}

function headerMap(headers: Request['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const name in headers) map.set(name, String(headers[name]));
  return map;
}

/** A gateway is what Apollo calls whoever executes in its stead; everything before and after it stays Apollo's. */
function executedBy({ schema, execute }: ApiDoor) {
  return {
    onSchemaLoadOrUpdate(hear) {
      hear({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: () =>
      Promise.resolve({
        executor: async ({ document, request, context }) =>
          execute({
            schema,
            document,
            contextValue: context,
            variableValues: request.variables,
            operationName: request.operationName,
          }),
      }),
    stop: () => Promise.resolve(),
  } satisfies ApolloServerOptions<Context>['gateway'];
}

/** The name that the client gave its query, for the line in the log; and every error, for its id. */
function noteOperations(door: ApiDoor, telemetry: Telemetry): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ contextValue, operationName, operation }) => {
          const type = operation?.operation ?? 'none';
          const name = shortName(operationName ?? `(${type})`);
          contextValue.facts.operationName = name;
          operationBegins(telemetry, { name, type });
          return Promise.resolve();
        },
        willSendResponse: ({ contextValue: { request, shownCustomers }, operationName }) =>
          door.noteShown(request, { customers: shownCustomers.size, operationName }),
        didEncounterErrors: ({ contextValue, errors }) => {
          door.note(errors, contextValue.requestId);
          contextValue.facts.outcome = errors.some(isFault) ? 'fault' : 'refused';
          return Promise.resolve();
        },
      }),
  };
}

/** Without a copy of them all, which takes longer than to read the one or two that prove something. */
function proofHeaders(headers: Request['headers']): ProofHeaders {
  return {
    get: (name) => headers[name]?.toString() ?? null,
    has: (name) => headers[name] !== undefined,
  };
}

/** What it says about requests is in our own lines already. */
function quietLogger(log: Log) {
  return {
    debug: (message: unknown) => log.debug({}, String(message)),
    info: (message: unknown) => log.debug({}, String(message)),
    warn: (message: unknown) => log.warn({}, String(message)),
    error: (message: unknown) => log.error({}, String(message)),
  };
}
