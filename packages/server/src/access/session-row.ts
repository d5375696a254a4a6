import { randomBytes } from 'node:crypto';
import { query } from '../database/orm.ts';
import type { Work } from '../use-cases/request.ts';
import type { AccountHolder, AccountMeans, Asked } from './account-means.ts';
import { AUTH_SCHEMA } from './session-library.ts';

const TOKEN_BYTES = 32;

/**
 * Gives a session a new token: whoever held the old one is out. `isProof`: what led here was all that
 * signing in takes, so it counts as proved now. Answers with the token; its cookie is `cookiesOf`, after
 * the commit.
 */
export async function renewSession(
  work: Work,
  holder: AccountHolder,
  { sessionId, isProof }: { sessionId: string; isProof: boolean },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await query(
    work.em,
    `update ${AUTH_SCHEMA}.session
     set token = $2, "provedAt" = case when $4 then $3 else "provedAt" end, "updatedAt" = $3 where id = $1`,
    [sessionId, token, work.now, isProof],
  );
  work.showAccess(holder.id);
  return token;
}

/** Ends a member's sessions, and first steps of a sign-in that wait for their second. */
export async function endSessions(
  work: Work,
  holder: AccountHolder,
  { except }: { except: string | null },
): Promise<void> {
  await query(
    work.em,
    `delete from ${AUTH_SCHEMA}.session where "userId" = $1 and id is distinct from $2`,
    [holder.userId, except],
  );
  await endFirstSteps(work, holder);
  work.showAccess(holder.id);
}

/** What a password opened half-way ends with it. */
export async function endFirstSteps(work: Work, { userId }: AccountHolder): Promise<void> {
  await query(
    work.em,
    `delete from ${AUTH_SCHEMA}.verification where value = $1 and identifier like '2fa-%'`,
    [userId],
  );
}

/** The cookie, signed by the library, of a session whose token has changed. */
export async function cookiesOf(
  token: string,
  { headers }: Asked,
  { library }: AccountMeans,
): Promise<readonly string[]> {
  const shown = await library.api.showSession({ headers, body: { token }, returnHeaders: true });
  return shown.headers.getSetCookie();
}
