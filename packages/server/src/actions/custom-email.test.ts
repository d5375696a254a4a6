import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mailboxThat } from '../outside/mailbox-stand-in.ts';
import { makeMailer } from '../outside/mailer.ts';
import type { PurchasedOrder } from './action-type.ts';
import { describeActionType } from './action-type.contract.ts';
import { makeCustomEmail } from './custom-email.ts';
import { renderCustomEmail } from './custom-email-render.tsx';
import { readCustomEmailSettings } from './custom-email-settings.ts';
import { exampleOrder } from './example-order.ts';
import { mailServerThat } from './mail-server-stand-in.ts';
import { customEmailExample } from './settings-examples-stand-in.ts';
import { stepsStandIn } from './steps-stand-in.ts';

const from = { name: 'Kuvakoulu', address: 'kuitit@kuvakoulu.example' };

function sendingTo(smtpUrl: string, timeoutMs = 5_000) {
  return makeCustomEmail({ mailer: makeMailer({ smtpUrl, from, timeoutMs }) });
}

describeActionType('custom email', {
  type: sendingTo('smtp://127.0.0.1:1'),
  async meet(behaviour, timeoutMs) {
    const { smtpUrl, ids } = await mailServerThat(behaviour);
    return {
      type: sendingTo(smtpUrl, timeoutMs),
      settings: { subject: 'Moi {{fullName}}', body: 'Hei {{firstName|sinä}}!' },
      arrivals: () => ids().length,
      effects: () => new Set(ids()).size,
    };
  },
  anotherKey: 'repeats',
  unanswered: { outcome: 'unknown', again: 'yes' },
  storedSettings: [
    { subject: 'Welcome', body: 'Hi!' },
    {
      subject: '{{offer|Your course}}, order {{orderNumber}}',
      body: 'Hi {{ firstName | there }},\n\n{{product}} of {{products}}, {{total}}, {{checkout}}.',
      sellerName: ' ',
      replyTo: 'help@example.com',
    },
    customEmailExample,
  ],
  unreadableSettings: [
    null,
    {},
    { subject: 'Hi' },
    { subject: '', body: 'Hi' },
    { subject: 'Hi', body: '  ' },
    { subject: 'Hi {{name}}', body: 'Hi' },
    { subject: 'Hi', body: 'Hi {{firstName' },
    { subject: 'Hi', body: 'x'.repeat(20_001) },
    { subject: 'Hi', body: 'Hi', replyTo: 'a@example.com, b@example.com' },
  ],
  secrets: [],
});

function emailOf(body: string, more: Partial<PurchasedOrder['customer']> = {}, subject = 'Hi') {
  const customer = { ...exampleOrder.customer, ...more };
  return renderCustomEmail(
    { ...exampleOrder, customer },
    readCustomEmailSettings({ subject, body }),
    'lin_02',
  );
}

describe('a custom email', () => {
  test('puts the order into the subject and the text', async () => {
    const body = `Hei {{firstName}} {{lastName}} ({{fullName}}, {{email}})!

Tilaus {{orderNumber}}: {{products}}.
Tämä koskee: {{product}}. Paketti {{offer}}, {{total}}.

{{checkout}} / {{seller}}`;
    const { subject, text } = await emailOf(body, {}, '{{product}} on sinun, {{ firstName }}');

    expect(subject).toBe('E-kirja: Luonnonvalo on sinun, Väinö');
    expect(text).toBe(`Hei Väinö Mäkinen (Väinö Mäkinen, vaino.makinen@example.com)!

Tilaus 10042: Valokuvauksen perusteet, E-kirja: Luonnonvalo, Jäsenyys 12 kk.
Tämä koskee: E-kirja: Luonnonvalo. Paketti Valokuvaajan paketti, 188,10 €.

Kuvakoulu / Kuvakoulu

Kuvakoulu
`);
  });

  test.each([
    ['what the seller gave for it', 'Hi {{firstName|there}}, hello', 'Hi there, hello'],
    ['nothing, and no gap', 'Hi {{firstName}}, hello', 'Hi, hello'],
    ['nothing between words', 'Hi {{firstName}} {{lastName}} you', 'Hi you'],
  ])('says for a name nobody gave %s', async (_, body, expected) => {
    const { text } = await emailOf(body, { firstName: null, lastName: '  ' });
    expect(text.split('\n')[0]).toBe(expected);
  });

  test('says which variable there is not, which there are, and where it stands', () => {
    const type = sendingTo('smtp://127.0.0.1:1');
    const list =
      '{{firstName}}, {{lastName}}, {{fullName}}, {{email}}, {{orderNumber}}, {{product}}, {{products}}, {{total}}, {{offer}}, {{checkout}}, {{seller}}';

    expect(
      type.checkSettings({ subject: 'Hi {{firstname}}', body: '{{}} and {{ oops', replyTo: 'x' }),
    ).toEqual([
      { field: 'subject', message: `There is no variable {{firstname}}. There are ${list}.` },
      { field: 'body', message: `A variable needs a name between its braces. There are ${list}.` },
      {
        field: 'body',
        message: 'A variable begins with {{ and ends with }} on the same line.',
      },
      { field: 'replyTo', message: 'It must be an e-mail address.' },
    ]);
    expect(type.checkSettings({})).toEqual([
      { field: 'subject', message: 'Fill this in.' },
      { field: 'body', message: 'Fill this in.' },
    ]);
  });

  test('puts a value in once: a name that looks like a variable or markup stays a name', async () => {
    const { html, text } = await emailOf('Hi {{firstName}}!', {
      firstName: '{{total}} <b>&amp;</b><script>alert(1)</script>',
    });
    expect(text).toContain('Hi {{total}} <b>&amp;</b><script>alert(1)</script>!');
    expect(html).toContain('{{total}} &lt;b&gt;&amp;amp;&lt;/b&gt;&lt;script&gt;');
    expect(html).not.toContain('<script');
  });

  test('makes links of what the seller wrote and of nothing a customer typed', async () => {
    const { html, text } = await emailOf(
      'Begin at https://kurssi.example/login?who={{email}}. More: http://a.example/x, {{firstName}} https://{{lastName}}/x',
      { email: 'a+b&c@example.com', firstName: 'http://evil.example/', lastName: 'evil.example' },
    );
    expect([...html.matchAll(/<a href="([^"]*)"/g)].map((match) => match[1])).toEqual([
      'https://kurssi.example/login?who=a%2Bb%26c%40example.com',
      'http://a.example/x',
    ]);
    expect(text.split('\n')[0]).toBe(
      'Begin at https://kurssi.example/login?who=a%2Bb%26c%40example.com. More: http://a.example/x, http://evil.example/ https://evil.example/x',
    );
  });

  test('parts paragraphs at empty lines of the seller, never at those of a value', async () => {
    const { html } = await emailOf('One\r\ntwo\r\n \r\n\r\nthree {{firstName}}', {
      firstName: 'A\n\nB',
    });
    const paragraphs = [...html.matchAll(/<p style[^>]*>(.*?)<\/p>/gs)].map((match) =>
      match[1]?.replace(/<!--.*?-->/g, ''),
    );
    expect(paragraphs).toEqual(['One<br/>two', 'three A B']);
  });

  test('cannot be given another header or recipient, whatever the customer is called', async () => {
    const mailbox = await mailboxThat();
    const type = sendingTo(mailbox.smtpUrl);
    const settings = type.readSettings({ subject: 'Hi {{firstName}}', body: 'Hi {{firstName}}' });
    const names = [
      'A\r\nBcc: thief@example.com',
      'A\nTo: thief@example.com\n\nX',
      '\u2028Cc: t@x.fi',
    ];
    for (const [at, firstName] of names.entries()) {
      const customer = { ...exampleOrder.customer, firstName };
      await type.run({ ...exampleOrder, customer }, settings, {
        key: `act_0${at}-1`,
        lineId: null,
        now: new Date('2026-11-20T22:31:00Z'),
        signal: new AbortController().signal,
        steps: stepsStandIn(),
      });
    }
    expect(mailbox.mails.map(({ recipients }) => recipients)).toEqual(
      names.map(() => ['vaino.makinen@example.com']),
    );
    expect(mailbox.mails.map(({ subject }) => subject)).toEqual([
      'Hi A Bcc: thief@example.com',
      'Hi A To: thief@example.com X',
      'Hi Cc: t@x.fi',
    ]);
    expect(mailbox.mails.filter(({ cc, bcc }) => cc ?? bcc)).toEqual([]);
  });

  test('whatever stands in template and order, rendering ends with one line of subject', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (before, after, firstName) => {
        const clean = (part: string) => part.replace(/[{}]/g, '');
        const template = `x${clean(before)} {{firstName|you}}${clean(after)}`;
        const { subject } = await emailOf(template, { firstName }, template);
        expect(subject).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
      { numRuns: 50 },
    );
  });
});
