import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';

/** What the database would be asked, and what it does for it: plans and amounts, which no busy machine changes. */

export type Statement = { readonly sql: string; readonly parameters: readonly unknown[] };

/** What a reading function sends, caught before it is sent; to the function, nothing is found. */
export async function statementsOf(
  read: (em: EntityManager) => Promise<unknown>,
): Promise<Statement[]> {
  const sent: Statement[] = [];
  const em = {
    // Where nothing is shared with others who ask the same.
    isInTransaction: () => true,
    getKysely: () => ({
      executeQuery: ({ sql, parameters }: Statement) => {
        sent.push({ sql, parameters });
        return Promise.resolve({ rows: [] });
      },
    }),
  };
  await read(em as unknown as EntityManager);
  return sent;
}

/** Planned with its values, or without, as it is once it has been prepared and asked often. */
export const planModes = ['force_custom_plan', 'force_generic_plan'] as const;
export type PlanMode = (typeof planModes)[number];

export type Explained = {
  readonly ms: number;
  readonly buffers: number;
  /** Rows read of tables and indexes, those thrown away included; an entry of a bitmap costs a tenth of one. */
  readonly read: number;
  /** Indexes that were read, and by `table` whatever was read from its beginning. */
  readonly indexes: ReadonlySet<string>;
  readonly scanned: ReadonlySet<string>;
};

type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
};

/** Executes it, in a transaction that is undone. */
export async function explain(
  client: pg.Client,
  { sql, parameters }: Statement,
  mode: PlanMode,
): Promise<Explained> {
  await client.query('begin');
  try {
    await client.query(`set local plan_cache_mode = ${mode}`);
    await client.query(`prepare explained as ${sql}`);
    const values = parameters.length > 0 ? `(${parameters.map(literal).join(', ')})` : '';
    const { rows } = await client.query<{
      'QUERY PLAN': [{ Plan: PlanNode; 'Execution Time': number }];
    }>(`explain (analyze, buffers, timing off, format json) execute explained${values}`);
    const [top] = rows[0]?.['QUERY PLAN'] ?? [];
    if (!top) throw new Error('EXPLAIN answered nothing');
    return { ms: top['Execution Time'], ...summedUp(top.Plan) };
  } finally {
    await client.query('rollback');
    await client.query('deallocate all');
  }
}

function summedUp(top: PlanNode): Omit<Explained, 'ms'> {
  const indexes = new Set<string>();
  const scanned = new Set<string>();
  let read = 0;
  const visit = (node: PlanNode) => {
    const loops = node['Actual Loops'] ?? 0;
    const table = node['Relation Name'];
    const index = node['Index Name'];
    if (loops > 0 && index) indexes.add(index);
    if (loops > 0 && table && node['Node Type'] === 'Seq Scan') scanned.add(table);
    if (table || index) {
      const weight = node['Node Type'] === 'Bitmap Index Scan' ? 0.1 : 1;
      const rows = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
      read += weight * loops * rows;
    }
    for (const one of node.Plans ?? []) visit(one);
  };
  visit(top);
  const buffers = (top['Shared Hit Blocks'] ?? 0) + (top['Shared Read Blocks'] ?? 0);
  return { buffers, read, indexes, scanned };
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) {
    const quoted = value.map((one) => `"${String(one).replaceAll(/["\\]/gu, String.raw`\$&`)}"`);
    return pg.escapeLiteral(`{${quoted.join(',')}}`);
  }
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}
