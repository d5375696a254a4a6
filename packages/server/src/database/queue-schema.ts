import { EventEmitter } from 'node:events';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';

/** Brings the queue's own tables up to date on this connection, under the time-outs it has. */
export async function migrateQueue(client: pg.Client): Promise<void> {
  await runMigrations({ pgPool: poolOf((...asked) => client.query(...(asked as [string]))) });
}

/**
 * Does the same inside the transaction that `client` is in, which the caller rolls back. Answers with the numbers
 * of the library's migrations that ran.
 */
export async function tryQueueMigrations(client: pg.Client): Promise<number[]> {
  const ran: number[] = [];
  const transactions: Readonly<Record<string, string>> = {
    begin: 'savepoint migration',
    commit: 'release savepoint migration',
    rollback: 'rollback to savepoint migration',
  };
  const ask: Ask = async (...asked) => {
    const text = textOf(asked[0]);
    const instead = transactions[text];
    if (instead) return client.query(instead);
    // The library lets statements fail to find out what is there.
    await client.query('savepoint statement');
    try {
      const answer = await client.query(...(asked as [string]));
      await client.query('release savepoint statement');
      if (/^insert into \S+\.migrations /.test(text)) ran.push(numberOf(asked[0]));
      return answer;
    } catch (error) {
      await client.query('rollback to savepoint statement');
      throw error;
    }
  };
  await runMigrations({ pgPool: poolOf(ask) });
  return ran;
}

type Ask = (...asked: unknown[]) => Promise<unknown>;

const textOf = (asked: unknown) =>
  (typeof asked === 'string' ? asked : (asked as { text: string }).text).trim();
const numberOf = (asked: unknown) => Number((asked as { values: unknown[] }).values[0]);

/** The library wants a pool; what it asks of one is this. */
function poolOf(ask: Ask): pg.Pool {
  const pool = Object.assign(new EventEmitter(), {
    options: { max: 10 },
    connect: () => Promise.resolve({ query: ask, release: () => {} }),
  });
  pool.on('error', () => {}).on('connect', () => {});
  return pool as unknown as pg.Pool;
}
