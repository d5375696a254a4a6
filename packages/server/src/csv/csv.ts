import { stringify } from 'csv-stringify/sync';

/**
 * Writes tables as comma-separated values (RFC 4180: lines end in CR LF) that are safe to open in a
 * spreadsheet. Knows nothing of what stands in them.
 */

export type CsvStyle = {
  readonly separator: ',' | ';' | '\t';
  /** Between a whole number and its fraction. */
  readonly decimalMark: '.' | ',';
  /** Whether the text begins with the mark by which Excel knows UTF-8. */
  readonly byteOrderMark: boolean;
};

/** What is a number is said by its type: it is exact decimal text with a point, such as `-12.50`. */
export type CsvNumber = { readonly decimal: string };
/** Text may come from anybody and is never taken for a formula; null is an empty cell. */
export type CsvCell = string | CsvNumber | null;

const BYTE_ORDER_MARK = '\uFEFF';

/** The beginning of a file: its header, behind the mark where the style wants one. */
export function csvHead(header: readonly string[], style: CsvStyle): string {
  return (style.byteOrderMark ? BYTE_ORDER_MARK : '') + csvRows([header], style);
}

/** The lines of these rows; nothing for none. A file is its head and any number of such pieces. */
export function csvRows(rows: readonly (readonly CsvCell[])[], style: CsvStyle): string {
  const cells = rows.map((row) => row.map((cell) => textOf(cell, style)));
  return stringify(cells, { delimiter: style.separator, record_delimiter: '\r\n' });
}

function textOf(cell: CsvCell, { decimalMark }: CsvStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return withoutFormula(cell);
  if (!/^-?\d+(\.\d+)?$/u.test(cell.decimal)) {
    throw new RangeError(`A number is decimal text, not ${JSON.stringify(cell.decimal)}`);
  }
  return cell.decimal.replace('.', decimalMark);
}

/**
 * Spreadsheets run what begins with one of these, some also behind blanks, quotes, or in the wide forms of
 * East Asian type. An apostrophe in front makes it text again.
 */
const FORMULA = /^[\s"']*[=+\-@\t\r\n＝＋－＠]/u;

/** The text so that no spreadsheet computes it: `=1+1` becomes `'=1+1`. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) || /^[\t\r\n]/u.test(text) ? `'${text}` : text;
}
