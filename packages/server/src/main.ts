import type { MikroORM } from '@mikro-orm/postgresql';
import { makeTokenDoor } from './access/api-token.ts';
import { makeAuthenticate } from './access/authenticate.ts';
import { makeSessions } from './access/session.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { MemberTable } from './database/account.ts';
import { listenForChanges, startPublisher } from './database/notifications.ts';
import { AppRoleRefused, mayRewriteHistory } from './database/app-role.ts';
import { MigrationRefused } from './database/migrate-step.ts';
import { connect } from './database/orm.ts';
import { makeSchema } from './graphql/schema.ts';
import { openOperatorDoor, type OperatorDoor } from './http/operator-door.ts';
import { startServer } from './http/server.ts';
import { makeLog, type Log } from './log.ts';
import { migrateAll } from './migrate-all.ts';
import { dryRun } from './migrate-dry-run.ts';
import {
  makeActions,
  makeAlertChannels,
  makeConfiguredMailer,
  makeRateSources,
  makeSharedTools,
  makeWatchedProviders,
  workerName,
} from './surroundings.ts';
import { watchShop } from './telemetry/shop-gauges.ts';
import { makeTelemetry, type Telemetry } from './telemetry/telemetry.ts';
import {
  countLines,
  countNews,
  watchPublisher,
  watchStatements,
} from './telemetry/watched-base.ts';
import { watchWork } from './telemetry/watched-work.ts';
import { watchPersonalData } from './use-cases/personal-data-looks.ts';
import { startAlerting } from './worker/alerting.ts';
import { startReporting } from './worker/reporting.ts';
import { startWorker } from './worker/worker.ts';

// The server's processes: `serve` answers people and machines, `work` runs actions, `migrate` brings the
// database up to date. Any number of the first two may run beside each other.

const NOTIFY_EVERY_MS = 5;
const MISSED_NEWS_SWEEP_MS = 5_000;
/** After the time there is to stop, for closing connections and for a machine that is busy. */
const STOP_MARGIN_MS = 2_000;
/** Reports add what is not folded yet, so this decides how fast they are and not how true. */
const FOLD_REPORTS_MS = 3_000;
/** Sums of what was read of customers are written down so long after their time at most. */
const CLOSE_LOOKS_MS = 15_000;
/** The bank publishes once on a working day. */
const TAKE_RATES_MS = 60 * 60_000;

type Running = { stop(): Promise<void> };

/** Answers on HTTP and WebSocket until stopped. */
async function serve(config: Config, telemetry: Telemetry, log: Log): Promise<Running> {
  const { databaseUrl } = config;
  const orm = connect(databaseUrl, { poolSize: 20, watch: watchStatements(telemetry) });
  const publisher = watchPublisher(
    telemetry,
    startPublisher(databaseUrl, { everyMs: NOTIFY_EVERY_MS }),
  );
  const tools = await makeSharedTools(config, publisher, { orm, log });
  const changes = await listenForChanges(databaseUrl, {
    sweepEveryMs: MISSED_NEWS_SWEEP_MS,
    now: () => tools.now(),
    onMadeGood: (orders) => telemetry.metrics.news.labels('made good').inc(orders),
  });
  changes.subscribe((news) => countNews(telemetry, 'heard', news));
  const sessions = makeSessions(config, {
    databaseUrl,
    orm,
    tools,
    log: (level, message, facts) => log[level](facts ?? {}, message),
  });
  await warnOfPowers(orm, log);
  const onFault = (error: unknown) => log.error({ error }, 'Looks at personal data not on record');
  const looks = watchPersonalData({ orm, tools, onFault });
  const closing = setInterval(() => void looks.closeOld(), CLOSE_LOOKS_MS);
  const server = await startServer({
    services: {
      orm,
      tools,
      providers: makeWatchedProviders(config, telemetry),
      actionTypes: makeActions(config, telemetry),
      changes,
      publicUrl: config.publicUrl,
      looks,
      sessionIdleMs: config.sessions.idleMs,
    },
    config,
    schema: await makeSchema(),
    authenticate: makeAuthenticate({
      sessions,
      viewerOfToken: makeTokenDoor({ orm, tools }),
    }),
    sessions,
    log,
    telemetry,
    version: config.version,
  });
  const door = await openDoor(config, { orm, telemetry, isStopping: () => server.isStopping() });
  tellParent({ ready: true, url: server.url, port: server.port, metricsPort: door?.port });
  log.info({ url: server.url }, 'Serving');
  const hint = await hintAtFirstAdmin(orm);
  if (hint) log.info({}, hint);
  return {
    async stop() {
      await server.stop();
      clearInterval(closing);
      await looks.stop();
      await changes.stop();
      await sessions.stop();
      await publisher.stop();
      await door?.stop();
      await orm.close();
      await telemetry.traces.stop();
    },
  };
}

/** Runs actions and sweeps until stopped. */
async function work(config: Config, telemetry: Telemetry, log: Log): Promise<Running> {
  const { databaseUrl } = config;
  const orm = connect(databaseUrl, {
    poolSize: config.worker.concurrency + 4,
    watch: watchStatements(telemetry),
  });
  await warnOfPowers(orm, log);
  const publisher = watchPublisher(
    telemetry,
    startPublisher(databaseUrl, { everyMs: NOTIFY_EVERY_MS }),
  );
  const tools = await makeSharedTools(config, publisher, { orm, log });
  const shop = watchShop(telemetry.metrics, { orm, now: () => tools.now() });
  telemetry.metrics.beforeAnswer(() => shop.refresh());
  let isStopping = false;
  const worker = await startWorker({
    orm,
    databaseUrl,
    tools,
    actionTypes: makeActions(config, telemetry),
    providers: makeWatchedProviders(config, telemetry),
    mailer: makeConfiguredMailer(config, telemetry),
    publicUrl: config.publicUrl,
    name: workerName(),
    concurrency: config.worker.concurrency,
    heartbeatMs: config.worker.heartbeatMs,
    sweepEveryMs: config.worker.sweepMs,
    stopWithinMs: config.stopping.withinMs,
    onFault: (error) => log.error({ error }, 'A fault of the worker'),
    watch: watchWork(telemetry, log),
  });
  const alerting = startAlerting({
    orm,
    tools,
    channels: makeAlertChannels(config, telemetry),
    publicUrl: config.publicUrl,
    everyMs: config.worker.sweepMs,
    onFault: (error) => log.error({ error }, 'A fault while telling the team'),
  });
  const reporting = startReporting({
    orm,
    tools,
    rateSources: makeRateSources(config),
    foldEveryMs: FOLD_REPORTS_MS,
    ratesEveryMs: TAKE_RATES_MS,
    onFault: (error) => log.error({ error }, 'A fault in what reports are read from'),
  });
  const door = await openDoor(config, { orm, telemetry, isStopping: () => isStopping });
  tellParent({ ready: true, metricsPort: door?.port });
  log.info({ worker: workerName() }, 'Working');
  return {
    async stop() {
      isStopping = true;
      await Promise.all([worker.stop(), alerting.stop(), reporting.stop()]);
      await publisher.stop();
      await door?.stop();
      await orm.close();
      await telemetry.traces.stop();
    },
  };
}

/** Null where the operator has not asked for it. */
async function openDoor(
  config: Config,
  means: { orm: MikroORM; telemetry: Telemetry; isStopping: () => boolean },
): Promise<OperatorDoor | null> {
  const { telemetry, ...health } = means;
  if (!config.metrics) return null;
  const { version } = config;
  return openOperatorDoor(config.metrics, { ...health, version, metrics: telemetry.metrics });
}

async function warnOfPowers(orm: ReturnType<typeof connect>, log: Log): Promise<void> {
  if (!(await mayRewriteHistory(orm.em.fork()))) return;
  log.warn(
    {},
    'The history and the books are protected by triggers only: DATABASE_URL names a role that could change them. Let it name a role of its own, and the owner of the tables in DATABASE_OWNER_URL, and migrate.',
  );
}

/** Brings the database up to date, and says what to do where nobody can come in yet. */
async function migrateDatabase(config: Config, isDryRun: boolean): Promise<void> {
  const { databaseUrl, databaseOwnerUrl: ownerUrl } = config;
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (isDryRun) return dryRun({ databaseUrl, ownerUrl }, { say });
  await migrateAll({ databaseUrl, ownerUrl }, { say });
  const orm = connect(ownerUrl);
  try {
    const hint = await hintAtFirstAdmin(orm);
    if (hint) process.stdout.write(`${hint}\n`);
  } finally {
    await orm.close();
  }
}

/** Never the link itself: what a deployment prints is kept in logs. Null where there is a member. */
async function hintAtFirstAdmin(orm: MikroORM): Promise<string | null> {
  return (await orm.em.fork().count(MemberTable)) > 0
    ? null
    : 'Nobody can sign in yet. "cli.js user create-admin --invite" prints a link for the first admin.';
}

function tellParent(message: object): void {
  process.send?.(message);
}

/** Stops when it is told to, and at once when it is told again. */
function stopWhenTold(running: Running, withinMs: number, log: Log): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    log.info({}, 'Stopping');
    setTimeout(() => {
      log.error({ withinMs }, 'Could not stop in time');
      process.exit(1);
    }, withinMs).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'Could not stop cleanly');
        process.exit(1);
      },
    );
  };
  const told = () => (isStopping ? process.exit(1) : stop());
  process.on('SIGTERM', told);
  // A terminal tells all of its programs; whoever has a parent waits until that tells it.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => process.connected || told());
  process.on('disconnect', stop);
}

function readDryRun(more: readonly string[]): boolean {
  const unknown = more.find((one) => one !== '--dry-run');
  if (unknown)
    throw new ConfigError([`"migrate" takes --dry-run and nothing else, not "${unknown}".`]);
  return more.length > 0;
}

async function main(command: string | undefined, more: readonly string[]): Promise<void> {
  const config = readConfig(process.env);
  const log = makeLog({ level: config.logLevel });
  process.on('unhandledRejection', (error) => log.error({ error }, 'A rejection nobody handled'));
  const { drainMs, withinMs } = config.stopping;
  switch (command) {
    case 'serve':
    case 'work': {
      const { version } = config;
      const telemetry = await makeTelemetry(config, { process: command, version });
      const counted = countLines(telemetry, log);
      const running = await (command === 'serve' ? serve : work)(config, telemetry, counted);
      const drainedMs = command === 'serve' ? drainMs : 0;
      return stopWhenTold(running, drainedMs + withinMs + STOP_MARGIN_MS, log);
    }
    case 'migrate':
      return migrateDatabase(config, readDryRun(more));
    default:
      throw new ConfigError([`Give a command: serve, work or migrate, not "${command ?? ''}".`]);
  }
}

try {
  await main(process.argv[2], process.argv.slice(3));
} catch (error) {
  const isForPeople =
    error instanceof ConfigError ||
    error instanceof AppRoleRefused ||
    error instanceof MigrationRefused ||
    (error as Error).name === 'PortTaken';
  process.stderr.write(`${isForPeople ? (error as Error).message : (error as Error).stack}\n`);
  tellParent({ failed: (error as Error).message });
  process.exit(1);
}
