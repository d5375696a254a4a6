import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pause } from './asking.ts';
import { type Fault, faults } from './faults.ts';
import { balance } from './ledger.ts';
import { letPeopleIn } from './people.ts';
import { isFine, type Outcome, tableOf } from './table.ts';
import { openWorld } from './world.ts';

// `npm run faults`: breaks the product's surroundings while it is used, one way after the other, each in a
// fresh world, and prints what people saw, when all was well again, and what was lost.

const DOCUMENT = path.join(import.meta.dirname, '../../../docs/faults.md');
const MARKS = ['<!-- faults -->', '<!-- /faults -->'] as const;
const WARM_UP_MS = 4_000;
const WELL_WITHIN_MS = 60_000;
const SETTLED_WITHIN_MS = 120_000;

const options = readOptions();

if (!options) {
  process.exitCode = 2;
} else if (options.help) {
  say(
    'npm run faults -- [--only NAME,NAME] [--json FILE] [--docs]',
    '',
    '  --only   these faults alone; the names are below',
    '  --json   all figures, as JSON',
    '  --docs   writes the table into docs/faults.md',
    '',
    ...faults.map(({ name, what }) => `  ${name.padEnd(18)} ${what}`),
  );
} else {
  await main(options);
}

type Options = { only?: string; json?: string; docs: boolean; help: boolean };

/** Null, and told in words, where they cannot be read. */
function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        json: { type: 'string' },
        docs: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    say(`${(error as Error).message} --help lists the options.`);
    return null;
  }
}

async function main(options: Options): Promise<void> {
  const wanted = options.only?.split(',') ?? faults.map(({ name }) => name);
  const unknown = wanted.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    say(`There is no fault "${unknown.join(', ')}". --help lists them.`);
    process.exitCode = 2;
    return;
  }
  const outcomes: Outcome[] = [];
  for (const fault of faults.filter(({ name }) => wanted.includes(name))) {
    say(`${fault.name} …`);
    const outcome = await suffer(fault);
    outcomes.push(outcome);
    tell(outcome);
  }
  say('', machine(), '', tableOf(outcomes));
  if (options.json) fs.writeFileSync(options.json, jsonOf(outcomes));
  if (options.docs) writeDocument(`${machine()}\n\n${tableOf(outcomes)}`);
  if (!outcomes.every(isFine)) process.exitCode = 1;
}

async function suffer(fault: Fault): Promise<Outcome> {
  const { name, what } = fault;
  const prepared = (await fault.prepare?.()) ?? { wish: {} };
  if ('gap' in prepared) return { name, what, gap: prepared.gap };
  try {
    const world = await openWorld(prepared.wish);
    const people = letPeopleIn(world);
    try {
      await people.untilWell(WELL_WITHIN_MS);
      await pause(WARM_UP_MS);
      people.begin();
      await fault.breakIt(world);
      const wellMs = await people.untilWell(WELL_WITHIN_MS);
      await people.stopWriting();
      const settled = await balance(world, people, SETTLED_WITHIN_MS);
      return { name, what, seen: people.seen(), wellMs, balance: settled };
    } finally {
      await people.stop();
      await world.stop();
    }
  } finally {
    prepared.tidy?.();
  }
}

function tell(outcome: Outcome): void {
  if ('gap' in outcome) return say(`  not tried: ${outcome.gap}`);
  const { balance: settled } = outcome;
  say(`  ${tableOf([outcome]).split('\n').at(-1) ?? ''}`);
  for (const [words, n] of outcome.seen.failedVisits) say(`    ${n} × ${words}`);
  for (const one of [...settled.lost, ...settled.twice].slice(0, 10)) say(`    ! ${one}`);
}

function machine(): string {
  const cpu = os.cpus()[0]?.model ?? 'unknown processor';
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  const day = new Date().toISOString().slice(0, 10);
  return `${os.cpus().length} × ${cpu}, ${memory} GiB, Node ${process.version}, commit ${commit.stdout.trim() || 'unknown'}, ${day}.`;
}

function jsonOf(outcomes: readonly Outcome[]): string {
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value;
  return `${JSON.stringify({ machine: machine(), outcomes }, plain, 2)}\n`;
}

function writeDocument(table: string): void {
  const text = fs.readFileSync(DOCUMENT, 'utf8');
  const [before = '', rest = ''] = text.split(MARKS[0]);
  const after = rest.split(MARKS[1])[1] ?? '';
  fs.writeFileSync(DOCUMENT, `${before}${MARKS[0]}\n\n${table}\n\n${MARKS[1]}${after}`);
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
