import pg from 'pg';
import { connect } from '../../src/database/orm.ts';
import type { TestDatabase } from './database.ts';

/** How many statements the database got meanwhile: outside a transaction each one takes a connection. */
export async function statementsOf(
  database: TestDatabase,
  work: () => Promise<unknown>,
): Promise<number> {
  let statements = 0;
  const count = () => void (statements += 1);
  const pool = await database.orm.em.getConnection().getNativeClient();
  pool.on('acquire', count);
  try {
    await work();
  } finally {
    pool.off('acquire', count);
  }
  return statements;
}

/**
 * What the database was told meanwhile, BEGIN and COMMIT among it, oldest first: `work` gets the same database through
 * connections of its own.
 */
export async function statementsWithin(
  database: TestDatabase,
  work: (watched: TestDatabase) => Promise<unknown>,
): Promise<string[]> {
  const told: string[] = [];
  class Client extends pg.Client {
    // The driver's method has a signature per way to call it, all of which end in the same.
    override query(...given: unknown[]): never {
      const [first] = given;
      told.push(typeof first === 'string' ? first : (first as { text: string }).text);
      return (super.query as (...all: unknown[]) => never).apply(this, given);
    }
  }
  const orm = connect(database.url, { watch: { Client, onPoolCreated: () => {} } });
  try {
    // Which asks whether there is such a database.
    await orm.connect();
    told.length = 0;
    await work({ ...database, orm });
  } finally {
    await orm.close();
  }
  return told;
}
