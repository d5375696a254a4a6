import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Misuse } from './client.ts';

/** One wish of the file, as it is written there. */
export type RefundRow = {
  /** Line of the file, counted from 1. */
  readonly line: number;
  readonly order: string;
  readonly checkout: string;
  /** `full` or an amount. */
  readonly amount: string;
  readonly currency: string;
  readonly product: string;
  readonly reason: string;
  /** The same for the same row under the same name of a run, wherever in the file it stands. */
  readonly key: string;
};

const COLUMNS = ['order', 'checkout', 'amount', 'currency', 'product', 'reason'] as const;
const NEEDED = ['order', 'amount'] as const;

/**
 * Reads the rows of a file with a header; `order` and `amount` must be there. Columns are parted by commas,
 * or by semicolons or tabs where the header has those. Rows that are equal in every column are told apart by
 * counting them, so that rows may be added to the file and moved in it between two starts of a run.
 */
export function readRefundRows(file: string, run: string): RefundRow[] {
  const records = parseFile(readFile(file));
  const header = Object.keys(records[0]?.record ?? {});
  const missing = NEEDED.filter((name) => !header.includes(name));
  const unknown = header.filter((name) => !COLUMNS.some((column) => column === name));
  if (records.length === 0) throw new Misuse(`${file} has no rows below its header.`);
  if (missing.length > 0 || unknown.length > 0) {
    throw new Misuse(
      `${file} needs the columns ${NEEDED.join(' and ')}, and may have ${COLUMNS.join(', ')}. It has ${header.join(', ')}.`,
    );
  }
  const seen = new Map<string, number>();
  return records.map(({ record, info }) => {
    const cells = COLUMNS.map((name) => record[name] ?? '');
    const [order = '', checkout = '', amount = '', currency = '', product = '', reason = ''] =
      cells;
    const content = JSON.stringify(cells);
    const nth = (seen.get(content) ?? 0) + 1;
    seen.set(content, nth);
    const hash = createHash('sha256').update(`${content}\n${nth}`).digest('hex').slice(0, 32);
    const key = `refund-from-csv/${run}/${hash}`;
    return { line: info.lines, order, checkout, amount, currency, product, reason, key };
  });
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new Misuse(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parseFile(
  text: string,
): { record: Record<string, string | undefined>; info: { lines: number } }[] {
  const [head = ''] = text.split(/\r?\n/, 1);
  try {
    return parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: [';', '\t'].find((sign) => head.includes(sign)) ?? ',',
      trim: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as ReturnType<typeof parseFile>;
  } catch (error) {
    throw new Misuse(`The file is no proper CSV: ${(error as Error).message}.`);
  }
}
