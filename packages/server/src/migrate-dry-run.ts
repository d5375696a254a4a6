import { accessChanges } from './access/session-library.ts';
import { tryGrants } from './database/app-role.ts';
import { watchHolders } from './database/lock-holders.ts';
import { allMigrations, connectToMigrate, takeTurns } from './database/migrate.ts';
import {
  isHeldByOthers,
  type MigrationLimits,
  MigrationRefused,
  runStep,
  usualLimits,
} from './database/migrate-step.ts';
import { connect } from './database/orm.ts';
import { tryQueueMigrations } from './database/queue-schema.ts';

const NO_STATEMENT_LIMIT = 0;

/**
 * Says what `migrate` would do, and does it in one transaction that is rolled back, so that what would fail fails
 * here. It holds the locks of all of them until then, each taken under the usual time-out. What cannot run in a
 * transaction is only said.
 */
export async function dryRun(
  urls: { databaseUrl: string; ownerUrl: string },
  options: { say: (line: string) => void; limits?: MigrationLimits },
): Promise<void> {
  const { databaseUrl, ownerUrl } = urls;
  const { say, limits = usualLimits } = options;
  // Its SQL is made from the tables as they are now.
  const accessSql = await accessChanges(ownerUrl);
  const orm = connect(ownerUrl);
  const client = await connectToMigrate(ownerUrl);
  try {
    await takeTurns(client, say);
    const holders = await watchHolders(ownerUrl, client, limits.lockMs / 4);
    const how = { name: 'The dry run', statementMs: NO_STATEMENT_LIMIT, limits, holders, say };
    let found: string[] = [];
    try {
      await runStep(client, how, async () => {
        found = [];
        await client.query('begin');
        const ran = await namesOfRun(client);
        for (const { name, migration } of allMigrations(orm)) {
          if (ran.has(name)) continue;
          const text = migration.steps
            .map((step) => `${step.trim().replace(/;$/, '')};`)
            .join('\n');
          if (!migration.isTransactional()) {
            found.push(`-- ${name}: not in a transaction, so not tried\n${text}`);
            continue;
          }
          const because = `${name} would fail`;
          await client.query(`set local statement_timeout = ${migration.statementMs}`);
          for (const step of migration.steps) await explaining(because, () => client.query(step));
          found.push(`-- ${name}\n${text}`);
        }
        const queue = await explaining('The queue’s own migrations would fail', () =>
          tryQueueMigrations(client),
        );
        if (queue.length > 0) found.push(`-- The queue's own migrations ${queue.join(', ')}`);
        if (accessSql) {
          const because = 'The changes of the sign-in library would fail';
          await explaining(because, () => client.query(accessSql));
          found.push(`-- The tables of the sign-in library\n${accessSql}`);
        }
        if (ownerUrl !== databaseUrl) {
          const grants = await tryGrants(client, databaseUrl);
          if (grants.length > 0) found.push(`-- Rights\n${grants.join('\n')}`);
        }
        await client.query('rollback');
      });
    } finally {
      for (const part of found) say(`${part}\n`);
      await holders.stop();
    }
    say(
      found.length === 0 ? 'There is nothing to do.' : 'Nothing was changed: this was a dry run.',
    );
  } finally {
    await client.end();
    await orm.close();
  }
}

async function namesOfRun(client: Awaited<ReturnType<typeof connectToMigrate>>) {
  const there = await client.query(`select from pg_class where oid = to_regclass('migration')`);
  if (there.rowCount === 0) return new Set<string>();
  const { rows } = await client.query<{ name: string }>('select name from migration');
  return new Set(rows.map(({ name }) => name));
}

/** What waits for a lock is tried again, so its error goes on as it is. */
async function explaining<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (isHeldByOthers(error)) throw error;
    throw new MigrationRefused(`${what}: ${(error as Error).message}`, { cause: error });
  }
}
