import type { OrderExportWish } from '../database/order-export.ts';
import type { ExportedOrder } from '../database/order-export-rows.ts';
import {
  fieldsOfOrder,
  lineFields,
  type ExportCell,
  type ExportField,
  type ExportView,
  type OrderAndLine,
} from './order-export-columns.ts';

/** The header of a file, and the rows that an order makes in it. */
export type ExportTable = {
  readonly header: readonly string[];
  rowsOf(order: ExportedOrder): ExportCell[][];
};

/**
 * One row per order, or one per line of it. Money has its currency in a column of its own, behind the
 * first amount: an order has one currency. Moments name the zone in their headers.
 */
export function exportTable(wish: OrderExportWish, view: ExportView): ExportTable {
  const ofOrder = fieldsOfOrder(wish.columns, wish.rows, view).map(
    (field): ExportField<OrderAndLine> => ({ ...field, cell: ({ order }) => field.cell(order) }),
  );
  const fields = withCurrency(wish.rows === 'LINES' ? [...ofOrder, ...lineFields] : ofOrder);
  return {
    header: fields.map(({ header, holds }) =>
      holds === 'moment' ? `${header} (${wish.timeZone})` : header,
    ),
    rowsOf: (order) =>
      (wish.rows === 'LINES' ? order.listedLines : [NO_LINE]).map((line) =>
        fields.map((field) => field.cell({ order, line })),
      ),
  };
}

/** No field of an order looks at the line beside it. */
const NO_LINE = {} as OrderAndLine['line'];

function withCurrency(
  fields: readonly ExportField<OrderAndLine>[],
): readonly ExportField<OrderAndLine>[] {
  const first = fields.findIndex(({ holds }) => holds === 'amount');
  if (first < 0) return fields;
  const currency: ExportField<OrderAndLine> = {
    header: 'Currency',
    holds: 'text',
    cell: ({ order }) => order.currency,
  };
  return [...fields.slice(0, first + 1), currency, ...fields.slice(first + 1)];
}
