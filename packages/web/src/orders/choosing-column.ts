import type { CellFocusedEvent, GridApi, GridOptions } from 'ag-grid-community';
import { useEffect } from 'react';

/** Boxes before the rows; a click on the rest of a row still opens it. */
export const choosing = {
  rowSelection: { mode: 'multiRow', enableClickSelection: false },
  selectionColumnDef: { width: 42, lockPosition: 'left', suppressMovable: true, resizable: false },
} satisfies Pick<GridOptions, 'rowSelection' | 'selectionColumnDef'>;

const CHOOSING_COLUMN = 'ag-Grid-SelectionColumn';

/** Whether a column is that of the boxes. */
export function isChoosing(column: CellFocusedEvent['column']): boolean {
  return column !== null && typeof column !== 'string' && column.getColId() === CHOOSING_COLUMN;
}

/** Whether a click went into the cell around a box. */
export function inChoosingCell(event: Event | null | undefined): boolean {
  const { target } = event ?? {};
  return target instanceof Element && target.closest(`[col-id="${CHOOSING_COLUMN}"]`) !== null;
}

/** Ticks the boxes of what is chosen, where somebody else than the boxes has changed that. */
export function useChosen<Row>(
  chosenIds: readonly string[] | null,
  api: GridApi<Row> | null,
): void {
  useEffect(() => {
    if (!api || !chosenIds) return;
    const chosen = new Set(chosenIds);
    const ticked = api.getSelectedNodes();
    const untick = ticked.filter(({ id }) => !chosen.has(id ?? ''));
    const tick = chosenIds
      .flatMap((id) => api.getRowNode(id) ?? [])
      .filter((node) => !node.isSelected());
    if (untick.length > 0) api.setNodesSelected({ nodes: untick, newValue: false });
    if (tick.length > 0) api.setNodesSelected({ nodes: tick, newValue: true });
  }, [chosenIds, api]);
}
