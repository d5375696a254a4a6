import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import type { Work } from '../use-cases/request.ts';
import { mailNews } from './account-mails.ts';
import {
  type AccountHolder,
  type AccountMeans,
  type Answer,
  answerOf,
  type AskedByHolder,
  inAccount,
  recordAccount,
  refusedProof,
} from './account-means.ts';
import { hashPassword, MAX_PASSWORD_LENGTH, passwordRefusal, verifyPassword } from './password.ts';
import { AUTH_SCHEMA } from './session-library.ts';
import { cookiesOf, endFirstSteps, endSessions, renewSession } from './session-row.ts';

/**
 * Replaces one's own password. The present session gets a new token; the others end unless they are to
 * be kept. Refuses a wrong present password, and a new one that is too short, too long, the same, or
 * one's own address.
 */
export async function changePassword(
  wish: { currentPassword: string; newPassword: string; keepOtherSessions: boolean },
  asked: AskedByHolder,
  means: AccountMeans,
): Promise<Answer> {
  const { holder, session } = asked;
  const outcome = await inAccount(means, holder, asked, async (work) => {
    refuseWeakPassword(wish.newPassword, holder);
    const present = await refuseWrongPassword(
      work.em,
      holder,
      wish.currentPassword,
      'currentPassword',
    );
    if (wish.newPassword.normalize('NFKC') === wish.currentPassword.normalize('NFKC')) {
      refuse('INVALID', 'This is the password you have. Choose another one.', ['newPassword']);
    }
    await replacePassword(work, holder, wish.newPassword, present);
    if (wish.keepOtherSessions) await endFirstSteps(work, holder);
    else await endSessions(work, holder, { except: session.id });
    recordAccount(
      work,
      holder,
      'member.password_changed',
      wish.keepOtherSessions
        ? 'Changed the password. Other sessions were kept.'
        : 'Changed the password. Other sessions ended.',
    );
    await mailNews(work, holder, {
      subject: 'Your password was changed',
      happened: 'The password of your account at Order Management was changed',
    });
    // No code was asked for.
    const renewal = { sessionId: session.id, isProof: !holder.hasTwoFactor };
    return { token: await renewSession(work, holder, renewal) };
  });
  if (!outcome.ok) return refusedProof(outcome, asked, means);
  return answerOf({ ok: true, value: {} }, await cookiesOf(outcome.value.token, asked, means));
}

/** Refuses a password that is not theirs, at this field. Answers with its hash. */
export async function refuseWrongPassword(
  em: EntityManager,
  { userId }: AccountHolder,
  password: string,
  field: string,
): Promise<string> {
  const [credential] = await query<{ password: string }>(
    em,
    `select password from ${AUTH_SCHEMA}.account where "userId" = $1 and "providerId" = 'credential'`,
    [userId],
  );
  const isRight =
    credential !== undefined &&
    password.length <= MAX_PASSWORD_LENGTH &&
    (await verifyPassword({ hash: credential.password, password }));
  if (!isRight) refuse('INVALID', 'This is not your password.', [field]);
  return credential.password;
}

export function refuseWeakPassword(password: string, holder: AccountHolder): void {
  const refusal = passwordRefusal(password, holder);
  if (refusal) refuse('INVALID', refusal, ['newPassword']);
}

/** `present`: the hash that was looked at. Links to choose a new one, sent before, are worth nothing now. */
export async function replacePassword(
  work: Work,
  holder: AccountHolder,
  password: string,
  present: string | null,
): Promise<void> {
  const replaced = await query(
    work.em,
    `update ${AUTH_SCHEMA}.account set password = $2, "updatedAt" = $3
     where "userId" = $1 and "providerId" = 'credential' and ($4::text is null or password = $4) returning id`,
    [holder.userId, await hashPassword(password), work.now, present],
  );
  if (replaced.length === 0) refuse('STALE', 'Your password has just been changed. Try again.');
  await query(work.em, 'delete from password_reset where member_id = $1', [holder.id]);
}
