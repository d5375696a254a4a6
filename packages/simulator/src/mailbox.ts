// An SMTP server that keeps what it is given. Sign-in is optional and takes any password; no TLS.

import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Clock } from './clock.ts';
import { inBackground } from './clock.ts';
import type { Fault, FaultKind, Faults } from './faults.ts';
import type { Watched } from './watched.ts';
import { makeWatched } from './watched.ts';

export type InboxMessage = {
  readonly id: string;
  readonly at: number;
  readonly messageId: string | null;
  readonly from: string;
  /** Whom the envelope names, whatever the headers say. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string | null;
  readonly text: string | null;
  readonly headers: readonly string[];
  /** The same Message-ID came before. */
  readonly isRepeat: boolean;
};
export type Inbox = Watched<InboxMessage>;
/** A mail of one of the fakes themselves, which needs no SMTP. */
export type PostedMail = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};
export type Mailbox = {
  readonly inbox: Inbox;
  /** No switch meets it: those are for the product's mails. */
  post(mail: PostedMail): void;
  readonly port: number;
  close(): Promise<void>;
};

const longestMessageBytes = 5 * 1024 * 1024;

/** Listens on 127.0.0.1; port 0 picks a free one. */
export async function openMailbox(setup: {
  port: number;
  clock: Clock;
  newId: (prefix: string) => string;
  faults: Faults;
}): Promise<Mailbox> {
  const { clock, faults } = setup;
  const inbox = makeWatched<InboxMessage>(500);
  const sockets = new Map<number, Socket>();
  const faultOf = new Map<string, Fault | null>();

  async function keep(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const source = await readAll(stream);
    const mail = await simpleParser(source, { skipTextToHtml: true, skipImageLinks: true });
    const messageId = mail.messageId ?? null;
    inbox.add({
      id: setup.newId('msg_'),
      at: clock.now(),
      messageId,
      from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
      to: session.envelope.rcptTo.map(({ address }) => address),
      ...contentsOf(mail),
      isRepeat:
        messageId !== null && inbox.list().some((message) => message.messageId === messageId),
    });
  }

  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    socketTimeout: 10 * 60_000,
    size: longestMessageBytes,
    logger: false,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anyone' }),
    onMailFrom: (_address, session, callback) => {
      const fault = faults.take('mail');
      faultOf.set(session.id, fault);
      if (fault?.kind === 'hang-before') return;
      if (fault?.kind === 'drop-before') sockets.get(session.remotePort)?.destroy();
      else callback();
    },
    onRcptTo: (_address, session, callback) => {
      callback(refusalOf(faultOf.get(session.id) ?? null));
    },
    onData: (stream, session, callback) => {
      const fault = faultOf.get(session.id) ?? null;
      inBackground(clock, async () => {
        if (fault?.kind === 'slow') await clock.wait(fault.slowMs);
        await keep(stream, session);
        if (fault?.kind === 'hang-after') return;
        if (fault?.kind === 'drop-after') sockets.get(session.remotePort)?.destroy();
        else if (fault?.kind === 'error-500-after')
          callback(smtpError(451, 'Local error, after the message was taken'));
        else callback(null, 'Kept in the inbox');
      });
    },
    onClose: (session) => {
      faultOf.delete(session.id);
    },
  });
  // A client that goes away in the middle is its own affair.
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.on('close', () => sockets.delete(remotePort));
  });

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(setup.port, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  return {
    inbox,
    post: ({ from, to, subject, text, html }) => {
      const id = setup.newId('msg_');
      const headers = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`];
      inbox.add({
        id,
        at: clock.now(),
        messageId: `<${id}@simulator.example>`,
        from,
        to: [to],
        subject,
        html,
        text,
        headers,
        isRepeat: false,
      });
    },
    port: typeof address === 'object' && address ? address.port : setup.port,
    close: async () => {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** In SMTP 4xx invites to try again and 5xx does not: so 400 becomes 550, 429 and 500 become 45x. */
const refusals: Partial<Record<FaultKind, readonly [code: number, message: string]>> = {
  'error-400': [550, 'No such mailbox here'],
  'error-429': [450, 'Too many messages, try again later'],
  'error-500': [451, 'Local error in processing'],
};

function refusalOf(fault: Fault | null): Error | null {
  const refusal = fault && refusals[fault.kind];
  return refusal ? smtpError(...refusal) : null;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function contentsOf(mail: ParsedMail): Pick<InboxMessage, 'subject' | 'html' | 'text' | 'headers'> {
  return {
    subject: mail.subject ?? '',
    html: mail.html || null,
    text: mail.text ?? null,
    headers: mail.headerLines.map(({ line }) => line),
  };
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
