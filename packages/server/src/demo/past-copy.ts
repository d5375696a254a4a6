import { Client } from 'pg';
import {
  type ColumnTypes,
  type CopiedRow,
  copyRows,
  readColumnTypes,
} from '../database/copy-rows.ts';
import { addRollupParts } from '../database/rollup-load.ts';
import { chain } from './past-chain.ts';
import type { OrderDraft, PastMeans } from './past-draft.ts';
import type { PastPlan } from './past-mark.ts';
import { tellAll } from './past.ts';

// Drafts into the tables by COPY, with everything that the database's triggers would have added.

/** Of a load's connections: by it they are found when it is told to stop. */
export const LOADER = 'order-management-load';

type Part = readonly [string, (draft: OrderDraft) => readonly CopiedRow[]];

const PARTS: readonly Part[] = [
  ['orders', ({ order }) => [order]],
  ['order_line', ({ lines }) => lines],
  ['payment', ({ payments }) => payments],
  ['refund', ({ refunds }) => refunds],
  ['refund_leg', ({ legs }) => legs],
  ['refund_part', ({ parts }) => parts],
  ['action', ({ actions }) => actions],
  ['attempt', ({ attempts }) => attempts],
];
/** Written from others, or with what the database would add by itself. */
const FOLLOWING = [
  'book_entry',
  'history_entry',
  'history_head',
  'history_reason',
  'order_list',
  'order_tag',
  'report_order',
  'report_rollup',
];
export const LOADED_TABLES: readonly string[] = [...PARTS.map(([table]) => table), ...FOLLOWING];
/** By these the list rows and what the rollups count are put together, batch by batch. */
export const NEEDED_INDEXES: readonly string[] = [
  'orders_pkey',
  'order_line_pkey',
  'order_line_order_id_position_key',
  'payment_order',
  'action_order',
  'book_entry_pkey',
  'book_entry_order',
  'order_list_pkey',
  'order_tag_pkey',
  'report_order_pkey',
];

/** What one of several copies: every so many-th batch. All of them tell all stories, which is quick. */
export type CopyShare = {
  readonly index: number;
  readonly of: number;
  readonly ordersAtOnce: number;
  /** Some may have been written before. */
  readonly isResumed: boolean;
};

export async function openLoader(databaseUrl: string): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    keepAlive: true,
    application_name: LOADER,
  });
  client.on('error', () => {});
  await client.connect();
  await client.query('set statement_timeout = 0; set synchronous_commit = off; set jit = off');
  return client;
}

/** Copies its share of a plan's orders, batch by batch, each in a transaction. */
export async function copyShare(
  client: Client,
  means: PastMeans,
  plan: PastPlan,
  share: CopyShare,
  onCopied: (orders: number) => void,
): Promise<void> {
  await client.query('set session_replication_role = replica');
  // Little is known of tables that are being filled, and a plan for few rows would read all of them.
  await client.query('set enable_seqscan = off');
  const types = await readColumnTypes(client, LOADED_TABLES);
  let [batch, entries] = [0, 0];
  for (const drafts of tellAll(means, plan, share.ordersAtOnce)) {
    const firstEntry = entries + 1;
    entries += drafts.reduce((sum, { books }) => sum + books.length, 0);
    const isMine = batch % share.of === share.index;
    batch += 1;
    if (!isMine) continue;
    if (!share.isResumed || !(await areThere(client, drafts))) {
      await inTransaction(client, () => copyDrafts(client, types, drafts, firstEntry));
    }
    onCopied(drafts.length);
  }
}

async function areThere(client: Client, drafts: readonly OrderDraft[]): Promise<boolean> {
  const { rows } = await client.query('select from orders where id = $1', [drafts[0]?.order.id]);
  return rows.length > 0;
}

async function copyDrafts(
  client: Client,
  types: ColumnTypes,
  drafts: readonly OrderDraft[],
  firstEntry: number,
): Promise<void> {
  const copy = (table: string, rows: readonly CopiedRow[]) => copyRows(client, types, table, rows);
  for (const [table, rowsOf] of PARTS) await copy(table, drafts.flatMap(rowsOf));
  const books = drafts.flatMap((draft) => draft.books);
  await copy(
    'book_entry',
    // Numbered here, so that they are the same whoever copies them and when.
    books.map((entry, index) => ({ id: firstEntry + index, ...entry })),
  );
  const chains = drafts.map(({ history }) => chain(history));
  await copy(
    'history_entry',
    chains.flatMap(({ entries }) => entries),
  );
  await copy(
    'history_head',
    chains.flatMap(({ head }) => head ?? []),
  );
  await copy(
    'history_reason',
    chains.flatMap(({ reasons }) => reasons),
  );
  const ids = drafts.map(({ order }) => order.id);
  await client.query('select refresh_order_list($1)', [ids]);
  await addRollupParts(client, ids);
}

export async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
