import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { query } from '../database/orm.ts';
import { addUpRollups, hasRollupParts, openRollupParts } from '../database/rollup-load.ts';
import { FORGET_ASIDE, IS_LOADING, isLoading, putBack, setAside } from '../database/set-aside.ts';
import type { Tools } from '../use-cases/request.ts';
import { inTransaction, LOADED_TABLES, LOADER, NEEDED_INDEXES, openLoader } from './past-copy.ts';
import type { PastHabits } from './past-draft.ts';
import type { LoadThread } from './past-load-thread.ts';
import { beginPast, endPast, type MadePast, type PastPlan } from './past-mark.ts';
import type { DemoPastOptions } from './past.ts';

/** What a load is at, for whoever waits for it. */
export type LoadProgress = {
  readonly step: 'TELLING' | 'PUTTING_BACK' | 'COUNTING';
  readonly done: number;
  readonly total: number;
};

export type LoadOptions = Omit<DemoPastOptions, 'onProgress'> & {
  /** Of the tables' owner, who may also set `session_replication_role`. */
  readonly databaseUrl: string;
  readonly ordersAtOnce?: number;
  onProgress?(progress: LoadProgress): void;
  /** Ends it at once; what is committed stays. */
  readonly stopping?: AbortSignal;
};

/** Thrown when it was told to stop. */
export class LoadStopped extends Error {}
/** Thrown with words for the person at the terminal; nothing was written. */
export class LoadRefused extends Error {}

/** So that a paid order has two lines and 1.2 payments, which is what the aims for speed are told for. */
const busyShop: PastHabits = { bump: 0.42, upsell: 0.3, refusal: 0.17 };
/** Each is a transaction of its own. */
const ORDERS_AT_ONCE = 4_000;
/** While one tells and writes its text, the database takes the other's. */
const THREADS = 2;

/**
 * The past of a shop as `makeDemoPast` tells it, for very many orders: copied with everything that the
 * database's triggers would have added, and with the indexes made at the end. Killed at any moment, it goes
 * on where it was when it is called again. Nobody else may use the database meanwhile. Throws `LoadStopped`
 * and `LoadRefused`.
 */
export async function loadPast(
  em: EntityManager,
  tools: Tools,
  options: LoadOptions,
): Promise<MadePast> {
  await refuseOthersOrders(em);
  const client = await openLoader(options.databaseUrl);
  const stop = () => void cancelAll(options.databaseUrl);
  options.stopping?.addEventListener('abort', stop);
  const say = (step: LoadProgress['step'], done: number, total: number) => {
    if (options.stopping?.aborted) throw new LoadStopped();
    options.onProgress?.({ step, done, total });
  };
  try {
    await refuseWithoutRight(client);
    const begun = await beginPast(em, tools, options);
    if (begun.made) return begun.made;
    const { plan, isResumed } = begun;
    if (!(await isLoading(em))) await prepare(client);
    if (await hasRollupParts(client)) await copyAll(options, tools, { plan, isResumed }, say);
    await finish(client, options.databaseUrl, say);
    return await endLoad(em, tools, plan);
  } catch (error) {
    if (options.stopping?.aborted) throw new LoadStopped();
    throw error;
  } finally {
    options.stopping?.removeEventListener('abort', stop);
    await client.end();
  }
}

type Say = (step: LoadProgress['step'], done: number, total: number) => void;

/** Orders that no load has begun would be mixed with its own. */
async function refuseOthersOrders(em: EntityManager): Promise<void> {
  const [found] = await query<{ orders: boolean; loading: boolean; made: boolean }>(
    em.fork(),
    `select exists (select from orders) as orders, ${IS_LOADING} as loading,
       exists (select from history_entry where event = 'demo.past_made') as made`,
  );
  if (!found?.orders || found.loading || found.made) return;
  throw new LoadRefused(
    'This database has orders already, and a large past needs one without. Choose another folder with --data, or another database with --database.',
  );
}

async function refuseWithoutRight(client: Client): Promise<void> {
  try {
    await client.query('set session_replication_role = replica');
    await client.query('set session_replication_role = origin');
  } catch (error) {
    throw new LoadRefused(
      `The database’s role may not load past the triggers (${(error as Error).message}). Let an administrator run: grant set on parameter session_replication_role to <role>`,
      { cause: error },
    );
  }
}

/** Ends what the load is at; each statement fails and its transaction is taken back. */
async function cancelAll(databaseUrl: string): Promise<void> {
  const other = new Client({ connectionString: databaseUrl });
  other.on('error', () => {});
  try {
    await other.connect();
    await other.query(
      `select pg_cancel_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = $1`,
      [LOADER],
    );
  } finally {
    await other.end().catch(() => {});
  }
}

async function prepare(client: Client): Promise<void> {
  await inTransaction(client, async () => {
    await setAside(client, { tables: LOADED_TABLES, keep: NEEDED_INDEXES });
    await openRollupParts(client);
  });
}

async function copyAll(
  options: LoadOptions,
  { settings }: Tools,
  { plan, isResumed }: { readonly plan: PastPlan; readonly isResumed: boolean },
  say: Say,
): Promise<void> {
  const { databaseUrl, ordersAtOnce = ORDERS_AT_ONCE } = options;
  let copied = 0;
  const threads = Array.from({ length: THREADS }, (_, index) => {
    const share = { index, of: THREADS, ordersAtOnce, isResumed };
    const told: LoadThread = { databaseUrl, plan, habits: busyShop, settings, share };
    return new Worker(THREAD, {
      workerData: told,
      // What is told lives for a moment and would otherwise be carried along as if it stayed.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    });
  });
  try {
    await Promise.all(
      threads.map(
        (thread) =>
          new Promise<void>((resolve, reject) => {
            thread.on('message', (orders: number) => {
              try {
                say('TELLING', (copied += orders), plan.orders);
              } catch (error) {
                reject(error);
              }
            });
            thread.once('error', reject);
            thread.once('exit', () => resolve());
          }),
      ),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

const THREAD = path.join(
  import.meta.dirname,
  `past-load-thread${path.extname(import.meta.filename)}`,
);

/** Adds the rollups up on one connection while the other makes indexes. */
async function finish(adding: Client, databaseUrl: string, say: Say): Promise<void> {
  const indexing = await openLoader(databaseUrl);
  try {
    for (const client of [adding, indexing]) {
      await client.query(`set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
    }
    let total = 0;
    await putBack(indexing, [addUp(adding)], (left) => {
      total = Math.max(total, left);
      say('PUTTING_BACK', total - left, total);
    });
    say('COUNTING', 0, 1);
    // Also which pages are all visible, without which no index answers by itself.
    await indexing.query('vacuum (analyze)');
    say('COUNTING', 1, 1);
  } finally {
    await indexing.end();
  }
}

async function addUp(client: Client): Promise<Client> {
  if (!(await hasRollupParts(client))) return client;
  await inTransaction(client, async () => {
    await addUpRollups(client);
    await client.query(
      `select setval(pg_get_serial_sequence('book_entry', 'id'), max(id)) from book_entry`,
    );
  });
  return client;
}

async function endLoad(em: EntityManager, tools: Tools, { orders }: PastPlan): Promise<MadePast> {
  return em.fork().transactional(async (within) => {
    const [counted] = await query<{ paid: number }>(
      within,
      'select count(paid_at) as paid from orders',
    );
    const made = { orders, paid: counted?.paid ?? 0 };
    await endPast(within, tools, made);
    await query(within, FORGET_ASIDE);
    return made;
  });
}
