import path from 'node:path';
import { Client } from 'pg';
import { readConfig } from '../config.ts';
import { connect } from '../database/orm.ts';
import { type LoadProgress, loadPast } from '../demo/past-load.ts';
import { findDemoShop, makeDemoShop } from '../demo/shop.ts';
import { migrateAll } from '../migrate-all.ts';
import { makeTools } from '../surroundings.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import type { LargeOptions } from './large-options.ts';
import {
  type LocalSettings,
  makeLocalSettings,
  readLocalSettings,
  writeLocalSettings,
} from './local-settings.ts';
import { freePorts } from './free-ports.ts';
import { refuseBrokenDatabase, StartFailed } from './start-checks.ts';

type Surroundings = {
  readonly say: (text: string) => void;
  readonly onProgress: (progress: LoadProgress) => void;
  readonly stopping: AbortSignal;
};

/** Writes far fewer times to the disk while very much is written; as safe as ever. */
const LOADING = [
  'max_wal_size=8GB',
  'checkpoint_timeout=30min',
  'shared_buffers=512MB',
  'wal_compression=on',
  'autovacuum=off',
];

/** Fills the shop of the data folder, or of the database given. Throws what is said to the person. */
export async function makeLarge(options: LargeOptions, around: Surroundings): Promise<void> {
  const kept = readLocalSettings(options.dataDir);
  const running = options.databaseUrl ?? kept?.databaseUrl ?? null;
  if (options.databaseUrl) await refuseBrokenDatabase(options.databaseUrl);
  if (running) await refuseCompany(running, options);
  const settings = kept ?? (await newSettings(options));
  if (!kept) writeLocalSettings(options.dataDir, settings);
  const postgres = options.databaseUrl
    ? null
    : await startEmbeddedPostgres({
        dataDir: path.join(options.dataDir, 'postgres'),
        settings: LOADING,
      });
  try {
    const url = postgres?.url ?? options.databaseUrl ?? '';
    writeLocalSettings(options.dataDir, { ...settings, databaseUrl: postgres?.url ?? null });
    await fill(url, options, settings, around);
  } finally {
    await postgres?.stop();
  }
}

async function fill(
  databaseUrl: string,
  options: LargeOptions,
  settings: LocalSettings,
  { say, onProgress, stopping }: Surroundings,
): Promise<void> {
  await migrateAll({ databaseUrl, ownerUrl: databaseUrl });
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    PORT: String(settings.port),
    SESSION_SECRET: settings.sessionSecret,
    SECRETS_KEY: settings.secretsKey,
    GRACE_MS: process.env['GRACE_MS'],
  });
  const orm = connect(databaseUrl);
  const tools = makeTools(config, { publish: () => {} });
  try {
    const em = orm.em.fork();
    if (!(await findDemoShop(em))) {
      await makeDemoShop(em, tools, {
        webhookUrl: `http://localhost:${settings.simulatorPort}/hooks`,
        webhookSecret: settings.webhookReceiverSecret,
        publicUrl: config.publicUrl,
      });
    }
    const made = await loadPast(em, tools, {
      orders: options.orders,
      months: options.months,
      seed: options.seed ?? settings.seed,
      now: tools.now(),
      databaseUrl,
      onProgress,
      stopping,
    });
    if (made.orders !== options.orders) {
      throw new StartFailed(
        `There is a past of ${made.orders.toLocaleString('en')} orders already, and it is left alone. ` +
          'Choose another folder with --data, or another database with --database.',
      );
    }
    say(
      `${made.orders.toLocaleString('en')} orders, ${made.paid.toLocaleString('en')} of them paid. Now: npm start`,
    );
  } finally {
    await orm.close();
  }
}

async function newSettings({ seed }: LargeOptions): Promise<LocalSettings> {
  const [simulatorPort = 0, simulatorSmtpPort = 0] = await freePorts(2);
  return makeLocalSettings(
    { simulatorPort, simulatorSmtpPort },
    seed ?? Math.floor(Math.random() * 2 ** 31),
  );
}

/** Looks so often, as far apart (ms): whoever was just killed takes a moment to be gone. */
const LOOKS = 20;
const LOOK_AGAIN_MS = 500;

/** The product, or another load: neither may meet this one. */
async function refuseCompany(databaseUrl: string, options: LargeOptions): Promise<void> {
  for (let look = 1; ; look += 1) {
    const company = await companyAt(databaseUrl, options.databaseUrl !== null);
    if (!company) return;
    if (look === LOOKS) throw new StartFailed(company);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** In words; null where nobody is in the way. */
async function companyAt(databaseUrl: string, isGiven: boolean): Promise<string | null> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      `select from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (isGiven && rows.length === 0) return null;
    return isGiven
      ? 'Others are connected to this database. Stop the API and the workers, then enter the same command again.'
      : 'The product is running in this data folder. Stop it with Ctrl-C, then enter the same command again.';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It is starting up or shutting down.
    return code === '57P03'
      ? 'The database of this folder is just ending. Try again in a moment.'
      : null;
  } finally {
    await client.end().catch(() => {});
  }
}
