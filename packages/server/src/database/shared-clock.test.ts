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

describe('the clock that processes share', () => {
  test.each([
    ['an hour ahead', HOUR_MS],
    ['an hour behind', -HOUR_MS],
  ])('is the database’s where a machine’s is %s', async (_, offMs) => {
    const told: number[] = [];
    const machineNow = () => Date.now() + offMs;
    const now = await followDatabaseClock(database.orm, machineNow, (ms) => told.push(ms));
    expect(Math.abs(now().getTime() - (await databaseNow()))).toBeLessThan(2_000);
    expect(told).toHaveLength(1);
    expect(Math.abs((told[0] ?? 0) - offMs)).toBeLessThan(2_000);
  });

  test('is the machine’s own where both agree, or nobody answers', async () => {
    const told: number[] = [];
    const fixed = Date.parse('2026-11-30T12:00:00Z');
    const own = await followDatabaseClock(database.orm, Date.now, (ms) => told.push(ms));
    expect(Math.abs(own().getTime() - Date.now())).toBeLessThan(100);

    const away = connect('postgresql://nobody@127.0.0.1:1/nothing');
    const alone = await followDatabaseClock(
      away,
      () => fixed,
      (ms) => told.push(ms),
    );
    expect(alone()).toEqual(new Date(fixed));
    expect(told).toEqual([]);
    await away.close();
  });
});
