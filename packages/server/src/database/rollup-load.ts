import type { Client } from 'pg';
import { FIGURE_COLUMNS } from './report-rollups.ts';

// The rollups of very many orders that nobody has read yet: what each batch adds is kept as it is, and added
// up once at the end. `fold_report` would look up the same buckets again for every batch.

/** Where the batches' additions wait; gone with the loader's schema. */
const PARTS = 'loading.rollup_part';

export async function openRollupParts(client: Client): Promise<void> {
  await client.query(`create table ${PARTS} as select * from report_delta('{}') with no data`);
}

/** Whether they still wait. */
export async function hasRollupParts(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('${PARTS}') is not null as found`,
  );
  return rows[0]?.found === true;
}

/** Of orders that are in no rollup yet, in the transaction that writes them. */
export async function addRollupParts(client: Client, orderIds: readonly string[]): Promise<void> {
  await client.query(`insert into ${PARTS} select * from report_delta($1)`, [orderIds]);
  await client.query('insert into report_order select * from report_state($1)', [orderIds]);
}

/**
 * Adds all parts up into rollups that are empty, in the transaction that `client` is in. In the order of their
 * key: it is made afterwards, and reports read stretches of it.
 */
export async function addUpRollups(client: Client): Promise<void> {
  const keys = 'checkout_id, currency, within, key';
  const sums = FIGURE_COLUMNS.map((column) => `sum(${column})::bigint`).join(', ');
  const addUp = (grain: string, bucket: string, from: string) =>
    client.query(
      `insert into report_rollup (dimension, grain, bucket, ${keys}, ${FIGURE_COLUMNS.join(', ')})
       select dimension, '${grain}', ${bucket}, ${keys}, ${sums}
       from ${from} group by dimension, ${bucket}, ${keys} order by dimension, ${bucket}, ${keys}`,
    );
  await addUp('QUARTER', 'bucket', PARTS);
  for (const [grain, finer] of [
    ['HOUR', 'QUARTER'],
    ['DAY', 'HOUR'],
    ['MONTH', 'DAY'],
  ] as const) {
    const bucket = `date_trunc('${grain}', bucket, 'UTC')`;
    await addUp(grain, bucket, `(select * from report_rollup where grain = '${finer}') finer`);
  }
  await client.query(`drop table ${PARTS}`);
}
