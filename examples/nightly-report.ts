import fs from 'node:fs';
import path from 'node:path';
import { checkoutIdOf } from './checkouts.ts';
import { ask, connectionFromEnvironment, fetchText, Misuse } from './client.ts';
import { NightlyReportDocument, type ReportDimension, type ReportRange } from './generated.ts';
import { EXIT, type ExitCode, readOptions, runScript, say } from './terminal.ts';

const USAGE = `node nightly-report.ts --time-zone <zone> [--out <folder>] [--by <dimension>] [--period <period>]

  Writes the sales of yesterday, or of another time, to sales-<from>_<to>.json and .csv. Each file is there
  whole or not at all; those of an earlier start are replaced.

  --time-zone  Whose midnight parts the days, such as Europe/Helsinki
  --out        Where to write (default: the current folder)
  --by         A row for each PRODUCT (default), OFFER, SOURCE, COUNTRY … as in ReportDimension
  --period     YESTERDAY (default), LAST_7_DAYS, LAST_MONTH … as in ReportPeriod
  --from, --to First and last day instead, such as 2026-11-01
  --checkout   Of this checkout only, by name or id
  --convert-to One currency for all amounts, such as EUR, where the shop has rates

  For cron: says one line per file, and ends with 0 when both were written, 2 when called wrongly or without
  the permission, 3 when the product could not be reached.`;

async function main(): Promise<ExitCode> {
  const { values } = readOptions({
    options: {
      'time-zone': { type: 'string' },
      out: { type: 'string', default: '.' },
      by: { type: 'string', default: 'PRODUCT' },
      period: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      checkout: { type: 'string' },
      'convert-to': { type: 'string' },
    },
  });
  const timeZone = values['time-zone'];
  if (!timeZone) throw new Misuse('Give --time-zone, such as Europe/Helsinki.');
  const connection = connectionFromEnvironment();
  const checkoutIds = values.checkout ? [await checkoutIdOf(connection, values.checkout)] : null;
  // What is no period or dimension is refused by the API, which names those there are.
  const { salesReport } = await ask(connection, NightlyReportDocument, {
    range: { timeZone, ...readDays(values) },
    by: values.by.toUpperCase() as ReportDimension,
    checkoutIds,
    convertTo: values['convert-to'] ?? null,
  });
  // Its path names the days, so that both files are about the same ones, also at midnight.
  const { csvPath, ...report } = salesReport;
  const table = await fetchText(connection, csvPath);
  const name = `sales-${report.from}_${report.to}`;
  writeTogether(values.out, [
    { name: `${name}.json`, text: `${JSON.stringify(report, null, 2)}\n` },
    { name: `${name}.csv`, text: table },
  ]);
  return EXIT.done;
}

function readDays(values: {
  readonly period?: string;
  readonly from?: string;
  readonly to?: string;
}): Omit<ReportRange, 'timeZone'> {
  const { period, from, to } = values;
  if (!from && !to) return { period: (period ?? 'YESTERDAY').toUpperCase() as never };
  if (period || !from || !to) throw new Misuse('Give --from and --to, or --period, not both.');
  return { from, to };
}

/** First all of it beside its place and on the disk, then renamed: whoever looks never sees half a file. */
function writeTogether(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): void {
  const places = files.map(({ name, text }) => ({
    text,
    place: path.join(folder, name),
    beside: path.join(folder, `.${name}.${process.pid}.new`),
  }));
  try {
    for (const { text, beside } of places) fs.writeFileSync(beside, text, { flush: true });
    for (const { beside, place } of places) fs.renameSync(beside, place);
  } catch (error) {
    throw new Misuse(`The files cannot be written: ${(error as Error).message}.`);
  } finally {
    for (const { beside } of places) fs.rmSync(beside, { force: true });
  }
  for (const { place } of places) say(place);
}

await runScript(USAGE, main);
