import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeShop, visit } from '../../test/kit/shop.ts';
import { Wire } from '../../test/kit/wire.ts';
import {
  type ChangeListener,
  type ChangeNews,
  listenForChanges,
  startPublisher,
} from './notifications.ts';
import { query } from './orm.ts';

let database: TestDatabase;
let wire: Wire;
let listener: ChangeListener;
const heard: (ChangeNews | null)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  wire = new Wire(new URL(database.url));
  const url = new URL(database.url);
  url.port = String(await wire.open());
  listener = await listenForChanges(url.href, { sweepEveryMs: 100 });
  listener.subscribe((news) => void heard.push(news));
});
afterEach(() => void heard.splice(0));
afterAll(async () => {
  await listener.stop();
  await wire.close();
  await database.drop();
});

const orders = () => heard.flatMap((news) => news?.orders ?? []);

describe('news of changes', () => {
  test('come by themselves', async () => {
    const publisher = startPublisher(database.url, { everyMs: 1 });
    publisher.publish({
      orders: ['ord_a'],
      actions: [],
      bulkReruns: [],
      orderExports: [],
      access: [],
    });
    await expect.poll(orders).toEqual(['ord_a']);
    await publisher.stop();
  });

  test('that nobody published are found in the history', async () => {
    const orderId = await visit(database);
    await expect.poll(orders).toContain(orderId);
  });

  test.each([
    ['ahead', 1],
    ['behind', -1],
  ])(
    'are found once where this machine’s clock is an hour %s of the one that all share',
    async (_, off) => {
      const now = () => new Date(Date.now() - off * 3_600_000);
      const own = await freshDatabase();
      await makeShop(own);
      const apart = await listenForChanges(own.url, { sweepEveryMs: 100, now });
      const told: string[] = [];
      apart.subscribe((news) => void told.push(...(news?.orders ?? [])));
      own.tools.setNow(now());
      const orderId = await visit(own);
      await expect.poll(() => told).toEqual([orderId]);
      await query(own.orm.em.fork(), 'select pg_sleep(0.5)');
      expect(told).toEqual([orderId]);
      await apart.stop();
      await own.drop();
    },
  );

  test('of the time in which the connection was cut are made good', async () => {
    wire.isFrozen = true;
    wire.cut();
    const orderId = await visit(database);
    // Longer ago than what a sweep repeats of its own accord.
    await query(database.orm.em.fork(), 'select pg_sleep(0.5)');
    wire.thaw();
    await expect.poll(() => heard.includes(null), { timeout: 20_000 }).toBe(true);
    await expect.poll(orders, { timeout: 20_000 }).toContain(orderId);
  });

  test('of the time in which the network swallowed everything are made good', async () => {
    wire.isFrozen = true;
    const orderId = await visit(database);
    await query(database.orm.em.fork(), 'select pg_sleep(0.5)');
    wire.thaw();
    // The old connection never says that it is dead.
    await expect.poll(() => heard.includes(null), { timeout: 20_000 }).toBe(true);
    await expect.poll(orders, { timeout: 20_000 }).toContain(orderId);
  });
});
