import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { CLIENT_ADDRESS_HEADER } from '../access/session-library.ts';
import type { GraphQLSchema } from 'graphql';
import type { Sessions } from '../access/session.ts';
import type { Authenticate } from '../access/viewer.ts';
import type { Config } from '../config.ts';
import { isOutage } from '../database/outage.ts';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { makeApiDoor } from './api-door.ts';
import { originOf, socketOriginOf } from './client-address.ts';
import { graphqlRequests } from './graphql-requests.ts';
import { customerFiles } from './customer-files.ts';
import { healthRoutes } from './health.ts';
import { invitationRequests } from './invitation-requests.ts';
import { incomingEvents } from './incoming-events.ts';
import { lastAnswers, type LastAnswers } from './last-answers.ts';
import { orderExports } from './order-exports.ts';
import { listen } from './listen.ts';
import { watchOpenProofs, type OpenProofs } from './open-proofs.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { payAtTheDoor } from './limit-answers.ts';
import { payPages } from './pay-pages.ts';
import { makeRateLimits, type RateLimits } from './rate-limits.ts';
import { factsOf, logRequests } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { reportFiles } from './report-files.ts';
import { openSockets } from './sockets.ts';
import { webPages } from './web-pages.ts';

/** A restart of PostgreSQL takes no longer, as a rule. */
const RETRY_AFTER_S = '2';
const RECHECK_SOCKETS_MS = 30_000;
/** Of a whole request, headers and body: slow senders must not hold connections for ever. */
const REQUEST_TIMEOUT_MS = 30_000;
/**
 * Longer than balancers keep a connection that nobody uses (60 s, as a rule): whoever closes it first must be the one that
 * sends requests, or one is sent in the very moment in which it is closed, and fails.
 */
const KEEP_ALIVE_MS = 75_000;
/** E-mail and password need less. */
const SIGN_IN_BODY_LIMIT = '16kb';
/** Of the time there is to stop: for the sockets' goodbyes, downloads and everything else that is under way. */
const SHARES = { goodbyes: 0.25, downloads: 0.4, requests: 0.5 };
/** The page asks what a link is, and again with each try to accept it. */
const INVITATIONS_TO_SIGN_INS = 3;

export type ServerOptions = {
  readonly services: Services;
  readonly config: Pick<
    Config,
    | 'host'
    | 'port'
    | 'publicUrl'
    | 'ownOrigins'
    | 'rateLimits'
    | 'sessions'
    | 'stopping'
    | 'trustedProxies'
    | 'webDist'
  >;
  readonly authenticate: Authenticate;
  readonly sessions: Pick<Sessions, 'handler' | 'invitations'>;
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly telemetry: Telemetry;
  /** Of the program, told by `/healthz`. */
  readonly version?: string;
  /** How often the proof behind an open socket or download is looked at again. */
  readonly recheckSocketsMs?: number;
};

export type RunningServer = {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Where it can be handed what came in at another address. */
  readonly http: Server;
  /**
   * Says for a while that it is not ready, and answers all the same, until the balancer sends it nothing more. Then
   * takes no more requests, ends the sockets, and gives what is under way the time there is.
   */
  stop(): Promise<void>;
  /** From the beginning of `stop` on. */
  isStopping(): boolean;
};

/** One port for everything: page, playground, API, its sockets, sign-in, providers' news and health. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log, authenticate, services, telemetry } = options;
  const door = makeApiDoor(options.schema, services, log);
  const now = () => services.tools.now();
  const limits = makeRateLimits({
    orm: services.orm,
    limits: config.rateLimits,
    now,
    log,
    onRefused: (policy) => telemetry.metrics.limited.labels(policy).inc(),
  });
  const { drainMs, withinMs } = config.stopping;
  let isStopping = false;
  const ending = new AbortController();
  const answers = lastAnswers();
  const app = express();
  const httpServer = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    app,
  );
  const proofs = watchOpenProofs({
    changes: services.changes,
    now,
    chance: () => services.tools.chance(),
    everyMs: options.recheckSocketsMs ?? RECHECK_SOCKETS_MS,
  });
  const graceMs = withinMs * SHARES.requests;
  const requests = await graphqlRequests(door, {
    httpServer,
    authenticate,
    limits,
    log,
    telemetry,
    graceMs,
  });
  const parts = {
    graphql: requests.router,
    limits,
    proofs,
    answers,
    isStopping: () => isStopping,
    ending: ending.signal,
  };
  assemble(app, options, parts);
  const sockets = openSockets(door, {
    httpServer,
    authenticate,
    log,
    metrics: telemetry.metrics,
    ownOrigins: config.ownOrigins,
    originOf: socketOriginOf(config.trustedProxies),
    proofs,
    limits,
    rateLimits: config.rateLimits,
  });

  const port = await listen(httpServer, config.host, config.port).catch(async (error: unknown) => {
    await requests.stop();
    throw error;
  });
  return {
    port,
    isStopping: () => isStopping,
    http: httpServer,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    stop: async () => {
      isStopping = true;
      answers.begin();
      if (drainMs > 0) await pause(drainMs);
      stopListening(httpServer);
      const patience = setTimeout(() => ending.abort(), withinMs * SHARES.downloads);
      await sockets.stop(withinMs * SHARES.goodbyes);
      // Closes the HTTP server too, after what is under way.
      await requests.stop();
      clearTimeout(patience);
      proofs.stop();
    },
  };
}

/** At once, so that a balancer and a next process find the port free while we end. */
function stopListening(httpServer: Server): void {
  httpServer.close();
  httpServer.closeIdleConnections();
}

function assemble(
  app: Express,
  { services, config, sessions, authenticate, log, telemetry, version }: ServerOptions,
  parts: {
    graphql: express.Router;
    limits: RateLimits;
    proofs: OpenProofs;
    answers: LastAnswers;
    isStopping: () => boolean;
    /** Downloads have had their time. */
    ending: AbortSignal;
  },
): void {
  const { graphql, limits, proofs, answers, isStopping, ending } = parts;
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('trust proxy', config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);

  const ownPagesOnly = requireOwnOrigin(config.ownOrigins);
  app.use(
    answers.handler,
    nameClient,
    logRequests(log, telemetry),
    securityHeaders(config.publicUrl, config.ownOrigins),
  );
  app.use(healthRoutes({ orm: services.orm, version, isStopping }));
  app.use('/events', incomingEvents({ ...services, log, metrics: telemetry.metrics }));
  app.use('/pay', payPages({ ...services, log }));
  app.use(
    '/api/auth',
    ownPagesOnly,
    payAtTheDoor(limits, 'PLAIN'),
    jsonOnly,
    express.json({ limit: SIGN_IN_BODY_LIMIT }),
    sessions.handler,
  );
  app.use(
    '/api/invitations',
    ownPagesOnly,
    payAtTheDoor(limits, 'PLAIN'),
    jsonOnly,
    express.json({ limit: SIGN_IN_BODY_LIMIT }),
    invitationRequests({
      orm: services.orm,
      invitations: sessions.invitations,
      now: () => services.tools.now(),
      triesPerMinute: INVITATIONS_TO_SIGN_INS * config.sessions.signInsPerMinute,
    }),
  );
  app.use('/graphql', ownPagesOnly, graphql);
  app.use(
    '/exports',
    payAtTheDoor(limits, 'PLAIN'),
    customerFiles({ ...services, authenticate, log }),
    orderExports({ ...services, authenticate, proofs, log, ending }),
  );
  // Anything else below it is a page.
  app.use('/reports', reportFiles({ ...services, authenticate, limits }));
  app.use(['/api', '/events', '/exports', '/graphql', '/pay'], notFound);
  app.use(webPages(config.webDist));
  app.use(notFound);
  app.use(answerFault(log));
}

/**
 * Express has asked the trusted proxies; what the client itself claims is thrown away here, before anything reads it:
 * tokens may be for some addresses only.
 */
const nameClient: RequestHandler = (request, _response, next) => {
  const { address, agent } = originOf(request);
  request.headers[CLIENT_ADDRESS_HEADER] = address ?? '';
  if (agent === null) delete request.headers['user-agent'];
  else request.headers['user-agent'] = agent;
  next();
};

/** Forms can be sent by any page; JSON only by one that is allowed to. */
const jsonOnly: RequestHandler = (request, response, next) => {
  const hasBody = request.headers['content-length'] ?? request.headers['transfer-encoding'];
  if (hasBody === undefined || hasBody === '0' || request.is('application/json')) return next();
  response.status(415).json({ error: 'Send JSON.', requestId: factsOf(response).requestId });
};

const notFound: RequestHandler = (_request, response) => {
  response
    .status(404)
    .json({ error: 'There is nothing at this address.', requestId: factsOf(response).requestId });
};

/** Faults of the sender keep their number; ours are 500 or 503, and what they were stays in the log. */
function answerFault(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const { requestId } = factsOf(response);
    const status = statusOf(error);
    if (status >= 500) log.error({ error, requestId }, 'fault');
    if (response.headersSent) return next(error);
    if (status === 503) response.setHeader('retry-after', RETRY_AFTER_S);
    response.status(status).json({ error: wordsOf(status), requestId });
  };
}

function wordsOf(status: number): string {
  if (status === 503) return 'Our database does not answer at the moment. Try again in a moment.';
  return status >= 500
    ? 'Something went wrong on our side. It is in our log under this request id.'
    : 'This request cannot be read.';
}

function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500) return status;
  return isOutage(error) ? 503 : 500;
}
