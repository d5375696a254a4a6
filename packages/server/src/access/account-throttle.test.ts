import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { throttle } from './account-throttle.ts';
import { migrateAccess } from './session-library.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await migrateAccess(database.url);
});
afterAll(() => database.drop());

test('tries that are the first of their minute all at once are each counted, and none fails', async () => {
  const now = new Date('2026-11-02T10:00:00Z');
  for (let minute = 0; minute < 100; minute += 1) {
    const waits = await Promise.all(
      Array.from({ length: 10 }, () => throttle(database.orm, `account|${minute}`, now, 4)),
    );
    expect(waits.filter((wait) => wait === null)).toHaveLength(4);
  }
});
