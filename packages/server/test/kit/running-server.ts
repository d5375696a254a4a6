// First of all: the API's classes need it before any of them is declared.
import 'reflect-metadata';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { GraphQLSchema } from 'graphql';
import { makeTokenDoor } from '../../src/access/api-token.ts';
import { makeAuthenticate } from '../../src/access/authenticate.ts';
import { migrateAccess } from '../../src/access/session-library.ts';
import { makeSessions, type Sessions } from '../../src/access/session.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { ChangeListener, Publisher } from '../../src/database/notifications.ts';
import { startServer } from '../../src/http/server.ts';
import { freePort } from '../../src/local/free-ports.ts';
import { makeLog, type Log } from '../../src/log.ts';
import { makeTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts';
import { keepLog } from './kept-logs.ts';
import { makeProviders } from '../../src/payments/providers.ts';
import { watchPersonalData } from '../../src/use-cases/personal-data-looks.ts';
import { makeActions } from '../../src/surroundings.ts';
import type { TestDatabase } from './database.ts';
import { oneAddress, otherOrm, PROCESSES } from './two-of-everything.ts';

/** The whole product at one address, as `serve` puts it together, twice; the log of both kept to be read. */
export type RunningTestServer = {
  readonly url: string;
  readonly port: number;
  readonly config: Config;
  /** Of the first process. */
  readonly sessions: Sessions;
  /** Every line so far, oldest first. */
  readonly logLines: readonly Record<string, unknown>[];
  /** Of the first process. */
  readonly telemetry: Telemetry;
  /** How many requests and sockets each process was handed. */
  readonly handed: readonly number[];
  stop(): Promise<void>;
};

type TestServerOptions = {
  readonly environment?: Record<string, string>;
  readonly recheckSocketsMs?: number;
  /** Left out: it hears no news. */
  readonly changes?: ChangeListener;
  /** Left out: what it publishes is kept by the database's tools. */
  readonly publisher?: Pick<Publisher, 'publish'>;
  /** One, where a test is about a single process. */
  readonly processes?: 1;
};

/**
 * Starts two servers over one database, each with connections, sign-in, limits and sums of its own; requests and
 * sockets go to them in turn.
 */
export async function startTestServer(
  database: TestDatabase,
  schema: GraphQLSchema,
  options: TestServerOptions = {},
): Promise<RunningTestServer> {
  // Whoever only serves finds the tables there.
  if (!database.ownerUrl) await migrateAccess(database.url);
  const config = readConfig({
    DATABASE_URL: database.url,
    // Known before the server starts, because its configuration names its own address.
    PORT: String(await freePort()),
    SIGN_INS_PER_MINUTE: '1000',
    ...options.environment,
  });
  const logLines: Record<string, unknown>[] = [];
  const log = makeLog({
    level: 'debug',
    destination: {
      write: (line) => {
        keepLog(line);
        logLines.push(JSON.parse(line) as Record<string, unknown>);
      },
    },
  });
  const means = { database, schema, log, options };
  const count = options.processes ?? PROCESSES;
  if (count === 1) {
    const server = await startOne(config, database.orm, means);
    return { ...server, config, logLines, handed: [] };
  }
  const anywhere = { ...config, port: 0 };
  const first = await startOne(anywhere, database.orm, means);
  const second = await startOne(anywhere, otherOrm(database), means);
  const stopBoth = () => Promise.all([first.stop(), second.stop()]);
  const address = await oneAddress(config, [first, second]).catch(async (error: unknown) => {
    await stopBoth();
    throw error;
  });
  return {
    url: `http://${config.host}:${address.port}`,
    port: address.port,
    config,
    sessions: first.sessions,
    telemetry: first.telemetry,
    logLines,
    handed: address.handed,
    stop: async () => {
      await Promise.all([address.stop(), stopBoth()]);
    },
  };
}

/** One process. */
async function startOne(
  config: Config,
  orm: MikroORM,
  means: { database: TestDatabase; schema: GraphQLSchema; log: Log; options: TestServerOptions },
) {
  const { database, schema, log, options } = means;
  const { publisher, changes } = options;
  const tools = publisher
    ? { ...database.tools, publish: publisher.publish.bind(publisher) }
    : database.tools;
  const sessions = makeSessions(config, {
    databaseUrl: database.url,
    orm,
    tools,
    log: (level, message, facts) => log[level](facts ?? {}, message),
  });
  const looks = watchPersonalData({
    orm,
    tools,
    onFault: (error) => log.error({ error }, 'looks'),
  });
  const telemetry = await makeTelemetry(config, { process: 'serve', version: 'test' });
  const server = await startServer({
    telemetry,
    config,
    schema,
    sessions,
    log,
    version: 'test',
    recheckSocketsMs: options.recheckSocketsMs ?? 30_000,
    authenticate: makeAuthenticate({
      sessions,
      viewerOfToken: makeTokenDoor({ orm, tools }),
    }),
    services: {
      orm,
      tools,
      providers: makeProviders(config.payments),
      actionTypes: makeActions(config),
      // What is fed from it belongs to one process, so each has one to itself.
      changes: {
        subscribe: (hear) => changes?.subscribe(hear) ?? (() => {}),
        stop: () => Promise.resolve(),
      },
      publicUrl: config.publicUrl,
      looks,
      sessionIdleMs: config.sessions.idleMs,
    },
  });
  return {
    url: server.url,
    port: server.port,
    http: server.http,
    sessions,
    telemetry,
    stop: async () => {
      await server.stop();
      await looks.stop();
      await sessions.stop();
    },
  };
}

/** Signs in over HTTP; answers with the cookie to send along. */
export async function signIn(
  url: string,
  email: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await postSignIn(url, { email, password }, headers);
  if (!response.ok) throw new Error(`Not signed in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export function postSignIn(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
