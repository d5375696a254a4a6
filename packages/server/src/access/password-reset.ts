import { createHash, randomBytes } from 'node:crypto';
import { query } from '../database/orm.ts';
import { refuse } from '../use-cases/outcome.ts';
import { mailNews, mailResetLink } from './account-mails.ts';
import {
  type AccountMeans,
  type Answer,
  answerOf,
  type Asked,
  findHolder,
  inAccount,
  personOf,
  recordAccount,
} from './account-means.ts';
import { refuseWeakPassword, replacePassword } from './own-password.ts';
import { endSessions } from './session-row.ts';

const LINK_LIFE_MS = 60 * 60_000;
/** More in an hour is no forgetfulness, and somebody's mailbox is not ours to fill. */
const MOST_LINKS_PER_HOUR = 5;
const TOKEN_BYTES = 32;

/**
 * Sends a link to choose a new password to a member of this address. Called after the answer has gone
 * out: what happens here, and how long it takes, depends on whether there is such a member.
 */
export async function sendResetLink(
  email: string,
  asked: Asked,
  means: AccountMeans,
): Promise<void> {
  const holder = await findHolder(means.orm, { email: email.trim().toLowerCase() });
  if (!holder) return;
  await inAccount(means, null, asked, async (work) => {
    await query(work.em, 'delete from password_reset where expires_at <= $1', [work.now]);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expiresAt = new Date(work.now.getTime() + LINK_LIFE_MS);
    const [inserted] = await query(
      work.em,
      `insert into password_reset (token_hash, member_id, created_at, expires_at)
       select $1, $2, $3, $4
       where (select count(*) from password_reset where member_id = $2) < $5 returning member_id`,
      [hashOf(token), holder.id, work.now, expiresAt, MOST_LINKS_PER_HOUR],
    );
    if (!inserted) return;
    recordAccount(
      work,
      holder,
      'member.password_reset_requested',
      'Somebody asked for a link to choose a new password.',
    );
    await mailResetLink(work, holder, { token, expiresAt }, means);
  });
}

/**
 * Sets a new password by a link of the last hour, once. Every session ends; signing in needs the second
 * factor as before. Refuses links that are used, old or unknown, all in the same words.
 */
export async function resetPassword(
  wish: { token: string; newPassword: string },
  asked: Asked,
  means: AccountMeans,
): Promise<Answer> {
  const outcome = await inAccount(means, null, asked, async (work) => {
    const [link] = await query<{ user_id: string }>(
      work.em,
      `delete from password_reset r using member m
       where r.token_hash = $1 and r.expires_at > $2 and m.id = r.member_id returning m.user_id`,
      [hashOf(wish.token), work.now],
    );
    const holder = link ? await findHolder(means.orm, { userId: link.user_id }) : null;
    if (!holder) {
      refuse('STALE', 'This link has been used, or is older than an hour. Ask for a new one.');
    }
    refuseWeakPassword(wish.newPassword, holder);
    await replacePassword(work, holder, wish.newPassword, null);
    await endSessions(work, holder, { except: null });
    recordAccount(
      work,
      holder,
      'member.password_reset',
      'Chose a new password by a link from the mail. All sessions ended.',
      personOf(holder),
    );
    await mailNews(work, holder, {
      subject: 'Your password was changed',
      happened:
        'A new password was chosen for your account at Order Management, by a link from a mail to you',
    });
    return {};
  });
  return answerOf(outcome);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
