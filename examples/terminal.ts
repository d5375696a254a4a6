import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ApiRefused, Misuse, Unreachable } from './client.ts';

// What the scripts say and how they end. Results go to stdout, everything else to stderr.

export const EXIT = {
  /** All of it was done. */
  done: 0,
  /** It ran to its end, and something needs a person: stdout says what. */
  needsSomebody: 1,
  /** It was called wrongly, or the token may not do it. Nothing to gain from a second try. */
  misused: 2,
  /** The product could not be reached. Start it again later. */
  unreachable: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Runs a script to its end and turns what it threw into words and an exit code. */
export async function runScript(usage: string, work: () => Promise<ExitCode>): Promise<void> {
  if (process.argv.includes('--help')) {
    say(usage);
    return;
  }
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof Unreachable) {
      complain(error.message);
      process.exitCode = EXIT.unreachable;
    } else if (error instanceof Misuse || error instanceof ApiRefused || isOfOptions(error)) {
      complain((error as Error).message);
      process.exitCode = EXIT.misused;
    } else {
      throw error;
    }
  }
}

/** As `parseArgs`; every script takes `--help`. */
export function readOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  return parseArgs(config);
}

export function wholeNumber(name: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value;
  throw new Misuse(`${name} is a whole number from ${lowest} to ${highest}, not "${text}".`);
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** On one line and without what a terminal would obey: some texts come from other systems. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function isOfOptions(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') ?? false;
}
