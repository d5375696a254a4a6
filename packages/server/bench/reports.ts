import { connect } from '../src/database/orm.ts';
import { foldPending } from '../src/database/report-fold.ts';
import { ReportDimension } from '../src/domain/report.ts';
import type { Bench, Row } from './bench.ts';
import { type Checked, Lines } from './load.ts';
import { pidOf, withProcessorTime } from './processor-time.ts';
import { askProduct, check, differenceOf, operationOfPage } from './questions.ts';
import { rowOf } from './samples.ts';

// The report page over the last twelve whole months, as the web asks for it: the overview, then each tab, each with
// the year's comparison that the page shows unless told otherwise.

const P95_MS = 50;

type Overview = { readonly salesReport: { readonly totals: { readonly orders: number } } };
type Tab = { readonly salesReport: { readonly breakdown: readonly unknown[] } };

export const reports: Bench = {
  name: 'reports',
  about: 'the report page, 12 months: overview and every tab',
  run: async (place) => {
    const product = await place.product();
    await foldAll(place.databaseUrl);
    const months = await rowOf<{ from: string; to: string }>(
      place.databaseUrl,
      'sales in its books',
      `with m as (select date_trunc('month', max(at), 'UTC') as until from book_entry where kind = 'SALE')
       select to_char((until - interval '12 months') at time zone 'UTC', 'YYYY-MM-DD') as "from",
         to_char((until - interval '1 day') at time zone 'UTC', 'YYYY-MM-DD') as "to" from m`,
    );
    const soldIn = async (timeZone: string) => {
      const { n } = await rowOf<{ n: number }>(
        place.databaseUrl,
        'sales in these months',
        `select count(distinct order_id) as n from book_entry where kind = 'SALE'
           and at >= $1::date::timestamp at time zone $3 and at < ($2::date + 1)::timestamp at time zone $3`,
        [months.from, months.to, timeZone],
      );
      return n;
    };
    const variablesIn = (timeZone: string) => ({
      range: { from: months.from, to: months.to, timeZone },
      compare: 'PREVIOUS_PERIOD',
    });
    const overview = async (grain: string, timeZone: string) => {
      const sold = await soldIn(timeZone);
      return check<Overview>(
        askProduct(product, operationOfPage('SalesOverview'), { ...variablesIn(timeZone), grain }),
        ({ salesReport: { totals } }) => differenceOf(totals.orders, sold),
      );
    };
    const asked: { what: string; checked: Checked }[] = [
      { what: 'overview by week', checked: await overview('WEEK', 'UTC') },
      { what: 'overview by day', checked: await overview('DAY', 'UTC') },
      { what: 'overview by day, Helsinki', checked: await overview('DAY', 'Europe/Helsinki') },
    ];
    for (const by of Object.values(ReportDimension)) {
      const checked = await check<Tab>(
        askProduct(product, operationOfPage('SalesBy'), { ...variablesIn('UTC'), by }),
        ({ salesReport: { breakdown } }) => (breakdown.length > 0 ? null : 'no rows'),
      );
      asked.push({ what: `tab ${by}`, checked });
    }
    const rows: Row[] = [];
    for (const { what, checked } of asked) {
      const lines = new Lines(product.url, 1);
      await lines.load([[checked]], place.isQuick ? 0.2 : 1);
      const { p50Ms, p95Ms, answers, processorMs } = await withProcessorTime(pidOf(product), () =>
        lines.load([[checked]], place.isQuick ? 0.5 : 3),
      );
      await lines.close();
      rows.push({
        what: `${what}, p95`,
        figure: p95Ms,
        unit: 'ms',
        goal: { atMost: P95_MS },
        more: { p50Ms, answers, processorMs: processorMs / answers },
      });
    }
    return rows;
  },
};

/** As the worker does every few seconds: orders that other benches made would be added up anew by each report. */
async function foldAll(databaseUrl: string): Promise<void> {
  const orm = connect(databaseUrl, { poolSize: 1 });
  try {
    while ((await foldPending(orm.em.fork())) > 0);
  } finally {
    await orm.close(true);
  }
}
