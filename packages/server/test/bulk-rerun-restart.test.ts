import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { sealSettings } from '../src/database/sealing.ts';
import { progressOf, seedFailures, startedBulk } from './kit/bulk-rerun.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { seedTwoCheckouts } from './kit/orders.ts';
import { startProcess, type ServerProcess } from './kit/processes.ts';
import { shop } from './kit/shop.ts';

const ORDERS = 130;
/** The second of three chunks is under way by then. */
const KILLED_AT = 60;

let database: TestDatabase;
let environment: Record<string, string>;
const workers: ServerProcess[] = [];
const calls: string[] = [];
let reached: () => void;
const isFarEnough = new Promise<void>((resolve) => {
  reached = resolve;
});
const receiver: Server = createServer((request, response) => {
  calls.push(String(request.headers['webhook-id']));
  if (calls.length === KILLED_AT) reached();
  request.resume().on('end', () => response.end('ok'));
});

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  await seedFailures(database, ORDERS);
  const settings = { url: `http://${host}/hook`, signingSecret: shop.signingSecret };
  await query(database.orm.em.fork(), `update action set settings = $1 where kind = 'webhook'`, [
    JSON.stringify(sealSettings(database.tools.sealer, settings, ['signingSecret'])),
  ]);
  environment = {
    DATABASE_URL: database.url,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    OUTGOING_ALLOW_PRIVATE: host,
    OUTGOING_REQUIRE_HTTPS: 'false',
    LEASE_MS: '1500',
    HEARTBEAT_MS: '300',
    SWEEP_MS: '200',
    WORKER_CONCURRENCY: '4',
  };
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  receiver.closeAllConnections();
  receiver.close();
  await database.drop();
});

describe('a bulk re-run whose worker is killed', () => {
  test('goes on with the next one, and each action is delivered by one run', async () => {
    const id = await startedBulk(database, { kinds: ['webhook'] });
    const doomed = await startProcess('work', environment);
    workers.push(doomed);
    await isFarEnough;
    await doomed.kill();
    expect(await progressOf(database, id)).toMatchObject({ total: ORDERS, isOver: false });

    workers.push(await startProcess('work', environment));
    await expect
      .poll(() => progressOf(database, id), { timeout: 50_000, interval: 200 })
      .toEqual({
        total: ORDERS,
        succeeded: ORDERS,
        failed: 0,
        waiting: 0,
        skipped: 0,
        isOver: true,
      });
    // A call under way at the kill is repeated, and known by its key.
    const expected = Array.from(
      { length: ORDERS },
      (_, index) => `act_one_${String(index).padStart(3, '0')}_webhook-2`,
    );
    expect([...new Set(calls)].sort()).toEqual(expected);
    expect(calls.length).toBeLessThanOrEqual(ORDERS + 4);
  });
});
