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
