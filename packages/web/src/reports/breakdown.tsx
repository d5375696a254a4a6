import { themeQuartz, type ColDef, type ICellRendererParams } from 'ag-grid-community';
import {
  CellStyleModule,
  ClientSideRowModelModule,
  ModuleRegistry,
  PinnedRowModule,
  RowAutoHeightModule,
  type ValueFormatterParams,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { Link } from '@tanstack/react-router';
import { IconChartBarOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  useSalesByQuery,
  type ReportDimension,
  type ReportFiguresFragment,
  type SalesByQuery,
} from '../generated.ts';
import { EmptyState, ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { countryName, formatMoney, type MoneyValue, wordName } from '../ui/values.tsx';
import { CsvMenu } from './csv-menu.tsx';
import { DIMENSIONS, reportVariables, type ReportSearch } from './report-search.ts';
import { changeOf, changeWords, countWords, ordersAddress, shareWords } from './report-words.ts';
import styles from './reports.module.css';
import { inCurrency, onAxis } from './sales-points.ts';

ModuleRegistry.registerModules([
  CellStyleModule,
  ClientSideRowModelModule,
  PinnedRowModule,
  RowAutoHeightModule,
]);

const theme = themeQuartz.withParams({
  accentColor: 'var(--accent)',
  backgroundColor: 'var(--surface)',
  foregroundColor: 'var(--text)',
  borderColor: 'var(--line)',
  browserColorScheme: 'inherit',
  fontFamily: 'inherit',
  fontSize: 13,
  headerBackgroundColor: 'var(--surface)',
  headerFontWeight: 560,
  wrapperBorder: false,
});

type Breakdown = SalesByQuery['salesReport']['breakdown'][number];
type Row = {
  readonly name: string;
  readonly of: Pick<Breakdown, 'figures' | 'earlier'> | { readonly figures: ReportFiguresFragment };
  readonly breakdown: Breakdown | null;
};

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
        theme={theme}
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

function columnsOf(
  by: ReportDimension,
  currency: string,
  days: string,
  rows: readonly Breakdown[],
  isConverted: boolean,
): ColDef<Row>[] {
  const money = (
    name: 'gross' | 'refunded' | 'net' | 'netVat' | 'averageOrder' | 'impressionValue',
    headerName: string,
    behind: Behind | null = null,
  ): ColDef<Row> => {
    const valueOf = (row: Row | undefined): MoneyValue | null =>
      (row && inCurrency(row.of.figures.money, currency)?.[name]) ?? null;
    return {
      headerName,
      ...numeric,
      valueGetter: ({ data }) => valueOf(data)?.minor ?? 0,
      valueFormatter: ({ data }: ValueFormatterParams<Row>) => {
        const value = valueOf(data);
        return value ? formatMoney(value) : '–';
      },
      ...(behind && { cellRenderer: linkTo(behind, { currency, isConverted, days }) }),
    };
  };
  const countsVisits = rows.some(({ figures }) => figures.opened !== null);
  const isProduct = by === 'PRODUCT';
  return [
    {
      headerName: DIMENSIONS[by],
      valueGetter: ({ data }) => data?.name ?? '',
      minWidth: 190,
      flex: 2,
      pinned: 'left',
    },
    {
      headerName: 'Orders',
      ...numeric,
      valueGetter: ({ data }) => data?.of.figures.orders ?? 0,
      valueFormatter: ({ value }) => countWords(value as number),
      cellRenderer: linkTo('sold', { currency: null, isConverted, days }),
    },
    {
      headerName: 'Change',
      ...numeric,
      valueGetter: ({ data }) =>
        changeOf(data?.of.figures.orders ?? 0, data?.breakdown?.earlier?.orders) ?? -Infinity,
      valueFormatter: ({ data }) => {
        const change = changeOf(data?.of.figures.orders ?? 0, data?.breakdown?.earlier?.orders);
        return change === null ? '–' : changeWords(change);
      },
    },
    money('gross', 'Gross', 'sold'),
    money('refunded', 'Refunds', 'refunded'),
    money('net', 'Net'),
    money('netVat', 'VAT in net'),
    ...(isProduct ? [] : [money('averageOrder', 'Average order')]),
    ...(countsVisits
      ? [
          {
            headerName: 'Opened',
            ...numeric,
            valueGetter: ({ data }) => data?.of.figures.opened ?? 0,
            valueFormatter: ({ value }) => countWords(value as number),
            cellRenderer: linkTo('opened', { currency: null, isConverted, days }),
          } satisfies ColDef<Row>,
          {
            headerName: 'Conversion',
            ...numeric,
            valueGetter: ({ data }) => data?.of.figures.conversion ?? 0,
            valueFormatter: ({ data }) => shareWords(data?.of.figures.conversion ?? null),
          } satisfies ColDef<Row>,
          money('impressionValue', 'Value per visit'),
        ]
      : []),
    ...(isProduct
      ? [
          share('As order bump', (row) => row.breakdown?.orderBumpRate ?? null),
          share('As pre-upsell', (row) => row.breakdown?.preUpsellRate ?? null),
          share(
            'Through add-ons',
            (row) => inCurrency(row.of.figures.money, currency)?.addOnShare ?? null,
          ),
          {
            headerName: 'Best offer',
            valueGetter: ({ data }: { data?: Row | undefined }) =>
              data?.breakdown?.bestOffer?.label ?? '–',
            minWidth: 150,
          },
          {
            headerName: 'Best source',
            valueGetter: ({ data }: { data?: Row | undefined }) =>
              data?.breakdown?.bestSource?.label ?? '–',
            minWidth: 130,
          },
        ]
      : []),
  ];
}

type Behind = 'sold' | 'refunded' | 'opened';
const behindWords: Readonly<Record<Behind, string>> = {
  sold: 'sold',
  refunded: 'refunded',
  opened: 'opened',
};

/** A figure that opens the orders behind it; an amount those of its currency, unless it was converted. */
function linkTo(
  behind: Behind,
  of: { readonly currency: string | null; readonly isConverted: boolean; readonly days: string },
) {
  return function LinkedFigure({ data, valueFormatted }: ICellRendererParams<Row, number>) {
    const orders = data?.breakdown?.figures.behind[behind];
    if (!data || !orders) return valueFormatted;
    const inIt = of.currency !== null && !of.isConverted ? { currencies: [of.currency] } : {};
    const name = `${data.name}, ${behindWords[behind]} ${of.days}`;
    return <Link {...ordersAddress({ ...orders, ...inIt }, name)}>{valueFormatted}</Link>;
  };
}

const numeric: ColDef<Row> = {
  cellClass: styles.number ?? '',
  headerClass: 'ag-right-aligned-header',
  minWidth: 126,
  flex: 1,
};

function share(headerName: string, of: (row: Row) => number | null): ColDef<Row> {
  return {
    headerName,
    ...numeric,
    valueGetter: ({ data }) => (data ? (of(data) ?? 0) : 0),
    valueFormatter: ({ data }) => shareWords(data ? of(data) : null),
  };
}

/** A readable name: countries and methods are told by their codes. */
function nameOf(by: ReportDimension, { key, label, within }: Breakdown): string {
  if (by === 'COUNTRY' && key) return countryName(key);
  if (by === 'REGION') return within ? `${label}, ${countryName(within)}` : label;
  if (by === 'PAYMENT_METHOD' && key.includes('/')) return key.split('/').map(wordName).join(' · ');
  return label || key || 'None';
}
