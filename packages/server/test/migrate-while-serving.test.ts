import pg from 'pg';
import { expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { migrateAll } from '../src/migrate-all.ts';
import { freshDatabase } from './kit/database.ts';
import { startTestServer } from './kit/running-server.ts';
import { tinySchema } from './kit/tiny-schema.ts';

test('servers of before go on serving while migrate waits for its lock, and those of after are not ready until it is done', async () => {
  const database = await freshDatabase();
  const urls = { databaseUrl: database.url, ownerUrl: database.url };
  await migrateAll(urls);
  const { schema } = tinySchema();
  const start = () => startTestServer(database, schema, { processes: 1 });
  const before = await start();
  const readiness = async (url: string) => (await fetch(`${url}/readyz`)).json();
  expect(await readiness(before.url)).toMatchObject({ status: 'ready' });

  // As if 0024 had come with the release of after.
  const em = database.orm.em.fork();
  await query(em, `delete from migration where name = '0024-reasons-stay'`);
  await query(em, 'drop function reason_comes_with_entry, reason_goes_with_customer cascade');
  await query(em, 'drop trigger history_reason_no_truncate on history_reason');
  const after = await start();
  const holder = new pg.Client(database.url);
  await holder.connect();
  await holder.query('begin; lock table history_reason in row exclusive mode');
  const waiting = Promise.withResolvers<void>();
  const limits = { lockMs: 200, tries: 50, pauseMs: () => 50, patientMs: 1_000 };
  const migrating = migrateAll(urls, { limits, say: () => waiting.resolve() });
  await waiting.promise;

  const notYet = { status: 'not ready', reason: 'database not migrated' };
  expect(await readiness(after.url)).toEqual(notYet);
  expect(await readiness(before.url)).toMatchObject({ status: 'ready' });
  const asked = await fetch(`${before.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(await asked.json()).toMatchObject({ data: { __typename: 'Query' } });

  await holder.end();
  await migrating;
  expect(await readiness(after.url)).toMatchObject({ status: 'ready' });
  await Promise.all([before.stop(), after.stop()]);
  await database.drop();
});
