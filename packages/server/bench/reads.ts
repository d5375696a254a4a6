import { orderCursor } from '../src/database/order-sort.ts';
import type { Bench, Goal, Row } from './bench.ts';
import { Lines, type Checked } from './load.ts';
import type { Place, Product } from './place.ts';
import { pidOf, withProcessorTime } from './processor-time.ts';
import { askProduct, check, differenceOf, operationOfPage } from './questions.ts';
import { rowOf, rowsOf, someOrders } from './samples.ts';
import { LIST_P95_MS, NEWEST_FIRST, SALES } from './usual-list.ts';

// What people ask of the list beside its newest page: the page's own operations, as an admin, each answer first
// compared with SQL of ours. Eight users, each with the next question as soon as the last is answered.

const USERS = 8;
const GOAL = { atMost: LIST_P95_MS };
/** Rows of a first page and of one that follows, as use-order-feed.ts asks for them. */
const FIRST_PAGE = 50;
const PAGE = 100;

type Page = {
  readonly orders: { readonly nodes: readonly { readonly id: string }[] };
};

/** What of the list is measured: its name, the groups of questions, and what it is to hold to. */
type Read = {
  readonly what: string;
  readonly groups: readonly (readonly Checked[])[];
  readonly goal?: Goal;
  readonly note?: string;
};

export const listReads: Bench = {
  name: 'list-reads',
  about: 'search, total, attention, tab change and deep page as the web asks, 8 users',
  run: async (place) => {
    const product = await place.product();
    const asked = makeAsker(place, product);
    return measure(place, product, [
      await firstPage(asked),
      ...(await searches(asked)),
      ...(await totals(asked)),
      await attentionCount(asked),
      await tabChange(asked),
      await deepPage(asked),
    ]);
  },
};

async function measure(place: Place, product: Product, reads: readonly Read[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, groups, goal, note } of reads) {
    const atOnce = Math.max(...groups.map(({ length }) => length));
    const lines = new Lines(product.url, USERS, atOnce);
    await lines.load(groups, place.isQuick ? 0.5 : 2);
    const { p50Ms, p95Ms, perSecond, answers, processorMs } = await withProcessorTime(
      pidOf(product),
      () => lines.load(groups, place.isQuick ? 1 : 6),
    );
    await lines.close();
    rows.push({
      what: `${what}, p95`,
      figure: p95Ms,
      unit: 'ms',
      more: { p50Ms, perSecond, processorMs: processorMs / answers },
      ...(goal && { goal }),
      ...(note && { note }),
    });
  }
  return rows;
}

type Asker = ReturnType<typeof makeAsker>;

function makeAsker({ databaseUrl, orders, isQuick }: Place, product: Product) {
  return {
    databaseUrl,
    orders,
    samples: isQuick ? 4 : 16,
    ask: <Data>(name: string, variables: object, judge: (data: Data) => string | null) =>
      check<Data>(askProduct(product, operationOfPage(name), variables), judge),
    /** A page of the list, found to hold the orders that this SQL gives. */
    page: async (
      filter: object,
      sql: string,
      values: readonly unknown[],
      after: string | null = null,
    ) => {
      const ids = (await rowsOf<{ order_id: string }>(databaseUrl, sql, values)).map(
        ({ order_id: id }) => id,
      );
      const first = after === null ? FIRST_PAGE : PAGE;
      const variables = { filter, sort: NEWEST_FIRST, first, after };
      return check<Page>(
        askProduct(product, operationOfPage('OrdersPage'), variables),
        ({ orders }) =>
          differenceOf(
            orders.nodes.map(({ id }) => id),
            ids,
          ),
      );
    },
  };
}

const NEWEST_OF_ALL = 'order by created_at desc, order_id desc limit';
const NEWEST = `${NEWEST_OF_ALL} ${FIRST_PAGE}`;

async function firstPage({ page }: Asker): Promise<Read> {
  const checked = await page(
    { statuses: SALES },
    `select order_id from order_list where not is_visit ${NEWEST}`,
    [],
  );
  return { what: `first page of the list, ${FIRST_PAGE} orders`, groups: [[checked]] };
}

async function searches({ page, databaseUrl, samples }: Asker): Promise<Read[]> {
  const orders = await someOrders(databaseUrl, samples);
  const found = (column: string) =>
    `select order_id from order_list where not is_visit and lower(${column}) like lower($1) ${NEWEST}`;
  const whole = await inOrder(orders, ({ email }) =>
    page({ email, statuses: SALES }, found('email'), [`%${likely(email)}%`]),
  );
  const parts = await inOrder(orders, ({ email }) => {
    const [part = ''] = email.split('@');
    return page({ email: part, statuses: SALES }, found('email'), [`%${likely(part)}%`]);
  });
  const frequent = await page({ email: 'example', statuses: SALES }, found('email'), ['%example%']);
  const words = await inOrder(orders, ({ email }) =>
    page({ text: email, statuses: SALES }, found('search'), [`%${likely(email)}%`]),
  );
  const numbers = await inOrder(orders, ({ number }) =>
    page({ numbers: [number] }, `select order_id from order_list where number = $1 ${NEWEST}`, [
      number,
    ]),
  );
  return [
    { what: 'search by a whole email', groups: whole, goal: GOAL },
    { what: 'search by the part of an email before the @', groups: parts, goal: GOAL },
    { what: 'search by a part that every email has', groups: [[frequent]], goal: GOAL },
    { what: 'search box: an email among everything', groups: words, goal: GOAL },
    { what: 'search by number', groups: numbers, goal: GOAL },
  ];
}

/** What LIKE would take for more than itself. */
const likely = (part: string) => part.replaceAll(/[\\%_]/gu, String.raw`\$&`);

async function totals({ ask, databaseUrl }: Asker): Promise<Read[]> {
  const { n: sales } = await rowOf<{ n: number }>(
    databaseUrl,
    'orders',
    `select count(*) as n from order_list where not is_visit`,
  );
  const total = await ask<{ orders: { totalCount: { value: number } } }>(
    'OrdersTotal',
    { filter: { statuses: SALES } },
    ({ orders }) => differenceOf(orders.totalCount.value, Math.min(sales, 10_000)),
  );
  const month = await rowOf<{ start: Date; end: Date; n: number }>(
    databaseUrl,
    'sold orders',
    `with m as (select date_trunc('month', max(sold_at)) - interval '1 month' as start,
       date_trunc('month', max(sold_at)) as end from order_list)
     select m.start, m.end, count(*) as n from m join order_list o
       on o.sold_at >= m.start and o.sold_at < m.end group by 1, 2`,
  );
  const sums = await ask<{ orders: { totals: { orders: number } } }>(
    'ListTotals',
    { filter: { soldFrom: month.start.toISOString(), soldBefore: month.end.toISOString() } },
    ({ orders }) => differenceOf(orders.totals.orders, month.n),
  );
  return [
    { what: 'total of the list, counted to 10,000', groups: [[total]], goal: GOAL },
    {
      what: 'exact sums of a month',
      groups: [[sums]],
      note: `${month.n.toLocaleString('en')} orders`,
    },
  ];
}

const DUE = `attention_at is not null and attention_at <= now()`;

async function attentionCount({ ask, databaseUrl }: Asker): Promise<Read> {
  const { n } = await rowOf<{ n: number }>(
    databaseUrl,
    'orders',
    `select count(*) as n from order_list where ${DUE}`,
  );
  const count = await ask<{ attentionCount: { total: number } }>(
    'AttentionCount',
    {},
    ({ attentionCount: { total } }) =>
      Math.abs(total - n) <= 2 ? null : `${total} instead of ${n}`,
  );
  return {
    what: 'how many orders need somebody',
    groups: [[{ ...count, mayChange: true }]],
    goal: GOAL,
    note: `${n.toLocaleString('en')} of them`,
  };
}

/** From "All orders" to "Requires attention": the page, its total and the bulk re-runs, at once. */
async function tabChange({ ask, page }: Asker): Promise<Read> {
  const filter = { needsAttention: true };
  const right = () => null;
  const first = await page(filter, `select order_id from order_list where ${DUE} ${NEWEST}`, []);
  const group = [
    first,
    await ask('OrdersTotal', { filter }, right),
    await ask('BulkReruns', {}, right),
  ].map((checked) => ({ ...checked, mayChange: true }));
  return {
    what: 'change to the tab “Requires attention”',
    groups: [group],
    goal: GOAL,
    note: `${group.length} operations at once`,
  };
}

async function deepPage({ page, databaseUrl, orders }: Asker): Promise<Read> {
  const skipped = Math.min(500_000, Math.floor(orders / 2));
  const all = [...SALES, 'STARTED', 'IN_PROGRESS'];
  const at = await rowOf<{ id: string; sortKey: string }>(
    databaseUrl,
    'order so deep',
    `select order_id as id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortKey"
     from order_list order by created_at desc, order_id desc offset $1 limit 1`,
    [skipped - 1],
  );
  const checked = await page(
    { statuses: all },
    `select order_id from order_list where (created_at, order_id) < ($1::timestamptz, $2::text) ${NEWEST_OF_ALL} ${PAGE}`,
    [at.sortKey, at.id],
    orderCursor(NEWEST_FIRST, at),
  );
  return {
    what: `page of ${PAGE} behind order ${skipped.toLocaleString('en')}`,
    groups: [[checked]],
    goal: GOAL,
  };
}

/** One group each, asked one after the other. */
async function inOrder<Sample>(
  samples: readonly Sample[],
  ask: (sample: Sample) => Promise<Checked>,
): Promise<Checked[][]> {
  const groups: Checked[][] = [];
  for (const sample of samples) groups.push([await ask(sample)]);
  return groups;
}
