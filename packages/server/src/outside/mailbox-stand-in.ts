/** Mail servers for tests: a real one that keeps what it takes, and one that drops its lines. */
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { lineThat } from './receiver-stand-in.ts';

export type Mailbox = {
  readonly smtpUrl: string;
  /** With every header as it came over the wire. */
  readonly mails: readonly (ParsedMail & { source: string; recipients: string[] })[];
};

/** Takes every mail, unless told to refuse; listens until the test is over. */
export async function mailboxThat(
  behaves: Pick<SMTPServerOptions, 'onRcptTo' | 'onMailFrom' | 'onAuth' | 'authOptional'> & {
    /** What is said to a whole message instead of taking it. */
    refusesContent?: Error;
  } = {},
): Promise<Mailbox> {
  const { refusesContent, ...options } = behaves;
  const mails: (ParsedMail & { source: string; recipients: string[] })[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData(stream, session, done) {
      const take = async () => {
        const source = await text(stream);
        if (refusesContent) return done(refusesContent);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ ...(await simpleParser(source)), source, recipients });
        return done();
      };
      void take();
    },
  });
  // Clients that break off are part of these tests.
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { smtpUrl: `smtp://127.0.0.1:${port}`, mails };
}

export type Step = 'connect' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'content';

/**
 * A mail server that answers as it should until a step, and then does something else. `content`
 * is the moment when it holds the whole message; `contents` counts those.
 */
export async function mailboxThatAt(step: Step, fails: (socket: Socket) => void) {
  let contents = 0;
  const { port } = await lineThat((socket) => {
    let isContent = false;
    let buffer = '';
    const take = (at: Step, answer: string) => (at === step ? fails(socket) : socket.write(answer));
    const takeLine = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (isContent) {
        if (line !== '.') return;
        isContent = false;
        contents += 1;
        take('content', '250 taken\r\n');
      } else if (verb === 'EHLO') take('EHLO', '250 stand-in\r\n');
      else if (verb === 'MAIL') take('MAIL', '250 ok\r\n');
      else if (verb === 'RCPT') take('RCPT', '250 ok\r\n');
      else if (verb === 'DATA') {
        isContent = step !== 'DATA';
        take('DATA', '354 go ahead\r\n');
      } else socket.write('502 unknown\r\n');
    };
    take('connect', '220 stand-in\r\n');
    socket.on('data', (chunk) => {
      const lines = (buffer + chunk.toString()).split('\r\n');
      buffer = lines.pop() ?? '';
      lines.forEach(takeLine);
    });
  });
  return { smtpUrl: `smtp://127.0.0.1:${port}`, contents: () => contents };
}

/** An answer of a mail server, as `smtp-server` is told to give it. */
export function smtpAnswer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
