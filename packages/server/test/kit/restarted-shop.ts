import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startSimulator, type Simulator } from '@order-management/simulator';
import { migrateAccess } from '../../src/access/session-library.ts';
import { query } from '../../src/database/orm.ts';
import { makeToken } from './api-token.ts';
import { Balancer } from './balancer.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { startProcess, type ServerProcess } from './processes.ts';
import { paytrailKeys, stripeKeys } from './refund-means.ts';
import { makeShop, shop } from './shop.ts';

/** Answers so late that some call is always under way; every fifth order it does not know at first. */
const ANSWER_AFTER_MS = 60;

/** What a membership site keeps: one effect per key, as Standard Webhooks ask of it. */
class Receiver {
  readonly effects = new Map<string, number>();
  readonly #refused = new Set<string>();
  #held: string | null = null;
  #seen = 0;
  readonly #server: Server = createServer((request, response) => {
    const key = String(request.headers['webhook-id']);
    request.resume().on('end', () => {
      if (this.#held === '') {
        // Never answered: whoever called has to leave it to another.
        this.#held = key;
        return;
      }
      setTimeout(() => {
        const action = key.slice(0, key.lastIndexOf('-'));
        if (!this.effects.has(key) && !this.#refused.has(action) && (this.#seen += 1) % 5 === 0) {
          this.#refused.add(action);
          response.writeHead(404).end();
          return;
        }
        this.effects.set(key, (this.effects.get(key) ?? 0) + 1);
        response.end('ok');
      }, ANSWER_AFTER_MS);
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next call is not answered; tells its key once it is here. */
  async holdNext(until: () => Promise<unknown>): Promise<string> {
    this.#held = '';
    while (this.#held === '') await until();
    return this.#held;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export type RestartedShop = Awaited<ReturnType<typeof openRestartedShop>>;

/** Two API processes behind a balancer, two workers, and the world around them. */
export async function openRestartedShop() {
  const receiver = new Receiver();
  const host = await receiver.start();
  const database = await freshDatabase();
  await migrateAccess(database.url);
  await makeShop(database, { webhookUrl: `http://${host}/hook` });
  const { secret } = await makeToken(database, {
    permissions: [
      'READ_ORDERS',
      'READ_PERSONAL_DATA',
      'REFUND_ORDERS',
      'RERUN_ACTIONS',
      'WRITE_CHECKOUT',
    ],
  });
  const balancer = new Balancer();
  const url = await balancer.start();
  const simulator = await startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: url,
    token: secret,
    linkSlugs: [shop.linkSlug],
    stripe: stripeKeys,
    paytrail: paytrailKeys,
    webhookReceiverSecret: null,
    traffic: null,
    seed: 1,
    retryDelaysMs: [100, 200, 400, 800, 1_600],
    settleAfterMs: 200,
  });
  const environment = {
    DATABASE_URL: database.url,
    PORT: '0',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_API_KEY: stripeKeys.apiKey,
    STRIPE_WEBHOOK_SECRETS: stripeKeys.webhookSecret,
    STRIPE_API_URL: simulator.url,
    OUTGOING_ALLOW_PRIVATE: host,
    OUTGOING_REQUIRE_HTTPS: 'false',
    OUTGOING_TIMEOUT_MS: '3000',
    LEASE_MS: '4000',
    HEARTBEAT_MS: '300',
    SWEEP_MS: '200',
    RETRY_SCHEDULE_MS: '200,200,200,200',
    DRAIN_MS: '1500',
    STOP_WITHIN_MS: '4000',
    API_POINTS_PER_MINUTE: '1000000000',
    API_POINTS_PER_MINUTE_PER_ADDRESS: '1000000000',
  };
  const processes: ServerProcess[] = [];
  const start = async (command: 'serve' | 'work') => {
    const started = await startProcess(command, environment);
    processes.push(started);
    return started;
  };
  return {
    database,
    balancer,
    receiver,
    simulator,
    url,
    secret,
    api: async () => {
      const started = await start('serve');
      await balancer.add(started.url);
      return started;
    },
    worker: () => start('work'),
    stop: async () => {
      await Promise.all(processes.map((one) => one.kill()));
      await simulator.stop();
      await balancer.stop();
      await receiver.stop();
      await database.drop();
    },
  };
}

export type Books = {
  /** Of each order, with what the outside has of it. */
  readonly actions: readonly { id: string; run: number; status: string }[];
  readonly orders: readonly { id: string; status: string; version: number }[];
};

export async function booksOf(database: TestDatabase): Promise<Books> {
  const em = database.orm.em.fork();
  return {
    actions: await query(
      em,
      `select id, run, status from action where purpose = 'DELIVERY' order by id`,
    ),
    orders: await query(
      em,
      `select id, status, version from orders where status not in ('STARTED', 'IN_PROGRESS') order by id`,
    ),
  };
}

/** What Stripe really gave back, by the key of each refund. */
export function refundsAt(simulator: Simulator): number {
  return simulator.stripe.refunds.refunds.list().filter(({ status }) => status !== 'failed').length;
}
