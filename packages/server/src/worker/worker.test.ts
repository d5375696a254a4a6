import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, paidOrder, scriptedActions } from '../../test/kit/paid-order.ts';
import { makeShop, obligingProvider, pay, providersOf, visit } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { PaymentProvider } from '../payments/payment-provider.ts';
import { startWorker, type Worker } from './worker.ts';
import { noMailer } from '../../test/kit/outside.ts';

let database: TestDatabase;
let worker: Worker | undefined;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const statusOf = async (orderId: string) => {
  const [order] = await rows<{ status: string }>('select status from orders where id = $1', [
    orderId,
  ]);
  return order?.status;
};

const faults: unknown[] = [];
async function start(find?: PaymentProvider['find']): Promise<void> {
  worker = await startWorker({
    orm: database.orm,
    databaseUrl: database.url,
    tools: database.tools,
    actionTypes: scriptedActions(...Array.from({ length: 20 }, () => answers.done)).types,
    publicUrl: 'http://shop.test',
    providers: providersOf({ ...obligingProvider, ...(find && { find }) }),
    mailer: noMailer,
    name: 'worker-under-test',
    concurrency: 3,
    heartbeatMs: 100,
    sweepEveryMs: 50,
    stopWithinMs: 1_000,
    onFault: (error) => void faults.push(error),
  });
}

describe('a worker', () => {
  test('takes over from the dead while a payment provider does not answer', async () => {
    await pay(database, await visit(database));
    await rows(`update payment set look_up_at = now() - interval '1 minute'`);
    const isAsked = Promise.withResolvers<void>();
    await start((_, signal) => {
      isAsked.resolve();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('Nobody waits any longer')));
      });
    });
    await isAsked.promise;

    const { orderId, actionIds } = await paidOrder(database);
    await expect.poll(() => statusOf(orderId), { timeout: 20_000 }).toBe('COMPLETED');
    await rows(
      `update action set status = 'RUNNING', next_attempt_at = null, worker = 'dead',
         lease_until = now() - interval '1 second' where id = $1`,
      actionIds,
    );
    const actionStatus = async () =>
      (await rows<{ status: string }>('select status from action where id = $1', actionIds))[0];
    await expect.poll(actionStatus, { timeout: 20_000 }).toEqual({ status: 'SUCCEEDED' });
  });

  test('goes on when the database has cut every connection', async () => {
    await start();
    const { orderId } = await paidOrder(database);
    await expect.poll(() => statusOf(orderId), { timeout: 20_000 }).toBe('COMPLETED');
    await rows(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    const another = await paidOrder(database);
    await expect.poll(() => statusOf(another.orderId), { timeout: 30_000 }).toBe('COMPLETED');
  });
});
