import type { ColumnState } from 'ag-grid-community';
import { z } from 'zod';

/** Widths and order of the columns, kept in this browser, for each tab apart. Sorting lives in the address. */

const layout = z.array(
  z.object({ colId: z.string(), width: z.number().positive(), flex: z.number().nullable() }),
);
const TABS = ['all', 'attention'] as const;
const keyOf = (tab: (typeof TABS)[number]) => `orders.columns.${tab}`;

export function rememberColumns(tab: (typeof TABS)[number], state: readonly ColumnState[]): void {
  const kept = state.map(({ colId, width, flex }) => ({ colId, width, flex: flex ?? null }));
  localStorage.setItem(keyOf(tab), JSON.stringify(kept));
}

/** What was remembered, or null if nothing was or it can no longer be read. */
export function rememberedColumns(tab: (typeof TABS)[number]): ColumnState[] | null {
  try {
    const parsed = layout.safeParse(JSON.parse(localStorage.getItem(keyOf(tab)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function forgetColumns(): void {
  for (const tab of TABS) localStorage.removeItem(keyOf(tab));
}
