import type { Mailbox } from '../../src/outside/mailbox-stand-in.ts';
import { makeMailer } from '../../src/outside/mailer.ts';
import { makeSafeFetch } from '../../src/outside/safe-fetch.ts';

/** Sends by SMTP to a mail server of the test's own. */
export const mailerTo = ({ smtpUrl }: Mailbox, name = 'Example Shop') =>
  makeMailer({ smtpUrl, from: { name, address: 'shop@example.com' }, timeoutMs: 10_000 });

/** Calls by HTTP what listens on this machine. */
export const localFetch = makeSafeFetch({
  allowPrivate: ['127.0.0.1'],
  requireHttps: false,
  timeoutMs: 10_000,
});
