import fs from 'node:fs';
import type { Bench, Row } from './bench.ts';
import { Lines, type Checked } from './load.ts';
import type { Place } from './place.ts';
import { pidOf, withProcessorTime } from './processor-time.ts';
import { askProduct, check, operationOfPage } from './questions.ts';
import { rowsOf } from './samples.ts';
import { fewestStatements, startStatementProxy } from './statement-proxy.ts';

// An order opened at the side of the list: what the page asks for it, by a signed-in admin. Counted on the way to
// the database, whatever sends it, who it is and what is noted down included.

const STATEMENTS = 8;
const P95_MS = 15;
const USERS = 8;
/** Until connections are open, the limits' points fetched and the plans kept. */
const WARM_UPS = 8;

export const orderPanel: Bench = {
  name: 'order-panel',
  about: 'an order opened: its statements counted, and how long it takes 8 users',
  run: async (place) => {
    const orderIds = await richOrders(place);
    return [...(await countStatements(place, orderIds)), ...(await timed(place, orderIds))];
  },
};

/** Those with the most payments, refunds and actions among ten thousand of the newest. */
async function richOrders({ databaseUrl, isQuick }: Place): Promise<string[]> {
  const rows = await rowsOf<{ order_id: string }>(
    databaseUrl,
    `select o.order_id from (
       select order_id from order_list where not is_visit order by created_at desc, order_id desc limit 10000) o
     order by (select count(*) from refund where order_id = o.order_id)
       + (select count(*) from action where order_id = o.order_id)
       + (select count(*) from payment where order_id = o.order_id) desc, o.order_id limit $1`,
    [isQuick ? 5 : 40],
  );
  return rows.map(({ order_id: id }) => id);
}

async function countStatements(place: Place, orderIds: readonly string[]): Promise<Row[]> {
  const proxy = await startStatementProxy(place.databaseUrl);
  const product = await place.startProduct({ DATABASE_URL: proxy.url });
  const lines = new Lines(product.url, 1);
  try {
    const rows: Row[] = [];
    for (const [operation, what] of [
      ['OrderPanel', 'order panel'],
      ['OrderHistory', 'its history, asked beside it'],
    ] as const) {
      const ask = (orderId: string) =>
        lines.ask(askProduct(product, operationOfPage(operation), { orderId }));
      for (let round = 0; round < WARM_UPS; round += 1) await ask(orderIds[0] ?? '');
      const { statements, controls } = await fewestStatements(
        proxy,
        orderIds.slice(0, 5).map((orderId) => () => ask(orderId)),
      );
      const file = place.logFile(`statements-${operation}`);
      fs.writeFileSync(file, statements.map(({ text }) => `${text.trim()};\n`).join('\n'));
      rows.push({
        what: `${what}: statements of one request`,
        figure: statements.length,
        unit: 'statements',
        ...(operation === 'OrderPanel' && { goal: { atMost: STATEMENTS } }),
        more: { beginAndCommit: controls },
        note: `session included; in ${file}`,
      });
    }
    return rows;
  } finally {
    await lines.close();
    await product.stop();
    await proxy.stop();
  }
}

type Panel = { readonly order: { readonly id: string } | null };

async function timed(place: Place, orderIds: readonly string[]): Promise<Row[]> {
  const product = await place.product();
  const groups: Checked[][] = [];
  for (const orderId of orderIds) {
    const judge = ({ order }: Panel) => (order?.id === orderId ? null : 'another order, or none');
    const ask = (operation: string) =>
      check<Panel>(askProduct(product, operationOfPage(operation), { orderId }), judge);
    // What its buttons offer may depend on the moment.
    groups.push([{ ...(await ask('OrderPanel')), mayChange: true }, await ask('OrderHistory')]);
  }
  const rows: Row[] = [];
  for (const users of [1, USERS]) {
    for (const [what, asked] of [
      ['order panel', groups.map(([panel]) => (panel ? [panel] : []))],
      ['order panel and its history at once', groups],
    ] as const) {
      const lines = new Lines(product.url, users, 2);
      await lines.load(asked, place.isQuick ? 0.5 : 2);
      const { p50Ms, p95Ms, perSecond, answers, processorMs } = await withProcessorTime(
        pidOf(product),
        () => lines.load(asked, place.isQuick ? 1 : 6),
      );
      await lines.close();
      rows.push({
        what: `${what}, ${users === 1 ? 'one user' : `${users} users`}, p95`,
        figure: p95Ms,
        unit: 'ms',
        more: { p50Ms, perSecond, processorMs: processorMs / answers },
        ...(what === 'order panel' && users === USERS && { goal: { atMost: P95_MS } }),
      });
    }
  }
  return rows;
}
