import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { rerunAction } from '../src/use-cases/rerun-action.ts';
import { paidOrder, paySuccessfully } from './kit/paid-order.ts';
import { startProcess, type ServerProcess } from './kit/processes.ts';
import { makeShop, newKey, requestOf, shop, visit } from './kit/shop.ts';

/**
 * Holds the first call of each key open, as a receiver does whose caller dies or stands still; answers the
 * others. What it accepts it accepts once per key, as Standard Webhooks ask of it.
 */
class HoldingReceiver {
  readonly calls: { id: string; verified: boolean; orderNumber: string }[] = [];
  readonly accepted: string[] = [];
  readonly #held: (() => void)[] = [];
  readonly #server: Server = createServer(
    (request, response) => void this.#receive(request, response),
  );

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const id = String(request.headers['webhook-id']);
    const isFirst = !this.calls.some((call) => call.id === id);
    const { data } = JSON.parse(body) as { data: { order: { number: string } } };
    this.calls.push({ id, verified: isSigned(body, request), orderNumber: data.order.number });
    const accept = () => {
      if (!this.accepted.includes(id)) this.accepted.push(id);
      response.end('ok');
    };
    if (isFirst) this.#held.push(accept);
    else accept();
  }

  /** Goes on with the calls it has held. */
  release(): void {
    for (const accept of this.#held.splice(0)) accept();
  }
}

function isSigned(body: string, { headers }: IncomingMessage): boolean {
  try {
    new Webhook(shop.signingSecret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

let database: TestDatabase;
const receiver = new HoldingReceiver();
const workers: ServerProcess[] = [];
let environment: Record<string, string>;

beforeAll(async () => {
  const host = await receiver.start();
  database = await freshDatabase();
  await makeShop(database, { webhookUrl: `http://${host}/hook` });
  environment = {
    DATABASE_URL: database.url,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    OUTGOING_ALLOW_PRIVATE: host,
    OUTGOING_REQUIRE_HTTPS: 'false',
    LEASE_MS: '1500',
    HEARTBEAT_MS: '300',
    SWEEP_MS: '200',
  };
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await receiver.stop();
  await database.drop();
});

describe('a worker killed in the middle of a run', () => {
  test('is followed by another, and the receiver sees the same idempotency key', async () => {
    const doomed = await startProcess('work', environment);
    workers.push(doomed);
    const orderId = await visit(database);
    await paySuccessfully(database, orderId);
    await expect.poll(() => receiver.calls.length, { timeout: 20_000 }).toBe(1);
    await doomed.kill();

    workers.push(await startProcess('work', environment));
    await expect.poll(() => statusOf(orderId), { timeout: 30_000 }).toBe('COMPLETED');
    const [action] = await rows<{ id: string }>('select id from action where order_id = $1', [
      orderId,
    ]);
    expect(receiver.calls.map(({ id, verified }) => ({ id, verified }))).toEqual([
      { id: `${action?.id}-1`, verified: true },
      { id: `${action?.id}-1`, verified: true },
    ]);
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    expect(
      await rows(
        'select attempt, trigger, status from attempt where order_id = $1 order by attempt',
        [orderId],
      ),
    ).toEqual([
      { attempt: 1, trigger: 'AUTOMATIC', status: 'UNKNOWN' },
      { attempt: 2, trigger: 'TAKEOVER', status: 'SUCCEEDED' },
    ]);
  });
});

describe('a worker that stands still beyond its lease while its action is forced', () => {
  test('comes too late: its result is kept and changes nothing, and the receiver accepts one delivery', async () => {
    const paused = await startProcess('work', environment);
    workers.push(paused);
    const { orderId, actionIds } = await paidOrder(database, 'paused@example.com');
    const key = `${actionIds[0]}-1`;
    const callsOf = () => receiver.calls.filter(({ id }) => id === key).length;
    await expect.poll(callsOf, { timeout: 20_000 }).toBe(1);
    paused.child.kill('SIGSTOP');

    const forced = await rerunAction(
      {
        actionId: actionIds[0] ?? '',
        idempotencyKey: newKey(),
        useLatest: false,
        acknowledge: 'MAY_STILL_BE_RUNNING',
      },
      requestOf(database),
    );
    expect(forced.ok).toBe(true);
    const other = await startProcess('work', environment);
    workers.push(other);
    await expect.poll(() => statusOf(orderId), { timeout: 30_000 }).toBe('COMPLETED');

    paused.child.kill('SIGCONT');
    receiver.release();
    // Forcing had closed the first attempt as UNKNOWN: what comes now is its own late result.
    await expect
      .poll(() => lateResultOf(orderId), { timeout: 30_000 })
      .toEqual([{ overtaken: true, is_known: true }]);
    await paused.stop();
    expect(
      await rows(
        'select attempt, run, trigger, status, overtaken from attempt where order_id = $1 order by attempt',
        [orderId],
      ),
    ).toMatchObject([
      { attempt: 1, run: 1, trigger: 'AUTOMATIC', overtaken: true },
      { attempt: 2, run: 1, trigger: 'FORCE', status: 'SUCCEEDED', overtaken: false },
    ]);
    expect(await rows('select status, attempt from action where order_id = $1', [orderId])).toEqual(
      [{ status: 'SUCCEEDED', attempt: 2 }],
    );
    expect(await statusOf(orderId)).toBe('COMPLETED');
    expect(receiver.accepted.filter((id) => id === key)).toEqual([key]);
    expect(callsOf()).toBe(2);
  });
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const lateResultOf = (orderId: string) =>
  rows(
    `select overtaken, status <> 'UNKNOWN' as is_known from attempt where order_id = $1 and attempt = 1`,
    [orderId],
  );

async function statusOf(orderId: string): Promise<string | undefined> {
  const [row] = await rows<{ status: string }>('select status from orders where id = $1', [
    orderId,
  ]);
  return row?.status;
}
