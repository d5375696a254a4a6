import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import type { Work } from '../use-cases/request.ts';
import {
  type AccountMeans,
  type Answer,
  answerOf,
  type AskedByHolder,
  inAccount,
  recordAccount,
  recordFailure,
} from './account-means.ts';
import { refuseWrongPassword } from './own-password.ts';
import { takeCode } from './second-factor.ts';
import { AUTH_SCHEMA } from './session-library.ts';

/**
 * Proves anew who sits at an open session: with the password, and a code where two-factor sign-in is on,
 * as at sign-in. What asks for a fresh proof is then open for ten minutes.
 */
export async function confirmIdentity(
  wish: { password: string; code: string | null },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, session } = asked;
  const outcome = await inAccount(means, holder, asked, async (work) => {
    await refuseWrongPassword(work.em, holder, wish.password, 'password');
    if (holder.hasTwoFactor) {
      if (!wish.code) refuse('INVALID', 'Give the code from your authenticator app.', ['code']);
      await takeCode(work, wish.code, asked, means);
    }
    await noteProof(work, session.id);
    recordAccount(
      work,
      holder,
      'member.identity_confirmed',
      holder.hasTwoFactor ? 'Confirmed by password and code.' : 'Confirmed by password.',
    );
    return {};
  });
  if (!outcome.ok) {
    await recordFailure(means, holder, asked, 'Somebody signed in could not confirm who they are.');
  }
  return answerOf(outcome);
}

/** The session's member has proved who they are, now. */
export async function noteProof(work: Work, sessionId: string): Promise<void> {
  await query(work.em, `update ${AUTH_SCHEMA}.session set "provedAt" = $2 where id = $1`, [
    sessionId,
    work.now,
  ]);
}
