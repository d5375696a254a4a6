import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect, migrate } from '../src/database/orm.ts';
import { startEmbeddedPostgres } from '../src/local/embedded-postgres.ts';
import { runManyActions } from './many-actions.ts';

// `npm run bench`: figures of this machine, to be compared with themselves. Nothing is asserted but that
// everything got done.

const ACTIONS = 10_000;
const FAILURE_RATE = 0.05;
const CONCURRENCY = 20;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-bench-'));
// As root, PostgreSQL runs as another user, who must get in.
fs.chmodSync(folder, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') });
const orm = connect(postgres.url, { poolSize: CONCURRENCY + 4 });
try {
  await migrate(orm, postgres.url);
  const result = await runManyActions({
    orm,
    databaseUrl: postgres.url,
    actions: ACTIONS,
    failureRate: FAILURE_RATE,
    concurrency: CONCURRENCY,
  });
  const cpu = os.cpus()[0]?.model ?? 'unknown processor';
  process.stdout.write(
    [
      `${os.cpus().length} × ${cpu}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
      `webhook actions over HTTP, ${FAILURE_RATE * 100} % failing for the moment, one worker, ${CONCURRENCY} at once`,
      `  done without a person   ${result.succeeded} of ${result.actions} in ${result.attempts} attempts`,
      `  actions per second      ${result.perSecond.toFixed(0)}`,
      `  seconds                 ${result.seconds.toFixed(1)}`,
      `  queued to started, idle p50 ${result.startP50Ms.toFixed(1)} ms, p95 ${result.startP95Ms.toFixed(1)} ms`,
      '',
    ].join('\n'),
  );
  if (result.succeeded !== result.actions) process.exitCode = 1;
} finally {
  await orm.close();
  await postgres.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
