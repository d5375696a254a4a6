import { Button, SegmentedControl, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import {
  useSalesOverviewQuery,
  useViewerQuery,
  type ReportDimension,
  type SalesOverviewQuery,
} from '../generated.ts';
import { ErrorState, LinesSkeleton, NoPermission } from '../ui/states.tsx';
import { SalesBy } from './breakdown.tsx';
import { CsvMenu } from './csv-menu.tsx';
import { HeadFigures } from './head-figures.tsx';
import { ReportControls } from './report-controls.tsx';
import {
  comparisonOf,
  DIMENSIONS,
  grainOf,
  reportVariables,
  type ReportSearch,
} from './report-search.ts';
import { dayWords, ordersAddress } from './report-words.ts';
import styles from './reports.module.css';
import { currenciesOf, salesPoints, type SalesPoint } from './sales-points.ts';
import { SalesTable } from './sales-table.tsx';

const SalesChart = lazy(async () => ({ default: (await import('./sales-chart.tsx')).SalesChart }));

type Report = SalesOverviewQuery['salesReport'];

/** Sales over time and by everything (`order-management.md`, "Order Reports"). What one sees is what the address says. */
export function ReportsPage() {
  const viewer = useViewerQuery().data?.viewer;
  if (viewer && !viewer.permissions.includes('READ_REPORTS')) {
    return (
      <NoPermission title="You may not see reports">
        <p>Your role does not include them. An admin can give you one that does.</p>
      </NoPermission>
    );
  }
  return viewer ? <Reports /> : null;
}

function Reports() {
  const search = useSearch({ from: '/reports' });
  const navigate = useNavigate({ from: '/reports' });
  const change = (next: ReportSearch) => void navigate({ search: next, resetScroll: false });
  const { data, previousData, error, refetch } = useSalesOverviewQuery({
    variables: { ...reportVariables(search), grain: grainOf(search) },
    fetchPolicy: 'cache-and-network',
    pollInterval: 60_000,
  });
  const report = (data ?? previousData)?.salesReport ?? null;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Order Reports</h1>
        <ReportControls search={search} onChange={change} />
      </header>
      {report ? (
        <Shown report={report} search={search} isFresh={data !== undefined} onChange={change} />
      ) : error ? (
        <ErrorState
          title="The report could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <LinesSkeleton label="Loading the report" lines={12} />
      )}
    </div>
  );
}

function Shown(props: {
  report: Report;
  search: ReportSearch;
  isFresh: boolean;
  onChange: (next: ReportSearch) => void;
}) {
  const { report, search } = props;
  const currencies = currenciesOf(report);
  const currency =
    currencies.find((one) => one === search.currency) ?? currencies[0] ?? search.convert ?? 'EUR';
  const days =
    report.from === report.to
      ? dayWords(report.from)
      : `${dayWords(report.from)} – ${dayWords(report.to)}`;
  return (
    <div className={styles.report} data-stale={!props.isFresh || undefined}>
      <p className={styles.days}>
        {days}
        {report.earlier &&
          comparisonOf(search) &&
          `, compared with ${dayWords(report.earlier.from)} – ${dayWords(report.earlier.to)}`}
        . Days of {report.timeZone}.{exchangeWords(report)}
      </p>
      <HeadFigures report={report} days={days} />
      <OverTime {...props} currency={currency} currencies={currencies} />
      <Breakdowns
        report={report}
        search={search}
        currency={currency}
        days={days}
        onChange={props.onChange}
      />
    </div>
  );
}

function OverTime(props: {
  report: Report;
  search: ReportSearch;
  currency: string;
  currencies: readonly string[];
  onChange: (next: ReportSearch) => void;
}) {
  const { report, search, currency } = props;
  const navigate = useNavigate();
  const points = salesPoints(report, currency, grainOf(search));
  const isTable = search.view === 'table';
  // Converted, the figures are those of every currency.
  const inIt = search.convert ? {} : { currencies: [currency] };
  const soldIn = ({ start, end, label }: SalesPoint) =>
    ordersAddress(
      { ...report.totals.behind.sold, soldFrom: start, soldBefore: end, ...inIt },
      `Sold ${label}`,
    );
  const refundedIn = ({ start, end, label }: SalesPoint) =>
    ordersAddress(
      { ...report.totals.behind.refunded, refundedFrom: start, refundedBefore: end, ...inIt },
      `Refunded ${label}`,
    );
  const { view: _view, ...asChart } = search;
  return (
    <section className={styles.overTime} aria-label="Sales over time">
      <div className={styles.sectionHead}>
        <h2>Sales over time</h2>
        {props.currencies.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Currency"
            data={[...props.currencies]}
            value={currency}
            onChange={(chosen) => props.onChange({ ...search, currency: chosen })}
          />
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={
            isTable ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />
          }
          onClick={() => props.onChange(isTable ? asChart : { ...search, view: 'table' })}
        >
          {isTable ? 'Show as a chart' : 'Show as a table'}
        </Button>
        <CsvMenu path={report.csvPath} of="Sales over time" />
      </div>
      {!isTable && (
        <>
          <Suspense fallback={<div className={styles.chart} />}>
            <SalesChart
              points={points}
              currency={currency}
              isCompared={report.earlier !== null}
              onOpen={(point, behind) =>
                void navigate(behind === 'sold' ? soldIn(point) : refundedIn(point))
              }
            />
          </Suspense>
          <ul className={styles.legend} aria-hidden>
            <li data-of="gross">Gross</li>
            <li data-of="refunded">Refunds</li>
            {report.earlier && <li data-of="earlier">Net, the time before</li>}
          </ul>
        </>
      )}
      <SalesTable points={points} isHidden={!isTable} soldIn={soldIn} refundedIn={refundedIn} />
    </section>
  );
}

function Breakdowns(props: {
  report: Report;
  search: ReportSearch;
  currency: string;
  days: string;
  onChange: (next: ReportSearch) => void;
}) {
  const { search } = props;
  const by: ReportDimension = search.by ?? 'SOURCE';
  return (
    <Tabs
      value={by}
      keepMounted={false}
      classNames={{ list: styles.tabs ?? '', tab: styles.tab ?? '' }}
      onChange={(chosen) => props.onChange({ ...search, by: chosen as ReportDimension })}
    >
      <Tabs.List aria-label="Sales by">
        {Object.entries(DIMENSIONS).map(([dimension, name]) => (
          <Tabs.Tab key={dimension} value={dimension}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={by} className={styles.panel}>
        <SalesBy
          key={by}
          search={search}
          by={by}
          currency={props.currency}
          totals={props.report.totals}
          days={props.days}
        />
      </Tabs.Panel>
    </Tabs>
  );
}

/** Which rates stand behind converted amounts. */
function exchangeWords({ exchange }: Report): string {
  if (!exchange) return '';
  const missing =
    exchange.missing.length > 0
      ? ` There are no rates for ${new Intl.ListFormat('en').format(exchange.missing)}: these stand by themselves.`
      : '';
  if (!exchange.from || !exchange.until) return missing;
  const days =
    exchange.from === exchange.until
      ? dayWords(exchange.from)
      : `${dayWords(exchange.from)} – ${dayWords(exchange.until)}`;
  return ` Converted to ${exchange.to} by the European Central Bank’s rates of ${days}.${missing}`;
}
