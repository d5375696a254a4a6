import { csvHead, csvRows, type CsvCell } from '../csv/csv.ts';
import type { OrderExportWish } from '../database/order-export.ts';
import type { ExportedOrder } from '../database/order-export-rows.ts';
import { toDecimal } from '../domain/money.ts';
import type { ExportCell, ExportView } from './order-export-columns.ts';
import { exportTable } from './order-export-table.ts';
import { zonedTime } from './zoned-time.ts';

/** The pieces of the file: its head, and what each batch of orders adds. */
export type ExportText = {
  readonly head: string;
  write(orders: readonly ExportedOrder[]): { readonly rows: number; readonly written: string };
};

/** Writes an export as CSV in the style that was asked for. */
export function exportText(wish: OrderExportWish, view: ExportView): ExportText {
  const table = exportTable(wish, view);
  const timeOf = zonedTime(wish.timeZone);
  return {
    head: csvHead(table.header, wish),
    write(orders) {
      const rows = orders.flatMap((order) => table.rowsOf(order));
      const cells = rows.map((row) => row.map((cell) => csvCell(cell, timeOf)));
      return { rows: rows.length, written: csvRows(cells, wish) };
    },
  };
}

function csvCell(cell: ExportCell, timeOf: (at: Date) => string): CsvCell {
  if (cell === null || typeof cell === 'string') return cell;
  if (cell instanceof Date) return timeOf(cell);
  if ('minor' in cell) return { decimal: toDecimal(cell.minor, cell.currency) };
  return { decimal: percentOf(cell.rateBp) };
}

/** 2550 basis points are "25.5". */
function percentOf(rateBp: number): string {
  const whole = Math.trunc(rateBp / 100);
  const part = String(rateBp % 100)
    .padStart(2, '0')
    .replace(/0+$/u, '');
  return part === '' ? `${whole}` : `${whole}.${part}`;
}
