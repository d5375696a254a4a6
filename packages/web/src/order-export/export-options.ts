import { useLocalStorage } from '@mantine/hooks';
import { z } from 'zod';
import type { OrderExportColumn, RequestOrderExportInput } from '../generated.ts';
import { rememberedColumns } from '../orders/column-memory.ts';

/** How somebody wants an export written: remembered in this browser, at first what their language expects. */

const options = z.object({
  contents: z.enum(['SCREEN', 'ALL', 'LINES']),
  separator: z.enum(['COMMA', 'SEMICOLON', 'TAB']),
  decimalStyle: z.enum(['POINT', 'COMMA']),
  byteOrderMark: z.boolean(),
});
export type ExportOptions = z.infer<typeof options>;

/** A spreadsheet takes the decimals of its language, and where those have a comma, semicolons between columns. */
export function optionsForLanguage(language: string): ExportOptions {
  const hasDecimalComma = new Intl.NumberFormat(language).format(1.5).includes(',');
  return {
    contents: 'SCREEN',
    separator: hasDecimalComma ? 'SEMICOLON' : 'COMMA',
    decimalStyle: hasDecimalComma ? 'COMMA' : 'POINT',
    // Without it Excel garbles every letter that English does not have.
    byteOrderMark: !language.toLowerCase().startsWith('en'),
  };
}

export function useExportOptions() {
  return useLocalStorage<ExportOptions>({
    key: 'orders.export',
    defaultValue: optionsForLanguage(navigator.language),
    getInitialValueInEffect: false,
    deserialize: (text) => readOptions(text) ?? optionsForLanguage(navigator.language),
  });
}

function readOptions(text: string | undefined): ExportOptions | null {
  try {
    const read = options.safeParse(JSON.parse(text ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** A comma cannot do both: the choice made last wins, and the other gives way. */
export function withSeparator(
  given: ExportOptions,
  separator: ExportOptions['separator'],
): ExportOptions {
  const clashes = separator === 'COMMA' && given.decimalStyle === 'COMMA';
  return { ...given, separator, ...(clashes && { decimalStyle: 'POINT' as const }) };
}

export function withDecimalStyle(
  given: ExportOptions,
  decimalStyle: ExportOptions['decimalStyle'],
): ExportOptions {
  const clashes = decimalStyle === 'COMMA' && given.separator === 'COMMA';
  return { ...given, decimalStyle, ...(clashes && { separator: 'SEMICOLON' as const }) };
}

const exportColumns: Readonly<Record<string, OrderExportColumn>> = {
  status: 'STATUS',
  created: 'CREATED',
  customer: 'CUSTOMER',
  total: 'TOTAL',
  products: 'PRODUCTS',
  payment: 'PAYMENT_METHOD',
  source: 'SOURCE',
  country: 'COUNTRY',
};

/** The columns of the table as they stand on this screen, behind the order's number. */
export function columnsOnScreen(tab: 'all' | 'attention'): OrderExportColumn[] {
  const moved = (rememberedColumns(tab) ?? []).map(({ colId }) => colId);
  const inOrder = new Set([...moved, ...Object.keys(exportColumns)]);
  return ['NUMBER', ...[...inOrder].flatMap((colId) => exportColumns[colId] ?? [])];
}

/** What the server is asked for; `idempotencyKey` is the caller's. */
export function toExportInput(
  list: Pick<RequestOrderExportInput, 'filter' | 'sort' | 'columns'>,
  { contents, ...style }: ExportOptions,
): Omit<RequestOrderExportInput, 'idempotencyKey'> {
  return {
    ...list,
    ...style,
    allFields: contents === 'ALL',
    lines: contents === 'LINES' ? 'LINES' : 'ORDERS',
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
