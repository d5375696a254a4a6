import { createInterface } from 'node:readline/promises';
import { text as readAll } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { readConfig } from '../config.ts';
import { findApiTokenByHash, type ApiTokenFound } from '../database/api-token.ts';
import { startPublisher } from '../database/notifications.ts';
import { connect } from '../database/orm.ts';
import { apiTokenState, type ApiTokenState } from '../domain/api-token.ts';
import { Permission } from '../domain/permission.ts';
import { readLocalEnvironment } from '../local/local-settings.ts';
import { makeTools } from '../surroundings.ts';
import { hasForm, hasRightChecksum, hashOfSecret } from '../use-cases/api-token-secret.ts';
import { createApiToken, readApiTokens, revokeApiToken } from '../use-cases/manage-api-tokens.ts';
import type { Outcome } from '../use-cases/outcome.ts';
import { systemRequest, type Request } from '../use-cases/request.ts';

// The commands about API tokens. What they refuse is said in words; a secret is printed by "token create" alone.

export const TOKEN_USAGE = `  token create --name <text> --permissions <A,B,…> [--checkouts <id,id,…>] [--days <1-365>] [--from <range,range,…>]
      Makes an API token and prints its secret, this once. Without --checkouts it holds for all of them, without
      --from (such as 203.0.113.0/24) it may be used from anywhere.
      Permissions: ${Object.values(Permission).join(', ')}
  token list [--json]
      Prints all tokens that live, and those that ended in the last 90 days.
  token revoke --id <tok_…>
      Withdraws a token at once: also what programs have open with it ends.
  token check
      Reads a token from a prompt, or from a pipe, and says what it is, without printing it. Ends with 1 if it does
      not work.`;

/** Words for the person at the terminal. */
export class TokenCommandRefused extends Error {
  override readonly name = 'TokenCommandRefused';
}

export type TokenOptions = {
  readonly name?: string;
  readonly permissions?: string;
  readonly checkouts?: string;
  readonly days: string;
  readonly from?: string;
  readonly id?: string;
  readonly json: boolean;
  readonly data: string;
};

type Command = (options: TokenOptions, request: Request) => Promise<Said>;
type Said = string | { readonly text: string; readonly exitCode: number };

const DAY_MS = 24 * 60 * 60_000;

const commands: ReadonlyMap<string, Command> = new Map([
  ['create', create],
  ['list', list],
  ['revoke', revoke],
  ['check', check],
]);

/** Undefined for a command that does not exist. */
export function tokenCommand(
  words: readonly string[],
  options: TokenOptions,
): Promise<Said> | undefined {
  const run = commands.get(words.join(' '));
  return run && withRequest(options.data, (request) => run(options, request));
}

async function withRequest(data: string, work: (request: Request) => Promise<Said>): Promise<Said> {
  const config = readConfig({ ...readLocalEnvironment(data), ...process.env });
  const orm = connect(config.databaseUrl);
  const publisher = startPublisher(config.databaseUrl, { everyMs: 1 });
  const actor = { kind: 'SYSTEM', id: null, name: 'Command line' } as const;
  try {
    return await work(systemRequest(orm.em.fork(), makeTools(config, publisher), actor));
  } finally {
    // What was revoked is told to the processes before we end.
    await publisher.stop();
    await orm.close();
  }
}

async function create(options: TokenOptions, request: Request): Promise<Said> {
  if (!options.name || !options.permissions) {
    throw new TokenCommandRefused(
      'Give --name and --permissions. For example:\n  npm run cli -- token create --name "Checkout page" --permissions WRITE_CHECKOUT',
    );
  }
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new TokenCommandRefused('--days is a whole number from 1 to 365.');
  const { tools } = request;
  const { secret } = accept(
    await createApiToken(
      {
        idempotencyKey: tools.newId('tok'),
        name: options.name,
        permissions: options.permissions.split(',').map(readPermission),
        checkoutIds: options.checkouts?.split(',') ?? null,
        expiresAt: new Date(tools.now().getTime() + days * DAY_MS),
        allowedAddresses: options.from?.split(',') ?? null,
      },
      request,
    ),
  );
  return `${secret}\n`;
}

async function list({ json }: TokenOptions, request: Request): Promise<Said> {
  const now = request.tools.now();
  const tokens = await readApiTokens(request);
  if (json) {
    const shown = tokens.map((token) => ({ ...token, state: apiTokenState(token, now) }));
    return `${JSON.stringify(shown, null, 2)}\n`;
  }
  if (tokens.length === 0) return 'There is no API token.\n';
  return tokens.map((token) => wordsOf(token, now)).join('\n');
}

async function revoke({ id }: TokenOptions, request: Request): Promise<Said> {
  if (!id) throw new TokenCommandRefused('Give --id, as "token list" shows it.');
  accept(await revokeApiToken(id, request));
  return 'It is revoked. Programs with it stop at once, also those that listen.\n';
}

async function check(_: TokenOptions, request: Request): Promise<Said> {
  const secret = await readSecret();
  const fails = (text: string) => ({ text: `${text}\n`, exitCode: 1 });
  if (secret === '') return fails('There was no token to check.');
  const isOurs = hasForm(secret);
  if (isOurs && !hasRightChecksum(secret)) {
    return fails('Its checksum is wrong: it was mistyped, or is not one of ours.');
  }
  const token = await findApiTokenByHash(request.em, hashOfSecret(secret));
  const checksum = isOurs ? 'right' : 'none, since it is no token in our form';
  if (!token) return fails(`Checksum: ${checksum}.\nThere is no such token in this database.`);
  const now = request.tools.now();
  const text = `${wordsOf(token, now)}  Checksum: ${checksum}\n`;
  return { text, exitCode: apiTokenState(token, now) === 'LIVE' ? 0 : 1 };
}

const stateWords: Readonly<Record<ApiTokenState, string>> = {
  LIVE: 'works',
  EXPIRED: 'has expired',
  REVOKED: 'was revoked',
};

function wordsOf(token: ApiTokenFound, now: Date): string {
  const { reach, allowedAddresses, lastUsedAt } = token;
  return [
    `${token.name} ${stateWords[apiTokenState(token, now)]}`,
    `  Id: ${token.id}`,
    `  Begins with: ${token.prefix}`,
    `  May: ${token.permissions.join(', ')}`,
    `  Checkouts: ${reach === 'ALL' ? 'all' : reach.join(', ')}`,
    `  From: ${allowedAddresses.length === 0 ? 'anywhere' : allowedAddresses.join(', ')}`,
    `  Made: ${token.createdAt.toISOString()} by ${token.createdBy}`,
    `  Expires: ${token.expiresAt.toISOString()}`,
    `  Last used: ${lastUsedAt?.toISOString() ?? 'never'}`,
    '',
  ].join('\n');
}

/** From a pipe whole; at a terminal without showing what is typed. */
async function readSecret(): Promise<string> {
  if (!process.stdin.isTTY) return (await readAll(process.stdin)).trim();
  process.stderr.write('Token (not shown): ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return (await reader.question('')).trim();
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

function accept<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new TokenCommandRefused(outcome.refusals.map(({ message }) => message).join('\n'));
}

function readPermission(text: string): Permission {
  const known = Object.values(Permission).find((one) => one === text.trim());
  if (!known) {
    throw new TokenCommandRefused(
      `There is no permission "${text}". There are ${Object.values(Permission).join(', ')}.`,
    );
  }
  return known;
}
