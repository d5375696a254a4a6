import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { describe, expect, test } from 'vitest';
import { explainError } from './states.tsx';

describe('what a person is told', () => {
  test('who asks too much is told when to try again, in the words of the server', () => {
    const message = 'Too many requests in one minute. Nothing was done. Try again in 23 seconds.';
    const error = new CombinedGraphQLErrors({
      errors: [{ message, extensions: { code: 'RATE_LIMITED', requestId: 'a1' } }],
    });

    expect(explainError(error)).toEqual({ message, requestId: null });
  });

  test.each([
    [{ 'retry-after': '9' }, 'Too many requests. Nothing was changed; try again in 9 seconds.'],
    [{ 'retry-after': '1' }, 'Too many requests. Nothing was changed; try again in 1 second.'],
    [{}, 'Too many requests. Nothing was changed; try again in a minute.'],
  ])('also where something in front of the server says so: %j', (headers, message) => {
    const response = new Response('', { status: 429, headers: headers as Record<string, string> });

    expect(explainError(new ServerError('Too many', { response, bodyText: '' }))).toEqual({
      message,
      requestId: null,
    });
  });

  test('another error of the server is told by its number', () => {
    const response = new Response('', { status: 502 });

    expect(explainError(new ServerError('Bad', { response, bodyText: '' })).message).toBe(
      'The server answered with an error (502). Nothing was changed; try again in a moment.',
    );
  });
});
