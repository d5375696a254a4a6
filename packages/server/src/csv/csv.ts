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
  const cells = csvCells(style);
  return rows
    .map((row) =>
      cells.line(
        row.map((cell) =>
          cell === null || typeof cell === 'string' ? cells.text(cell) : cells.number(cell.decimal),
        ),
      ),
    )
    .join('');
}

/** How cells become text, and cells a line: for whoever writes many rows and knows what each cell is. */
export type CsvCells = {
  readonly text: (text: string | null) => string;
  /** Throws for what is no exact decimal text. */
  readonly number: (decimal: string) => string;
  /** Of cells that were written by the two above. */
  readonly line: (cells: readonly string[]) => string;
};

/**
 * By hand, and lean: the library that was tried first left 35 kB of garbage behind for a row of 44 cells,
 * which an export of many orders lets pile up in the server's memory.
 */
export function csvCells({ separator, decimalMark }: CsvStyle): CsvCells {
  const quoted = (text: string) =>
    text.includes(separator) || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return {
    text: (text) => (text === null || text === '' ? '' : quoted(withoutFormula(text))),
    number: (decimal) => {
      if (!DECIMAL.test(decimal)) {
        throw new RangeError(`A number is decimal text, not ${JSON.stringify(decimal)}`);
      }
      return decimalMark === '.' ? decimal : quoted(decimal.replace('.', decimalMark));
    },
    line: (cells) => `${cells.join(separator)}\r\n`,
  };
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/u;
const NEEDS_QUOTES = /["\r\n]/u;

/**
 * Spreadsheets run what begins with one of these, some also behind blanks, quotes, or in the wide forms of
 * East Asian type. An apostrophe in front makes it text again.
 */
const FORMULA = /^(?:[\t\r\n]|[\s"']*[=+\-@＝＋－＠])/u;

/** The text so that no spreadsheet computes it: `=1+1` becomes `'=1+1`. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
