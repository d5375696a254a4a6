import pg from 'pg';
import type { Onlooker } from '../src/database/order-filter.ts';
import { countOrders, searchOrders } from '../src/database/order-search.ts';
import type { OrderSort } from '../src/database/order-sort.ts';
import { explain, planModes, statementsOf } from './explained.ts';
import { listCases } from './list-cases.ts';

// `npx tsx bench/list-statements.ts DATABASE_URL [FIELD]`: every field of the filter, with values that are frequent,
// rare and absent in these data, by every sort, and its count, under both kinds of plan. Prints what reads more
// than ten thousand rows or pages, which is what ten milliseconds are enough for. Changes nothing.

const MOST = 10_000;

const [url, field] = process.argv.slice(2);
if (!url) throw new Error('Say which database: npx tsx bench/list-statements.ts postgresql://…');
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query('set jit = off');
await client.query("set statement_timeout = '10s'");

const now = new Date();
const onlooker: Onlooker = { reach: 'ALL', mayReadPersonalData: true, now };
const sorts: OrderSort[] = (['CREATED_AT', 'TOTAL', 'STATUS', 'CUSTOMER_EMAIL'] as const).flatMap(
  (one): OrderSort[] => [
    { field: one, direction: 'DESC' },
    { field: one, direction: 'ASC' },
  ],
);
let asked = 0;
let over = 0;
for (const { name, filter } of await listCases(client, now)) {
  if (field && name !== field) continue;
  const wish = { size: 50, fromEnd: false, after: null, before: null };
  const reads: [string, Parameters<typeof statementsOf>[0]][] = [
    ...sorts.map((sort): [string, Parameters<typeof statementsOf>[0]] => [
      `${sort.field} ${sort.direction}`,
      (em) => searchOrders(em, filter, sort, wish, onlooker),
    ]),
    ['count', (em) => countOrders(em, filter, onlooker)],
  ];
  for (const [what, read] of reads) {
    for (const statement of await statementsOf(read)) {
      for (const mode of planModes) {
        asked += 1;
        const { ms, buffers, read: rows, indexes } = await explain(client, statement, mode);
        if (rows <= MOST && buffers <= MOST) continue;
        over += 1;
        process.stdout.write(
          `${ms.toFixed(1)} ms, ${buffers} pages, ${rows.toFixed(0)} rows: ${JSON.stringify(filter)} ${what}, ${mode} (${[...indexes].join(' ')})\n`,
        );
      }
    }
  }
}
process.stdout.write(`${over} of ${asked} read more than ${MOST} rows or pages\n`);
await client.end();
