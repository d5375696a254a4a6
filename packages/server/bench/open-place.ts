import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/local/embedded-postgres.ts';
import { migrateAll } from '../src/migrate-all.ts';
import type { BenchOptions } from './options.ts';
import type { Place, Product } from './place.ts';
import { startProgram } from './programs.ts';
import { makeKeys } from './who-asks.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const compiled = path.join(root, 'packages/server/dist/main.js');
/** Who serves and works, as `npm start` has it: may change neither the books nor the history. */
const APP_ROLE = 'orders_app';

/**
 * A script that fetches all orders in a minute would spend far fewer; what one address asks here, a shop's whole
 * team does not. Everything is still counted, and taken out of the database a hundredth at a time.
 */
const POINTS_PER_MINUTE = '10000000';

export type OpenPlace = Place & {
  /** Stops everything that was started, the latest first. */
  close(): Promise<void>;
};

/** Finds or makes the database with many orders. Products and references start when they are asked for. */
export async function openPlace(
  options: BenchOptions,
  say: (text: string) => void,
): Promise<OpenPlace> {
  const deeds: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const deed of deeds.splice(0).toReversed()) {
      await deed().catch((error: unknown) => say(`While tidying up: ${String(error)}`));
    }
  };
  try {
    return { ...(await open(options, say, (deed) => void deeds.push(deed))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: BenchOptions,
  say: (text: string) => void,
  atEnd: Place['atEnd'],
): Promise<Place> {
  const urls = await openDatabase(options, say, atEnd);
  const orders = await countOrders(urls.ownerUrl);
  let shared: Promise<Product> | null = null;
  let started = 0;

  const logFile = (name: string) => path.join(options.dataDir, 'logs', `${name}.log`);
  const own = productEnvironment(urls.databaseUrl);
  const keys = makeKeys(own);
  const startServer: Place['startServer'] = (environment) => {
    started += 1;
    const log = logFile(`product-${started}`);
    return startProgram(compiled, ['serve'], { ...own, ...environment }, log);
  };
  const startProduct: Place['startProduct'] = async (environment = {}) => {
    const program = await startServer(environment);
    try {
      const proofs = await keys.prove(program.url);
      return { ...program, ...proofs, environment: { ...own, ...environment } };
    } catch (error) {
      await program.stop();
      throw error;
    }
  };
  atEnd(() => keys.withdraw());
  return {
    databaseUrl: urls.ownerUrl,
    orders,
    isQuick: options.isQuick,
    atEnd,
    say,
    logFile,
    startServer,
    startProduct,
    product: () => {
      shared ??= startProduct().then((product) => {
        atEnd(() => product.stop());
        return product;
      });
      return shared;
    },
    emptyDatabase,
  };
}

/** As it runs in production, but for where things are and for how much one address may ask. */
function productEnvironment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    PUBLIC_URL: 'http://localhost:4000',
    SESSION_SECRET: randomBytes(32).toString('base64'),
    SECRETS_KEY: randomBytes(32).toString('base64'),
    API_POINTS_PER_MINUTE: POINTS_PER_MINUTE,
    API_POINTS_PER_MINUTE_PER_ADDRESS: POINTS_PER_MINUTE,
    // Every request writes its line, as in production.
    LOG_LEVEL: 'info',
  };
}

async function openDatabase(
  options: BenchOptions,
  say: (text: string) => void,
  atEnd: Place['atEnd'],
): Promise<{ databaseUrl: string; ownerUrl: string }> {
  if (options.databaseUrl !== null) {
    return { databaseUrl: options.databaseUrl, ownerUrl: options.databaseUrl };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(options.dataDir, 'postgres') });
  atEnd(() => postgres.stop());
  const app = new URL(postgres.url);
  app.username = APP_ROLE;
  const urls = { databaseUrl: app.href, ownerUrl: postgres.url };
  await migrateAll(urls);
  if ((await countOrders(postgres.url)) === 0) {
    say(`Making ${options.orders.toLocaleString('en')} orders, once …`);
    makeOrders(options.orders, postgres.url);
  }
  return urls;
}

function makeOrders(orders: number, databaseUrl: string): void {
  const made = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'demo:large', '--orders', String(orders), '--database', databaseUrl],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (made.status !== 0) throw new Error('The orders could not be made; see above.');
}

async function countOrders(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from order_list');
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): ReturnType<Place['emptyDatabase']> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-bench-'));
  // As root, PostgreSQL runs as another user, who must get in.
  fs.chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') });
  await migrateAll({ databaseUrl: postgres.url, ownerUrl: postgres.url });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
