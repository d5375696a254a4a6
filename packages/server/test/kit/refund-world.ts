import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startSimulator, type Simulator } from '@order-management/simulator';
import express from 'express';
import { query } from '../../src/database/orm.ts';
import { incomingEvents } from '../../src/http/incoming-events.ts';
import { makeTelemetry } from '../../src/telemetry/telemetry.ts';
import { logRequests } from '../../src/http/request-log.ts';
import { makeLog } from '../../src/log.ts';
import type { RefundOrder } from '../../src/use-cases/refund-order.ts';
import { startWorker, type Worker } from '../../src/worker/worker.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { noMailer, obligingOutside } from './outside.ts';
import { seedTwoCheckouts } from './orders.ts';
import { fromSource, programFolder } from './program.ts';
import { refundableOrder } from './refundable-order.ts';
import {
  paytrailKeys,
  plantedStripe,
  refundTools,
  simulatedPaytrail,
  simulatedStripe,
  stripeKeys,
} from './refund-means.ts';
import { newKey, providersOf } from './shop.ts';

/** A database, a Stripe of its own, and the door at which its news come in. */
export class RefundWorld {
  readonly #children = new Set<ChildProcess>();

  private constructor(
    readonly database: TestDatabase,
    readonly simulator: Simulator,
    /** Where our events come in. */
    readonly url: string,
    readonly plantedBug: string | null,
    readonly stop: () => Promise<void>,
  ) {}

  static async open(plantedBug: string | null = null): Promise<RefundWorld> {
    const database = await freshDatabase();
    await seedTwoCheckouts(database);
    const simulator = await startSimulator({
      port: 0,
      smtpPort: 0,
      productUrl: null,
      token: null,
      linkSlugs: [],
      stripe: stripeKeys,
      paytrail: paytrailKeys,
      webhookReceiverSecret: null,
      traffic: null,
      seed: 1,
      retryDelaysMs: [100, 200, 400],
    });
    const app = express();
    const log = makeLog({ level: 'silent' });
    const config = { metrics: null, traces: null };
    const telemetry = await makeTelemetry(config, { process: 'serve', version: 'test' });
    app.use(logRequests(log, telemetry));
    const { orm } = database;
    const providers = providersOf(simulatedStripe(simulator.url), simulatedPaytrail(simulator.url));
    const { metrics } = telemetry;
    app.use('/events', incomingEvents({ orm, tools: refundTools(), providers, log, metrics }));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = (server.address() as AddressInfo).port;
    const url = `http://127.0.0.1:${port}`;
    simulator.connect({ productUrl: url, token: 'none', linkSlugs: [] });
    const world = new RefundWorld(database, simulator, url, plantedBug, async () => {
      await world.endChildren();
      await simulator.stop();
      server.closeAllConnections();
      server.close();
      await database.drop();
    });
    return world;
  }

  /** An order of 99.00 € that its provider knows as well. */
  async paidOrder(
    provider: 'stripe' | 'paytrail' = 'stripe',
  ): Promise<{ orderId: string; lineId: string; reference: string }> {
    const seed = { payments: [{ provider }] };
    const { orderId, lineIds, paymentIds } = await refundableOrder(this.database, seed);
    const stamp = paymentIds[0] ?? '';
    const reference = `pi_${stamp}`;
    await query(
      this.database.orm.em.fork(),
      'update payment set provider_reference = $2 where id = $1',
      [stamp, reference],
    );
    this.simulator.rememberPast({
      payments: [
        {
          provider,
          reference,
          stamp,
          orderNumber: orderId,
          method: provider === 'stripe' ? 'card' : 'osuuspankki',
          amountMinor: 9900,
          currency: 'EUR',
          paidAt: Date.now() - 1_000,
        },
      ],
      refunds: [],
    });
    return { orderId, lineId: lineIds[0] ?? '', reference };
  }

  refundOf(order: { orderId: string; lineId: string }, amountMinor: number): RefundOrder {
    return {
      orderId: order.orderId,
      idempotencyKey: newKey(),
      plan: {
        lines: [{ orderLineId: order.lineId, amountMinor, removeAccess: false }],
        returnMoney: true,
        removeOfferAccess: false,
      },
    };
  }

  /** What Stripe really returned of a payment: each refund that did not fail. */
  returnedThere(reference: string): number[] {
    return this.simulator.stripe.refunds.refunds
      .list()
      .filter((refund) => refund.payment_intent === reference && refund.status !== 'failed')
      .map(({ amount }) => amount);
  }

  /** A process of ours that dies at a point, if it gets there. */
  child(more: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(
      process.execPath,
      [...fromSource(path.join(import.meta.dirname, 'refund-child.ts'))],
      {
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: this.database.url,
          STRIPE_URL: this.simulator.url,
          ...(this.plantedBug !== null && { PLANTED_BUG: this.plantedBug }),
          ...more,
        },
        cwd: programFolder,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    this.#children.add(child);
    child.once('exit', () => void this.#children.delete(child));
    return child;
  }

  /** A worker in this process, which does not die. */
  survivor(): Promise<Worker> {
    const provider = plantedStripe(this.simulator.url, this.plantedBug);
    return startWorker({
      orm: this.database.orm,
      databaseUrl: this.database.url,
      tools: refundTools(),
      actionTypes: obligingOutside().types,
      providers: providersOf(provider, simulatedPaytrail(this.simulator.url)),
      publicUrl: this.url,
      mailer: noMailer,
      name: 'survivor',
      concurrency: 2,
      heartbeatMs: 150,
      sweepEveryMs: 100,
      stopWithinMs: 1_000,
      onFault: () => {},
    });
  }

  async endChildren(): Promise<void> {
    await Promise.all(
      [...this.#children].map(async (child) => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }
}
