import fs from 'node:fs';
import type { Bench, Row } from './bench.ts';
import { percentile } from './figures.ts';
import { Lines } from './load.ts';
import { closePaid, makePayable, type Payable, startStripe, successOf } from './paid-orders.ts';
import type { Place, Product } from './place.ts';
import { pidOf, withProcessorTime } from './processor-time.ts';
import { rowOf } from './samples.ts';
import { fewestStatements, startStatementProxy } from './statement-proxy.ts';

// A payment confirmed: the provider's signed event comes in by HTTP, and when it is answered the order is paid, its
// actions are queued, the sale is booked, the list row and the history are written. In the database with many
// orders, whose indexes are as large as they get.

const STATEMENTS = 12;
const PER_SECOND = 400;
const SENDERS = 8;
/** On each connection a statement is planned some five times before its plan is kept. */
const WARM_UPS = 15 * SENDERS;

export const writePath: Bench = {
  name: 'write-path',
  about: 'payments confirmed by signed events: statements of one, and how many in a second',
  run: async (place) => {
    const stripe = await startStripe(place);
    const product = await place.startProduct(stripe);
    try {
      return [await countStatements(place, stripe), ...(await timed(place, product))];
    } finally {
      await product.stop();
    }
  },
};

async function countStatements(
  place: Place,
  stripe: Readonly<Record<string, string>>,
): Promise<Row> {
  const proxy = await startStatementProxy(place.databaseUrl);
  const product = await place.startProduct({ ...stripe, DATABASE_URL: proxy.url });
  const lines = new Lines(product.url, 1);
  try {
    const payable = await makePayable(place, product, 8);
    const { statements, controls } = await fewestStatements(
      proxy,
      payable.map((one) => () => lines.ask(successOf(product, one))),
    );
    await closePaid(product, payable);
    const file = place.logFile('statements-payment-confirmed');
    fs.writeFileSync(file, statements.map(({ text }) => `${text.trim()};\n`).join('\n'));
    return {
      what: 'payment confirmed: statements of one event',
      figure: statements.length,
      unit: 'statements',
      goal: { atMost: STATEMENTS },
      more: { beginAndCommit: controls },
      note: `without the notification behind it; in ${file}`,
    };
  } finally {
    await lines.close();
    await product.stop();
    await proxy.stop();
  }
}

async function timed(place: Place, product: Product): Promise<Row[]> {
  const count = place.isQuick ? 60 : 2_000;
  const warmUps = Math.max(WARM_UPS, Math.floor(count / 4));
  place.say(`  making ${count + warmUps} orders to be paid …`);
  const payable = await makePayable(place, product, count + warmUps);
  const lines = new Lines(product.url, SENDERS);
  try {
    await payAll(product, lines, payable.slice(0, warmUps));
    const begun = performance.now();
    const { latenciesMs, processorMs } = await withProcessorTime(pidOf(product), () =>
      payAll(product, lines, payable.slice(warmUps)),
    );
    const seconds = (performance.now() - begun) / 1000;
    await refuseUnpaid(place, payable);
    return [
      {
        what: `payments confirmed, ${SENDERS} events at once`,
        figure: count / seconds,
        unit: '/s',
        goal: { atLeast: PER_SECOND },
        more: {
          p50Ms: percentile(latenciesMs, 0.5),
          p95Ms: percentile(latenciesMs, 0.95),
          processorMs: processorMs / count,
        },
      },
    ];
  } finally {
    await lines.close();
    await closePaid(product, payable);
  }
}

async function payAll(
  product: Product,
  lines: Lines,
  payable: readonly Payable[],
): Promise<{ latenciesMs: number[] }> {
  const latenciesMs: number[] = [];
  const left = [...payable];
  const send = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const event = successOf(product, one);
      const sentAt = performance.now();
      await lines.ask(event);
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  return { latenciesMs };
}

/** Each is paid, booked, on the list as paid, and told of in its history. */
async function refuseUnpaid({ databaseUrl }: Place, payable: readonly Payable[]): Promise<void> {
  const { n } = await rowOf<{ n: number }>(
    databaseUrl,
    'orders',
    `select count(*) as n from order_list o where o.order_id = any($1) and o.paid_at is not null
       and exists (select from book_entry where order_id = o.order_id and kind = 'SALE')
       and exists (select from history_entry where chain = o.order_id and event = 'order.paid')`,
    [payable.map(({ orderId }) => orderId)],
  );
  if (n !== payable.length) throw new Error(`${payable.length} were paid for, ${n} are`);
}
