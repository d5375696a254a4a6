import { orderCursor } from '../src/database/order-sort.ts';
import type { Bench, Row } from './bench.ts';
import { eavesdrop, type Eavesdropper } from './eavesdropper.ts';
import { inTurns, median, percentile, ratioTo } from './figures.ts';
import { everyFilter } from './filters.ts';
import { bestWay, usualFilter } from './filtered-page.ts';
import type { Place } from './place.ts';
import { FILTERED, LIST_ROW_COLUMNS, NEWEST } from './references/list-row-sql.ts';
import { rowOf, someOrders } from './samples.ts';
import type { Statement } from './statement-proxy.ts';
import { PlannedConnection, type PlanMode, planModes, type Times } from './statement-times.ts';
import { LIST_P95_MS, NEWEST_FIRST, SALES } from './usual-list.ts';

// What the product really sends to the database for a read, taken on its way and run alone: beside SQL written by
// hand on the same tables, and, for everything that the list can be filtered and sorted by, against the clock.

const MOST_OF_ANCHOR = 1.3;

const PAGE = `query ($filter: OrderFilter!, $sort: OrderSort!, $after: String) {
  orders(filter: $filter, sort: $sort, first: 50, after: $after) { nodes { id } } }`;

export const hotSql: Bench = {
  name: 'hot-sql',
  about:
    'the statements of each hot read alone, beside SQL by hand, under custom and generic plans',
  run: async (place) => {
    const eavesdropper = await eavesdrop(place);
    try {
      const reads = await hotReads(place, eavesdropper);
      const rows: Row[] = [];
      for (const { what, own, anchor } of reads) {
        rows.push(...(await beside(place, what, own, anchor)));
      }
      return rows;
    } finally {
      await eavesdropper.close();
    }
  },
};

async function beside(
  place: Place,
  what: string,
  own: readonly Statement[],
  anchor: Statement,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const mode of planModes) {
    const connection = await PlannedConnection.open(place.databaseUrl, mode);
    try {
      const contestants = {
        product: () => connection.run(own),
        'by hand': () => connection.run([anchor]),
      };
      await inTurns(contestants, 3);
      const times = await inTurns(contestants, place.isQuick ? 10 : 150);
      const product = times['product'] ?? [];
      const byHand = times['by hand'] ?? [];
      rows.push({
        what: `${what}, ${mode} plan, p50`,
        figure: median(product),
        unit: 'ms',
        reference: { name: 'by hand', figure: median(byHand) },
        ratio: ratioTo(times, 'product', 'by hand'),
        goal: { of: 'ratio', atMost: MOST_OF_ANCHOR },
        more: {
          p95Ms: percentile(product, 0.95),
          byHandP95Ms: percentile(byHand, 0.95),
          // The undisturbed run, if there was one.
          fastestMs: percentile(product, 0),
          byHandFastestMs: percentile(byHand, 0),
          blocks: await connection.blocks(own),
          byHandBlocks: await connection.blocks([anchor]),
          statements: own.length,
        },
      });
    } finally {
      await connection.close();
    }
  }
  return rows;
}

type HotRead = {
  readonly what: string;
  readonly own: readonly Statement[];
  readonly anchor: Statement;
};

async function hotReads(place: Place, eavesdropper: Eavesdropper): Promise<HotRead[]> {
  const { databaseUrl, orders } = place;
  const page = (filter: object, after: string | null = null) =>
    eavesdropper.statementsOf(PAGE, { filter, sort: NEWEST_FIRST, after });
  const newestOf = (where: string) =>
    `select ${LIST_ROW_COLUMNS} from order_list o where ${where} order by o.created_at desc, o.order_id desc limit 50`;
  const filter = await usualFilter(databaseUrl);
  const way = await bestWay(databaseUrl, filter);
  const { status, source, tag, from, before } = filter;
  const [someone] = await someOrders(databaseUrl, 1);
  if (!someone) throw new Error('The database has no order with an email.');
  const pattern = `%${someone.email.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
  const skipped = Math.min(500_000, Math.floor(orders / 2));
  const deep = await rowOf<{ id: string; sortKey: string }>(
    databaseUrl,
    'order so deep',
    `select order_id as id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortKey"
     from order_list order by created_at desc, order_id desc offset $1 limit 1`,
    [skipped - 1],
  );
  return [
    {
      what: 'newest 50',
      own: await page({ statuses: SALES }),
      anchor: { text: NEWEST, values: [] },
    },
    {
      what: 'filtered by status, source, tag and time',
      own: await page({
        statuses: [status],
        sources: [source],
        tags: [tag],
        createdFrom: from,
        createdBefore: before,
      }),
      anchor: { text: FILTERED[way] ?? '', values: [status, source, tag, from, before] },
    },
    {
      what: 'an email, selective',
      own: await page({ email: someone.email, statuses: SALES }),
      anchor: {
        text: `with found as materialized (
          select o.order_id, o.created_at from order_list o
          where o.search like $1 and lower(o.email) like $1 and not o.is_visit limit 10000)
        select ${LIST_ROW_COLUMNS} from (
          select order_id from found order by created_at desc, order_id desc limit 50) f
        join order_list o using (order_id) order by o.created_at desc, o.order_id desc`,
        values: [pattern],
      },
    },
    {
      what: 'an order number',
      own: await page({ numbers: [someone.number] }),
      anchor: { text: newestOf('o.number = $1'), values: [someone.number] },
    },
    {
      what: 'page of those that need somebody',
      own: await page({ needsAttention: true }),
      anchor: { text: newestOf('o.attention_at <= $1'), values: [new Date().toISOString()] },
    },
    {
      what: 'count of those that need somebody',
      own: await eavesdropper.statementsOf('{ attentionCount { total } }', {}),
      anchor: {
        text: 'select count(*) from order_list where attention_at <= $1',
        values: [new Date().toISOString()],
      },
    },
    {
      what: `page behind order ${skipped.toLocaleString('en')}`,
      own: await page(
        { statuses: [...SALES, 'STARTED', 'IN_PROGRESS'] },
        orderCursor(NEWEST_FIRST, deep),
      ),
      anchor: {
        text: newestOf('(o.created_at, o.order_id) < ($1::timestamptz, $2::text)'),
        values: [deep.sortKey, deep.id],
      },
    },
    {
      what: 'total, counted to 10,000',
      own: await eavesdropper.countsOf({ statuses: SALES }),
      anchor: {
        text: `select count(*) from (select from order_list o where not o.is_visit limit 10001) c`,
        values: [],
      },
    },
  ];
}

export const everyList: Bench = {
  name: 'every-list',
  about: 'SQL of every filter and sort of the list, page and total, under custom and generic plans',
  run: async (place) => {
    const asked = await everyFilter(place.databaseUrl);
    const eavesdropper = await eavesdrop(place);
    const connections = await Promise.all(
      planModes.map(async (mode) => ({
        mode,
        at: await PlannedConnection.open(place.databaseUrl, mode),
      })),
    );
    try {
      const rows: Row[] = [];
      for (const { what, filter, sort = NEWEST_FIRST } of asked) {
        const own = {
          page: await eavesdropper.statementsOf(PAGE, { filter, sort }),
          total: await eavesdropper.countsOf(filter),
        };
        for (const [part, statements] of Object.entries(own)) {
          rows.push(
            await timed(`${what}: ${part}`, statements, connections, place.isQuick ? 5 : 30),
          );
        }
      }
      const within = rows.filter(({ figure }) => figure <= LIST_P95_MS).length;
      return [
        {
          what: `lists and totals within ${LIST_P95_MS} ms under both plans`,
          figure: within,
          unit: `of ${rows.length}`,
        },
        ...rows,
      ];
    } finally {
      for (const { at } of connections) await at.close();
      await eavesdropper.close();
    }
  },
};

/** By the worse of both plans. The blocks it touched are the same however busy the machine is. */
async function timed(
  what: string,
  statements: readonly Statement[],
  connections: readonly { readonly mode: PlanMode; readonly at: PlannedConnection }[],
  runs: number,
): Promise<Row> {
  const times = new Map<PlanMode, Times & { blocks: number }>();
  for (const { mode, at } of connections) {
    // Slower than the connection waits: no figure, and no goal met.
    const never = {
      fastestMs: Number.NaN,
      p50Ms: Number.NaN,
      p95Ms: Number.NaN,
      blocks: Number.NaN,
    };
    const measured = await at
      .times(statements, runs)
      .then(async (one) => ({ ...one, blocks: await at.blocks(statements) }))
      .catch(() => never);
    times.set(mode, measured);
  }
  const of = (name: 'fastestMs' | 'p50Ms' | 'p95Ms' | 'blocks') =>
    Math.max(...[...times.values()].map((one) => one[name]));
  const more = [...times].flatMap(([mode, one]) => [
    [`${mode}FastestMs`, one.fastestMs],
    [`${mode}P95Ms`, one.p95Ms],
    [`${mode}Blocks`, one.blocks],
  ]);
  return {
    what: `${what}, p95`,
    figure: of('p95Ms'),
    unit: 'ms',
    goal: { atMost: LIST_P95_MS },
    isDetail: true,
    more: Object.fromEntries(more) as Record<string, number>,
  };
}
