import { renderHook } from '@testing-library/react';
import type { GridApi } from 'ag-grid-community';
import { createRef } from 'react';
import { expect, test } from 'vitest';
import { type OrdersGridHandle, useGridHandle } from './grid-handle.ts';

/** As much of a table as the focus needs: AG Grid draws none where nothing has a size. */
function tableOf(orderIds: readonly string[]) {
  let focused: number | null = null;
  const api = {
    getRowNode: (id: string) => ({ rowIndex: orderIds.indexOf(id) }),
    getDisplayedRowAtIndex: (index: number) => ({ id: orderIds[index] }),
    getFocusedCell: () => (focused === null ? null : { rowIndex: focused, column: 'total' }),
    setFocusedCell: (index: number) => (focused = index),
    ensureIndexVisible: () => {},
  };
  return { api: api as unknown as GridApi<unknown>, focused: () => focused };
}

test('a row that was gone to before the table is ready gets the focus then, and is known meanwhile', () => {
  const handle = createRef<OrdersGridHandle>();
  const table = tableOf(['ord_1', 'ord_2']);
  const initialProps: { api: GridApi<unknown> | null } = { api: null };
  const { rerender } = renderHook(({ api }) => useGridHandle(handle, api), { initialProps });
  handle.current?.focusRow('ord_2');
  expect(handle.current?.focusedOrderId()).toBe('ord_2');
  rerender({ api: table.api });
  expect(table.focused()).toBe(1);
  expect(handle.current?.focusedOrderId()).toBe('ord_2');
});

test('nobody is sent to a row that was not gone to', () => {
  const handle = createRef<OrdersGridHandle>();
  const table = tableOf(['ord_1', 'ord_2']);
  renderHook(() => useGridHandle(handle, table.api));
  expect(table.focused()).toBeNull();
  expect(handle.current?.focusedOrderId()).toBeNull();
});
