import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SignInPage } from './sign-in-page.tsx';

afterEach(() => vi.unstubAllGlobals());

function signInWith(response: Response, ended = false) {
  const sent = vi.fn<(url: string, init?: RequestInit) => Promise<Response>>(async () => response);
  vi.stubGlobal('fetch', sent);
  const onSignedIn = vi.fn<() => void>();
  render(
    <MantineProvider env="test">
      <SignInPage ended={ended} onSignedIn={onSignedIn} />
    </MantineProvider>,
  );
  fireEvent.change(screen.getByLabelText('Email'), { target: { value: 'aino@example.com' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'secret' } });
  fireEvent.submit(screen.getByRole('button', { name: 'Sign in' }));
  return { sent, onSignedIn };
}

describe('the sign-in page', () => {
  test('sends email and password, and lets in who is known', async () => {
    const { sent, onSignedIn } = signInWith(new Response('{}'));
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent.mock.calls.map(([url, init]) => [url, init?.body])).toEqual([
      ['/api/auth/sign-in/email', '{"email":"aino@example.com","password":"secret"}'],
    ]);
  });

  test.each([
    ['a wrong password', new Response('{}', { status: 401 }), 'Email or password is wrong.'],
    [
      'too many attempts',
      new Response('{}', { status: 429, headers: { 'x-retry-after': '10' } }),
      'Too many attempts. Wait 10 seconds, then try again.',
    ],
    [
      'a server in trouble',
      new Response('{}', { status: 503 }),
      'The server could not sign you in right now. Try again in a moment.',
    ],
  ])('says what to do after %s', async (_, response, words) => {
    const { onSignedIn } = signInWith(response);
    expect((await screen.findByRole('alert')).textContent).toBe(words);
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  test('says why somebody is here again whose session ended', () => {
    signInWith(new Response('{}', { status: 500 }), true);
    expect(screen.getByText(/Your session has ended/)).toBeTruthy();
  });
});
