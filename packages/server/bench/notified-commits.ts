import { typeidUnboxed } from 'typeid-js';
import { listenForChanges, startPublisher } from '../src/database/notifications.ts';
import { connect, query } from '../src/database/orm.ts';
import { makeSealer } from '../src/database/sealing.ts';
import { receivePaymentNews } from '../src/use-cases/receive-payment-event.ts';
import { systemRequest, type Tools } from '../src/use-cases/request.ts';
import type { Bench } from './bench.ts';
import { inTurns, median, ratioTo } from './figures.ts';

// What telling everybody costs: payments committed by 32 writers at once, with the process's notifier and without
// it, in turns. On a database of its own; the use case itself is called, since no configuration leaves news out.

const WRITERS = 32;
const NOTIFY_EVERY_MS = 5;
const LEAST_RATIO = 0.8;

export const notifiedCommits: Bench = {
  name: 'notified-commits',
  about: 'payment commits per second with and without notification, 32 writers',
  run: async (place) => {
    const [rounds, perRound] = place.isQuick ? [2, 64] : [7, 400];
    const database = await place.emptyDatabase();
    const orm = connect(database.url, { poolSize: WRITERS });
    const publisher = startPublisher(database.url, { everyMs: NOTIFY_EVERY_MS });
    const listener = await listenForChanges(database.url, { sweepEveryMs: 60_000 });
    try {
      let paid = 0;
      const total = (rounds + 1) * 2 * perRound;
      await query(orm.em.fork(), 'select 1');
      await fill(orm.em.fork(), total);
      const payMany = async (publish: Tools['publish']) => {
        const until = paid + perRound;
        const begun = performance.now();
        const pay = async () => {
          while (paid < until) {
            paid += 1;
            await payOne(orm.em.fork(), paid, publish);
          }
        };
        await Promise.all(Array.from({ length: WRITERS }, pay));
        return (perRound * 1000) / (performance.now() - begun);
      };
      const publish: Tools['publish'] = (news) => publisher.publish(news);
      const contestants = {
        without: () => payMany(() => {}),
        with: () => payMany(publish),
      };
      await inTurns(contestants, 1);
      const perSecond = await inTurns(contestants, rounds);
      return [
        {
          what: `payment commits with notification, ${WRITERS} writers`,
          figure: median(perSecond['with'] ?? []),
          unit: '/s',
          reference: { name: 'without', figure: median(perSecond['without'] ?? []) },
          ratio: ratioTo(perSecond, 'with', 'without'),
          goal: { of: 'ratio', atLeast: LEAST_RATIO },
        },
      ];
    } finally {
      await listener.stop();
      await publisher.stop();
      await orm.close();
      await database.stop();
    }
  },
};

type Em = Parameters<typeof query>[0];

async function payOne(em: Em, n: number, publish: Tools['publish']): Promise<void> {
  const news = {
    kind: 'payment',
    eventId: `evt_${n}`,
    stamp: `pay_${n}`,
    reference: `pi_${n}`,
    status: 'SUCCEEDED',
    at: new Date(),
    amountMinor: 9900,
    currency: 'EUR',
    method: 'card',
    failureMessage: null,
  } as const;
  const tools: Tools = {
    now: () => new Date(),
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => 0.5,
    publish,
    sealer: makeSealer(Buffer.alloc(32, 9)),
    judgeAddress: () => null,
    settings: { graceMs: 300_000, leaseMs: 15_000, retrySchedule: [], lookUpDelaysMs: [] },
  };
  await receivePaymentNews('stripe', [news], systemRequest(em, tools));
}

/** Orders in front of their payment, with a line each. */
async function fill(em: Em, count: number): Promise<void> {
  await query(em, `insert into checkout (id, name, created_at) values ('chk_b', 'Bench', now())`);
  await query(
    em,
    `insert into product (id, checkout_id, name, type, vat_rate_bp, created_at)
     values ('prd_b', 'chk_b', 'Course', 'ONLINE_COURSE', 2550, now())`,
  );
  await query(
    em,
    `insert into offer (id, checkout_id, name, created_at) values ('off_b', 'chk_b', 'Offer', now())`,
  );
  await query(
    em,
    `insert into orders (id, checkout_id, number, status, offer_id, currency, email, country, analytics_consent,
       total_minor, created_at, billing_submitted_at)
     select 'ord_' || n, 'chk_b', n::text, 'PROCESSING', 'off_b', 'EUR', 'buyer' || n || '@example.com', 'FI',
       'ACCEPTED', 9900, now(), now() from generate_series(1, $1::int) n`,
    [count],
  );
  await query(
    em,
    `insert into order_line (id, order_id, position, product_id, kind, product_name, list_price_minor, price_minor, vat_rate_bp)
     select 'lin_' || n, 'ord_' || n, 0, 'prd_b', 'MAIN', 'Course', 9900, 9900, 2550
     from generate_series(1, $1::int) n`,
    [count],
  );
  await query(
    em,
    `insert into payment (id, order_id, provider, method, status, amount_minor, currency, created_at)
     select 'pay_' || n, 'ord_' || n, 'stripe', 'card', 'PENDING', 9900, 'EUR', now()
     from generate_series(1, $1::int) n`,
    [count],
  );
  await query(
    em,
    `select refresh_order_list(array(select 'ord_' || n from generate_series(1, $1::int) n))`,
    [count],
  );
  await query(em, 'analyze');
}
