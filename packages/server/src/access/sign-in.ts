import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import type { Work } from '../use-cases/request.ts';
import {
  type AccountHolder,
  type AccountMeans,
  type Answer,
  type Asked,
  type AskedByHolder,
  findHolder,
  inAccount,
  no,
  personOf,
  recordAccount,
  recordFailure,
  tooMany,
} from './account-means.ts';
import { claimCode, readCode, recordRecoveryCode } from './second-factor.ts';
import { AUTH_SCHEMA, SWITCHED_OFF, type SessionLibrary } from './session-library.ts';

export type SignInWay = 'password' | 'password and code' | 'password and recovery code' | 'passkey';

type LibraryBody = {
  readonly token?: string | null;
  readonly user?: { readonly id: string };
  readonly twoFactorRedirect?: boolean;
  readonly code?: string;
  readonly message?: string;
};

/** With these the library says that the first step has run out. */
const OVER: ReadonlySet<string> = new Set([
  'INVALID_TWO_FACTOR_COOKIE',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
]);

/** With these the library says that no page of ours asked; whether the password is right was not looked at. */
const NO_PAGE_OF_OURS: ReadonlySet<string> = new Set([
  'MISSING_OR_NULL_ORIGIN',
  'INVALID_ORIGIN',
  'CROSS_SITE_NAVIGATION_LOGIN_BLOCKED',
]);
const FROM_OUR_PAGE_ONLY =
  'People sign in on the page. A script sends an API token instead: "Authorization: Bearer …".';

/** First step. Answers `{ next: 'SECOND_FACTOR' }` where a code is asked for as well. */
export async function signInByPassword(
  wish: { email: string; password: string },
  asked: Asked,
  means: AccountMeans,
): Promise<Answer> {
  const email = wish.email.trim();
  const { password } = wish;
  const lookedAt = await passwordOf(email, means);
  const heard = await askLibrary('/sign-in/email', { email, password }, asked.headers, means);
  if (heard.status === 200) {
    if (heard.body.twoFactorRedirect) {
      const left = await presentSession(asked, means);
      if (left) await inAccount(means, null, asked, (work) => endReplaced(work, left));
      return { status: 200, body: { next: 'SECOND_FACTOR' }, cookies: heard.cookies };
    }
    return admit(heard, 'password', asked, means, lookedAt);
  }
  if (heard.waitSeconds) return tooMany(heard.waitSeconds);
  if (heard.status >= 500) throw new Error(`The library answered with ${heard.status}`);
  if (NO_PAGE_OF_OURS.has(heard.body.code ?? '')) {
    return no(403, 'NOT_FROM_OUR_PAGE', FROM_OUR_PAGE_ONLY);
  }
  // Known or not, the same work: one look, one entry.
  const holder = await findHolder(means.orm, { email: email.toLowerCase() });
  const why = holder ? 'Wrong password.' : 'An address that is no active member.';
  await recordFailure(means, holder, asked, `Could not sign in. ${why}`);
  const { code, message } = heard.body;
  return code === SWITCHED_OFF.code && message
    ? no(403, code, message)
    : no(401, 'INVALID_EMAIL_OR_PASSWORD', 'Email or password is wrong.');
}

/** Second step: a code of the app, or a recovery code. The first step's cookie says whose. */
export async function signInByCode(
  wish: { code: string },
  asked: Asked,
  means: AccountMeans,
): Promise<Answer> {
  const awaited = await awaitedHolder(asked, means);
  if (!awaited) {
    return no(401, 'SIGN_IN_AGAIN', 'This took too long. Begin again with your password.');
  }
  const { holder, headers } = awaited;
  const { kind, code } = readCode(wish.code);
  const isFresh = kind === 'RECOVERY' || (await claimCode(means, holder.userId, code));
  const path = kind === 'TOTP' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
  // A code that was used is a wrong one to the library too, so that it counts against the account.
  const heard = await askLibrary(path, { code: isFresh ? code : '' }, headers, means);
  if (heard.status === 200) {
    const way = kind === 'TOTP' ? 'password and code' : 'password and recovery code';
    return admit(heard, way, asked, means);
  }
  if (heard.waitSeconds) return tooMany(heard.waitSeconds);
  await recordFailure(
    means,
    holder,
    asked,
    'Could not sign in. The password was right, the code was not.',
  );
  return { ...refusedCode(heard, isFresh), cookies: heard.cookies ?? [] };
}

function refusedCode({ status, body }: Heard, isFresh: boolean): Answer {
  if (status === 429) {
    return no(429, 'LOCKED', 'Too many wrong codes. Wait fifteen minutes, then sign in again.');
  }
  if (body.code && OVER.has(body.code)) {
    return no(401, 'SIGN_IN_AGAIN', 'Too many wrong codes. Begin again with your password.');
  }
  const words = isFresh
    ? 'This code is wrong. Take the newest one from your app.'
    : 'This code has been used. Wait for the next one in your app.';
  return no(401, 'WRONG_CODE', words);
}

/** Ends the session before anything else: whoever leaves is out, even where that cannot be recorded. */
export async function signOut(asked: AskedByHolder, means: AccountMeans): Promise<Answer> {
  const { holder, headers } = asked;
  const left = await means.library.api.signOut({ headers, returnHeaders: true });
  await inAccount(means, holder, asked, async (work) => {
    recordAccount(work, holder, 'member.signed_out', 'Signed out.');
    work.showAccess(holder.id);
    return Promise.resolve();
  });
  return { status: 200, body: {}, cookies: left.headers.getSetCookie() };
}

/** Whose second step it is; without the cookie of a session, which would let codes be tried uncounted. */
export async function awaitedHolder(
  { headers }: Asked,
  { library, orm, tools }: AccountMeans,
): Promise<{ holder: AccountHolder; headers: Headers } | null> {
  const awaited = await library.api.awaitedUser({ headers, body: { now: tools.now() } });
  const holder = awaited && (await findHolder(orm, { userId: awaited.userId }));
  if (!holder) return null;
  const alone = new Headers(headers);
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
  alone.set('cookie', cookies.filter((one) => one.startsWith(`${awaited.cookie}=`)).join('; '));
  return { holder, headers: alone };
}

/** What a password is compared with at this moment: a hash, or null where nobody has this address. */
async function passwordOf(
  email: string,
  { orm }: Pick<AccountMeans, 'orm'>,
): Promise<string | null> {
  const [credential] = await query<{ password: string }>(
    orm.em.fork(),
    `select a.password from ${AUTH_SCHEMA}.account a join ${AUTH_SCHEMA}."user" u on u.id = a."userId"
     where u.email = $1 and a."providerId" = 'credential'`,
    [email.toLowerCase()],
  );
  return credential?.password ?? null;
}

/**
 * Whether a password alone still opens a session, as when it was looked at. Waits for whoever is changing
 * that: what ends all sessions has then ended this one, or is seen here.
 */
async function opensStill(work: Work, userId: string, lookedAt: string | null): Promise<boolean> {
  const found = await query(
    work.em,
    `select 1 from ${AUTH_SCHEMA}.account a join ${AUTH_SCHEMA}."user" u on u.id = a."userId"
     where u.id = $1 and a."providerId" = 'credential' and a.password = $2
       and u."twoFactorEnabled" is not true for share`,
    [userId, lookedAt],
  );
  return found.length > 0;
}

type Left = { readonly id: string; readonly holder: AccountHolder | null };

/** The session that the same browser has so far. Its cookie is about to be replaced, and copies of it are not. */
async function presentSession(
  { headers }: Asked,
  { library, orm }: AccountMeans,
): Promise<Left | null> {
  const found = headers.has('cookie') ? await library.api.getSession({ headers }) : null;
  if (!found) return null;
  const { id, userId } = found.session;
  return { id, holder: await findHolder(orm, { userId }) };
}

async function endReplaced(work: Work, { id, holder }: Left): Promise<void> {
  const ended = await query(
    work.em,
    `delete from ${AUTH_SCHEMA}.session where id = $1 returning id`,
    [id],
  );
  if (ended.length === 0 || !holder) return;
  const summary = 'Signed out by a new sign-in in the same browser.';
  recordAccount(work, holder, 'member.signed_out', summary, personOf(holder));
  work.showAccess(holder.id);
}

/**
 * Records a sign-in that the library has let pass. Where the entry cannot be written the session ends
 * before anybody has it: nobody is here whom the audit log does not know of. `lookedAt`: what the password
 * was compared with; one that was replaced meanwhile opens nothing.
 */
export async function admit(
  heard: { readonly body: LibraryBody; readonly cookies?: readonly string[] },
  way: SignInWay,
  asked: Asked,
  means: AccountMeans,
  lookedAt: string | null = null,
): Promise<Answer> {
  const { token, user } = heard.body;
  const end = () =>
    query(means.orm.em.fork(), `delete from ${AUTH_SCHEMA}.session where token = $1`, [token]);
  try {
    const holder = user && (await findHolder(means.orm, { userId: user.id }));
    const left = await presentSession(asked, means);
    if (!holder) throw new Error('A session was opened for somebody who is no member');
    const outcome = await inAccount(means, null, asked, async (work) => {
      if (way === 'password' && !(await opensStill(work, holder.userId, lookedAt))) {
        refuse('STALE', 'Your password or second factor has just been changed.');
      }
      if (left) await endReplaced(work, left);
      recordAccount(work, holder, 'member.signed_in', `Signed in by ${way}.`, personOf(holder));
      if (way === 'password and recovery code') await recordRecoveryCode(work, holder);
    });
    if (!outcome.ok) {
      await end();
      const summary = 'Could not sign in. Password or second factor changed at that moment.';
      await recordFailure(means, holder, asked, summary);
      return no(401, 'SIGN_IN_AGAIN', 'This account has just been changed. Sign in again.');
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { status: 200, body: { next: 'NOTHING' }, cookies: heard.cookies ?? [] };
}

type Heard = Answer & { readonly body: LibraryBody };

/** Asks the library as over HTTP, with its limits by address and its checks of where a request comes from. */
async function askLibrary(
  path: string,
  body: object,
  headers: Headers,
  { library, settings }: { library: SessionLibrary } & Pick<AccountMeans, 'settings'>,
): Promise<Heard> {
  const sent = new Headers(headers);
  sent.delete('content-length');
  sent.delete('transfer-encoding');
  sent.set('content-type', 'application/json');
  const response = await library.handler(
    new Request(`${settings.publicUrl}/api/auth${path}`, {
      method: 'POST',
      headers: sent,
      body: JSON.stringify(body),
    }),
  );
  const text = await response.text();
  const waitSeconds = Number(response.headers.get('x-retry-after'));
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as LibraryBody) : {},
    cookies: response.headers.getSetCookie(),
    ...(waitSeconds > 0 && { waitSeconds }),
  };
}
