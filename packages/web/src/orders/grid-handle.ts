import type { GridApi } from 'ag-grid-community';
import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { forgetColumns } from './column-memory.ts';

/** What the page does with the table. */
export type OrdersGridHandle = {
  /** Of a table that is not ready yet: once it is. */
  readonly focusRow: (orderId: string) => void;
  /** The order whose row has the focus, or is about to get it. */
  readonly focusedOrderId: () => string | null;
  readonly toTop: () => void;
  readonly resetColumns: () => void;
};

/** `api`: null until the table is ready. */
export function useGridHandle<Row>(ref: Ref<OrdersGridHandle>, api: GridApi<Row> | null): void {
  // Rows can be seen a moment before the table says that it is ready, and whoever sees them may press a key.
  const awaitedRow = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (api && awaitedRow.current !== null) focusRow(api, awaitedRow.current);
    awaitedRow.current = null;
  }, [api]);
  useImperativeHandle(
    ref,
    () => ({
      focusRow: (orderId) => {
        if (api) focusRow(api, orderId);
        else awaitedRow.current = orderId;
      },
      focusedOrderId: () => {
        const cell = api?.getFocusedCell();
        return cell ? (api?.getDisplayedRowAtIndex(cell.rowIndex)?.id ?? null) : awaitedRow.current;
      },
      toTop: () => api?.ensureIndexVisible(0, 'top'),
      resetColumns: () => {
        forgetColumns();
        const sorted = api?.getColumnState().filter(({ sort }) => sort) ?? [];
        api?.resetColumnState();
        api?.applyColumnState({ state: sorted.map(({ colId, sort = null }) => ({ colId, sort })) });
      },
    }),
    [api],
  );
}

function focusRow<Row>(api: GridApi<Row>, orderId: string): void {
  const index = api.getRowNode(orderId)?.rowIndex;
  if (index === undefined || index === null) return;
  api.ensureIndexVisible(index);
  api.setFocusedCell(index, api.getFocusedCell()?.column ?? 'status');
}
