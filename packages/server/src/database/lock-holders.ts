import pg from 'pg';

/** Who kept a connection waiting for a lock, as seen by another while it waited. */
export type Holders = {
  /** In words, or null where nobody was seen since `forget`. */
  seen(): string | null;
  forget(): void;
  stop(): Promise<void>;
};

type Holder = {
  pid: number;
  role: string | null;
  application: string | null;
  state: string | null;
  seconds: number | null;
};

/** Looks every `everyMs` until stopped. Whoever no longer waits cannot be told whom it waited for. */
export async function watchHolders(
  databaseUrl: string,
  waiting: pg.Client,
  everyMs: number,
): Promise<Holders> {
  const { rows } = await waiting.query<{ pid: number }>('select pg_backend_pid() as pid');
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'order-management migrate',
    query_timeout: 5_000,
  });
  client.on('error', () => {});
  await client.connect();
  let seen: string | null = null;
  let looking: Promise<void> | null = null;
  const look = async () => {
    const found = await client.query<Holder>(
      // What it asked stays unsaid: typed by hand, it may name a customer.
      `select pid, usename as role, nullif(application_name, '') as application, state,
         extract(epoch from clock_timestamp() - xact_start)::integer as seconds
       from pg_stat_activity where pid = any(pg_blocking_pids($1)) order by xact_start`,
      [rows[0]?.pid],
    );
    if (found.rows.length > 0) seen = found.rows.map(inWords).join(' and ');
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch(() => {})
      .finally(() => {
        looking = null;
      });
  }, everyMs);
  return {
    seen: () => seen,
    forget: () => {
      seen = null;
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
      await client.end();
    },
  };
}

function inWords({ pid, role, application, state, seconds }: Holder): string {
  const facts = [
    application && `application "${application}"`,
    role && `role ${role}`,
    state,
    seconds !== null && `its transaction is ${seconds} s old`,
  ].filter(Boolean);
  return `process ${pid}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}
