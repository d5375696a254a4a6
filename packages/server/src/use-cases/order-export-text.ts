import { csvCells, csvHead } from '../csv/csv.ts';
import type { OrderExportWish } from '../database/order-export.ts';
import type { ExportedOrder } from '../database/order-export-rows.ts';
import type { ListedLine } from '../database/order-list-row.ts';
import { toDecimal } from '../domain/money.ts';
import { fieldsOfOrder, lineFields, type ExportView, type Field } from './order-export-columns.ts';
import { zonedTime } from './zoned-time.ts';

/** The pieces of the file: its head, and what each batch of orders adds. */
export type ExportText = {
  readonly head: string;
  write(orders: readonly ExportedOrder[]): { readonly rows: number; readonly written: string };
};

/** A column of the file, ready to be written. */
type Column = { readonly header: string; write(order: ExportedOrder, line: ListedLine): string };

/** Stands beside an order that is a row by itself; no column of an order looks at it. */
const NO_LINE = {} as ListedLine;

/**
 * Writes an export as CSV in the style that was asked for: one row per order, or one per line of it. Money
 * has its currency in a column of its own, behind the first amount: an order has one currency. Moments name
 * the zone in their headers.
 */
export function exportText(wish: OrderExportWish, view: ExportView): ExportText {
  const columns = columnsOf(wish, view);
  const { line: lineOf } = csvCells(wish);
  const rowOf = (order: ExportedOrder, line: ListedLine) =>
    lineOf(columns.map((column) => column.write(order, line)));
  return {
    head: csvHead(
      columns.map(({ header }) => header),
      wish,
    ),
    write(orders) {
      const rows =
        wish.rows === 'LINES'
          ? orders.flatMap((order) => order.listedLines.map((line) => rowOf(order, line)))
          : orders.map((order) => rowOf(order, NO_LINE));
      return { rows: rows.length, written: rows.join('') };
    },
  };
}

function columnsOf(wish: OrderExportWish, view: ExportView): Column[] {
  const { text } = csvCells(wish);
  const ofOrder = fieldsOfOrder(wish.columns, wish.rows, view);
  const ofLine = wish.rows === 'LINES' ? lineFields : [];
  const columns = [
    ...ofOrder.map((field) => columnOf(field, wish, (order) => order)),
    ...ofLine.map((field) => columnOf(field, wish, (_, line) => line)),
  ];
  const firstAmount = [...ofOrder, ...ofLine].findIndex(({ holds }) => holds === 'amount');
  if (firstAmount < 0) return columns;
  const currency: Column = { header: 'Currency', write: (order) => text(order.currency) };
  return [...columns.slice(0, firstAmount + 1), currency, ...columns.slice(firstAmount + 1)];
}

function columnOf<Row>(
  field: Field<Row>,
  wish: OrderExportWish,
  rowOf: (order: ExportedOrder, line: ListedLine) => Row,
): Column {
  const { text, number } = csvCells(wish);
  const { header } = field;
  switch (field.holds) {
    case 'text': {
      const { cell } = field;
      return { header, write: (order, line) => text(cell(rowOf(order, line)) ?? null) };
    }
    case 'moment': {
      const { cell } = field;
      const timeOf = zonedTime(wish.timeZone);
      return {
        header: `${header} (${wish.timeZone})`,
        write: (order, line) => {
          const at = cell(rowOf(order, line));
          return at ? timeOf(at) : '';
        },
      };
    }
    case 'amount': {
      const { cell } = field;
      return {
        header,
        write: (order, line) => number(toDecimal(cell(rowOf(order, line)), order.currency)),
      };
    }
    case 'rate': {
      const { cell } = field;
      return { header, write: (order, line) => number(percentOf(cell(rowOf(order, line)))) };
    }
  }
}

/** 2550 basis points are "25.5". */
function percentOf(rateBp: number): string {
  const whole = Math.trunc(rateBp / 100);
  const part = String(rateBp % 100)
    .padStart(2, '0')
    .replace(/0+$/u, '');
  return part === '' ? `${whole}` : `${whole}.${part}`;
}
