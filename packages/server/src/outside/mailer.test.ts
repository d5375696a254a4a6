import { describe, expect, test } from 'vitest';
import { mailboxThat, mailboxThatAt, smtpAnswer, type Step } from './mailbox-stand-in.ts';
import { isOneAddress, makeMailer, type Mail } from './mailer.ts';
import { deserted } from './receiver-stand-in.ts';

const from = { name: 'Kuvakoulu', address: 'kuitit@kuvakoulu.example' };
const never = new AbortController().signal;

const mail: Mail = {
  to: 'asiakas@example.com',
  subject: 'Kuitti: tilaus 10042',
  text: 'Kiitos tilauksestasi.',
  html: '<p>Kiitos tilauksestasi.</p>',
  replyTo: null,
  key: 'act_1:1',
  sentAt: new Date('2026-11-20T22:30:00Z'),
};

function send(smtpUrl: string, more: Partial<Mail> = {}, timeoutMs = 5_000, signal = never) {
  return makeMailer({ smtpUrl, from, timeoutMs }).send({ ...mail, ...more }, signal);
}

describe('a mail that is taken', () => {
  test('arrives with both parts, the given moment and a Message-ID of its key', async () => {
    const mailbox = await mailboxThat();

    const result = await send(mailbox.smtpUrl, { replyTo: 'tuki@kuvakoulu.example' });

    expect(result).toEqual({
      outcome: 'accepted',
      messageId: '<58b59bc8290694ec1d0118c5fe76a2e5260b70e5@kuvakoulu.example>',
      response: expect.stringContaining('250'),
    });
    expect(mailbox.mails).toHaveLength(1);
    expect(mailbox.mails[0]).toMatchObject({
      recipients: ['asiakas@example.com'],
      subject: 'Kuitti: tilaus 10042',
      text: 'Kiitos tilauksestasi.',
      html: '<p>Kiitos tilauksestasi.</p>',
      date: mail.sentAt,
      messageId: result.messageId,
      from: { value: [from] },
      replyTo: { value: [{ name: '', address: 'tuki@kuvakoulu.example' }] },
    });
    expect(mailbox.mails[0]?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  test('has the same Message-ID whenever it is sent, and another one for another key', async () => {
    const mailbox = await mailboxThat();

    await send(mailbox.smtpUrl);
    await send(mailbox.smtpUrl, { sentAt: new Date('2026-11-21T00:00:00Z') });
    await send(mailbox.smtpUrl, { key: 'act_1:2' });

    const [first, second, third] = mailbox.mails.map(({ messageId }) => messageId);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  test('is sent after signing in, where the server asks for it', async () => {
    const seen: unknown[] = [];
    const mailbox = await mailboxThat({
      authOptional: false,
      onAuth({ username, password }, _, done) {
        seen.push([username, password]);
        done(null, { user: username });
      },
    });
    const smtpUrl = mailbox.smtpUrl.replace('//', '//kauppa%40example:sala%2Fsana@');

    expect(await send(smtpUrl)).toMatchObject({ outcome: 'accepted' });
    expect(seen).toEqual([['kauppa@example', 'sala/sana']]);
  });
});

describe('what a customer or a seller typed', () => {
  const injected = 'Bcc: all@example.org';

  test.each([
    ['a subject with a new line', { subject: `Kuitti\r\n${injected}` }],
    ['a subject with a bare line feed', { subject: `Kuitti\n${injected}` }],
    ['a subject with a bare carriage return', { subject: `Kuitti\r${injected}` }],
    ['a subject with a Unicode line separator', { subject: `Kuitti\u2028${injected}` }],
    ['a subject with a whole message', { subject: `Kuitti\r\n\r\n<b>x</b>\r\n.\r\n${injected}` }],
    ['a key with a new line', { key: `act_1\r\n${injected}` }],
    ['a body with a lone dot', { text: `a\r\n.\r\n${injected}\r\n.` }],
    ['a body that begins like headers', { text: `${injected}\r\n\r\nhei` }],
  ])('becomes no header and no recipient: %s', async (_, more) => {
    const mailbox = await mailboxThat();

    await send(mailbox.smtpUrl, more);

    expect(mailbox.mails).toHaveLength(1);
    const [received] = mailbox.mails;
    expect(received?.recipients).toEqual(['asiakas@example.com']);
    expect(received?.headers.has('bcc')).toBe(false);
    expect(received?.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
  });

  test('cannot turn the sender into another one', async () => {
    const mailbox = await mailboxThat();
    const name = `Kuvakoulu\r\n${injected}\r\nFrom: "x" <a@b.example>`;
    await makeMailer({
      smtpUrl: mailbox.smtpUrl,
      from: { ...from, name },
      timeoutMs: 5_000,
    }).send(mail, never);

    expect(mailbox.mails[0]?.from?.value).toHaveLength(1);
    expect(mailbox.mails[0]?.from?.value[0]?.address).toBe(from.address);
    expect(mailbox.mails[0]?.headers.has('bcc')).toBe(false);
  });

  test.each([
    'a@example.com, b@example.com',
    'a@example.com; b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\r\nRCPT TO:<b@example.com>',
    'a@example.com> <b@example.com',
    '"a@example.com b" <b@example.com>',
    'group: a@example.com, b@example.com;',
    'a@b@example.com',
    'a\0@example.com',
    'a b@example.com',
    'a(comment)@example.com',
    'a@[127.0.0.1]',
    '@example.com',
    'example.com',
    '',
    `${'a'.repeat(250)}@example.com`,
  ])('is not sent to "%s", as recipient or for answers', async (address) => {
    const mailbox = await mailboxThat();

    for (const more of [{ to: address }, { replyTo: address }])
      expect(await send(mailbox.smtpUrl, more)).toMatchObject({
        outcome: 'not-sent',
        reason: 'refused',
      });
    expect(mailbox.mails).toEqual([]);
  });

  test('may be an address with letters of any language', () => {
    const addresses = ['väinö@esimerkki.example', 'a+b.c@example.co', "o'hara@example.com"];
    expect(addresses.every(isOneAddress)).toBe(true);
  });
});

describe('a mail that is refused', () => {
  const refused = { outcome: 'not-sent', reason: 'refused' };
  const postponed = { outcome: 'not-sent', reason: 'postponed' };

  test.each([
    ['no such mailbox', 550, refused],
    ['mailbox full', 452, postponed],
    ['greylisting', 450, postponed],
    ['too many mails', 421, postponed],
    ['rejected by policy', 554, refused],
  ])('at the recipient, %s (%i)', async (words, code, expected) => {
    const mailbox = await mailboxThat({
      onRcptTo: (_, __, done) => done(smtpAnswer(code, words)),
    });
    expect(await send(mailbox.smtpUrl)).toMatchObject({
      ...expected,
      technical: expect.stringContaining(String(code)),
    });
    expect(mailbox.mails).toEqual([]);
  });

  test.each([
    [554, refused],
    [451, postponed],
  ])('after its content, with proof that it was not taken (%i)', async (code, expected) => {
    const mailbox = await mailboxThat({ refusesContent: smtpAnswer(code, 'looks like spam') });
    expect(await send(mailbox.smtpUrl)).toMatchObject(expected);
  });

  test('because our own sign-in is wrong', async () => {
    const mailbox = await mailboxThat({
      authOptional: false,
      onAuth: (_, __, done) => done(smtpAnswer(535, 'wrong password')),
    });
    const smtpUrl = mailbox.smtpUrl.replace('//', '//kauppa:salasana@');
    const result = await send(smtpUrl);
    expect(result).toMatchObject({ outcome: 'not-sent', reason: 'login' });
    expect(JSON.stringify(result)).not.toContain('salasana');
  });
});

describe('a mail server that gives no answer', () => {
  const before: Step[] = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA'];

  test.each(before)('has nothing when it hangs up at %s', async (step) => {
    const mailbox = await mailboxThatAt(step, (socket) => socket.destroy());
    expect(await send(mailbox.smtpUrl)).toMatchObject({ outcome: 'not-sent' });
    expect(mailbox.contents()).toBe(0);
  });

  test.each(before)('has nothing when it falls silent at %s', async (step) => {
    const mailbox = await mailboxThatAt(step, () => {});
    expect(await send(mailbox.smtpUrl, {}, 100)).toMatchObject({
      outcome: 'not-sent',
      reason: 'timeout',
    });
  });

  test('may have the mail when it hangs up after the content', async () => {
    const mailbox = await mailboxThatAt('content', (socket) => socket.destroy());
    expect(await send(mailbox.smtpUrl)).toMatchObject({ outcome: 'unknown', reason: 'closed' });
    expect(mailbox.contents()).toBe(1);
  });

  test('may have the mail when it falls silent after the content', async () => {
    const mailbox = await mailboxThatAt('content', () => {});
    const result = await send(mailbox.smtpUrl, {}, 150);
    expect(result).toMatchObject({ outcome: 'unknown', reason: 'timeout' });
    expect(mailbox.contents()).toBe(1);
  });

  test('has nothing when nobody listens', async () => {
    expect(await send(`smtp://127.0.0.1:${await deserted()}`)).toMatchObject({
      outcome: 'not-sent',
      reason: 'unreachable',
      technical: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('whoever asked can stop the sending, before and after the content', async () => {
    const atOnce = await mailboxThat();
    expect(await send(atOnce.smtpUrl, {}, 5_000, AbortSignal.abort())).toMatchObject({
      outcome: 'not-sent',
      reason: 'aborted',
    });
    expect(atOnce.mails).toEqual([]);

    const stop = new AbortController();
    const late = await mailboxThatAt('content', () => stop.abort());
    expect(await send(late.smtpUrl, {}, 5_000, stop.signal)).toMatchObject({
      outcome: 'unknown',
      reason: 'aborted',
    });
  });
});
