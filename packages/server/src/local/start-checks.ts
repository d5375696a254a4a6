import { once } from 'node:events';
import { createServer } from 'node:net';
import pg from 'pg';

/** Something the person at the terminal can mend; the message says how. */
export class StartFailed extends Error {}

/** Throws `StartFailed` when somebody else listens on the port. `advice` goes on from "Stop that one, or". */
export async function refuseTakenPort(port: number, advice: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartFailed(
      code === 'EACCES'
        ? `Port ${port} may only be used by the administrator. Instead, ${advice}`
        : `Port ${port} is in use by another program. Stop that one, or ${advice}`,
      { cause: error },
    );
  }
}

/** What to do about a failure that is of the machine and not of ours; null where it is something else. */
export function adviceFor(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, path, message } = cause as NodeJS.ErrnoException;
    // PostgreSQL's number for a full disk.
    if (code === 'ENOSPC' || code === '53100' || /No space left on device/i.test(message)) {
      return 'The disk is full. Free some space, then start again: what was begun is finished then.';
    }
    if (path !== undefined && ['EACCES', 'EPERM', 'EROFS'].includes(code ?? '')) {
      return `${path} cannot be read or written. Choose another folder with --data, or start as the user it belongs to.`;
    }
    if (/Connection terminated unexpectedly/.test(message)) {
      return 'PostgreSQL has ended. Often the disk is full: see to its free space, then start again.';
    }
  }
  return null;
}

/** Throws `StartFailed` when the database given by the variable cannot be used. */
export async function refuseBrokenDatabase(
  url: string,
  variable: 'DATABASE_URL' | 'DATABASE_OWNER_URL' = 'DATABASE_URL',
): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new StartFailed(
      `${variable} is set, but it is no address of a PostgreSQL. It looks like postgresql://user:password@host:5432/name; unset it to use the PostgreSQL that comes with the packages.`,
    );
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>('show server_version_num');
    const version = Number(Object.values(rows[0] ?? {})[0]);
    if (version < 150_000) throw new Error('it is older than PostgreSQL 15');
  } catch (error) {
    throw new StartFailed(
      `${variable} is set, but its database cannot be used: ${(error as Error).message}\n` +
        `Check host, port, user, password and database name, or unset ${variable} to use the PostgreSQL that comes with the packages.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
