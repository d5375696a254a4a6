import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { query } from './orm.ts';
import { forgetEndedWindows, takePoints } from './rate-limit.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const noon = new Date('2026-03-01T12:00:00.000Z');
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const take = (key: string, wish: number, now = noon, limit = 100) =>
  takePoints(database.orm.em.fork(), { key, wish, limit, now });

describe('the points of a minute', () => {
  test('are given out until there are none, and again when the minute is over', async () => {
    expect(await take('a', 60)).toEqual({ granted: 60, left: 40, resetsAt: after(60) });
    expect(await take('a', 60, after(30))).toEqual({ granted: 40, left: 0, resetsAt: after(60) });
    expect(await take('a', 1, after(59))).toEqual({ granted: 0, left: 0, resetsAt: after(60) });
    expect(await take('a', 1, after(60))).toEqual({ granted: 1, left: 99, resetsAt: after(120) });
  });

  test('are each client’s own', async () => {
    await take('b', 100);
    expect(await take('c', 100)).toMatchObject({ granted: 100 });
  });

  test('never become more, however many ask at once', async () => {
    const grants = await Promise.all(Array.from({ length: 50 }, () => take('many', 7)));

    expect(grants.reduce((sum, { granted }) => sum + granted, 0)).toBe(100);
  });

  test('are less at once where the limit is lowered, and more where it is raised', async () => {
    await take('d', 50);
    expect(await take('d', 10, noon, 40)).toMatchObject({ granted: 0, left: 0 });
    expect(await take('d', 10, noon, 200)).toMatchObject({ granted: 10, left: 140 });
  });

  test('do not wait for a clock that was wrong for a while', async () => {
    await take('e', 100, after(86_400));
    expect(await take('e', 1)).toMatchObject({ granted: 1, resetsAt: after(60) });
  });

  test('leave nothing behind once their minute is long over', async () => {
    await take('f', 1);
    await take('g', 1, after(100));
    await forgetEndedWindows(database.orm.em.fork(), after(125));

    const keys = await query<{ key: string }>(
      database.orm.em.fork(),
      `select key from rate_limit where key in ('f', 'g')`,
    );
    expect(keys).toEqual([{ key: 'g' }]);
  });
});
