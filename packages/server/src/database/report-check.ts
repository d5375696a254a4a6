import { type EntityManager, IsolationLevel } from '@mikro-orm/postgresql';
import { query } from './orm.ts';
import { FIGURE_COLUMNS, type RollupDimension } from './report-rollups.ts';

/**
 * Compares what reports are read from with the orders, payments and books themselves, counted here in
 * another way: per dimension over all entries, not by the difference of each order.
 */

/** A bucket that holds something else than it should. Figures by the columns' names; null: there is no row. */
export type ReportDifference = {
  readonly dimension: string;
  readonly grain: string;
  readonly bucket: Date;
  readonly checkoutId: string;
  readonly currency: string;
  readonly within: string;
  readonly key: string;
  readonly expected: Readonly<Record<string, number>> | null;
  readonly found: Readonly<Record<string, number>> | null;
};

type Formula = {
  readonly within: string;
  readonly key: string;
  /** Visits count too. */
  readonly opened: boolean;
  readonly join?: string;
};

const whole = (key: string, opened = true): Formula => ({ within: `''`, key, opened });
const NONE = `''`;

/** How each dimension's keys are told from an order `o`, its first captured payment `p` and a line `l`. */
const formulas: Readonly<Record<RollupDimension, Formula>> = {
  ALL: whole(NONE),
  OFFER: whole('o.offer_id'),
  LINK: whole(`coalesce(o.checkout_link_id, '')`),
  SOURCE: whole(`coalesce(lower(o.source), '')`),
  TAG: {
    ...whole(`coalesce(t.tag, '')`),
    join: 'left join lateral (select distinct unnest(o.tags) as tag) t on true',
  },
  COUNTRY: whole(`coalesce(o.country, o.opened_country, '')`),
  REGION: {
    within: `coalesce(o.country, o.opened_country, '')`,
    key: `coalesce(o.region, case when o.country is null or o.country = o.opened_country then o.opened_region end, '')`,
    opened: true,
  },
  DEVICE: whole(`coalesce(o.device, '')`),
  CONSENT: whole('o.analytics_consent'),
  PAYMENT_METHOD: {
    ...whole(`coalesce(p.through, '')`, false),
    join: `left join (
      select distinct on (order_id) order_id, provider || '/' || method as through from payment
      where captured_at is not null order by order_id, captured_at, created_at desc, id desc) p on p.order_id = o.id`,
  },
  DISCOUNT_CODE: whole(`coalesce(lower(o.discount_code), '')`, false),
  PRODUCT: whole('l.product_id', false),
  PRODUCT_OFFER: { within: 'l.product_id', key: 'o.offer_id', opened: false },
  PRODUCT_SOURCE: { within: 'l.product_id', key: `coalesce(lower(o.source), '')`, opened: false },
};

/** Everything that differs, up to a hundred of each kind, as of one moment. None: not one cent is off. */
export async function checkRollups(em: EntityManager): Promise<ReportDifference[]> {
  return em.fork().transactional(
    async (tx) => {
      await query(tx, 'set local statement_timeout = 0');
      const found: ReportDifference[] = [];
      for (const [dimension, formula] of Object.entries(formulas)) {
        found.push(...(await differencesOf(tx, dimension, formula)));
      }
      found.push(...(await differencesOfGrains(tx)));
      return found;
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}

const sums = FIGURE_COLUMNS.map((column) => `sum(${column})::bigint as ${column}`).join(', ');
const KEYS = 'bucket, checkout_id, currency, within, key';
const quarterOf = (moment: string) =>
  `date_bin('15 minutes', ${moment}, timestamptz '2000-01-01 00:00Z')`;

function differencesOf(
  tx: EntityManager,
  dimension: string,
  { within, key, opened, join = '' }: Formula,
): Promise<ReportDifference[]> {
  const keys = `o.checkout_id, o.currency, ${within} as within, ${key} as key`;
  const isSale = `filter (where b.kind = 'SALE')`;
  const of = (line: string) => `filter (where b.kind = 'SALE' and l.kind ${line})`;
  return query<ReportDifference>(
    tx,
    `with counted as (
       select ${quarterOf('o.created_at')} as bucket, ${keys}, count(*) as opened, ${FIGURE_COLUMNS.slice(
         1,
       )
         .map((column) => `0 as ${column}`)
         .join(', ')}
       from orders o ${opened ? join : 'cross join (select 1 where false) none cross join order_line l cross join (select null::text as through) p'}
       group by 1, 2, 3, 4, 5
       union all
       select ${quarterOf('b.at')}, ${keys}, 0, count(distinct o.id) ${isSale}, count(*) ${isSale},
         coalesce(sum(b.gross_minor) ${isSale}, 0), coalesce(sum(b.vat_minor) ${isSale}, 0),
         -coalesce(sum(b.gross_minor) filter (where b.kind <> 'SALE'), 0), -coalesce(sum(b.vat_minor) filter (where b.kind <> 'SALE'), 0),
         coalesce(sum(b.gross_minor) filter (where b.kind = 'REVERSAL'), 0),
         count(distinct o.id) ${of(`<> 'MAIN'`)},
         count(distinct o.id) ${of(`= 'ORDER_BUMP'`)}, coalesce(sum(b.gross_minor) ${of(`= 'ORDER_BUMP'`)}, 0),
         count(distinct o.id) ${of(`= 'PRE_UPSELL'`)}, coalesce(sum(b.gross_minor) ${of(`= 'PRE_UPSELL'`)}, 0)
       from book_entry b join orders o on o.id = b.order_id join order_line l on l.id = b.order_line_id ${join}
       group by 1, 2, 3, 4, 5),
     expected as (select ${KEYS}, ${sums} from counted group by ${KEYS}),
     read as (
       select ${KEYS}, ${sums} from (
         select ${KEYS}, ${FIGURE_COLUMNS.join(', ')} from report_rollup where dimension = $1 and grain = 'QUARTER'
         union all
         select ${KEYS}, ${FIGURE_COLUMNS.join(', ')}
         from report_delta(array(select distinct order_id from report_pending)) where dimension = $1) r
       group by ${KEYS})
     ${compared(dimensionIs('$1'), `'QUARTER'`)}`,
    [dimension],
  );
}

/** Hours, days and months must hold what their quarters hold. */
function differencesOfGrains(tx: EntityManager): Promise<ReportDifference[]> {
  const all = `dimension, grain, ${KEYS}`;
  return query<ReportDifference>(
    tx,
    `with expected as (
       select dimension, g.grain, date_trunc(g.grain, bucket, 'UTC') as bucket, checkout_id, currency, within, key, ${sums}
       from report_rollup r cross join (values ('HOUR'), ('DAY'), ('MONTH')) as g (grain)
       where r.grain = 'QUARTER' group by 1, 2, 3, 4, 5, 6, 7),
     read as (select ${all}, ${FIGURE_COLUMNS.join(', ')} from report_rollup where grain <> 'QUARTER')
     ${compared({ name: 'dimension', using: 'dimension, grain, ' }, 'grain')}`,
  );
}

const dimensionIs = (parameter: string) => ({ name: `${parameter}::text`, using: '' });

/** A row that is not there counts as one of zeros: an order whose facts changed leaves such behind. */
function compared(dimension: { name: string; using: string }, grain: string): string {
  const values = (of: string) =>
    `(${FIGURE_COLUMNS.map((column) => `coalesce(${of}.${column}, 0)`).join(', ')})`;
  const facts = (of: string) =>
    `case when ${of} is not null then jsonb_build_object(${FIGURE_COLUMNS.map((column) => `'${column}', ${of}.${column}`).join(', ')}) end`;
  return `select ${dimension.name} as dimension, ${grain} as grain, bucket, checkout_id as "checkoutId", currency, within, key,
      ${facts('e')} as expected, ${facts('r')} as found
    from expected e full join read r using (${dimension.using}${KEYS})
    where ${values('e')} <> ${values('r')}
    order by bucket, checkout_id, currency, within, key limit 100`;
}
