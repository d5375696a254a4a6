import { MantineProvider } from '@mantine/core';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Words } from './request-id.tsx';
import { ErrorState, explainError, faultWords } from './states.tsx';

const ID = '2ce0895ef74beb12';
const fault = new CombinedGraphQLErrors({
  errors: [
    {
      message: `Something went wrong on our side. Try again. If it stays, tell us this number: ${ID}.`,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: ID },
    },
  ],
});

describe('a fault', () => {
  test('is told once with the id by which it is found in the log', () => {
    expect(explainError(fault)).toEqual({
      message: 'Something went wrong on our side. Try again.',
      requestId: ID,
    });
    expect(faultWords(fault, 'It is safe to try again.')).toBe(
      `Something went wrong on our side. Try again. It is safe to try again. Tell us this id: ${ID}.`,
    );
  });

  test('of the database, too, is told with the id apart from the words', () => {
    const words = 'Our database does not answer at the moment. Try again in a moment.';
    const outage = new CombinedGraphQLErrors({
      errors: [
        {
          message: `${words} With the same idempotency key nothing happens twice; if it stays, tell us this number: ${ID}.`,
          extensions: { code: 'SERVICE_UNAVAILABLE', requestId: ID },
        },
      ],
    });

    expect(explainError(outage)).toEqual({ message: words, requestId: ID });
  });

  test('that never got as far as the API is told with the id of its answer', () => {
    const response = new Response('', { status: 503, headers: { 'x-request-id': ID } });
    const error = new ServerError('No', { response, bodyText: '' });

    expect(explainError(error)).toMatchObject({ requestId: ID });
  });

  test.each([
    [
      'where a part of the page could not be read',
      () => <ErrorState title="No" error={fault} onRetry={() => {}} />,
    ],
    ['in a sentence of a dialog or a toast', () => <Words text={faultWords(fault)} />],
  ])('shows its id and copies it %s', async (_, shown) => {
    const copied: string[] = [];
    const clipboard = { writeText: async (text: string) => void copied.push(text) };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
    render(<MantineProvider>{shown()}</MantineProvider>);

    expect(screen.getByText(ID)).toBeDefined();
    expect(document.body.textContent).not.toContain('tell us this number');
    fireEvent.click(screen.getByRole('button', { name: 'Copy the id' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeDefined();
    expect(copied).toEqual([ID]);
  });
});

test('what is refused explains itself, without an id', () => {
  const refused = new CombinedGraphQLErrors({
    errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED', requestId: ID } }],
  });

  expect(faultWords(refused)).toBe('Sign in first.');
});

describe('a screen that could not be shown', () => {
  afterEach(() => void vi.useRealTimers());
  const failed = (code: string) =>
    new CombinedGraphQLErrors({ errors: [{ message: 'No answer.', extensions: { code } }] });
  const show = (error: unknown, onRetry: () => void) => (
    <MantineProvider>
      <ErrorState title="No orders" error={error} onRetry={onRetry} />
    </MantineProvider>
  );

  test('while our database is away tries again by itself, as often as that fails', () => {
    vi.useFakeTimers();
    const retry = vi.fn<() => void>();
    const { rerender, unmount } = render(show(failed('SERVICE_UNAVAILABLE'), retry));
    vi.advanceTimersByTime(5_000);
    expect(retry).toHaveBeenCalledTimes(1);
    rerender(show(failed('SERVICE_UNAVAILABLE'), retry));
    vi.advanceTimersByTime(5_000);
    expect(retry).toHaveBeenCalledTimes(2);
    unmount();
    vi.advanceTimersByTime(60_000);
    expect(retry).toHaveBeenCalledTimes(2);
  });

  test.each(['INTERNAL_SERVER_ERROR', 'FORBIDDEN'])('after %s waits for somebody', (code) => {
    vi.useFakeTimers();
    const retry = vi.fn<() => void>();
    render(show(failed(code), retry));
    vi.advanceTimersByTime(60_000);
    expect(retry).not.toHaveBeenCalled();
  });
});
