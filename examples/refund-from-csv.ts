import {
  ask,
  type Connection,
  connectionFromEnvironment,
  Misuse,
  UNKNOWN_TOKEN,
  wordsOf,
} from './client.ts';
import {
  RefundByIdDocument,
  RefundOrderDocument,
  type RefundOrderInput,
  type RefundSeenFragment,
  RightsDocument,
} from './generated.ts';
import { until } from './follow.ts';
import {
  isFinal,
  openRefundJournal,
  type RefundJournal,
  resultFileOf,
  type RowResult,
  type RowStatus,
} from './refund-journal.ts';
import { type PlannedRow, planRow } from './refund-plan.ts';
import { readRefundRows, type RefundRow } from './refund-rows.ts';
import {
  count,
  EXIT,
  type ExitCode,
  plain,
  readOptions,
  runScript,
  say,
  wholeNumber,
} from './terminal.ts';

const USAGE = `node refund-from-csv.ts <file.csv> --run <name> [--yes]

  Refunds what the rows of a file ask for. The header names the columns:
    order     Order number
    amount    "full", or an amount such as 12.50
    checkout  Its name or id; needed where two checkouts have the number
    product   Name of the product; needed for a part of an order with several
    currency  If given, it must be that of the order
    reason    For the history

  --run     A name for these refunds, such as 2026-11-goodwill. Started again under the same name, it goes on
            where it was: nothing is refunded twice, nothing left out
  --yes     Refunds. Without it, it is only told what would happen
  --record  Also takes rows whose payment cannot be returned through its provider: these are written down
            only, and you return the money by hand
  --wait    For how many seconds the outcome of a refund is awaited (default 60)

  Ends with 0 when every row was refunded, 1 when some were not, 2 when called wrongly or without the
  permission, 3 when the product could not be reached: start it again.`;

const NEEDED = ['READ_ORDERS', 'REFUND_ORDERS'] as const;

type Options = { readonly mayRecord: boolean; readonly waitMs: number };

async function main(): Promise<ExitCode> {
  const { values, positionals } = readOptions({
    allowPositionals: true,
    options: {
      run: { type: 'string', default: '' },
      yes: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      wait: { type: 'string', default: '60' },
    },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Misuse(`Name one file.\n\n${USAGE}`);
  if (!/^[\w.-]{1,64}$/.test(values.run)) {
    throw new Misuse('Give --run a name of letters, digits, ".", "-" and "_", at most 64.');
  }
  const options = {
    mayRecord: values.record,
    waitMs: wholeNumber('--wait', values.wait, 1, 86_400) * 1000,
  };
  const connection = connectionFromEnvironment();
  const rows = readRefundRows(file, values.run);
  await demandRights(connection);
  const journal = openRefundJournal(file, values.run, connection, rows);
  if (!values.yes) return tellOnly(connection, rows, journal, options);
  const code = await refundAll(connection, rows, journal, options);
  say(`Results: ${resultFileOf(file, values.run)}`);
  return code;
}

/** Once and for all rows: without it each of them would be refused by itself. */
async function demandRights(connection: Connection): Promise<void> {
  const { viewer } = await ask(connection, RightsDocument, {});
  if (!viewer) throw new Misuse(UNKNOWN_TOKEN);
  const missing = NEEDED.filter((permission) => !viewer.permissions.includes(permission));
  if (missing.length > 0) throw new Misuse(`This needs the permission ${missing.join(' and ')}.`);
}

/** Each row by itself: what an earlier row of the same order takes away is not counted yet. */
async function tellOnly(
  connection: Connection,
  rows: readonly RefundRow[],
  journal: RefundJournal,
  options: Options,
): Promise<ExitCode> {
  let refusals = 0;
  for (const row of rows) {
    const before = journal.resultOf(row.key);
    if (before && before !== 'REFUSED') {
      tell(row, `${before}  by an earlier start`);
      continue;
    }
    const planned = await planRow(connection, row, options);
    if ('refused' in planned) refusals += 1;
    tell(
      row,
      'refused' in planned ? `REFUSED  ${planned.refused}` : `would refund  ${planned.words}`,
    );
  }
  say(
    `${count(rows.length - refusals, 'row')} of ${rows.length} can be refunded. Add --yes to do it.`,
  );
  return refusals === 0 ? EXIT.done : EXIT.needsSomebody;
}

async function refundAll(
  connection: Connection,
  rows: readonly RefundRow[],
  journal: RefundJournal,
  options: Options,
): Promise<ExitCode> {
  const ends: RowStatus[] = [];
  for (const row of rows) {
    const before = journal.resultOf(row.key);
    if (before && isFinal(before)) {
      tell(row, `${before}  by an earlier start`);
      ends.push(before);
      continue;
    }
    const result = await refundRow(connection, row, journal, options);
    journal.noteResult(row, result);
    const amount = result.amount && `${result.amount} ${result.currency}`;
    tell(row, [result.status, amount, result.message].filter(Boolean).join('  '));
    ends.push(result.status);
  }
  const done = ends.filter((status) => status === 'REFUNDED' || status === 'RECORDED').length;
  say(`${done} of ${count(rows.length, 'row')} refunded.`);
  return done === rows.length ? EXIT.done : EXIT.needsSomebody;
}

const MOST_PLANS = 5;

/**
 * One row to its end. What may have been sent before is sent again as it was. Where that is refused its key is
 * unused, so nothing came of it, and the order is looked at anew; the same where it moved on in between (STALE).
 */
async function refundRow(
  connection: Connection,
  row: RefundRow,
  journal: RefundJournal,
  options: Options,
): Promise<RowResult> {
  let input = journal.sentFor(row.key);
  let wasSentBefore = input !== undefined;
  for (let plans = 0; ; wasSentBefore = false) {
    if (!input) {
      plans += 1;
      const planned = await planRow(connection, row, options);
      if ('refused' in planned) return refused(planned.refused);
      input = inputOf(row, planned);
      journal.noteSending(input);
    }
    const { refundOrder } = await ask(connection, RefundOrderDocument, { input });
    if (refundOrder.refund) return settled(connection, refundOrder.refund, options.waitMs);
    const codes = refundOrder.errors.map(({ code }) => code);
    const isKeyUsed = codes.includes('IDEMPOTENCY_KEY_REUSED');
    const mayPlanAgain = !isKeyUsed && (wasSentBefore || codes.includes('STALE'));
    if (!mayPlanAgain || plans >= MOST_PLANS) return refused(wordsOf(refundOrder.errors));
    input = undefined;
  }
}

function inputOf(
  { key, reason }: RefundRow,
  { orderId, version, plan }: PlannedRow,
): RefundOrderInput {
  return {
    orderId,
    expectedVersion: version,
    plan,
    reason: reason === '' ? null : reason,
    idempotencyKey: key,
  };
}

function refused(message: string): RowResult {
  return { status: 'REFUSED', amount: '', currency: '', refundId: '', message: plain(message) };
}

/** Waits for the outcome. What is still open then is known to the product and goes on by itself. */
async function settled(
  connection: Connection,
  refund: RefundSeenFragment,
  waitMs: number,
): Promise<RowResult> {
  let latest = refund;
  await until(waitMs, async () => {
    if (statusOf(latest) !== 'OPEN') return latest;
    const { node } = await ask(connection, RefundByIdDocument, { id: refund.id });
    if (node?.kind === 'Refund') latest = node;
    return statusOf(latest) === 'OPEN' ? null : latest;
  });
  const failures = latest.legs.flatMap(({ failureMessage }) => failureMessage ?? []);
  const status = statusOf(latest);
  return {
    status,
    amount: latest.amount.decimal,
    currency: latest.amount.currency,
    refundId: refund.id,
    message: plain([status === 'OPEN' ? `It is ${latest.status}.` : '', ...failures].join(' ')),
  };
}

function statusOf({ status }: RefundSeenFragment): RowStatus {
  switch (status) {
    case 'SUCCEEDED':
      return 'REFUNDED';
    case 'RECORDED':
      return 'RECORDED';
    case 'FAILED':
      return 'FAILED';
    case 'REQUESTED':
    case 'PENDING':
    case 'UNKNOWN':
      return 'OPEN';
  }
}

function tell({ line, order }: RefundRow, words: string): void {
  say(`line ${line}  ${plain(order)}  ${plain(words)}`);
}

await runScript(USAGE, main);
