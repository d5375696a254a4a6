import { Webhook } from 'standardwebhooks';
import { FetchFailure } from '../outside/fetch-failure.ts';
import type { Mailer, MailFailureReason } from '../outside/mailer.ts';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { TeamChannels, Told } from '../use-cases/team-channels.ts';

const TIMEOUT_MS = 30_000;

/** The team's mail and webhook over the same two ways out as everything else. */
export function makeTeamChannels(outside: { mailer: Mailer; fetch: SafeFetch }): TeamChannels {
  return {
    async mail({ to, subject, text, html, key, sentAt }) {
      const sent = await outside.mailer.send(
        { to, subject, text, html, key, sentAt, replyTo: null },
        AbortSignal.timeout(TIMEOUT_MS),
      );
      if (sent.outcome === 'accepted') return { outcome: 'told' };
      return {
        outcome: sent.outcome === 'unknown' ? 'unknown' : 'not-told',
        words: mailWords[sent.reason],
      };
    },
    async call({ url, secret, body, key, sentAt }) {
      try {
        const { status } = await outside.fetch({
          method: 'POST',
          url,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'order-management-webhook/1',
            'webhook-id': key,
            'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
            'webhook-signature': new Webhook(secret).sign(key, sentAt, body),
          },
          body,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        return judge(status);
      } catch (error) {
        if (!(error instanceof FetchFailure)) throw error;
        if (error.answer) return judge(error.answer.status);
        const words = `the call failed (${error.kind}).`;
        return { outcome: error.phase === 'before' ? 'not-told' : 'unknown', words };
      }
    },
  };
}

function judge(status: number): Told {
  if (status >= 200 && status < 300) return { outcome: 'told' };
  return { outcome: 'not-told', words: `the receiver answered with ${status}.` };
}

/** The server's own words may quote the address. */
const mailWords: Readonly<Record<MailFailureReason, string>> = {
  refused: 'the mail server refused it.',
  postponed: 'the mail server wants it later.',
  login: 'the mail server refused our sign-in.',
  unreachable: 'the mail server could not be reached.',
  timeout: 'the mail server did not answer in time.',
  closed: 'the mail server hung up.',
  aborted: 'it was stopped.',
};
