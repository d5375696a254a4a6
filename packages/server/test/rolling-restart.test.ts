import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import type { ServerProcess } from './kit/processes.ts';
import { openScreen, send, startTraffic } from './kit/restart-traffic.ts';
import { booksOf, openRestartedShop, refundsAt, type RestartedShop } from './kit/restarted-shop.ts';

// Two API processes and two workers are replaced one after the other while people buy, read, refund and run again.

/** `npm run soak` restarts longer. */
const isSoak = Number(process.env['PROPERTY_RUNS'] ?? 0) > 0;
const ROUNDS = isSoak ? 10 : 1;
const SCREENS = 20;
const IN_TIME = { timeout: 120_000, interval: 100 };

let world: RestartedShop;
let apis: ServerProcess[];
let workers: ServerProcess[];
let screens: ReturnType<typeof openScreen>[] = [];
beforeAll(async () => {
  world = await openRestartedShop();
  [apis, workers] = await Promise.all([
    Promise.all([world.api(), world.api()]),
    Promise.all([world.worker(), world.worker()]),
  ]);
  screens = Array.from({ length: SCREENS }, () => openScreen(world));
  await Promise.all(screens.map(({ isOpen }) => isOpen));
}, 600_000);
afterAll(async () => {
  for (const screen of screens) screen.close();
  await world.stop();
}, 600_000);

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(world.database.orm.em.fork(), sql, parameters);
const exitOf = async ({ child }: ServerProcess) => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

/** The new one takes requests before the old one hears of its end. */
async function replaceApi(place: number): Promise<number | null> {
  const old = apis[place]!;
  apis[place] = await world.api();
  old.child.kill('SIGTERM');
  await world.balancer.untilDropped(old.url);
  return exitOf(old);
}

/** While a call is not answered, by this worker or another. */
async function replaceWorker(place: number): Promise<number | null> {
  const old = workers[place]!;
  workers[place] = await world.worker();
  await world.receiver.holdNext(() => send(world.url, world.secret, '{ __typename }'));
  old.child.kill('SIGTERM');
  return exitOf(old);
}

/** Waits until nothing is under way, and looks at what became of everything. */
async function expectNothingLost(done: { refunds: number }): Promise<void> {
  await expect
    .poll(
      () =>
        rows(
          `select a.id, a.status, a.message from action a where a.status in ('PENDING', 'RUNNING', 'FAILED', 'UNKNOWN')
           union all select id, status, null from refund_leg where status <> 'SUCCEEDED'
           union all select id, status, null from orders where status in ('PROCESSING', 'PAID')`,
        ),
      IN_TIME,
    )
    .toEqual([]);
  const { actions, orders } = await booksOf(world.database);
  expect(orders.length).toBeGreaterThan(3);
  // One effect of each action outside, by the run that succeeded.
  expect([...world.receiver.effects.keys()].sort()).toEqual(
    actions.map(({ id, run }) => `${id}-${run}`).sort(),
  );
  expect(await rows('select id from refund')).toHaveLength(done.refunds);
  expect(refundsAt(world.simulator)).toBe(done.refunds);
  for (const screen of screens) {
    await expect
      .poll(() => inOrder([...screen.orders.values()].filter(isNoVisit)), IN_TIME)
      .toEqual(inOrder(orders));
  }
}

/** Somebody whose checkout went down goes away; what was heard of them until then stands in no books. */
const isNoVisit = ({ status }: { status: string }) =>
  status !== 'STARTED' && status !== 'IN_PROGRESS';
const inOrder = <Seen extends { id: string }>(orders: readonly Seen[]) =>
  orders.toSorted((a, b) => a.id.localeCompare(b.id));

describe('a rolling restart under traffic', () => {
  test('loses nothing', { timeout: isSoak ? 1_800_000 : 600_000 }, async () => {
    const traffic = startTraffic(world);
    const codes: (number | null)[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const place of [0, 1]) {
        const [api, worker] = await Promise.all([replaceApi(place), replaceWorker(place)]);
        codes.push(api, worker);
      }
    }
    await traffic.stop();

    expect({ harm: traffic.harm, troubles: world.balancer.troubles }).toEqual({
      harm: [],
      troubles: [],
    });
    expect(new Set(codes)).toEqual(new Set([0]));
    await expectNothingLost(traffic.done());
    expect(traffic.done().reruns).toBeGreaterThan(0);
    // All were told to go away, and came again by themselves.
    for (const { closes, returns } of screens) {
      expect(new Set(closes)).toEqual(new Set([1001]));
      expect(returns).toBeGreaterThan(0);
    }
    // All four API processes and more than the first two workers had their share.
    expect([...world.balancer.answered.values()].every((answers) => answers > 0)).toBe(true);
    expect(world.balancer.answered.size).toBe(2 + 2 * ROUNDS);
    const [{ count } = {}] = await rows<{ count: number }>(
      'select count(distinct worker) as count from attempt',
    );
    expect(count).toBeGreaterThan(2);
  });
});

describe('one of each killed under traffic', () => {
  test('costs what was on its way and nothing else', { timeout: 600_000 }, async () => {
    const before = await rows('select id from refund');
    const traffic = startTraffic(world, { insists: true });
    await expect.poll(() => traffic.done().refunds, IN_TIME).toBeGreaterThan(0);
    await Promise.all([apis[0]!.kill(), workers[0]!.kill()]);
    const killedAt = traffic.done().refunds;
    await expect.poll(() => traffic.done().refunds, IN_TIME).toBeGreaterThan(killedAt);
    await traffic.stop();

    // Whoever was refused has asked again, with the same key.
    await expectNothingLost({ refunds: before.length + traffic.done().refunds });
  });
});
