import path from 'node:path';
import { readConfig } from '../config.ts';
import { migrateAll } from '../migrate-all.ts';
import { connect } from '../database/orm.ts';
import { makeTools } from '../surroundings.ts';
import { inviteFirstAdmin } from '../use-cases/invite-admin.ts';
import { systemRequest } from '../use-cases/request.ts';
import { type Child, startChild } from './children.ts';
import { makeDemo, type Demo } from './demo-start.ts';
import { restartOnChange, startPage } from './dev.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import {
  type LocalSettings,
  makeLocalSettings,
  readLocalSettings,
  writeLocalSettings,
} from './local-settings.ts';
import { freePorts } from './free-ports.ts';
import { refuseBrokenDatabase, refuseTakenPort, StartFailed } from './start-checks.ts';
import type { StartOptions } from './start-options.ts';

export type StartFacts = {
  readonly url: string;
  readonly databaseUrl: string;
  readonly simulatorUrl: string | null;
  readonly apiToken: string | null;
};

/** Of the page's development server. */
const PAGE_PORT = 5173;

type Surroundings = { readonly say: (text: string) => void; readonly stopping: AbortSignal };

/** Starts database, simulator, API and worker, in this order, each step told; `stop` ends them in reverse. */
export async function startEverything(
  options: StartOptions,
  { say, stopping }: Surroundings,
): Promise<{ facts: StartFacts; stop(): Promise<void> }> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of started.splice(0).toReversed()) await one.stop();
  };
  const step = async <Value>(what: string, work: () => Promise<Value>): Promise<Value> => {
    if (stopping.aborted) throw new StartFailed('Stopped before everything was started.');
    const begun = performance.now();
    const value = await work();
    say(`  ✓ ${what} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    return value;
  };
  try {
    await refuseTakenPort(
      options.port,
      `start with another one: npm start -- --port ${options.port + 1}`,
    );
    const settings = await loadSettings(options);
    const urls = await step('PostgreSQL is running', () => openDatabase(options, started));
    const { databaseUrl, ownerUrl } = urls;
    writeLocalSettings(options.dataDir, { ...settings, databaseUrl, port: options.port });
    await step('The tables are up to date', () => migrateAll(urls));

    const simulator = options.demo
      ? await step('The simulator is running', () => startSimulator(options, settings, say))
      : null;
    if (simulator) started.push(simulator);
    const environment = childEnvironment(options, settings, databaseUrl, simulator);
    const demo = simulator
      ? await step('The demo shop is open', () =>
          // As the owner of the tables: a past of that size is also counted and numbered anew.
          openDemo(options, { ...environment, DATABASE_URL: ownerUrl }, settings, simulator, say),
        )
      : null;
    if (simulator && demo) simulator.send({ past: demo.past });
    const [api, worker] = await step('API and worker are running', () =>
      Promise.all([
        startChild({ ...program('serve'), environment, say }),
        startChild({ ...program('work'), environment, say }),
      ]),
    );
    started.push(api, worker);
    const url = `http://localhost:${options.port}`;
    const page = options.dev
      ? await step('The page reloads by itself', () => startPage({ port: PAGE_PORT, apiUrl: url }))
      : null;
    if (page) started.push(page, restartOnChange([api, worker], say));
    simulator?.send({
      product: { url, token: settings.shopperToken, linkSlugs: demo?.linkSlugs ?? [] },
    });
    const invitation = demo ? null : await firstInvitation(environment, page?.url ?? null);
    say(welcome(page?.url ?? url, demo, simulator, settings, invitation));
    const simulatorUrl = simulator ? String(simulator.ready['url']) : null;
    return { facts: { url, databaseUrl, simulatorUrl, apiToken: demo?.apiToken ?? null }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The simulator's ports are chosen once: the demo's webhooks name them for ever. */
async function loadSettings(options: StartOptions): Promise<LocalSettings> {
  const kept = readLocalSettings(options.dataDir);
  if (!kept) {
    const [simulatorPort = 0, simulatorSmtpPort = 0] = await freePorts(2);
    const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
    return makeLocalSettings({ simulatorPort, simulatorSmtpPort }, seed);
  }
  if (options.demo) {
    for (const port of [kept.simulatorPort, kept.simulatorSmtpPort]) {
      await refuseTakenPort(
        port,
        'choose another data folder with --data; this one’s demo shop needs the port for its simulator',
      );
    }
  }
  return kept;
}

/** Made at the start: who serves and works in the server of our own. */
const LOCAL_APP_ROLE = 'orders_app';

async function openDatabase(
  options: StartOptions,
  started: { stop(): Promise<void> }[],
): Promise<{ databaseUrl: string; ownerUrl: string }> {
  const given = process.env['DATABASE_URL'];
  if (given) {
    const owner = process.env['DATABASE_OWNER_URL'];
    // The other one may not exist before the tables are migrated.
    await (owner ? refuseBrokenDatabase(owner, 'DATABASE_OWNER_URL') : refuseBrokenDatabase(given));
    return { databaseUrl: given, ownerUrl: owner || given };
  }
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir: path.join(options.dataDir, 'postgres'),
  });
  started.push(postgres);
  const app = new URL(postgres.url);
  app.username = LOCAL_APP_ROLE;
  return { databaseUrl: app.href, ownerUrl: postgres.url };
}

/** Beside us when compiled, the source when run from it. */
function sibling(name: string): string {
  return path.join(import.meta.dirname, `${name}${path.extname(import.meta.filename)}`);
}

function program(command: 'serve' | 'work') {
  return {
    name: command === 'serve' ? 'The API' : 'The worker',
    file: sibling('../main'),
    args: [command],
    supervised: true,
  };
}

function startSimulator(
  options: StartOptions,
  settings: LocalSettings,
  say: (text: string) => void,
): Promise<Child> {
  const folder = path.extname(import.meta.filename) === '.ts' ? 'src' : 'dist';
  return startChild({
    name: 'The simulator',
    file: path.join(
      import.meta.dirname,
      `../../../simulator/${folder}/main${path.extname(import.meta.filename)}`,
    ),
    supervised: false,
    say,
    environment: {
      SIMULATOR_PORT: String(settings.simulatorPort),
      SIMULATOR_SMTP_PORT: String(settings.simulatorSmtpPort),
      STRIPE_API_KEY: settings.stripeApiKey,
      STRIPE_WEBHOOK_SECRET: settings.stripeWebhookSecret,
      WEBHOOK_RECEIVER_SECRET: settings.webhookReceiverSecret,
      SHOPPERS_PER_MINUTE: options.traffic ? '6' : '0',
      ...(options.seed !== null && { SEED: String(options.seed) }),
    },
  });
}

function childEnvironment(
  options: StartOptions,
  settings: LocalSettings,
  databaseUrl: string,
  simulator: Child | null,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    PORT: String(options.port),
    SESSION_SECRET: settings.sessionSecret,
    SECRETS_KEY: settings.secretsKey,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    // Less than the patience with children: Ctrl-C is to be quick.
    STOP_WITHIN_MS: process.env['STOP_WITHIN_MS'] ?? '5000',
    ...(options.dev && { TRUSTED_ORIGINS: `http://localhost:${PAGE_PORT}` }),
    ...(simulator && simulatorEnvironment(settings, simulator)),
  };
}

function simulatorEnvironment(settings: LocalSettings, simulator: Child): Record<string, string> {
  const url = String(simulator.ready['url']);
  return {
    STRIPE_API_URL: url,
    STRIPE_API_KEY: settings.stripeApiKey,
    STRIPE_WEBHOOK_SECRETS: settings.stripeWebhookSecret,
    PAYTRAIL_API_URL: `${url}/paytrail`,
    PAYTRAIL_ACCOUNT: '375917',
    PAYTRAIL_SECRET: 'SAIPPUAKAUPPIAS',
    EPASSI_SITE: 'demo-site',
    EPASSI_KEY: 'demo-epassi-key',
    EPASSI_PAGE_URL: `${url}/epassi/e_payments/v2`,
    EPASSI_REFUND_URL: `${url}/epassi/refunds`,
    SMTP_URL: String(simulator.ready['smtpUrl']),
    MAIL_FROM: 'Demo Shop <shop@example.com>',
    KAJABI_API_URL: `${url}/kajabi`,
    SYSTEMEIO_API_URL: `${url}/systemeio/api`,
    OUTGOING_ALLOW_PRIVATE: new URL(url).host,
    OUTGOING_REQUIRE_HTTPS: 'false',
    SIGN_INS_PER_MINUTE: process.env['SIGN_INS_PER_MINUTE'] ?? '120',
  };
}

async function openDemo(
  options: StartOptions,
  environment: Record<string, string>,
  settings: LocalSettings,
  simulator: Child,
  say: (text: string) => void,
): Promise<Demo> {
  return makeDemo({
    config: readConfig({ ...environment, ...pick(process.env, ['GRACE_MS']) }),
    settings,
    simulatorUrl: String(simulator.ready['url']),
    demoToken: options.demoToken ?? settings.demoToken,
    say,
  });
}

/** The link for the first admin, printed as long as nobody has joined; each start makes the one before useless. */
async function firstInvitation(
  environment: Record<string, string>,
  pageUrl: string | null,
): Promise<string | null> {
  const config = readConfig({ ...process.env, ...environment });
  const orm = connect(config.databaseUrl);
  try {
    const request = systemRequest(orm.em.fork(), makeTools(config, { publish: () => {} }));
    return await inviteFirstAdmin(request, pageUrl ?? config.publicUrl);
  } finally {
    await orm.close();
  }
}

function pick(
  from: NodeJS.ProcessEnv,
  names: readonly string[],
): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

function welcome(
  url: string,
  demo: Demo | null,
  simulator: Child | null,
  settings: LocalSettings,
  invitation: string | null,
): string {
  const lines = [
    '',
    `  Ready: ${url}`,
    `  Playground: ${url}/graphiql`,
    ...(demo && simulator
      ? [
          `  Simulator: ${String(simulator.ready['url'])} (inbox, webhooks, payments, faults)`,
          `  Seeds: past ${settings.seed}, shoppers ${String(simulator.ready['seed'])}`,
          '',
          '  Sign in as',
          ...demo.people.map(
            ({ email, password, role }) => `    ${email.padEnd(26)} ${password}   ${role}`,
          ),
          '',
          `  API token with all rights: ${demo.apiToken}`,
        ]
      : []),
    ...(invitation
      ? [
          '',
          '  Nobody can sign in yet. The first admin joins by this link, once and within seven days:',
          `    ${invitation}`,
        ]
      : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ];
  return lines.join('\n');
}
