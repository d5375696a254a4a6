import { afterAll, beforeAll, expect, test } from 'vitest';
import { runManyActions } from '../bench/many-actions.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('many actions with transient failures among them all succeed without a person', async () => {
  const result = await runManyActions({
    orm: database.orm,
    databaseUrl: database.url,
    actions: 300,
    failureRate: 0.05,
    concurrency: 10,
  });
  expect(result).toMatchObject({ actions: 300, succeeded: 300 });
  expect(result.attempts).toBeGreaterThan(300);
});
