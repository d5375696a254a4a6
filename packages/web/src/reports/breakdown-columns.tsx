import type { ColDef, ICellRendererParams, ValueFormatterParams } from 'ag-grid-community';
import { Link } from '@tanstack/react-router';
import type { ReportDimension, ReportFiguresFragment, SalesByQuery } from '../generated.ts';
import { countryName, formatMoney, type MoneyValue, wordName } from '../ui/values.tsx';
import { DIMENSIONS } from './report-search.ts';
import { changeOf, changeWords, countWords, ordersAddress, shareWords } from './report-words.ts';
import styles from './reports.module.css';
import { inCurrency } from './sales-points.ts';

export type Breakdown = SalesByQuery['salesReport']['breakdown'][number];
export type Row = {
  readonly name: string;
  readonly of: Pick<Breakdown, 'figures' | 'earlier'> | { readonly figures: ReportFiguresFragment };
  readonly breakdown: Breakdown | null;
};

/** The columns of a breakdown: those that its dimension has figures for. */
export function columnsOf(
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
export function nameOf(by: ReportDimension, { key, label, within }: Breakdown): string {
  if (by === 'COUNTRY' && key) return countryName(key);
  if (by === 'REGION') return within ? `${label}, ${countryName(within)}` : label;
  if (by === 'PAYMENT_METHOD' && key.includes('/')) return key.split('/').map(wordName).join(' · ');
  return label || key || 'None';
}
