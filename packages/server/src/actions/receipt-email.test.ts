import { describe, expect, test } from 'vitest';
import { mailboxThat, smtpAnswer } from '../outside/mailbox-stand-in.ts';
import { makeMailer } from '../outside/mailer.ts';
import { describeActionType, type OtherSideBehaviour } from './action-type.contract.ts';
import { exampleOrder } from './example-order.ts';
import { mailServerThat, quote } from './mail-server-stand-in.ts';
import { makeReceiptEmail } from './receipt-email.ts';
import { renderReceipt } from './receipt.tsx';
import { stepsStandIn } from './steps-stand-in.ts';

const from = { name: 'Kuvakoulu', address: 'kuitit@kuvakoulu.example' };

function sendingTo(smtpUrl: string, timeoutMs = 5_000) {
  return makeReceiptEmail({ mailer: makeMailer({ smtpUrl, from, timeoutMs }) });
}

async function meet(behaviour: OtherSideBehaviour, timeoutMs: number) {
  const { smtpUrl, ids } = await mailServerThat(behaviour);
  return {
    type: sendingTo(smtpUrl, timeoutMs),
    settings: {},
    arrivals: () => ids().length,
    effects: () => new Set(ids()).size,
  };
}

describeActionType('receipt email', {
  type: sendingTo('smtp://127.0.0.1:1'),
  meet,
  anotherKey: 'repeats',
  unanswered: { outcome: 'unknown', again: 'yes' },
  storedSettings: [
    {},
    null,
    { subject: 'Kuittisi', introduction: 'Hei!\n\nKiitos.', sellerName: 'Kuvakoulu Oy' },
    { sellerAddress: 'Aurakatu 1\n20100 Turku', sellerVatId: 'FI12345678', subject: '  ' },
    { replyTo: 'tuki@kuvakoulu.example', timeZone: 'Europe/Stockholm' },
  ],
  unreadableSettings: [
    'text',
    { subject: 5 },
    { replyTo: 'a@example.com, b@example.com' },
    { timeZone: 'Turku' },
    { introduction: 'x'.repeat(5_001) },
  ],
  secrets: [],
});

const run = {
  key: 'act_01:1',
  lineId: null,
  now: new Date('2026-11-20T22:31:00Z'),
  signal: new AbortController().signal,
  steps: stepsStandIn(),
};

describe('receipt email', () => {
  test('brings the customer the receipt, in both parts, with answers going to the seller', async () => {
    const mailbox = await mailboxThat();
    const type = sendingTo(mailbox.smtpUrl);
    const settings = type.readSettings({ replyTo: 'tuki@kuvakoulu.example' });

    const answer = await type.run(exampleOrder, settings, run);

    const receipt = await renderReceipt(exampleOrder, settings);
    const [mail] = mailbox.mails;
    expect(mail?.recipients).toEqual(['vaino.makinen@example.com']);
    expect(mail?.subject).toBe('Kuitti: Kuvakoulu, tilaus 10042');
    expect(mail?.text?.trim()).toBe(receipt.text.trim());
    expect(mail?.html).toBe(receipt.html);
    expect(mail?.replyTo?.text).toBe('tuki@kuvakoulu.example');
    expect(answer).toEqual({
      outcome: 'done',
      note: 'The mail server took it for delivery.',
      exchange: {
        request: {
          to: '…',
          subject: 'Kuitti: Kuvakoulu, tilaus 10042',
          messageId: mail?.messageId,
        },
        response: { reply: expect.stringContaining('250') },
      },
    });
  });

  test('keeps what the mail server said, without the customer in it', async () => {
    const mailbox = await mailboxThat({
      onRcptTo: (_, __, done) => done(smtpAnswer(550, quote)),
    });
    const type = sendingTo(mailbox.smtpUrl);

    expect(await type.run(exampleOrder, type.readSettings({}), run)).toMatchObject({
      outcome: 'failed',
      again: 'no',
      message:
        'The mail server refused the email, so it was not sent. Often the address does not exist or its mailbox is closed: ask the customer for another one.',
      technical: expect.stringMatching(/^EENVELOPE RCPT TO: .*550 <…> …, …: no$/),
    });
  });

  test('is not sent when the order holds no single address', async () => {
    const mailbox = await mailboxThat();
    const type = sendingTo(mailbox.smtpUrl);
    const customer = { ...exampleOrder.customer, email: 'a@example.com, b@example.com' };

    expect(await type.run({ ...exampleOrder, customer }, type.readSettings({}), run)).toMatchObject(
      { outcome: 'failed', again: 'no' },
    );
    expect(mailbox.mails).toEqual([]);
  });
});
