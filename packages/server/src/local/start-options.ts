import path from 'node:path';
import { parseArgs } from 'node:util';
import { FIT_SECRET, isFitSecret } from '../use-cases/api-token-secret.ts';

export type StartOptions = {
  readonly port: number;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly traffic: boolean;
  /** Of the demo's past and of its shoppers; null: by chance at the first start. */
  readonly seed: number | null;
  /** The demo's API token with all rights; null: by chance at the first start. */
  readonly demoToken: string | null;
  /** Watch the sources and reload. */
  readonly dev: boolean;
};

export const USAGE = `npm start -- [options]

  --port <number>   One port for the page, /graphql, its sockets and /events (default 4000)
  --data <folder>   Where the database and the secrets of this machine are kept (default .data)
  --no-demo         Starts without demo shop, demo people and simulator
  --no-traffic      Starts the demo without shoppers
  --seed <number>   Seed of the demo's past and shoppers; it counts at the first start
  --help            Shows this

Environment:
  DATABASE_URL      A PostgreSQL 15 or newer of your own; without it one is started from the packages
  DATABASE_OWNER_URL  Of the role that owns its tables; then DATABASE_URL names another, which is made
  DEMO_API_TOKEN    Sets the demo's API token with all rights, for scripts and tests (20 characters or more)
  Everything else that can be set stands in packages/server/src/config-variables.ts.
`;

/** Thrown with words for the person at the terminal. */
export class MisusedOption extends Error {}

/**
 * Reads what follows `npm start --` and what of the environment is an option too; "help" when that was
 * asked for. Throws `MisusedOption`.
 */
export function readStartOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  return {
    port: wholeNumber('--port', values.port ?? '4000', 1, 65_535),
    dataDir: path.resolve(values.data ?? '.data'),
    demo: !values['no-demo'],
    traffic: !values['no-demo'] && !values['no-traffic'],
    seed: values.seed === undefined ? null : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    demoToken: readDemoToken(environment['DEMO_API_TOKEN']),
    dev: values.dev ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'no-demo': { type: 'boolean' },
        'no-traffic': { type: 'boolean' },
        seed: { type: 'string' },
        dev: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new MisusedOption(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

/** Set to nothing is not set. */
function readDemoToken(text: string | undefined): string | null {
  if (!text?.trim()) return null;
  if (isFitSecret(text)) return text;
  throw new MisusedOption(`DEMO_API_TOKEN needs ${FIT_SECRET}.`);
}

/** Throws `MisusedOption` with what the option wants. */
export function wholeNumber(name: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value;
  throw new MisusedOption(`${name} is a whole number from ${lowest} to ${highest}, not "${text}".`);
}
