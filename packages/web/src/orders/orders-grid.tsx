import { useDebouncedCallback } from '@mantine/hooks';
import {
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  HighlightChangesModule,
  ModuleRegistry,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  type BodyScrollEvent,
  type CellFocusedEvent,
  type CellKeyDownEvent,
  type ColumnState,
  type FullWidthCellKeyDownEvent,
  type GridApi,
  type GridReadyEvent,
  type RowClickedEvent,
  type SelectionChangedEvent,
  type SortChangedEvent,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import type { OrderSort, SortDirection, OrderSortField } from '../generated.ts';
import { gridTheme } from '../ui/grid-theme.ts';
import { TipArea } from '../ui/tip.tsx';
import { choosing, inChoosingCell, isChoosing, useChosen } from './choosing-column.ts';
import { rememberColumns, rememberedColumns } from './column-memory.ts';
import { type OrdersGridHandle, useGridHandle } from './grid-handle.ts';
import { orderColumns, sortFieldsByColumn } from './order-columns.tsx';
import type { FeedRow } from './order-feed.ts';
import styles from './orders-grid.module.css';

ModuleRegistry.registerModules([
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  HighlightChangesModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
]);

/** How many rows before the end the next page is asked for. */
const AHEAD = 25;
/** A row stays tinted for two seconds, the last part of it fading. */
const FLASH = { flashDuration: 1400, fadeDuration: 600 };

/**
 * The table. Rows are given as they should stand: AG Grid compares them by id and moves nothing
 * that did not change. It never sorts or filters by itself, the server does.
 */
export function OrdersGrid(props: {
  rows: readonly FeedRow[];
  marked: ReadonlySet<string>;
  sort: OrderSort;
  openOrderId: string | null;
  layoutName: 'all' | 'attention';
  /** The chosen orders; null where there is nothing to choose them for. */
  chosenIds: readonly string[] | null;
  canSortByCustomer: boolean;
  rowHeight: 40 | 32;
  onOpen: (orderId: string) => void;
  onChoose: (orderIds: readonly string[]) => void;
  onSort: (field: OrderSortField, direction: SortDirection) => void;
  onNearEnd: () => void;
  onVisible: (orderIds: readonly string[]) => void;
  onAtTop: (isAtTop: boolean) => void;
  handle: Ref<OrdersGridHandle>;
}) {
  const { rows, marked, openOrderId, rowHeight, layoutName, chosenIds, canSortByCustomer } = props;
  const [api, setApi] = useState<Grid>(null);
  const box = useRef<HTMLDivElement>(null);
  const { field, direction } = props.sort;
  const columns = useMemo(
    () => orderColumns(layoutName === 'attention', canSortByCustomer),
    [layoutName, canSortByCustomer],
  );
  const rowData = useMemo(
    () => rows.map((row) => (row.id === openOrderId ? { ...row, isOpen: true } : row)),
    [rows, openOrderId],
  );

  useGridHandle(props.handle, api);
  useStillness(rows, rowHeight, box);
  useFlash(marked, api);
  useChosen(chosenIds, api);
  useShownSort(field, direction, api);
  useMissedScrolls(box, api);

  const look = useDebouncedCallback(() => {
    if (!api || api.isDestroyed()) return;
    const { top, bottom } = api.getVerticalPixelRange();
    const first = Math.floor(top / rowHeight);
    const last = Math.ceil(bottom / rowHeight);
    props.onAtTop(top < rowHeight / 2);
    props.onVisible(rows.slice(first, last + 1).map(({ id }) => id));
    if (last > rows.length - AHEAD) props.onNearEnd();
  }, 60);
  useEffect(look, [look, api, rows.length]);

  const remember = useDebouncedCallback((state: ColumnState[]) => {
    rememberColumns(layoutName, state);
  }, 300);

  const onReady = (event: GridReadyEvent<GridRow>) => {
    const state = rememberedColumns(layoutName);
    if (state) event.api.applyColumnState({ state, applyOrder: true });
    setApi(event.api);
  };
  const onSortChanged = (event: SortChangedEvent<GridRow>) => {
    if (event.source !== 'uiColumnSorted') return;
    const sorted = event.api.getColumnState().find(({ sort }) => sort);
    const nextField = sortFieldsByColumn[sorted?.colId ?? ''];
    if (nextField) props.onSort(nextField, sorted?.sort === 'asc' ? 'ASC' : 'DESC');
  };
  const onColumnMoved = (event: { source: string; api: GridApi<GridRow> }) => {
    if (event.source.startsWith('ui')) remember(event.api.getColumnState());
  };
  // The keyboard moves the panel along when it is open; a click opens by itself.
  const onCellFocused = (event: CellFocusedEvent<GridRow>) => {
    if (openOrderId === null || event.rowIndex === null || isChoosing(event.column)) return;
    const orderId = event.api.getDisplayedRowAtIndex(event.rowIndex)?.id;
    if (orderId && orderId !== openOrderId) props.onOpen(orderId);
  };
  const onCellKeyDown = (event: CellKeyDownEvent<GridRow> | FullWidthCellKeyDownEvent<GridRow>) => {
    const key = event.event as KeyboardEvent | null;
    if (key?.key === 'Enter' && event.node.id) props.onOpen(event.node.id);
  };

  const onRowClicked = ({ node, event }: RowClickedEvent<GridRow>) => {
    // Whoever misses the box within its cell meant the box.
    if (inChoosingCell(event)) node.setSelected(!node.isSelected());
    else if (node.id) props.onOpen(node.id);
  };
  const onSelectionChanged = (event: SelectionChangedEvent<GridRow>) => {
    if (chosenIds) props.onChoose(event.api.getSelectedNodes().flatMap(({ id }) => id ?? []));
  };

  return (
    <TipArea className={styles.area}>
      <div ref={box} className={styles.grid} data-testid="orders-grid">
        <AgGridReact<GridRow>
          theme={gridTheme}
          rowData={rowData}
          columnDefs={columns}
          defaultColDef={defaultColumn}
          getRowId={({ data }) => data.id}
          rowHeight={rowHeight}
          rowClassRules={rowClassRules}
          {...(chosenIds ? choosing : {})}
          rowBuffer={2}
          animateRows={false}
          suppressNoRowsOverlay
          suppressMultiSort
          suppressDragLeaveHidesColumns
          suppressCellFocus={false}
          ensureDomOrder
          tabToNextCell={leaveTable}
          onGridReady={onReady}
          onRowClicked={onRowClicked}
          onSelectionChanged={onSelectionChanged}
          onSortChanged={onSortChanged}
          onColumnResized={(event) => event.finished && onColumnMoved(event)}
          onColumnMoved={(event) => event.finished && onColumnMoved(event)}
          onBodyScroll={look}
          onCellFocused={onCellFocused}
          onCellKeyDown={onCellKeyDown}
        />
      </div>
    </TipArea>
  );
}

/** Arrows move within the table. Tab goes on behind it: the list has no end, and the panel comes after it. */
const leaveTable = () => false;

const defaultColumn = {
  resizable: true,
  sortable: true,
  suppressHeaderMenuButton: true,
  sortingOrder: ['desc' as const, 'asc' as const],
  minWidth: 84,
};
const rowClassRules = {
  [styles.leaving ?? '']: ({ data }: { data?: GridRow | undefined }) => data?.leaving === true,
  [styles.open ?? '']: ({ data }: { data?: GridRow | undefined }) => data?.isOpen === true,
};

/**
 * Shows how the server was asked to sort. As a state of the columns: other definitions would make the table build all
 * of them anew.
 */
function useShownSort(field: OrderSortField, direction: SortDirection, api: Grid): void {
  useLayoutEffect(() => {
    const sort = direction === 'ASC' ? 'asc' : 'desc';
    const colId = Object.keys(sortFieldsByColumn).find((id) => sortFieldsByColumn[id] === field);
    if (!api || !colId || api.getColumn(colId)?.getSort() === sort) return;
    api.applyColumnState({ state: [{ colId, sort }], defaultState: { sort: null } });
  }, [field, direction, api]);
}

type GridRow = FeedRow & { readonly isOpen?: boolean };
type Grid = GridApi<GridRow> | null;

/** When rows come or go above the one on top of the view, the view moves along, so that nothing seems to move. */
function useStillness(
  rows: readonly FeedRow[],
  rowHeight: number,
  box: { readonly current: HTMLDivElement | null },
): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const view = viewOf(box);
    if (!view || old === rows || view.scrollTop < rowHeight / 2) return;
    const topIndex = Math.floor(view.scrollTop / rowHeight);
    const anchor = old.slice(topIndex).find(({ id }) => rows.some((row) => row.id === id));
    if (!anchor) return;
    const moved =
      rows.findIndex(({ id }) => id === anchor.id) - old.findIndex(({ id }) => id === anchor.id);
    if (moved !== 0 && moved !== -topIndex) view.scrollTop += moved * rowHeight;
  }, [rows, rowHeight, box]);
}

/** Longer than AG Grid holds that the one of its two scrollbars moves the other. */
const SCROLL_RESTS_MS = 250;

/**
 * AG Grid 36 leaves out where the rows are scrolled to while it believes that its other scrollbar moves them, which
 * grows with each page: whoever jumps to the end at that moment would look at an empty table. What it has not heard
 * once the scrolling rests is told it again.
 */
function useMissedScrolls(box: { readonly current: HTMLDivElement | null }, api: Grid): void {
  const heardTop = useRef(0);
  const compare = useDebouncedCallback((view: HTMLElement) => {
    if (view.scrollTop !== heardTop.current) view.dispatchEvent(new Event('scroll'));
  }, SCROLL_RESTS_MS);
  useEffect(() => {
    const view = viewOf(box);
    if (!api || !view) return;
    const onHeard = ({ top }: BodyScrollEvent<GridRow>) => {
      heardTop.current = top;
    };
    const onScroll = () => compare(view);
    api.addEventListener('bodyScroll', onHeard);
    view.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      if (!api.isDestroyed()) api.removeEventListener('bodyScroll', onHeard);
      view.removeEventListener('scroll', onScroll);
    };
  }, [api, box, compare]);
}

function viewOf(box: { readonly current: HTMLDivElement | null }): HTMLElement | null {
  return box.current?.querySelector('.ag-grid-viewport') ?? null;
}

function useFlash(marked: ReadonlySet<string>, api: Grid): void {
  const shown = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const fresh = [...marked].filter((id) => !shown.current.has(id));
    shown.current = marked;
    const rowNodes = fresh.flatMap((id) => api?.getRowNode(id) ?? []);
    if (rowNodes.length > 0) api?.flashCells({ rowNodes, ...FLASH });
  }, [marked, api]);
}
