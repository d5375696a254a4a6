import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type Connection, Misuse } from './client.ts';
import type { RefundOrderInput } from './generated.ts';
import type { RefundRow } from './refund-rows.ts';
import { plain } from './terminal.ts';

// What a run of refunds remembers, in two files beside the CSV. `….sent.jsonl` holds each request before it is
// sent, so that after an interruption the very same is sent again and the product knows it by its key; had
// "full" been computed anew, it would mean another amount by then. `….result.csv` tells what came of each row.

/** What came of a row. All but OPEN and REFUSED are final. */
export type RowStatus =
  /** The money went back. */
  | 'REFUNDED'
  /** Written down; the money must be returned by hand. */
  | 'RECORDED'
  /** The provider refused it; nothing went back. */
  | 'FAILED'
  /** Asked for and not settled in time. The next start looks again. */
  | 'OPEN'
  /** Not asked for: the message says why. The next start tries again. */
  | 'REFUSED';

export type RowResult = {
  readonly status: RowStatus;
  readonly amount: string;
  readonly currency: string;
  readonly refundId: string;
  readonly message: string;
};

export type RefundJournal = {
  /** The latest result of a row; undefined before any. */
  resultOf(key: string): RowStatus | undefined;
  /** The request of a row that may have been sent; undefined before that. */
  sentFor(key: string): RefundOrderInput | undefined;
  /** On the disk before it returns. */
  noteSending(input: RefundOrderInput): void;
  noteResult(row: RefundRow, result: RowResult): void;
};

const HEADER = [
  'line',
  'order',
  'checkout',
  'status',
  'amount',
  'currency',
  'refund',
  'message',
  'key',
  'at',
] as const;
const LINE_END = '\r\n';
const FINAL: readonly RowStatus[] = ['REFUNDED', 'RECORDED', 'FAILED'];

export function isFinal(status: RowStatus | undefined): boolean {
  return status !== undefined && FINAL.includes(status);
}

export function resultFileOf(file: string, run: string): string {
  return `${file}.${run}.result.csv`;
}

/**
 * Opens what an earlier start of the run has left, or begins it. Refuses to go on where that could refund
 * twice: at another product, with another token (keys are known per token), or when a row that may have been
 * sent is no longer in the file.
 */
export function openRefundJournal(
  file: string,
  run: string,
  { url, token }: Connection,
  rows: readonly RefundRow[],
): RefundJournal {
  const sentFile = new LineFile(`${file}.${run}.sent.jsonl`, '\n');
  const resultFile = new LineFile(resultFileOf(file, run), LINE_END);
  const origin = { url, token: createHash('sha256').update(token).digest('hex').slice(0, 16) };
  const [begun, ...entries] = sentFile.lines.map((line) => JSON.parse(line) as unknown);
  const sent = new Map(
    (entries as RefundOrderInput[]).map((input) => [input.idempotencyKey, input]),
  );
  const results = readResults(resultFile.lines);
  if (begun) refuseOther(begun as typeof origin, origin, rows, { sent, results, sentFile });
  return {
    resultOf: (key) => results.get(key),
    sentFor: (key) => sent.get(key),
    noteSending: (input) => {
      if (sentFile.isEmpty) sentFile.append(JSON.stringify(origin));
      sentFile.append(JSON.stringify(input));
      sent.set(input.idempotencyKey, input);
    },
    noteResult: (row, { status, amount, currency, refundId, message }) => {
      const at = new Date().toISOString();
      const { line, order, checkout, key } = row;
      if (resultFile.isEmpty) resultFile.append(csvLine(HEADER));
      resultFile.append(
        csvLine([
          String(line),
          order,
          checkout,
          status,
          amount,
          currency,
          refundId,
          message,
          key,
          at,
        ]),
      );
      results.set(key, status);
    },
  };
}

function refuseOther(
  begun: { url: string; token: string },
  origin: { url: string; token: string },
  rows: readonly RefundRow[],
  known: {
    readonly sent: ReadonlyMap<string, RefundOrderInput>;
    readonly results: ReadonlyMap<string, RowStatus>;
    readonly sentFile: LineFile;
  },
): void {
  if (begun.url !== origin.url) {
    throw new Misuse(
      `This run was begun at ${begun.url}, not at ${origin.url}. Choose another name with --run.`,
    );
  }
  const unsettled = [...known.sent.keys()].filter((key) => !isFinal(known.results.get(key)));
  if (begun.token !== origin.token && unsettled.length > 0) {
    throw new Misuse(
      `This run was begun with another token, and ${unsettled.length} of its refunds may or may not have been made with it. Use that token to finish it: with this one they would be made a second time.`,
    );
  }
  const present = new Set(rows.map(({ key }) => key));
  const gone = [...known.sent.keys()].filter((key) => !present.has(key));
  if (gone.length > 0) {
    throw new Misuse(
      `${gone.length} of the rows that were sent under this run are no longer in the file, or were changed in it. A changed row counts as a new one and would be refunded in addition. Put them back, or choose another name with --run for new rows only; ${known.sentFile.path} holds what was sent.`,
    );
  }
}

function readResults([, ...lines]: readonly string[]): Map<string, RowStatus> {
  const records = parse(lines.join('\n'));
  const at = (name: (typeof HEADER)[number]) => HEADER.indexOf(name);
  return new Map(
    records.map((cells) => [cells[at('key')] ?? '', (cells[at('status')] ?? '') as RowStatus]),
  );
}

/** A file to which whole lines are added, each on the disk before `append` returns. Made when the first is. */
class LineFile {
  readonly path: string;
  /** What was in it at first, without a last line that a crash has cut off: nothing was done by that. */
  readonly lines: readonly string[];
  readonly #lineEnd: string;
  readonly #wholeBytes: number;
  #handle: number | undefined;

  constructor(path: string, lineEnd: string) {
    this.path = path;
    this.#lineEnd = lineEnd;
    const text = fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : '';
    const parts = text.split(lineEnd);
    const torn = parts.pop() ?? '';
    this.lines = parts;
    this.#wholeBytes = Buffer.byteLength(text) - Buffer.byteLength(torn);
  }

  get isEmpty(): boolean {
    return this.lines.length === 0 && this.#handle === undefined;
  }

  append(line: string): void {
    if (this.#handle === undefined) {
      this.#handle = fs.openSync(this.path, 'a', 0o600);
      fs.ftruncateSync(this.#handle, this.#wholeBytes);
    }
    fs.writeSync(this.#handle, line + this.#lineEnd);
    fs.fsyncSync(this.#handle);
  }
}

function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

/** Spreadsheets compute what begins with one of these signs; behind an apostrophe it stays text. */
export function csvCell(text: string): string {
  const oneLine = plain(text);
  const safe = /^[\s"']*[=+\-@＝＋－＠]/u.test(oneLine) ? `'${oneLine}` : oneLine;
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
