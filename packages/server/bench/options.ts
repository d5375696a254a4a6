import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

export type BenchOptions = {
  /** Of the orders to make, where the database has none yet. */
  readonly orders: number;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Names of benches; empty for all. */
  readonly only: readonly string[];
  readonly isQuick: boolean;
  readonly resultFile: string;
  readonly markdownFile: string | null;
};

const ORDERS = 1_000_000;

/** Thrown with words for the person at the terminal. */
export class MisusedOption extends Error {}

export function usageOf(benches: readonly Bench[]): string {
  const width = Math.max(...benches.map(({ name }) => name.length));
  return `npm run bench -- [options]

Measures the product beside its references, in turns, and prints one table with the goals of docs/speed.md.
Figures are of this machine; ratios hold on any. Close what else is running.

  --only <name,name>   Only these benches (below)
  --quick              Short rounds: to see that everything runs, not to compare
  --orders <number>    How many orders are made in the kept database at the first run (default ${ORDERS.toLocaleString('en')})
  --data <folder>      Where that database is kept (default .data/bench); another size needs another folder
  --database <url>     A database that is there, of demo data: orders are made and paid in it
  --json <file>        Where all figures go (default <data>/result.json)
  --markdown <file>    Puts the table between <!-- bench --> and <!-- /bench --> of this file too
  --help               Shows this

Benches:
${benches.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')}
`;
}

/** "help" when that was asked for. Throws `MisusedOption`. */
export function readOptions(
  args: readonly string[],
  benches: readonly Bench[],
): BenchOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const only = values.only?.split(',').map((name) => name.trim()) ?? [];
  const unknown = only.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    throw new MisusedOption(
      `There is no bench "${unknown.join('", "')}". There are ${benches.map(({ name }) => name).join(', ')}.`,
    );
  }
  const orders = Number(values.orders ?? ORDERS);
  if (!Number.isInteger(orders) || orders < 1_000) {
    throw new MisusedOption('--orders is a whole number from 1000 on.');
  }
  const dataDir = path.resolve(values.data ?? '.data/bench');
  return {
    orders,
    dataDir,
    databaseUrl: values.database ?? null,
    only,
    isQuick: values.quick ?? false,
    resultFile: path.resolve(values.json ?? path.join(dataDir, 'result.json')),
    markdownFile: values.markdown === undefined ? null : path.resolve(values.markdown),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        orders: { type: 'string' },
        database: { type: 'string' },
        data: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'string' },
        quick: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new MisusedOption((error as Error).message);
  }
}
