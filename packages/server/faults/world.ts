import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quietly, startSimulator, type Simulator } from '@order-management/simulator';
import type { MikroORM } from '@mikro-orm/postgresql';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/database/orm.ts';
import { makeDemoIntegrations } from '../src/demo/integrations.ts';
import { makeDemoShop } from '../src/demo/shop.ts';
import { Permission } from '../src/domain/permission.ts';
import { freePorts } from '../src/local/free-ports.ts';
import { migrateAll } from '../src/migrate-all.ts';
import { makeTools } from '../src/surroundings.ts';
import { setKnownApiToken } from '../src/use-cases/manage-api-tokens.ts';
import { systemRequest } from '../src/use-cases/request.ts';
import { type FaultyPostgres, startFaultyPostgres } from './database.ts';
import { keep, type Kept } from './processes.ts';
import { layWire, type Wire } from './wire.ts';

/** The product with two of everything, its outside world, and places where it can be broken. */
export type World = {
  readonly postgres: FaultyPostgres;
  /** Between the product and PostgreSQL. */
  readonly databaseWire: Wire;
  readonly apis: readonly Kept[];
  readonly workers: readonly Kept[];
  readonly simulator: Simulator;
  /** What people and scripts call: a balancer over both API processes. */
  readonly url: string;
  readonly token: string;
  /** Past every fault, for looking. */
  readonly orm: MikroORM;
  stop(): Promise<void>;
};

export type WorldWish = {
  /** Where PostgreSQL keeps its data; a temporary folder unless given. */
  readonly dataDir?: string;
  /** More environment for the second API and the second worker, whose machine is another. */
  readonly second?: Readonly<Record<string, string>>;
};

/** The product's own, but for the retries: the second comes after five minutes there, which nobody waits for here. */
const environmentOfFaults = {
  RETRY_SCHEDULE_MS: '1000,2000,4000,8000,8000,8000,8000,8000,8000',
  GRACE_MS: '3000',
  LOOK_UP_DELAYS_MS: '5000,10000,20000,40000',
  // Everybody comes from one address here.
  API_POINTS_PER_MINUTE: '10000000',
  API_POINTS_PER_MINUTE_PER_ADDRESS: '10000000',
  OUTGOING_TIMEOUT_MS: '5000',
  PAYMENT_TIMEOUT_MS: '5000',
};
const everything = Object.values(Permission);

export async function openWorld(wish: WorldWish = {}): Promise<World> {
  const opened: { stop(): Promise<unknown> }[] = [];
  const stop = async () => {
    for (const one of opened.splice(0).toReversed()) await one.stop();
  };
  const opening = <One extends { stop(): Promise<unknown> }>(one: One): One => {
    opened.push(one);
    return one;
  };
  try {
    const folder = temporaryFolder();
    opened.push({ stop: () => Promise.resolve(fs.rmSync(folder, { recursive: true })) });
    const postgres = opening(
      await startFaultyPostgres(wish.dataDir ?? path.join(folder, 'postgres')),
    );
    const databaseWire = opening(await layWire([postgres.port]));
    const app = new URL(postgres.url);
    app.username = 'orders_app';
    await migrateAll({ databaseUrl: app.href, ownerUrl: postgres.url });
    const [first = 0, second = 0] = await freePorts(2);
    const frontDoor = opening(await layWire([first, second]));
    const url = `http://127.0.0.1:${frontDoor.port}`;
    const keys = { api: secret(), shoppers: secret(), webhook: `whsec_${secret('base64')}` };
    const simulator = opening(await startOutside(keys.webhook));
    const environment = environmentOf({ simulator, databasePort: databaseWire.port, app, url });
    const linkSlugs = await makeShop(
      { ...environment, DATABASE_URL: postgres.url },
      {
        simulatorUrl: simulator.url,
        keys,
        url,
      },
    );
    simulator.connect({ productUrl: url, token: keys.shoppers, linkSlugs });
    const started = await Promise.all([
      keep('serve', 'the first API', { ...environment, PORT: String(first) }),
      keep('serve', 'the second API', { ...environment, ...wish.second, PORT: String(second) }),
      keep('work', 'the first worker', environment),
      keep('work', 'the second worker', { ...environment, ...wish.second }),
    ]);
    for (const one of started) opening(one);
    const orm = connect(postgres.url, { poolSize: 2, connectWithinMs: 1_000 });
    opened.push({ stop: () => orm.close() });
    return {
      postgres,
      databaseWire,
      apis: started.slice(0, 2),
      workers: started.slice(2),
      simulator,
      url,
      token: keys.api,
      orm,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-faults-'));
  // As root, PostgreSQL runs as another user, who must get in.
  fs.chmodSync(folder, 0o755);
  return folder;
}

const stripe = { webhookSecret: 'whsec_faults', apiKey: 'sk_test_faults' };

function startOutside(webhookSecret: string): Promise<Simulator> {
  return startSimulator({
    ...quietly,
    stripe,
    webhookReceiverSecret: webhookSecret,
    // Real ones are slower; nothing else changes by it.
    retryDelaysMs: [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000],
    kajabi: { callsPerMinute: null },
    systemeio: { callsPerMinute: null },
    pace: 0,
  });
}

function environmentOf(place: {
  simulator: Simulator;
  databasePort: number;
  app: URL;
  url: string;
}): Record<string, string> {
  const { simulator, url } = place;
  const database = new URL(place.app);
  database.port = String(place.databasePort);
  return {
    ...environmentOfFaults,
    DATABASE_URL: database.href,
    PUBLIC_URL: url,
    SESSION_SECRET: 'of-the-faults-of-the-faults-of-the-faults',
    SECRETS_KEY: Buffer.alloc(32, 3).toString('base64'),
    STRIPE_API_URL: simulator.url,
    STRIPE_API_KEY: stripe.apiKey,
    STRIPE_WEBHOOK_SECRETS: stripe.webhookSecret,
    PAYTRAIL_API_URL: `${simulator.url}/paytrail`,
    PAYTRAIL_ACCOUNT: '375917',
    PAYTRAIL_SECRET: 'SAIPPUAKAUPPIAS',
    SMTP_URL: simulator.smtpUrl,
    MAIL_FROM: 'Example Shop <shop@example.com>',
    KAJABI_API_URL: `${simulator.url}/kajabi`,
    SYSTEMEIO_API_URL: `${simulator.url}/systemeio/api`,
    OUTGOING_ALLOW_PRIVATE: new URL(simulator.url).host,
    OUTGOING_REQUIRE_HTTPS: 'false',
  };
}

/** The demo's shop, with two tokens: for scripts, and for shoppers. */
async function makeShop(
  environment: Record<string, string>,
  place: {
    simulatorUrl: string;
    keys: { api: string; shoppers: string; webhook: string };
    url: string;
  },
): Promise<readonly string[]> {
  const { simulatorUrl, keys } = place;
  const config = readConfig(environment);
  const orm = connect(config.databaseUrl);
  try {
    const tools = makeTools(config, { publish: () => {} });
    const em = orm.em.fork();
    const shop = await makeDemoShop(em, tools, {
      webhookUrl: `${simulatorUrl}/hooks`,
      webhookSecret: keys.webhook,
      publicUrl: place.url,
    });
    await makeDemoIntegrations(em, tools, simulatorUrl);
    const system = systemRequest(em.fork(), tools, { kind: 'SYSTEM', id: null, name: 'Faults' });
    const expiresAt = new Date(tools.now().getTime() + 24 * 60 * 60_000);
    for (const token of [
      { name: 'Faults', permissions: everything, secret: keys.api },
      { name: 'Shoppers', permissions: ['WRITE_CHECKOUT'] as const, secret: keys.shoppers },
    ]) {
      const outcome = await setKnownApiToken({ ...token, expiresAt }, system);
      if (!outcome.ok) throw new Error(outcome.refusals.map(({ message }) => message).join(' '));
    }
    return shop.linkSlugs;
  } finally {
    await orm.close();
  }
}

function secret(as: 'hex' | 'base64' = 'hex'): string {
  return randomBytes(32).toString(as);
}
