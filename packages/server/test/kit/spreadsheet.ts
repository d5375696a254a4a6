// What a spreadsheet does with a cell: written anew, so that what the product takes for a formula is not what
// it is judged by.

const runs = (cell: string) => /^[\s"']*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell);

export const isNumber = (cell: string) => /^-?\d+(?:\.\d+)?$/u.test(cell);

/** How a text stands in a file of ours. */
export const asCell = (text: string) => (runs(text) ? `'${text}` : text);

/** The cells of a file that would be computed; numbers are as they should be. */
export const cellsThatRun = (cells: readonly string[]) =>
  cells.filter((cell) => runs(cell) && !cell.startsWith("'") && !isNumber(cell));
