import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';

export const CHALLENGE_LIFE_MS = 5 * 60_000;

export type ChallengePurpose = 'REGISTER' | 'SIGN_IN' | 'CONFIRM';

/** `holder`: the session, or the browser's cookie, to which alone this challenge is worth anything. */
type Bond = { readonly purpose: ChallengePurpose; readonly holder: string; readonly now: Date };

export async function keepChallenge(
  em: EntityManager,
  challenge: string,
  { purpose, holder, now }: Bond,
): Promise<void> {
  await query(em, 'delete from passkey_challenge where expires_at <= $1', [now]);
  await query(
    em,
    'insert into passkey_challenge (challenge, purpose, holder, expires_at) values ($1, $2, $3, $4)',
    [challenge, purpose, hashOf(holder), new Date(now.getTime() + CHALLENGE_LIFE_MS)],
  );
}

/** Takes a challenge back, once; false where it was not given out for this, to this one, in time. */
export async function takeChallenge(
  em: EntityManager,
  challenge: string,
  { purpose, holder, now }: Bond,
): Promise<boolean> {
  const taken = await query(
    em,
    `delete from passkey_challenge
     where challenge = $1 and purpose = $2 and holder = $3 and expires_at > $4 returning challenge`,
    [challenge, purpose, hashOf(holder), now],
  );
  return taken.length > 0;
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
