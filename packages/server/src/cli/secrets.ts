import pg from 'pg';
import {
  countSessionSecrets,
  renewSessionSecrets,
  type SessionSecretUse,
} from '../access/session-secrets.ts';
import type { Config } from '../config.ts';
import { connect } from '../database/orm.ts';
import { WAITING_MAILS } from '../database/sealed-places.ts';
import { makeTools } from '../surroundings.ts';
import { checkSecrets, type KeyUse, rotateSecrets } from '../use-cases/rotate-secrets.ts';
import { systemRequest, type Request } from '../use-cases/request.ts';

export const SECRETS_USAGE = `  secrets check
      Lists the keys that secrets in the database lie under, and how many under each. Ends with 1 where one of
      them needs another key than SECRETS_KEY, or a second factor another secret than SESSION_SECRET.
  secrets rotate
      Seals every secret anew under SECRETS_KEY, and second factors under SESSION_SECRET, while the shop runs; those
      of before are opened with SECRETS_KEYS_RETIRED and SESSION_SECRETS_RETIRED. May be stopped and run again.
      Ends as "secrets check" does.
`;

type Said = { readonly text: string; readonly exitCode: number };

/** Reading every table takes as long as it takes. */
const ANSWER_WITHIN_MS = 24 * 60 * 60_000;

export function secretsCheck(config: Config): Promise<Said> {
  return withShop(config, ({ request, pool }) => report(config, request, pool));
}

export function secretsRotate(config: Config): Promise<Said> {
  return withShop(config, async ({ request, pool }) => {
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    process.once('SIGTERM', () => stop.abort());
    const { changed, unreadable, isWhole } = await rotateSecrets(request, stop.signal);
    const renewed = isWhole ? await renewSessionSecrets(pool, config.sessions) : 0;
    const lines = [...changed].map(([place, count]) => `- ${count} rows of ${place}\n`);
    const after = await report(config, request, pool);
    return {
      ...after,
      text:
        `Sealed anew under the key ${request.tools.sealer.keyId}:\n${lines.join('')}- ${renewed} values of second factors\n` +
        unreadable.map((place) => `Could not be opened, and was left: ${place}\n`).join('') +
        (isWhole ? '' : 'Stopped before the end: run it again.\n') +
        after.text,
    };
  });
}

async function withShop(
  config: Config,
  work: (shop: { request: Request; pool: pg.Pool }) => Promise<Said>,
): Promise<Said> {
  const orm = connect(config.databaseUrl, { answerWithinMs: ANSWER_WITHIN_MS });
  const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 2 });
  try {
    const tools = makeTools(config, { publish: () => {} });
    const actor = { kind: 'SYSTEM', id: null, name: 'Command line' } as const;
    return await work({ request: systemRequest(orm.em.fork(), tools, actor), pool });
  } finally {
    await pool.end();
    await orm.close();
  }
}

async function report(config: Config, request: Request, pool: pg.Pool): Promise<Said> {
  const { uses, canRetire } = await checkSecrets(request);
  const factors = await countSessionSecrets(pool, config.sessions);
  const isFree = factors.retired + factors.unknown === 0;
  const verdict = canRetire
    ? 'Every secret lies under SECRETS_KEY: nothing needs SECRETS_KEYS_RETIRED any more.\n'
    : 'There are secrets that need another key than SECRETS_KEY: keep it in SECRETS_KEYS_RETIRED and run "secrets rotate".\n';
  const ofFactors = isFree
    ? ''
    : 'There are second factors that need another secret than SESSION_SECRET: keep it in SESSION_SECRETS_RETIRED and run "secrets rotate".\n';
  return {
    text: uses.map(wordsOfUse).join('') + wordsOfFactors(factors) + verdict + ofFactors,
    exitCode: canRetire && isFree ? 0 : 1,
  };
}

const roles = {
  present: 'SECRETS_KEY',
  retired: 'retired',
  unknown: 'not given',
} as const;

function wordsOfUse({ keyId, role, counts }: KeyUse): string {
  const noteOn = ({ place, isKnown }: KeyUse['counts'][number]) => {
    if (place === WAITING_MAILS)
      return ' (mails that wait to be sent: look again once they have gone)';
    return isKnown ? '' : ' (nothing is sealed there: it only looks like it)';
  };
  const places = counts.map((found) => `${found.count} in ${found.place}${noteOn(found)}`);
  return `Key ${keyId} (${roles[role]}): ${places.join(', ') || 'nothing'}\n`;
}

function wordsOfFactors({ present, retired, unknown }: SessionSecretUse): string {
  return `Second factors: ${present} values under SESSION_SECRET, ${retired} under a retired secret, ${unknown} under one that is not given\n`;
}
