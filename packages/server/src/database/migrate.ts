import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { watchHolders, type Holders } from './lock-holders.ts';
import { type MigrationLimits, MigrationRefused, runStep, usualLimits } from './migrate-step.ts';
import type { SqlMigration } from './migrations/forms.ts';
import { migrations } from './migrations/index.ts';
import { migrateQueue } from './queue-schema.ts';

// Migrations while the shop is open. Not by MikroORM's own runner, which would run what is not transactional on any
// connection of its pool, so that no time-out and no advisory lock would hold for it; names, order and the table of
// what has run are its own.

/** A migration as it will be run. */
export type NamedMigration = { readonly name: string; readonly migration: SqlMigration };

export type MigrateOptions = {
  /** Told what is done and what is waited for, a line each. */
  readonly say?: (line: string) => void;
  readonly limits?: MigrationLimits;
};

const ASK_AGAIN_MS = 200;

/**
 * Brings the tables and the queue's own schema up to date. Safe to run by several processes at once, and beside
 * processes that serve and work: nobody else waits longer for a lock than `limits.lockMs` because of it. Throws
 * `MigrationRefused` with words for who runs it.
 */
export async function migrate(
  orm: MikroORM,
  databaseUrl: string,
  options: MigrateOptions = {},
): Promise<void> {
  const { say = () => {}, limits = usualLimits } = options;
  const client = await connectToMigrate(databaseUrl);
  try {
    await takeTurns(client, say);
    const pending = await pendingMigrations(orm);
    const holders = await watchHolders(databaseUrl, client, limits.lockMs / 4);
    try {
      for (const one of pending) await runMigration(client, one, { say, limits, holders });
      const queue = { name: 'The queue', statementMs: 0, limits, holders, say };
      await runStep(client, queue, () => migrateQueue(client));
    } finally {
      await holders.stop();
    }
  } finally {
    await client.end();
  }
}

export async function connectToMigrate(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'order-management migrate',
  });
  // Its end is told by the statement that meets it.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/**
 * One at a time. By asking again and again: whoever waited for the lock inside a statement would be a transaction
 * that `create index concurrently` waits for, and both would wait for ever.
 */
export async function takeTurns(client: pg.Client, say: (line: string) => void): Promise<void> {
  for (let asked = 0; ; asked += 1) {
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(42, 1) as mine',
    );
    if (rows[0]?.mine) return;
    if (asked === 0) say('Another migration is running; this one waits for its end.');
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}

/** Also makes the table of those that have run, where it is missing. */
async function pendingMigrations(orm: MikroORM): Promise<NamedMigration[]> {
  const pending = new Set((await orm.migrator.getPending()).map(({ name }) => name));
  return allMigrations(orm).filter(({ name }) => pending.has(name));
}

export function allMigrations(orm: MikroORM): NamedMigration[] {
  return migrations.map((one) => ({
    name: one.name,
    migration: new one.class(orm.em.getDriver(), orm.config),
  }));
}

type Running = {
  readonly say: (line: string) => void;
  readonly limits: MigrationLimits;
  readonly holders: Holders;
};

/** Runs it and notes that it has run: in one transaction, or where it is not transactional at its end. */
export async function runMigration(
  client: pg.Client,
  { name, migration }: NamedMigration,
  running: Running,
): Promise<void> {
  const { statementMs, steps } = migration;
  const note = () => client.query('insert into migration (name) values ($1)', [name]);
  const begun = performance.now();
  if (migration.isTransactional()) {
    await runStep(client, { name, statementMs, ...running }, async () => {
      await client.query('begin');
      for (const step of steps) await client.query(step);
      await note();
      await client.query('commit');
    });
  } else {
    for (const [index, step] of steps.entries()) {
      const at = `${name}, step ${index + 1} of ${steps.length},`;
      await runAlone(client, step, { name: at, statementMs, ...running });
    }
    await note();
  }
  running.say(`${name} has run (${((performance.now() - begun) / 1000).toFixed(1)} s).`);
}

/** Whoever waits for these holds nothing that another reads or writes: the wait may be long. */
const isPatient = (step: string) =>
  /^\s*(create (unique )?index|drop index) concurrently/i.test(step);

async function runAlone(
  client: pg.Client,
  step: string,
  running: Running & { readonly name: string; readonly statementMs: number },
): Promise<void> {
  if (isPatient(step) && (await isIndexThere(client, step, running))) return;
  const repeats = /^\s*(with|update|delete)\s/i.test(step);
  for (;;) {
    let changed = 0;
    await runStep(client, { ...running, isPatient: isPatient(step) }, async () => {
      changed = (await client.query(step)).rowCount ?? 0;
    });
    if (!repeats || changed === 0) return;
  }
}

/** An index that an interrupted run left behind is invalid: it costs every write and answers nothing. */
async function isIndexThere(
  client: pg.Client,
  step: string,
  running: Running & { readonly name: string; readonly statementMs: number },
): Promise<boolean> {
  const index = /index concurrently ("?\w+"?) on/i.exec(step)?.[1];
  if (!index) {
    if (/^\s*create/i.test(step)) throw new MigrationRefused(`${running.name} names no index.`);
    return false;
  }
  const { rows } = await client.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [index],
  );
  if (rows[0] && !rows[0].valid) {
    running.say(`${running.name} makes ${index} again, which an interrupted run left unfinished.`);
    await runStep(client, { ...running, isPatient: true }, async () => {
      await client.query(`drop index concurrently ${index}`);
    });
  }
  return rows[0]?.valid ?? false;
}
