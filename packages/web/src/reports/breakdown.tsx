import {
  CellStyleModule,
  ClientSideRowModelModule,
  ModuleRegistry,
  PinnedRowModule,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { Link } from '@tanstack/react-router';
import { IconChartBarOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useSalesByQuery, type ReportDimension, type ReportFiguresFragment } from '../generated.ts';
import { gridTheme } from '../ui/grid-theme.ts';
import { EmptyState, ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { formatMoney } from '../ui/values.tsx';
import { type Breakdown, columnsOf, nameOf, type Row } from './breakdown-columns.tsx';
import { CsvMenu } from './csv-menu.tsx';
import { DIMENSIONS, reportVariables, type ReportSearch } from './report-search.ts';
import { ordersAddress } from './report-words.ts';
import styles from './reports.module.css';
import { inCurrency, onAxis } from './sales-points.ts';

ModuleRegistry.registerModules([CellStyleModule, ClientSideRowModelModule, PinnedRowModule]);

/** One tab: the ranked bars, and the table of the same rows with their totals. */
export function SalesBy(props: {
  search: ReportSearch;
  by: ReportDimension;
  currency: string;
  totals: ReportFiguresFragment;
  days: string;
}) {
  const { by, currency } = props;
  const { data, previousData, error, refetch } = useSalesByQuery({
    variables: { ...reportVariables(props.search), by },
    fetchPolicy: 'cache-and-network',
  });
  const report = (data ?? previousData)?.salesReport ?? null;
  const rows = report?.breakdown ?? null;
  if (!report || !rows) {
    return error ? (
      <ErrorState
        title="This part of the report could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    ) : (
      <LinesSkeleton label={`Loading ${DIMENSIONS[by]}`} lines={8} />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconChartBarOff} title="Nothing was sold in this time">
        <p>Choose another period above.</p>
      </EmptyState>
    );
  }
  return (
    <div className={styles.breakdown} data-stale={data ? undefined : true}>
      <div className={styles.sectionHead}>
        <h2>{DIMENSIONS[by]}</h2>
        <CsvMenu path={report.csvPath} of={DIMENSIONS[by]} />
      </div>
      <RankedBars rows={rows} by={by} currency={currency} days={props.days} />
      <BreakdownGrid {...props} rows={rows} />
    </div>
  );
}

const BARS = 8;

/** The best by gross, longest first; each bar opens its orders. */
function RankedBars(props: {
  rows: readonly Breakdown[];
  by: ReportDimension;
  currency: string;
  days: string;
}) {
  const bars = props.rows
    .flatMap((row) => {
      const money = inCurrency(row.figures.money, props.currency);
      return money && money.gross.minor > 0 ? [{ row, gross: money.gross }] : [];
    })
    .sort((a, b) => b.gross.minor - a.gross.minor)
    .slice(0, BARS);
  const longest = bars[0] ? onAxis(bars[0].gross) : 0;
  if (longest === 0) return null;
  return (
    <ol className={styles.bars} aria-label={`${DIMENSIONS[props.by]} by gross revenue`}>
      {bars.map(({ row, gross }) => {
        const name = nameOf(props.by, row);
        return (
          <li key={`${row.within ?? ''} ${row.key}`}>
            <Link {...ordersAddress(row.figures.behind.sold, `${name}, sold ${props.days}`)}>
              <span className={styles.barName}>{name}</span>
              <span className={styles.barTrack}>
                <span
                  className={styles.bar}
                  style={{ width: `${Math.max(0.5, (onAxis(gross) / longest) * 100)}%` }}
                />
              </span>
              <span className={styles.barValue}>{formatMoney(gross)}</span>
            </Link>
          </li>
        );
      })}
    </ol>
  );
}

function BreakdownGrid(props: {
  search: ReportSearch;
  rows: readonly Breakdown[];
  by: ReportDimension;
  currency: string;
  totals: ReportFiguresFragment;
  days: string;
}) {
  const { by, currency, rows, totals, days } = props;
  const isConverted = props.search.convert !== undefined;
  const columns = useMemo(
    () => columnsOf(by, currency, days, rows, isConverted),
    [by, currency, days, rows, isConverted],
  );
  const data = useMemo(
    () => rows.map<Row>((breakdown) => ({ name: nameOf(by, breakdown), of: breakdown, breakdown })),
    [by, rows],
  );
  const pinned = useMemo<Row[]>(
    () => [{ name: 'Total', of: { figures: totals }, breakdown: null }],
    [totals],
  );
  return (
    <div className={styles.grid}>
      <AgGridReact<Row>
        theme={gridTheme}
        rowData={data}
        columnDefs={columns}
        pinnedTopRowData={pinned}
        domLayout="autoHeight"
        rowHeight={38}
        headerHeight={38}
        suppressCellFocus={false}
        ensureDomOrder
        getRowId={({ data: row }) =>
          `${row.breakdown?.within ?? ''} ${row.breakdown?.key ?? 'total'}`
        }
      />
    </div>
  );
}
