import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import { mailNews } from './account-mails.ts';
import {
  type AccountMeans,
  type Answer,
  answerOf,
  type AskedByHolder,
  inAccount,
  recordAccount,
} from './account-means.ts';
import { keepChallenge, takeChallenge } from './passkey-challenge.ts';
import { APP_NAME } from './session-library.ts';

const MOST_PASSKEYS = 20;
const LONGEST_NAME = 60;
/** ES256 and RS256: what every authenticator of today can. */
const ALGORITHMS = [-7, -257];

/** What a browser needs to make a passkey of this member's. It stays on the device and asks for its owner. */
export async function offerPasskey(asked: AskedByHolder, means: AccountMeans): Promise<Answer> {
  const { holder, session } = asked;
  const em = means.orm.em.fork();
  const known = await query<{ credential_id: string }>(
    em,
    'select credential_id from passkey where member_id = $1',
    [holder.id],
  );
  const options = await generateRegistrationOptions({
    rpName: APP_NAME,
    rpID: relyingPartyOf(means).id,
    userID: new TextEncoder().encode(holder.id),
    userName: holder.email,
    userDisplayName: holder.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential_id: id }) => ({ id })),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const now = means.tools.now();
  await keepChallenge(em, options.challenge, { purpose: 'REGISTER', holder: session.id, now });
  return { status: 200, body: options };
}

/** Keeps a passkey that was made for an offer of the same session, by a device that knew its owner. */
export async function addPasskey(
  wish: { name: string; response: RegistrationResponseJSON },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, session } = asked;
  const name = wish.name.trim();
  const outcome = await inAccount(means, holder, asked, async (work) => {
    if (name.length < 1 || name.length > LONGEST_NAME) {
      refuse('INVALID', `Give it a name of 1 to ${LONGEST_NAME} characters.`, ['name']);
    }
    const { id: expectedRPID, origins } = relyingPartyOf(means);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: wish.response,
      expectedChallenge: (challenge) =>
        takeChallenge(means.orm.em.fork(), challenge, {
          purpose: 'REGISTER',
          holder: session.id,
          now: work.now,
        }),
      expectedOrigin: origins,
      expectedRPID,
      supportedAlgorithmIDs: ALGORITHMS,
      requireUserVerification: true,
    }).catch(() => ({ verified: false, registrationInfo: undefined }));
    if (!verified || !registrationInfo) {
      refuse('INVALID', 'This passkey could not be checked. Add it again.');
    }
    const { credential } = registrationInfo;
    const id = work.request.tools.newId('pky');
    const added = await query(
      work.em,
      `insert into passkey (id, member_id, name, credential_id, public_key, counter, transports, created_at)
       select $1, $2, $3, $4, $5, $6, $7, $8
       where (select count(*) from passkey where member_id = $2) < $9
       on conflict (credential_id) do nothing returning id`,
      [
        id,
        holder.id,
        name,
        credential.id,
        Buffer.from(credential.publicKey),
        credential.counter,
        credential.transports ?? [],
        work.now,
        MOST_PASSKEYS,
      ],
    );
    if (added.length === 0) {
      refuse('NOT_ALLOWED', `This passkey is here already, or there are ${MOST_PASSKEYS} of them.`);
    }
    recordAccount(work, holder, 'member.passkey_added', 'Added a passkey.');
    await mailNews(work, holder, {
      subject: 'A passkey was added',
      happened: 'A passkey was added to your account at Order Management. It signs in by itself',
    });
    return { id };
  });
  return answerOf(outcome);
}

/** From then on it signs nobody in. Sessions it opened go on. */
export async function removePasskey(
  { id }: { id: string },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder } = asked;
  const outcome = await inAccount(means, holder, asked, async (work) => {
    const removed = await query(
      work.em,
      'delete from passkey where id = $1 and member_id = $2 returning id',
      [id, holder.id],
    );
    if (removed.length === 0) refuse('NOT_FOUND', 'There is no such passkey of yours.');
    recordAccount(work, holder, 'member.passkey_removed', 'Removed a passkey.');
    await mailNews(work, holder, {
      subject: 'A passkey was removed',
      happened: 'A passkey of your account at Order Management was removed',
    });
    return {};
  });
  return answerOf(outcome);
}

/** Who we are to a browser, and the pages of ours that may ask for a passkey: those of the same host. */
export function relyingPartyOf({ settings }: Pick<AccountMeans, 'settings'>): {
  id: string;
  origins: string[];
} {
  const { hostname } = new URL(settings.publicUrl);
  const origins = settings.ownOrigins.filter((origin) => new URL(origin).hostname === hostname);
  return { id: hostname, origins };
}
