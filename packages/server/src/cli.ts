import fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema, findBreakingChanges } from 'graphql';
import { ApiTokenRefused, createApiToken } from './access/api-token.ts';
import { ConfigError, readConfig } from './config.ts';
import { connect } from './database/orm.ts';
import { Permission } from './domain/permission.ts';
import { printSchemaText } from './graphql/schema.ts';
import { readLocalEnvironment } from './local/local-settings.ts';
import { makeTools } from './surroundings.ts';

const USAGE = `npm run cli -- <command>

  token create --name <text> --permissions <A,B,…> [--checkouts <id,id,…>] [--days <1-365>]
      Makes an API token and prints its secret, this once. Without --checkouts it holds for all of them.
      Permissions: ${Object.values(Permission).join(', ')}
  print-schema [--breaking]
      Writes packages/server/schema.graphql from the code. A change that would break a client of the present
      schema is refused, unless --breaking says that it is meant.

The database is that of DATABASE_URL, else the one that "npm start" keeps in --data (default .data).
`;

const DAY_MS = 24 * 60 * 60_000;

/** Words for the person at the terminal. */
class Misused extends Error {}

async function main(args: string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      permissions: { type: 'string' },
      checkouts: { type: 'string' },
      days: { type: 'string', default: '365' },
      data: { type: 'string', default: '.data' },
      breaking: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help || positionals.length === 0) return USAGE;
  switch (positionals.join(' ')) {
    case 'token create':
      return createToken(values);
    case 'print-schema':
      return writeSchema(values.breaking);
    default:
      throw new Misused(`There is no command "${positionals.join(' ')}".\n\n${USAGE}`);
  }
}

async function createToken(values: {
  name?: string;
  permissions?: string;
  checkouts?: string;
  days: string;
  data: string;
}): Promise<string> {
  if (!values.name || !values.permissions) {
    throw new Misused(
      'Give --name and --permissions. For example:\n  npm run cli -- token create --name "Checkout page" --permissions WRITE_CHECKOUT',
    );
  }
  const permissions = values.permissions.split(',').map(readPermission);
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new Misused('--days is a whole number from 1 to 365.');
  const config = readConfig({ ...readLocalEnvironment(values.data), ...process.env });
  const orm = connect(config.databaseUrl);
  try {
    const tools = makeTools(config, { publish: () => {} });
    const { secret } = await createApiToken(
      {
        name: values.name,
        permissions,
        checkoutIds: values.checkouts?.split(',') ?? 'ALL',
        expiresAt: new Date(tools.now().getTime() + days * DAY_MS),
      },
      { orm, tools, createdBy: 'Command line' },
    );
    return `${secret}\n`;
  } finally {
    await orm.close();
  }
}

function readPermission(text: string): Permission {
  const known = Object.values(Permission).find((one) => one === text.trim());
  if (!known) {
    throw new Misused(
      `There is no permission "${text}". There are ${Object.values(Permission).join(', ')}.`,
    );
  }
  return known;
}

async function writeSchema(isBreakingMeant: boolean): Promise<string> {
  const file = path.join(import.meta.dirname, '..', 'schema.graphql');
  const text = await printSchemaText();
  const before = await fs.readFile(file, 'utf8').catch(() => null);
  const breaking = before ? findBreakingChanges(buildSchema(before), buildSchema(text)) : [];
  if (breaking.length > 0 && !isBreakingMeant) {
    throw new Misused(
      `This change breaks clients of the present schema:\n${breaking.map(({ description }) => `- ${description}`).join('\n')}\n` +
        'Add instead of changing, deprecate instead of removing. If it is meant: npm run schema -- --breaking',
    );
  }
  await fs.writeFile(file, text);
  return '';
}

try {
  process.stdout.write(await main(process.argv.slice(2)));
} catch (error) {
  const isForPeople =
    error instanceof Misused ||
    error instanceof ConfigError ||
    error instanceof ApiTokenRefused ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${isForPeople ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
