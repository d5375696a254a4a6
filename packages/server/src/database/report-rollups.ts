import { type EntityManager, IsolationLevel } from '@mikro-orm/postgresql';
import type { CountedFigures, FigureRow, ReportDimension } from '../domain/report.ts';
import { coverOf } from '../domain/report-cover.ts';
import type { TimeSpan } from '../domain/report-period.ts';
import type { Onlooker } from './order-filter.ts';
import { query, queryOften } from './orm.ts';

/**
 * Reads the figures of reports: the rollups, and what is not folded into them yet. Both are of one moment, so
 * the figures are exact whenever the worker last folded. Amounts are minor units, instants UTC.
 */

/** What the rollups are kept by: the dimensions that have their own, the whole, and what a product was sold through. */
export type RollupDimension =
  | Exclude<ReportDimension, 'CURRENCY' | 'CHECKOUT'>
  | 'ALL'
  | 'PRODUCT_OFFER'
  | 'PRODUCT_SOURCE';

export type ReportRead = {
  readonly dimension: RollupDimension;
  /** Told apart by their key, by their checkout, or not at all. */
  readonly by: 'KEY' | 'CHECKOUT' | 'WHOLE';
  /** The stretches to be told apart, in order of time and without a gap. */
  readonly points: readonly TimeSpan[];
  /** Checkouts to count; ALL: every one there is. */
  readonly checkoutIds: Onlooker['reach'];
  /** Told apart by UTC day too, for rates of their own. */
  readonly daily: boolean;
};

export type ReportRow = FigureRow & {
  /** Which of the stretches. */
  readonly point: number;
  /** What the key stands in: a region's country, a product. */
  readonly within: string;
  /** Empty: none. */
  readonly key: string;
};

const columns: Readonly<Record<keyof CountedFigures, string>> = {
  opened: 'opened',
  orders: 'orders',
  lines: 'lines',
  grossMinor: 'gross_minor',
  vatMinor: 'vat_minor',
  refundedMinor: 'refunded_minor',
  refundedVatMinor: 'refunded_vat_minor',
  reversedMinor: 'reversed_minor',
  addOnOrders: 'add_on_orders',
  bumpOrders: 'bump_orders',
  bumpMinor: 'bump_minor',
  upsellOrders: 'upsell_orders',
  upsellMinor: 'upsell_minor',
};

/** The columns of a rollup that are added up. */
export const FIGURE_COLUMNS: readonly string[] = Object.values(columns);

/** Everything asked for, as of one moment; the answers stand in the order of the questions. */
export async function readReportRows(
  em: EntityManager,
  reads: readonly ReportRead[],
): Promise<ReportRow[][]> {
  return em.fork().transactional(
    async (tx) => {
      // To plan one of the reads takes 2.5 ms, as long as to run most; PostgreSQL would do so each time, since it
      // supposes ten ranges where it does not know how many there are.
      const [pending] = await query<{ ids: string[] }>(
        tx,
        `select coalesce(array_agg(distinct order_id), '{}') as ids, set_config('plan_cache_mode', 'force_generic_plan', true)
         from report_pending`,
      );
      const answers: ReportRow[][] = [];
      for (const read of reads) answers.push(await readRows(tx, read, pending?.ids ?? []));
      return answers;
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}

function readRows(
  tx: EntityManager,
  read: ReportRead,
  pending: readonly string[],
): Promise<ReportRow[]> {
  const cover = coverOf(read.points, read.daily ? 'DAY' : 'MONTH');
  const figures = Object.entries(columns);
  const key = { KEY: `key`, CHECKOUT: 'checkout_id', WHOLE: `''` }[read.by];
  const day = read.daily ? `to_char(bucket at time zone 'UTC', 'YYYY-MM-DD')` : 'null::text';
  const sums = figures.map(([name, column]) => `sum(sign * ${column})::bigint as "${name}"`);
  const isWanted = `($1::text[] is null or checkout_id = any($1))`;
  const told = (from: string) =>
    ['bucket', 'checkout_id', 'currency', 'within', 'key', ...FIGURE_COLUMNS]
      .map((column) => `${from}.${column}`)
      .join(', ');
  return queryOften<ReportRow>(
    tx,
    `with part as (
       select width_bucket(r.bucket, $4::timestamptz[]) - 1 as point, 1 as sign, ${told('r')}
       from report_rollup r
       where r.dimension = $2 and r.grain = $3 and r.bucket >= $5 and r.bucket < $6 and ${isWanted}
       union all
       select m.edge - side.before, m.sign * side.sign, ${told('r')}
       from unnest($7::text[], $8::timestamptz[], $9::timestamptz[], $10::int[], $11::int[]) as m (grain, start, "end", edge, sign)
       cross join lateral (
         select * from report_rollup r
         where r.dimension = $2 and r.grain = m.grain and r.bucket >= m.start and r.bucket < m."end" and ${isWanted}
         -- Kept apart from the join: planned with it, all of a dimension is read and thrown away.
         offset 0) r
       cross join (values (1, 1), (0, -1)) as side (before, sign)
       where m.edge - side.before between 0 and cardinality($4) - 2
       union all
       select width_bucket(d.bucket, $12::timestamptz[]) - 1, 1, ${told('d')}
       from report_delta($13::text[]) d
       where d.dimension = $2 and d.bucket >= ($12::timestamptz[])[1] and d.bucket < $14 and ${isWanted})
     select point, ${read.by === 'KEY' ? 'within' : `'' as within`}, ${key} as key, currency, ${day} as day, ${sums.join(', ')}
     from part group by 1, 2, 3, 4, 5
     having (${FIGURE_COLUMNS.map((one) => `sum(sign * ${one})`).join(', ')}) <> (${FIGURE_COLUMNS.map(() => 0).join(', ')})
     order by 1, 2, 3, 4, 5`,
    [
      read.checkoutIds === 'ALL' ? null : read.checkoutIds,
      read.dimension,
      cover.grain,
      cover.edges,
      cover.edges[0] ?? null,
      cover.edges.at(-1) ?? null,
      cover.movedOver.map(({ grain }) => grain),
      cover.movedOver.map(({ start }) => start),
      cover.movedOver.map(({ end }) => end),
      cover.movedOver.map(({ edge }) => edge),
      cover.movedOver.map(({ sign }) => sign),
      read.points.map(({ start }) => start),
      pending,
      read.points.at(-1)?.end ?? null,
    ],
  );
}

/** When the first order of these checkouts was opened; null: there is none. */
export async function firstOpened(
  em: EntityManager,
  checkoutIds: Onlooker['reach'],
): Promise<Date | null> {
  const [row] = await query<{ at: Date }>(
    em,
    `select o.created_at as at from order_list o where $1::text[] is null or o.checkout_id = any($1)
     order by o.created_at, o.order_id limit 1`,
    [checkoutIds === 'ALL' ? null : checkoutIds],
  );
  return row?.at ?? null;
}
