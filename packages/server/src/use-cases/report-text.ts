import { csvHead, csvRows, type CsvCell, type CsvStyle } from '../csv/csv.ts';
import { toDecimal } from '../domain/money.ts';
import { type MoneyFigures, ReportDimension } from '../domain/report.ts';
import { ReportGrain } from '../domain/report-period.ts';
import type { BreakdownRow, FiguresWithOrders, SalesReport, SeriesPoint } from './sales-report.ts';
import { zonedTime } from './zoned-time.ts';

/** A report as a table: over time, or by something. */
export type ReportTable =
  | { readonly grain: ReportGrain; readonly by?: undefined }
  | { readonly by: ReportDimension; readonly grain?: undefined };

/** What can be asked for by name. */
export const REPORT_DIMENSIONS = Object.values(ReportDimension);
export const REPORT_GRAINS = Object.values(ReportGrain);

export type ReportStyle = CsvStyle;
export type ReportFile = { readonly fileName: string; readonly text: string };

/** More rows than any shop has of one kind. */
const MOST_ROWS = 100_000;

/**
 * The report as CSV: a row per part of the time or per key, and for each currency columns of its own, since
 * currencies are never added up. The zone stands in the header, and the rates' days where it was converted.
 */
export async function reportFile(
  report: SalesReport,
  table: ReportTable,
  style: CsvStyle,
): Promise<ReportFile> {
  const place = await placeOf(report);
  const { from, to } = report.days;
  const days = from === to ? from : `${from}-${to}`;
  if (table.grain !== undefined) {
    const rows = await report.series(table.grain);
    return {
      fileName: `sales-by-${table.grain.toLowerCase()}-${days}.csv`,
      text: written([...timeColumns(report, place), ...figureColumns(rows, true)], rows, style),
    };
  }
  const rows = await report.breakdown(table.by, { first: MOST_ROWS, grain: null });
  const hasVisits = rows.some(({ behind }) => behind.opened !== null);
  return {
    fileName: `sales-by-${table.by.toLowerCase().replaceAll('_', '-')}-${days}.csv`,
    text: written(
      [...keyColumns(table.by, place), ...figureColumns(rows, hasVisits), ...moreColumns(table.by)],
      rows,
      style,
    ),
  };
}

type Column<Row> = { readonly header: string; cell(row: Row): CsvCell };

function written<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: CsvStyle,
): string {
  const header = columns.map((column) => column.header);
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  return csvHead(header, style) + csvRows(cells, style);
}

async function placeOf(report: SalesReport): Promise<string> {
  const exchange = await report.exchangeUsed();
  if (!exchange?.from) return report.timeZone;
  const { to, from, until } = exchange;
  return `${report.timeZone}, ${to} at European Central Bank rates of ${from === until ? from : `${from} to ${until}`}`;
}

function timeColumns({ timeZone }: SalesReport, place: string): Column<SeriesPoint>[] {
  const timeOf = zonedTime(timeZone);
  return [
    { header: `From (${place})`, cell: ({ point }) => timeOf(point.start) },
    { header: `Until (${timeZone})`, cell: ({ point }) => timeOf(point.end) },
  ];
}

function keyColumns(by: ReportDimension, place: string): Column<BreakdownRow>[] {
  const words = by.toLowerCase().replaceAll('_', ' ');
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return [
    ...(by === 'REGION'
      ? [{ header: 'Country', cell: ({ within }: BreakdownRow) => within || null }]
      : []),
    { header: `${name} (${place})`, cell: ({ label }) => label },
    { header: 'Key', cell: ({ key }) => key || null },
  ];
}

function moreColumns(by: ReportDimension): Column<BreakdownRow>[] {
  if (by !== 'PRODUCT') return [];
  return [
    { header: 'Share of orders, as order bump', cell: (row) => ratio(row.orderBumpRate) },
    { header: 'Share of orders, as pre-upsell', cell: (row) => ratio(row.preUpsellRate) },
    { header: 'Best offer', cell: (row) => row.bestOffer?.label ?? null },
    { header: 'Best source', cell: (row) => row.bestSource?.label ?? null },
  ];
}

type FigureColumn = Column<FiguresWithOrders>;

function figureColumns(rows: readonly FiguresWithOrders[], hasVisits: boolean): FigureColumn[] {
  const currencies = new Set(
    rows.flatMap(({ figures }) => figures.money.map(({ currency }) => currency)),
  );
  const visits: FigureColumn[] = [
    { header: 'Opened', cell: ({ figures }) => count(figures.opened) },
    { header: 'Conversion', cell: ({ figures }) => ratio(figures.conversion) },
  ];
  return [
    { header: 'Orders', cell: ({ figures }) => count(figures.orders) },
    { header: 'Lines', cell: ({ figures }) => count(figures.lines) },
    ...(hasVisits ? visits : []),
    ...[...currencies].sort().flatMap((currency) => moneyColumns(currency, hasVisits)),
  ];
}

function moneyColumns(currency: string, hasVisits: boolean): FigureColumn[] {
  const column = (
    words: string,
    minorOf: (figures: MoneyFigures) => number | null,
  ): FigureColumn => ({
    header: `${words} ${currency}`,
    cell: ({ figures }) => {
      const found = figures.money.find((one) => one.currency === currency);
      const minor = found ? minorOf(found) : 0;
      return minor === null ? null : { decimal: toDecimal(minor, currency) };
    },
  });
  return [
    column('Gross', (figures) => figures.grossMinor),
    column('Refunded', (figures) => figures.refundedMinor),
    column('Net', (figures) => figures.netMinor),
    column('VAT', (figures) => figures.vatMinor),
    column('VAT refunded', (figures) => figures.refundedVatMinor),
    column('Net VAT', (figures) => figures.netVatMinor),
    column('Average order', (figures) => figures.averageOrderMinor),
    ...(hasVisits ? [column('Impression value', (figures) => figures.impressionMinor)] : []),
    column('Through order bumps', (figures) => figures.bumpMinor),
    column('Through pre-upsells', (figures) => figures.upsellMinor),
  ];
}

const count = (number: number): CsvCell => ({ decimal: String(number) });
const ratio = (share: number | null): CsvCell =>
  share === null ? null : { decimal: share.toFixed(4) };
