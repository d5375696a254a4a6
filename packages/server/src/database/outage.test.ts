import { describe, expect, test } from 'vitest';
import { isOutage } from './outage.ts';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('what tells that the database cannot be used', () => {
  test.each([
    ['nobody listens', coded('ECONNREFUSED')],
    ['it is shut down', coded('57P01')],
    ['it starts up', coded('57P03')],
    ['its disk is full', coded('53100')],
    ['it has no connection left', coded('53300')],
    ['the line broke in the middle', new Error('Connection terminated unexpectedly')],
    ['no connection was free in time', new Error('timeout exceeded when trying to connect')],
    ['the ORM wraps it', new Error('select 1 - x', { cause: coded('57P01') })],
  ])('%s', (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  test.each([
    ['a rule of the table', coded('23514')],
    ['a statement cut off for its length', coded('57014')],
    ['a fault of ours', new TypeError('undefined is not a function')],
    ['no error at all', 'ECONNREFUSED'],
  ])('not: %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
