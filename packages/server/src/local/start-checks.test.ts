import { describe, expect, test } from 'vitest';
import { adviceFor, refuseBrokenDatabase, StartFailed } from './start-checks.ts';

const failure = (code: string, more: object = {}) =>
  Object.assign(new Error(code), { code, ...more });

describe('a start that fails', () => {
  test.each([
    ['a full disk', failure('ENOSPC'), 'The disk is full.'],
    [
      'a full disk that PostgreSQL met',
      new Error('insert into orders …', { cause: failure('53100') }),
      'The disk is full.',
    ],
    ['a folder of somebody else', failure('EACCES', { path: '/root/x' }), '/root/x cannot be read'],
    [
      'a database that ended',
      new Error('Connection terminated unexpectedly'),
      'PostgreSQL has ended.',
    ],
  ])('because of %s says what to do', (_, error, words) => {
    expect(adviceFor(error)).toContain(words);
  });

  test('because of a fault of ours is told as it is', () => {
    expect(adviceFor(new TypeError('x is not a function'))).toBeNull();
    expect(adviceFor('words')).toBeNull();
  });

  test.each(['garbage', 'mysql://localhost/orders', 'localhost:5432'])(
    'because DATABASE_URL is %j says what it looks like',
    async (url) => {
      await expect(refuseBrokenDatabase(url)).rejects.toThrow(StartFailed);
      await expect(refuseBrokenDatabase(url)).rejects.toThrow('postgresql://user:password@host');
    },
  );
});
