import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('a password is known again by its hash, and another is not', async () => {
  const hash = await hashPassword('correct horse battery');

  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true);
  expect(await verifyPassword({ hash, password: 'correct horse batterx' })).toBe(false);
});

test('the same password never has the same hash twice', async () => {
  expect(await hashPassword('correct horse battery')).not.toBe(
    await hashPassword('correct horse battery'),
  );
});

test('letters composed differently by another keyboard are the same password', async () => {
  const hash = await hashPassword('salasana äiti\u0301');

  expect(await verifyPassword({ hash, password: 'salasana äití'.normalize('NFD') })).toBe(true);
});

test('a hash of another program, written the usual way, is understood', async () => {
  // From the test vectors of the Argon2 command line: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`.
  const hash =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';

  expect(await verifyPassword({ hash, password: 'password' })).toBe(true);
});

test.each([
  '',
  'plain text',
  '$2b$10$abcdefghijklmnopqrstuv',
  '$argon2id$v=19$m=0,t=0,p=0$AAAA$AAAA',
])('a hash that cannot be read (%j) lets nobody in', async (hash) => {
  expect(await verifyPassword({ hash, password: '' })).toBe(false);
});
