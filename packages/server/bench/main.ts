import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PostgresStartError } from '../src/local/embedded-postgres.ts';
import { isMet } from './bench.ts';
import { benches } from './benches.ts';
import { busyWords, lookAtMachine, machineWords, type Machine } from './machine.ts';
import { openPlace } from './open-place.ts';
import { type BenchOptions, MisusedOption, readOptions, usageOf } from './options.ts';
import { markdownOf, type Section, tableOf, verdictOf } from './table.ts';

// `npm run bench`: everything that can be measured, beside its references, in one run. A missed goal is told and
// does not fail the command; a wrong answer or a bench that could not run does.

const BEGIN = '<!-- bench -->';
const END = '<!-- /bench -->';
const say = (text: string) => void process.stderr.write(`${text}\n`);

try {
  const options = readOptions(process.argv.slice(2), benches);
  if (options === 'help') process.stdout.write(usageOf(benches));
  else await run(options);
} catch (error) {
  const isForPeople = error instanceof MisusedOption || error instanceof PostgresStartError;
  say(`\n${isForPeople ? error.message : ((error as Error).stack ?? String(error))}`);
  process.exitCode = 1;
}

async function run(options: BenchOptions): Promise<void> {
  fs.mkdirSync(options.dataDir, { recursive: true });
  const place = await openPlace(options, say);
  const stop = () => void place.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    const machine = await lookAtMachine(place.databaseUrl, place.orders);
    const sections: Section[] = [];
    for (const bench of benches) {
      if (options.only.length > 0 && !options.only.includes(bench.name)) continue;
      say(`${bench.name} …`);
      try {
        sections.push({ name: bench.name, rows: await bench.run(place) });
      } catch (error) {
        // The others are worth having all the same.
        say(`${bench.name} could not be measured: ${(error as Error).stack}`);
        process.exitCode = 1;
      }
    }
    machine.loadAfter = os.loadavg()[0] ?? Number.NaN;
    print(machine, sections, options);
  } finally {
    await place.close();
  }
}

function print(machine: Machine, sections: readonly Section[], options: BenchOptions): void {
  const busy = busyWords(machine);
  const words = [machineWords(machine), ...(busy === null ? [] : [busy])];
  if (options.isQuick) words.push('Quick: rounds too short to compare.');
  process.stdout.write(`\n${words.join('\n')}\n\n${tableOf(sections)}\n\n${verdictOf(sections)}\n`);
  const judged = sections.map(({ name, rows }) => ({
    name,
    rows: rows.map((row) => ({ ...row, met: isMet(row) ?? null })),
  }));
  fs.mkdirSync(path.dirname(options.resultFile), { recursive: true });
  const result = { machine, isQuick: options.isQuick, benches: judged };
  fs.writeFileSync(options.resultFile, `${JSON.stringify(result, null, 2)}\n`);
  say(`\nAll figures: ${options.resultFile}`);
  if (options.markdownFile !== null) {
    replaceBetweenMarks(options.markdownFile, `${words.join(' ')}\n\n${markdownOf(sections)}`);
  }
}

function replaceBetweenMarks(file: string, table: string): void {
  const text = fs.readFileSync(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new MisusedOption(`${file} has no place for the table: ${BEGIN} … ${END}`);
  }
  fs.writeFileSync(file, `${before}${BEGIN}\n${table}\n${END}${after}`);
}
