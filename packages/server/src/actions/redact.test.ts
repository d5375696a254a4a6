import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleOrder } from './example-order.ts';
import { redactFor, redactUrl } from './redact.ts';

const redact = redactFor(exampleOrder);

describe('what is kept of an answer', () => {
  test.each([
    ['the address', '550 <vaino.makinen@example.com> unknown', '550 <…> unknown'],
    ['the address in capitals', 'VAINO.MAKINEN@EXAMPLE.COM', '…'],
    ['the mailbox alone', 'mailbox vaino.makinen is full', 'mailbox … is full'],
    ['another address', 'ask postmaster@mail.example', 'ask …'],
    ['the names', 'Hei Väinö, Mäkinen', 'Hei …, …'],
    ['a field of the form', 'to Mannerheimintie 5.', 'to ….'],
    ['a phone number', 'tel +358 40 123 4567', 'tel …'],
    ['JSON escapes', String.raw`"V\u00e4in\u00f6 M\u00E4kinen"`, '"…"'],
    ['a query', 'name=V%C3%A4in%C3%B6&street=Mannerheimintie+5', 'name=…&street=…'],
    ['an encoded address', 'to=vaino.makinen%40example.com', 'to=…'],
    ['HTML', '<b>Mäkinen &amp; Pojat Oy</b>', '<b>…</b>'],
    ['a character PostgreSQL refuses', 'a\0b', 'ab'],
    ['half of a character', 'a\ud83d', 'a\ufffd'],
    ['nothing personal', 'Thanks, order 10042 received.', 'Thanks, order 10042 received.'],
    ['words that only begin like a name', 'Mäkinenlainen Väinölä', 'Mäkinenlainen Väinölä'],
  ])('has no customer in it: %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('ends before a value that was cut in two', () => {
    const before = '.'.repeat(2_040);
    expect(redact(`${before}Mannerhe`)).toBe(before);
    expect(redact(`${before} vaino.m`)).toBe(`${before} `);
  });

  test('is 2,048 characters at most', () => {
    expect(redact('x'.repeat(5_000))).toHaveLength(2_048);
  });

  test('a customer without a name takes nothing out but the address', () => {
    const customer = { ...exampleOrder.customer, firstName: null, lastName: '', fields: [] };
    expect(redactFor({ customer })('Väinö <vaino.makinen@example.com>')).toBe('Väinö <…>');
  });

  test('whatever a name looks like, it is not in the text afterwards', () => {
    const name = fc.string({ minLength: 2, maxLength: 12, unit: 'grapheme' });
    fc.assert(
      fc.property(name, (firstName) => {
        const customer = { ...exampleOrder.customer, firstName };
        const visible = firstName.trim();
        fc.pre(visible.length >= 2 && !/[…\0]/.test(visible) && !'Dear , hi'.includes(visible));
        expect(redactFor({ customer })(`Dear ${visible}, hi`)).not.toContain(visible);
      }),
    );
  });
});

test.each([
  ['https://example.com/hook', 'https://example.com/hook'],
  ['https://example.com/hook?token=abc#x', 'https://example.com/hook?…'],
  ['https://hooks.example/T01/XXXXXXXXXXXXXXXX', 'https://hooks.example/T01/XXXX…'],
  ['not a url', '…'],
])('an address is kept recognisable without its secrets: %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});
