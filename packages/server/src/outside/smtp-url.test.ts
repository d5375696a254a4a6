import { describe, expect, test } from 'vitest';
import { readSmtpUrl } from './smtp-url.ts';

describe('the address of the mail server', () => {
  test('gives host, port and sign-in, and insists on encryption for a password', () => {
    expect(readSmtpUrl('smtp://kauppa%40example:sala%2Fsana@mail.example')).toEqual({
      host: 'mail.example',
      port: 587,
      isTlsFromStart: false,
      mustEncrypt: true,
      login: { user: 'kauppa@example', pass: 'sala/sana' },
    });
  });

  test.each([
    ['smtps://mail.example', { port: 465, isTlsFromStart: true, mustEncrypt: false, login: null }],
    ['smtp://mail.example:2525', { port: 2525, isTlsFromStart: false, mustEncrypt: false }],
    ['smtp://a:b@127.0.0.1:1025', { host: '127.0.0.1', mustEncrypt: false }],
    ['smtp://a:b@[::1]:1025', { host: '::1', mustEncrypt: false }],
  ])('reads %s', (url, expected) => {
    expect(readSmtpUrl(url)).toMatchObject(expected);
  });

  test.each(['', 'mail.example:587', 'http://a:salasana@mail.example', 'smtp://'])(
    'refuses "%s" without quoting it',
    (url) => {
      expect(() => readSmtpUrl(url)).toThrow(
        new Error('The address of the mail server must look like smtp://user:password@host:587.'),
      );
    },
  );
});
