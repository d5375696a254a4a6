import { parseArgs } from 'node:util';
import { AUDIT_USAGE, verifyAudit } from './cli/audit.ts';
import { SECRETS_USAGE, secretsCheck, secretsRotate } from './cli/secrets.ts';
import { TOKEN_USAGE, tokenCommand, TokenCommandRefused } from './cli/tokens.ts';
import { ConfigError, readConfig } from './config.ts';
import { connect } from './database/orm.ts';
import { checkRollups, type ReportDifference } from './database/report-check.ts';
import { rebuildRollups } from './database/report-fold.ts';
import { readLocalEnvironment } from './local/local-settings.ts';
import { runUserCommand, USER_USAGE, UserCommandRefused } from './cli/members.ts';
import { ProviderFailure } from './payments/payment-provider.ts';
import { makeTools } from './surroundings.ts';
import {
  type Comparison,
  compareRefunds,
  hasList,
  RECONCILE_BACK_MS,
} from './use-cases/reconcile-refunds.ts';
import { systemRequest } from './use-cases/request.ts';

const USAGE = `npm run cli -- <command>

${TOKEN_USAGE}
${USER_USAGE}
  reports check
      Compares what reports are read from with the orders and their books. Ends with 1 where anything differs.
  reports rebuild
      Makes what reports are read from anew, while the shop runs; reports stay exact meanwhile.
  reconcile [--provider stripe] [--since 2026-01-01] [--json]
      Compares the refunds on record here with the provider's own list of them and prints what does not agree.
      Changes nothing. Without --since half a year is compared. Ends with 1 when there is a difference, with 2
      when a list could not be had.
${AUDIT_USAGE}${SECRETS_USAGE}  print-schema [--breaking]
      Writes packages/server/schema.graphql and docs/permissions.md from the code. A change that would break a client of the present
      schema is refused, unless --breaking says that it is meant.

The database is that of DATABASE_URL, else the one that "npm start" keeps in --data (default .data).
`;

/** Words for the person at the terminal. */
class Misused extends Error {}

/** A command that reads all orders may take as long as it needs. */
const ANSWER_WITHIN_MS = 60 * 60_000;

/** What to print, and the exit code where it is not 0. */
type Said = string | { readonly text: string; readonly exitCode: number };

async function main(args: string[]): Promise<Said> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      permissions: { type: 'string' },
      checkouts: { type: 'string' },
      days: { type: 'string', default: '365' },
      from: { type: 'string' },
      id: { type: 'string' },
      data: { type: 'string', default: '.data' },
      breaking: { type: 'boolean', default: false },
      provider: { type: 'string' },
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
      email: { type: 'string' },
      invite: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help || positionals.length === 0) return USAGE;
  if (positionals[0] === 'user') return runUserCommand(positionals.slice(1).join(' '), values);
  const ofTokens = positionals[0] === 'token' && tokenCommand(positionals.slice(1), values);
  if (ofTokens) return ofTokens;
  switch (positionals.join(' ')) {
    case 'reports check':
      return checkReports(values.data);
    case 'reports rebuild':
      return rebuildReports(values.data);
    case 'audit verify':
      return withDatabase(values.data, verifyAudit);
    case 'reconcile':
      return reconcile(values);
    case 'secrets check':
      return secretsCheck(configOf(values.data));
    case 'secrets rotate':
      return secretsRotate(configOf(values.data));
    case 'print-schema':
      return printSchema(values.breaking);
    default:
      throw new Misused(`There is no command "${positionals.join(' ')}".\n\n${USAGE}`);
  }
}

const configOf = (data: string) => readConfig({ ...readLocalEnvironment(data), ...process.env });

async function checkReports(data: string): Promise<Said> {
  const differences = await withDatabase(data, (orm) => checkRollups(orm.em.fork()));
  if (differences.length === 0) return 'Reports agree with the orders and their books.\n';
  const text =
    `Reports differ from the orders and their books in ${differences.length} places:\n` +
    `${differences.map(describeDifference).join('\n')}\n"reports rebuild" makes them anew.\n`;
  return { text, exitCode: 1 };
}

function describeDifference(difference: ReportDifference): string {
  const { dimension, grain, bucket, checkoutId, currency, within, key } = difference;
  const place = [dimension, grain, bucket.toISOString(), checkoutId, currency, within, key];
  const figures = JSON.stringify({ expected: difference.expected, found: difference.found });
  return `- ${place.filter((part) => part !== '').join(' ')} ${figures}`;
}

async function rebuildReports(data: string): Promise<string> {
  const orders = await withDatabase(data, (orm) => rebuildRollups(orm.em.fork()));
  return `Reports were made anew from ${orders} orders.\n`;
}

async function withDatabase<Value>(
  data: string,
  work: (orm: ReturnType<typeof connect>) => Promise<Value>,
): Promise<Value> {
  const config = configOf(data);
  const orm = connect(config.databaseUrl, { answerWithinMs: ANSWER_WITHIN_MS });
  try {
    return await work(orm);
  } finally {
    await orm.close();
  }
}

async function reconcile(values: {
  provider?: string;
  since?: string;
  json: boolean;
  data: string;
}): Promise<Said> {
  const config = configOf(values.data);
  const { makeProviders } = await import('./payments/providers.ts');
  const providers = makeProviders(config.payments);
  const chosen = providers.all.filter(hasList);
  const wanted = values.provider ? chosen.filter(({ name }) => name === values.provider) : chosen;
  if (wanted.length === 0) {
    throw new Misused(
      values.provider
        ? `"${values.provider}" is not set up, or has no list of refunds to compare with.`
        : 'No payment provider is set up that has a list of refunds to compare with.',
    );
  }
  const orm = connect(config.databaseUrl);
  try {
    const tools = makeTools(config, { publish: () => {} });
    const since = readSince(values.since, tools.now());
    const request = systemRequest(orm.em.fork(), tools);
    const wish = { since, onTheWayMs: 0, signal: new AbortController().signal };
    const comparisons = [];
    for (const provider of wanted) comparisons.push(await compareRefunds(request, provider, wish));
    return {
      text: values.json
        ? `${JSON.stringify(comparisons, null, 2)}\n`
        : comparisons.map(wordsOfComparison).join(''),
      exitCode: comparisons.some(({ differences }) => differences.length > 0) ? 1 : 0,
    };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { text: `Could not compare: ${error.detail}\n`, exitCode: 2 };
  } finally {
    await orm.close();
  }
}

function readSince(text: string | undefined, now: Date): Date {
  if (text === undefined) return new Date(now.getTime() - RECONCILE_BACK_MS);
  const since = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(since.getTime())) {
    throw new Misused(`--since is a day such as 2026-01-01, not "${text}".`);
  }
  return since;
}

function wordsOfComparison({ provider, since, compared, differences }: Comparison): string {
  const day = since.toISOString().slice(0, 10);
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const lines = differences.map(({ summary }) => `- ${summary}\n`).join('');
  return `${provider}: ${count(compared, 'refund')} since ${day}, ${count(differences.length, 'difference')}.\n${lines}`;
}

/** Loaded only here, like the providers above: no other command should wait for it. */
async function printSchema(isBreakingMeant: boolean): Promise<string> {
  const { BreakingChange, writeSchema } = await import('./cli/schema.ts');
  try {
    await writeSchema(isBreakingMeant);
  } catch (error) {
    throw error instanceof BreakingChange ? new Misused(error.message) : error;
  }
  return '';
}

try {
  const said = await main(process.argv.slice(2));
  process.stdout.write(typeof said === 'string' ? said : said.text);
  if (typeof said !== 'string') process.exitCode = said.exitCode;
} catch (error) {
  const isForPeople =
    error instanceof Misused ||
    error instanceof ConfigError ||
    error instanceof UserCommandRefused ||
    error instanceof TokenCommandRefused ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${isForPeople ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
