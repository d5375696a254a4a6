import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect, migrate } from '../src/database/orm.ts';
import { startEmbeddedPostgres } from '../src/local/embedded-postgres.ts';
import { runBigExport } from './big-export.ts';
import { runManyActions } from './many-actions.ts';

// `npm run bench`: figures of this machine, to be compared with themselves. Nothing is asserted but that
// everything got done and that memory stays flat. `npm run bench -- export 50000` runs one of them, with
// a size of one's own.

const ACTIONS = 10_000;
const FAILURE_RATE = 0.05;
const CONCURRENCY = 20;
const EXPORTED = 200_000;
const MOST_GROWN_MB = 50;

type Place = { readonly orm: ReturnType<typeof connect>; readonly databaseUrl: string };

const benches: Readonly<Record<string, (place: Place, size?: number) => Promise<boolean>>> = {
  async actions(place, actions = ACTIONS) {
    const result = await runManyActions({
      ...place,
      actions,
      failureRate: FAILURE_RATE,
      concurrency: CONCURRENCY,
    });
    say(
      `webhook actions over HTTP, ${FAILURE_RATE * 100} % failing for the moment, one worker, ${CONCURRENCY} at once`,
      `  done without a person   ${result.succeeded} of ${result.actions} in ${result.attempts} attempts`,
      `  actions per second      ${result.perSecond.toFixed(0)}`,
      `  seconds                 ${result.seconds.toFixed(1)}`,
      `  queued to started, idle p50 ${result.startP50Ms.toFixed(1)} ms, p95 ${result.startP95Ms.toFixed(1)} ms`,
    );
    return result.succeeded === result.actions;
  },

  async export(place, orders = EXPORTED) {
    const result = await runBigExport({ ...place, orders });
    say(
      'an export of all fields over HTTP, parsed and compared by the other side',
      `  rows equal to the list  ${result.equalRows} of ${result.orders}`,
      `  rows per second         ${result.rowsPerSecond.toFixed(0)}`,
      `  size of the file        ${result.megabytes.toFixed(1)} MB`,
      `  memory grown by         ${result.grownMb.toFixed(1)} MB at most`,
    );
    return result.equalRows === result.orders && result.grownMb < MOST_GROWN_MB;
  },
};

function say(...lines: readonly string[]): void {
  process.stdout.write([...lines, ''].join('\n'));
}

/** Each on a database of its own. */
async function onFreshDatabase(run: (place: Place) => Promise<boolean>): Promise<boolean> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-bench-'));
  // As root, PostgreSQL runs as another user, who must get in.
  fs.chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') });
  const orm = connect(postgres.url, { poolSize: CONCURRENCY + 4 });
  try {
    await migrate(orm, postgres.url);
    return await run({ orm, databaseUrl: postgres.url });
  } finally {
    await orm.close();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const [wanted, size] = process.argv.slice(2);
const cpu = os.cpus()[0]?.model ?? 'unknown processor';
const memory = Math.round(os.totalmem() / 2 ** 30);
say(`${os.cpus().length} × ${cpu}, ${memory} GiB, Node ${process.version}`);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted !== undefined && wanted !== name) continue;
  const isFine = await onFreshDatabase((place) => bench(place, size ? Number(size) : undefined));
  if (!isFine) process.exitCode = 1;
}
