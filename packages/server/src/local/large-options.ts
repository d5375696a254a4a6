import path from 'node:path';
import { parseArgs } from 'node:util';
import { MisusedOption, wholeNumber } from './start-options.ts';

export type LargeOptions = {
  readonly orders: number;
  readonly months: number;
  /** Null: by chance, or as the data folder has it. */
  readonly seed: number | null;
  /** A PostgreSQL of the user's own, as the owner of its tables; null: the one of the data folder. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
};

export const LARGE_USAGE = `npm run demo:large -- [options]

Fills a shop with very many orders: the demo's shop and stories, two years back, over half of them visits that
were never paid. "npm start" with the same folder or database shows them. It can be stopped, or killed, at any
moment: the same command goes on where it was.

  --orders <number>   How many orders, the visits included (default 1000000)
  --months <number>   How far back they go (default 24)
  --seed <number>     Seed of the stories: the same seed, shop and moment give the same orders
  --data <folder>     Where the database and the secrets of this machine are kept (default .data)
  --database <url>    A PostgreSQL 15 or newer of your own, as the owner of its tables, instead of the one in
                      --data; also DATABASE_OWNER_URL or DATABASE_URL. Nobody else may use it meanwhile
  --help              Shows this
`;

/** Reads what follows `npm run demo:large --`; "help" when that was asked for. Throws `MisusedOption`. */
export function readLargeOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LargeOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const given = environment['DATABASE_OWNER_URL'] || environment['DATABASE_URL'];
  return {
    orders: wholeNumber('--orders', values.orders ?? '1000000', 1, 20_000_000),
    months: wholeNumber('--months', values.months ?? '24', 1, 240),
    seed: values.seed === undefined ? null : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    databaseUrl: values.database ?? (given || null),
    dataDir: path.resolve(values.data ?? '.data'),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        orders: { type: 'string' },
        months: { type: 'string' },
        seed: { type: 'string' },
        data: { type: 'string' },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new MisusedOption(`${(error as Error).message}\n\n${LARGE_USAGE}`, { cause: error });
  }
}
