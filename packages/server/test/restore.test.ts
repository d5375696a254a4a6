import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { checkHistory } from '../src/database/history-check.ts';
import { connect, query } from '../src/database/orm.ts';
import { checkRollups } from '../src/database/report-check.ts';
import { foldPending } from '../src/database/report-fold.ts';
import { startEmbeddedPostgres } from '../src/local/embedded-postgres.ts';
import { migrateAll } from '../src/migrate-all.ts';
import { startWorker } from '../src/worker/worker.ts';
import { makeTestTools, type TestDatabase } from './kit/database.ts';
import { noMailer } from './kit/outside.ts';
import { answers, paidOrder, runOnce, scriptedActions } from './kit/paid-order.ts';
import { makeShop, newKey, providersOf } from './kit/shop.ts';

// The steps of docs/operations.md, "Back up and restore", by what every PostgreSQL can do itself: a copy of its files
// while it runs, its log archived piece by piece, and both brought to a moment. pg_basebackup does the first the same
// way; it is not among the programs that come out of the npm registry.

test('a backup brought to the moment before a mistake has every order until then, and the shop goes on from there', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-restore-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  // As root, PostgreSQL runs as another user, who must get in, and write there.
  fs.chmodSync(folder, 0o755);
  const archive = path.join(folder, 'archive');
  fs.mkdirSync(archive);
  fs.chmodSync(archive, 0o777);

  const first = await startWithArchive(path.join(folder, 'first'), archive);
  const before = await shopIn(first.url);
  const early = await paidOrder(before.database);
  await runOnce(before.database, early.actionIds[0] ?? '', scriptedActions(answers.done).types);

  const copy = path.join(folder, 'copy');
  await copyWhileRunning(first, copy);
  const late = await paidOrder(before.database);
  await foldPending(before.database.orm.em.fork());
  const sent = await jobsOf(before.database);
  await before.owner.query(`select pg_create_restore_point('before the mistake')`);
  await before.owner.query('drop table refund_difference; delete from order_tag');
  await before.owner.query('select pg_switch_wal()');
  await before.database.drop();
  await before.owner.end();
  await first.stop();

  fs.writeFileSync(path.join(copy, 'recovery.signal'), '');
  fs.appendFileSync(
    path.join(copy, 'postgresql.auto.conf'),
    `restore_command = 'cp "${archive}/%f" "%p"'\nrecovery_target_name = 'before the mistake'\n` +
      `recovery_target_action = 'promote'\narchive_mode = off\n`,
  );
  const second = await startEmbeddedPostgres({ dataDir: copy });
  onTestFinished(() => second.stop());
  const urls = urlsIn(second.url);
  await migrateAll(urls);
  const restored = await openShop(urls.databaseUrl);
  const em = restored.orm.em.fork();
  const ids = await query<{ id: string }>(em, 'select id from orders order by created_at, id');
  expect(ids.map(({ id }) => id)).toEqual([early.orderId, late.orderId]);
  expect(await query(em, `select to_regclass('refund_difference') is not null as there`)).toEqual([
    { there: true },
  ]);
  expect(await checkHistory(em)).toMatchObject({ faultCount: 0, faults: [] });
  expect(await checkRollups(em)).toEqual([]);

  // What was queued at that moment runs, and what had run does not run again.
  expect(await jobsOf(restored)).toEqual(sent);
  const script = scriptedActions(answers.done, answers.done);
  const worker = await startWorker({
    orm: restored.orm,
    databaseUrl: restored.url,
    tools: restored.tools,
    actionTypes: script.types,
    providers: providersOf(),
    mailer: noMailer,
    publicUrl: 'http://shop.test',
    name: 'worker-after-restore',
    concurrency: 2,
    heartbeatMs: 100,
    sweepEveryMs: 100,
    stopWithinMs: 5_000,
    onFault: () => {},
  });
  const isDone = async () =>
    (await query(em, `select from action where status <> 'SUCCEEDED'`)).length === 0;
  for (let looks = 0; looks < 1_200 && !(await isDone()); looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await worker.stop();
  expect(script.keys).toHaveLength(late.actionIds.length);
  const fresh = await paidOrder(restored, `${newKey()}@example.com`);
  const numbers = await query<{ number: string }>(em, 'select number from orders');
  expect(new Set(numbers.map(({ number }) => number)).size).toBe(3);
  expect(fresh.orderId).not.toBe(late.orderId);
  expect(await checkHistory(em)).toMatchObject({ faultCount: 0 });
  await restored.drop();
}, 300_000);

async function startWithArchive(dataDir: string, archive: string) {
  const made = await startEmbeddedPostgres({ dataDir });
  const admin = new pg.Client(made.url);
  await admin.connect();
  await admin.query('alter system set archive_mode = on');
  await admin.query(`alter system set archive_command = 'cp "%p" "${archive}/%f"'`);
  await admin.query('create database orders');
  await admin.end();
  await made.stop();
  return startEmbeddedPostgres({ dataDir });
}

function urlsIn(postgresUrl: string) {
  const owner = new URL(postgresUrl);
  owner.pathname = '/orders';
  const app = new URL(owner);
  app.username = 'orders_app';
  return { ownerUrl: owner.href, databaseUrl: app.href };
}

async function shopIn(postgresUrl: string) {
  const urls = urlsIn(postgresUrl);
  await migrateAll(urls);
  const owner = new pg.Client(urls.ownerUrl);
  await owner.connect();
  const database = await openShop(urls.databaseUrl);
  await makeShop(database);
  return { owner, database };
}

async function openShop(url: string): Promise<TestDatabase> {
  const orm = connect(url);
  return { url, orm, tools: makeTestTools(), closeWithIt: () => {}, drop: () => orm.close() };
}

const jobsOf = ({ orm }: TestDatabase) =>
  query(
    orm.em.fork(),
    'select id, task_id, run_at, attempts from graphile_worker._private_jobs order by id',
  );

/** On one connection from beginning to end, which must not be closed in between. */
async function copyWhileRunning(
  from: { url: string; dataDir: string },
  copy: string,
): Promise<void> {
  const client = new pg.Client(from.url);
  await client.connect();
  await client.query(`select pg_backup_start('nightly', fast => true)`);
  fs.cpSync(from.dataDir, copy, {
    recursive: true,
    filter: (file) => !/\/(postmaster\.(pid|opts)|pg_wal\/[0-9A-F]{24})$/.test(file),
  });
  const { rows } = await client.query<{ labelfile: string }>('select * from pg_backup_stop()');
  fs.writeFileSync(path.join(copy, 'backup_label'), rows[0]?.labelfile ?? '');
  await client.end();
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = fs.statSync(from.dataDir);
  for (const file of fs.readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    fs.chownSync(path.join(copy, file), uid, gid);
  }
  fs.chownSync(copy, uid, gid);
  fs.chmodSync(copy, 0o700);
}
