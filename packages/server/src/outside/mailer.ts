/**
 * Mail over SMTP. A mail server that took the message and never said so cannot be asked
 * afterwards, so the answer tells apart what was surely not sent from what may have been. Only
 * fixed fields go in: everything else nodemailer understands (files, URLs, envelopes, raw
 * messages) is out of reach of data.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionOptions, SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import type { NodemailerError } from 'nodemailer';
import { readSmtpUrl, type SmtpAccount } from './smtp-url.ts';

export type MailerOptions = {
  /** `smtp://user:password@mail.example:587`, or `smtps://…` for TLS from the first byte. */
  readonly smtpUrl: string;
  readonly from: { readonly name: string; readonly address: string };
  /** Of the whole sending, name resolution to last answer. */
  readonly timeoutMs: number;
};

export type Mail = {
  /** One address. A list is refused, also one that hides in the text. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly replyTo: string | null;
  /** The same key gives the same Message-ID, by which mailboxes recognise a repetition. */
  readonly key: string;
  readonly sentAt: Date;
};

export type MailResult =
  | { readonly outcome: 'accepted'; readonly messageId: string; readonly response: string }
  | MailFailure;

export type MailFailure = {
  /** `not-sent` is proof that nobody got it; `unknown` that the server may hold it. */
  readonly outcome: 'not-sent' | 'unknown';
  readonly reason: MailFailureReason;
  readonly messageId: string;
  /** Code and words of the server or the library. May quote the recipient. */
  readonly technical: string;
};

export type MailFailureReason =
  /** Refused for good, by a 5xx or because the address cannot be one. */
  | 'refused'
  /** Refused for now, by a 4xx. */
  | 'postponed'
  /** Our own sign-in at the mail server was refused. */
  | 'login'
  | 'unreachable'
  | 'timeout'
  | 'closed'
  | 'aborted';

export type Mailer = { send(mail: Mail, signal: AbortSignal): Promise<MailResult> };

export function makeMailer(options: MailerOptions): Mailer {
  const account = readSmtpUrl(options.smtpUrl);
  const domain = options.from.address.split('@').at(-1) ?? 'localhost';

  return {
    async send(mail, signal) {
      const messageId = messageIdOf(mail.key, domain);
      const addresses = mail.replyTo === null ? [mail.to] : [mail.to, mail.replyTo];
      if (!addresses.every(isOneAddress))
        return { ...notSent('refused', 'an address is not one e-mail address'), messageId };
      const message = await compose(mail, options.from, messageId);
      return { ...(await transmit(account, message, options.timeoutMs, signal)), messageId };
    },
  };
}

/** Hashed, because a key may hold characters that end a header. */
function messageIdOf(key: string, domain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/**
 * Stricter than the standard on purpose: quoted names, comments and groups are how two
 * recipients are smuggled in as one.
 */
export function isOneAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\p{Cc}\s@<>(),;:"[\]\\]+@[^\p{Cc}\s@<>(),;:"[\]\\]+$/u.test(text)
  );
}

type Message = { readonly envelope: SMTPEnvelope; readonly content: Buffer };

async function compose(mail: Mail, from: MailerOptions['from'], messageId: string) {
  const node = new MailComposer({
    from: { name: onOneLine(from.name), address: from.address },
    to: { name: '', address: mail.to },
    ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
    subject: onOneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId,
    date: mail.sentAt,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { envelope: node.getEnvelope(), content: await node.build() };
}

function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

type Transmitted =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'not-sent' | 'unknown'; reason: MailFailureReason; technical: string };

function transmit(
  account: SmtpAccount,
  message: Message,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Transmitted> {
  const connection = new SMTPConnection(connectionOptions(account, timeoutMs));
  const deadline = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any([signal, deadline]);
  let hasContentBegun = false;

  return new Promise<Transmitted>((resolve) => {
    const finish = (result: Transmitted) => {
      ended.removeEventListener('abort', onAbort);
      connection.close();
      resolve(result);
    };
    const fail = (error: Error) => finish(classify(error, hasContentBegun));
    const onAbort = () => {
      const reason = signal.aborted ? 'aborted' : 'timeout';
      finish(lost(reason, hasContentBegun, `stopped by us: ${reason}`));
    };
    if (ended.aborted) return onAbort();
    ended.addEventListener('abort', onAbort, { once: true });

    const send = () => {
      // The library reads the message only when the server has answered DATA with "go ahead": the
      // first read is the moment from which the server may hold the mail.
      const content = Readable.from(
        (function* () {
          hasContentBegun = true;
          yield message.content;
        })(),
      );
      connection.send(message.envelope, content, (error, info) =>
        error ? fail(error) : finish({ outcome: 'accepted', response: info?.response ?? '' }),
      );
    };
    connection.on('error', fail);
    connection.connect((error) => {
      if (error) return fail(error);
      // A server that offers no sign-in is a relay that needs none, or says so at the recipient.
      if (!account.login || !connection.allowsAuth) return send();
      connection.login(account.login, (refused) => (refused ? fail(refused) : send()));
    });
  });
}

function connectionOptions(account: SmtpAccount, timeoutMs: number): SMTPConnectionOptions {
  return {
    host: account.host,
    port: account.port,
    secure: account.isTlsFromStart,
    requireTLS: account.mustEncrypt,
    // The library's own are minutes, longer than any lease of an action.
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 1_000,
  };
}

/** Only an answer of the server, or silence before the content, proves that nothing was taken. */
function classify(error: NodemailerError, hasContentBegun: boolean): Transmitted {
  const technical = `${error.code ?? 'no code'} ${error.command ?? ''}: ${error.message}`;
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH') return notSent('login', technical);
  if (error.responseCode !== undefined)
    return notSent(error.permanent ? 'refused' : 'postponed', technical);
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') return notSent('refused', technical);
  return lost(reasonOf(error, hasContentBegun), hasContentBegun, technical);
}

function reasonOf(error: NodemailerError, hasContentBegun: boolean): MailFailureReason {
  if (error.code === 'ETIMEDOUT') return 'timeout';
  return hasContentBegun || error.code === 'ECONNECTION' ? 'closed' : 'unreachable';
}

function lost(reason: MailFailureReason, hasContentBegun: boolean, technical: string): Transmitted {
  return { outcome: hasContentBegun ? 'unknown' : 'not-sent', reason, technical };
}

function notSent(reason: MailFailureReason, technical: string) {
  return { outcome: 'not-sent', reason, technical } as const;
}
