import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { connect, query } from './orm.ts';
import { followDatabaseClock } from './shared-clock.ts';

const HOUR_MS = 3_600_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const databaseNow = async () => {
  const [row] = await query<{ now: Date }>(
    database.orm.em.fork(),
    'select clock_timestamp() as now',
  );
  return row?.now.getTime() ?? 0;
};

const machine = (wall: () => number) => ({ wall, steady: () => performance.now() });

describe('the clock that processes share', () => {
  test.each([
    ['an hour ahead', HOUR_MS],
    ['an hour behind', -HOUR_MS],
  ])('is the database’s where a machine’s is %s', async (_, offMs) => {
    const told: number[] = [];
    const clocks = machine(() => Date.now() + offMs);
    const now = await followDatabaseClock(database.orm, clocks, (ms) => told.push(ms));
    expect(Math.abs(now().getTime() - (await databaseNow()))).toBeLessThan(2_000);
    expect(told).toHaveLength(1);
    expect(Math.abs((told[0] ?? 0) - offMs)).toBeLessThan(2_000);
  });

  test('is the machine’s own where both agree, or nobody answers', async () => {
    const told: number[] = [];
    const fixed = Date.parse('2026-11-30T12:00:00Z');
    const clocks = machine(Date.now);
    const own = await followDatabaseClock(database.orm, clocks, (ms) => told.push(ms));
    expect(Math.abs(own().getTime() - Date.now())).toBeLessThan(100);

    const away = connect('postgresql://nobody@127.0.0.1:1/nothing');
    const still = { wall: () => fixed, steady: () => 0 };
    const alone = await followDatabaseClock(away, still, (ms) => told.push(ms));
    expect(alone()).toEqual(new Date(fixed));
    expect(told).toEqual([]);
    await away.close();
  });

  test.each([
    ['set right', HOUR_MS, 0],
    ['set wrong', 0, -HOUR_MS],
  ])('goes on as before in the moment in which the machine’s is %s', async (_, first, then) => {
    let offMs = first;
    const told: number[] = [];
    const clocks = machine(() => Date.now() + offMs);
    const now = await followDatabaseClock(database.orm, clocks, (ms) => told.push(ms));
    const before = told.length;
    offMs = then;
    expect(Math.abs(now().getTime() - (await databaseNow()))).toBeLessThan(2_000);
    await expect.poll(() => told.length).toBe(before + 1);
    expect(Math.abs((told.at(-1) ?? 0) - then)).toBeLessThan(2_000);
    expect(Math.abs(now().getTime() - (await databaseNow()))).toBeLessThan(2_000);
  });
});
