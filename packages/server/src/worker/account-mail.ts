import { createHash } from 'node:crypto';
import { escapeHtml } from '../domain/html.ts';
import type { Mailer } from '../outside/mailer.ts';
import type { AccountMail } from '../use-cases/account-mail.ts';

const TIMEOUT_MS = 30_000;

/**
 * Sends a mail about an account. Throws where the mail server did not surely take it: the queue then tries again, with
 * the same Message-ID, because a second mail about one's password is better than none.
 */
export async function sendAccountMail(
  mail: AccountMail,
  mailer: Mailer,
  now: Date,
  stopping: AbortSignal,
): Promise<void> {
  const sent = await mailer.send(
    {
      to: mail.to,
      subject: mail.subject,
      text: textOf(mail),
      html: htmlOf(mail),
      replyTo: null,
      key: `account:${createHash('sha256').update(JSON.stringify(mail)).digest('hex')}`,
      sentAt: now,
    },
    AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
  );
  if (sent.outcome === 'accepted') return;
  // The server's own words may quote the address.
  throw new Error(`A mail about an account was not taken: ${sent.reason}`);
}

function textOf({ paragraphs, button }: AccountMail): string {
  const link = button ? [`${button.label}:\n${button.url}`] : [];
  return `${[...paragraphs, ...link].join('\n\n')}\n`;
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function htmlOf({ subject, paragraphs, button }: AccountMail): string {
  const words = paragraphs
    .map((text) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`)
    .join('');
  const link = button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(button.url)}" style="background:#5b3fd6;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${escapeHtml(button.label)}</a></p>` +
      `<p style="margin:0;font-size:14px;color:#5b6570;overflow-wrap:anywhere">Or open ${escapeHtml(button.url)}</p>`
    : '';
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(subject)}</title></head>` +
    `<body style="margin:0;padding:24px 12px;background:#f2f4f7;color:#1c2024;${FONT};font-size:16px;line-height:24px">` +
    `<div style="max-width:560px;margin:0 auto;padding:32px;background:#fff;border-radius:12px;overflow-wrap:anywhere">${words}${link}</div></body></html>`
  );
}
