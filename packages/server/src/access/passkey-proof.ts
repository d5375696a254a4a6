import { randomBytes } from 'node:crypto';
import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from '@simplewebauthn/server';
import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import {
  type AccountMeans,
  type Answer,
  answerOf,
  type Asked,
  type AskedByHolder,
  findHolder,
  inAccount,
  recordAccount,
  recordFailure,
} from './account-means.ts';
import { noteProof } from './confirm-identity.ts';
import {
  CHALLENGE_LIFE_MS,
  type ChallengePurpose,
  keepChallenge,
  takeChallenge,
} from './passkey-challenge.ts';
import { relyingPartyOf } from './passkey.ts';
import { admit } from './sign-in.ts';

type Found = {
  id: string;
  memberId: string;
  userId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: string;
  transports: string[];
};

/** A challenge for a passkey to answer, without saying whose: the browser offers those it has. */
export async function askForPasskey(asked: Asked, means: AccountMeans): Promise<Answer> {
  const browser = randomBytes(32).toString('base64url');
  const options = await challengeFor('SIGN_IN', browser, means);
  return { status: 200, body: options, cookies: [challengeCookie(browser, means)] };
}

/** The same at an open session, where it proves its member anew. */
export async function askToConfirm(asked: AskedByHolder, means: AccountMeans): Promise<Answer> {
  return { status: 200, body: await challengeFor('CONFIRM', asked.session.id, means) };
}

/** Signs in by passkey alone: a thing one has, opened by what one knows or is, so both factors at once. */
export async function signInByPasskey(
  { response }: { response: AuthenticationResponseJSON },
  asked: Asked,
  means: AccountMeans,
): Promise<Answer> {
  const browser = challengeHeld(asked, means);
  const passkey = await findPasskey(response.id, means);
  const holder = passkey && (await findHolder(means.orm, { userId: passkey.userId }));
  if (!holder || !browser || !(await proves(response, passkey, 'SIGN_IN', browser, means))) {
    // In the chain of whose passkey it would be: somebody may have a copy of it.
    await recordFailure(means, holder, asked, 'Could not sign in by passkey.');
    const message = 'This passkey is not known here. Sign in with your password.';
    return { status: 401, body: { errors: [{ code: 'NOT_FOUND', message, path: null }] } };
  }
  const begun = await means.library.api.beginSession({
    headers: asked.headers,
    body: { userId: holder.userId },
    returnHeaders: true,
  });
  if (!begun.response) throw new Error('The library opened no session');
  const body = { token: begun.response.token, user: { id: holder.userId } };
  return admit({ body, cookies: begun.headers.getSetCookie() }, 'passkey', asked, means);
}

/** What `confirmIdentity` does, by one of the member's own passkeys. */
export async function confirmByPasskey(
  { response }: { response: AuthenticationResponseJSON },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, session } = asked;
  const passkey = await findPasskey(response.id, means);
  const isProved =
    passkey?.memberId === holder.id &&
    (await proves(response, passkey, 'CONFIRM', session.id, means));
  const outcome = await inAccount(means, holder, asked, async (work) => {
    if (!isProved) {
      refuse('INVALID', 'This passkey is not yours, or the time is over. Try again.');
    }
    await noteProof(work, session.id);
    recordAccount(work, holder, 'member.identity_confirmed', 'Confirmed by passkey.');
    return {};
  });
  if (!outcome.ok) {
    await recordFailure(means, holder, asked, 'Somebody signed in could not confirm who they are.');
  }
  return answerOf(outcome);
}

async function challengeFor(purpose: ChallengePurpose, holder: string, means: AccountMeans) {
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyOf(means).id,
    userVerification: 'required',
  });
  const now = means.tools.now();
  await keepChallenge(means.orm.em.fork(), options.challenge, { purpose, holder, now });
  return options;
}

async function findPasskey(credentialId: string, { orm }: AccountMeans): Promise<Found | null> {
  const [found] = await query<Found>(
    orm.em.fork(),
    `select p.id, p.member_id as "memberId", m.user_id as "userId", p.credential_id as "credentialId",
       p.public_key as "publicKey", p.counter, p.transports
     from passkey p join member m on m.id = p.member_id where p.credential_id = $1`,
    [credentialId],
  );
  return found ?? null;
}

/** Whether its answer holds: right challenge, place and key, its owner present, its counter risen. */
async function proves(
  response: AuthenticationResponseJSON,
  found: Found,
  purpose: ChallengePurpose,
  holder: string,
  means: AccountMeans,
): Promise<boolean> {
  const em = means.orm.em.fork();
  const now = means.tools.now();
  const { id: expectedRPID, origins } = relyingPartyOf(means);
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(em, challenge, { purpose, holder, now }),
    expectedOrigin: origins,
    expectedRPID,
    credential: {
      id: found.credentialId,
      publicKey: new Uint8Array(found.publicKey),
      counter: Number(found.counter),
    },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return false;
  // Two answers with one counter are two devices with one key. Zero: a passkey that is meant to be on several.
  const counted = await query(
    em,
    `update passkey set counter = $2, last_used_at = $3
     where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id`,
    [found.id, verified.authenticationInfo.newCounter, now],
  );
  return counted.length > 0;
}

function cookieName({ settings }: Pick<AccountMeans, 'settings'>): string {
  return settings.publicUrl.startsWith('https:') ? '__Host-orders.passkey' : 'orders.passkey';
}

function challengeCookie(value: string, means: AccountMeans): string {
  const secure = means.settings.publicUrl.startsWith('https:') ? ' Secure;' : '';
  return `${cookieName(means)}=${value}; Max-Age=${CHALLENGE_LIFE_MS / 1000}; Path=/; HttpOnly;${secure} SameSite=Strict`;
}

function challengeHeld({ headers }: Asked, means: AccountMeans): string | null {
  const start = `${cookieName(means)}=`;
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
  return cookies.find((one) => one.startsWith(start))?.slice(start.length) || null;
}
