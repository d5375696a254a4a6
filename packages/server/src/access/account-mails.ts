import { queueAccountMail } from '../use-cases/account-mail.ts';
import type { Work } from '../use-cases/request.ts';
import type { AccountHolder, AccountMeans } from './account-means.ts';

const HOUR_MS = 60 * 60_000;
/** News of the account that comes later than this frightens more than it helps. */
const NEWS_USEFUL_MS = 72 * HOUR_MS;

const ADVICE =
  'If this was not you, ask an admin of the shop to switch your account off, and tell them when it happened.';

/** Tells a member of a change to their account. Without a link, so that nobody learns to follow one from such a mail. */
export function mailNews(
  work: Work,
  holder: AccountHolder,
  news: { subject: string; happened: string },
): Promise<void> {
  const at = `${work.now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return queueAccountMail(work.em, work.request.tools, {
    to: holder.email,
    subject: news.subject,
    paragraphs: [`Hello ${holder.name},`, `${news.happened} (${at}).`, ADVICE],
    button: null,
    validUntil: new Date(work.now.getTime() + NEWS_USEFUL_MS),
  });
}

/** The key stands behind the `#`: browsers send that part to nobody, so it is in no log and no Referer. */
export function mailResetLink(
  work: Work,
  holder: AccountHolder,
  link: { token: string; expiresAt: Date },
  { settings }: Pick<AccountMeans, 'settings'>,
): Promise<void> {
  return queueAccountMail(work.em, work.request.tools, {
    to: holder.email,
    subject: 'Choose a new password',
    paragraphs: [
      `Hello ${holder.name},`,
      'Somebody asked for a new password for your account at Order Management. The link below is good once, for one hour.',
      'If it was not you, there is nothing to do: your password stays as it is.',
    ],
    button: {
      label: 'Choose a new password',
      url: `${settings.publicUrl}/reset-password#${link.token}`,
    },
    validUntil: link.expiresAt,
  });
}
