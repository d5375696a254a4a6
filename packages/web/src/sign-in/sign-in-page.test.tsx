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

const refusal = (status: number, code: string, message: string) =>
  Response.json({ errors: [{ code, message, path: null }] }, { status });

describe('the sign-in page', () => {
  test('sends email and password, and lets in who is known', async () => {
    const { sent, onSignedIn } = signInWith(Response.json({ next: 'NOTHING' }));
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent.mock.calls.map(([url, init]) => [url, init?.body])).toEqual([
      ['/api/auth/sign-in/email', '{"email":"aino@example.com","password":"secret"}'],
    ]);
  });

  test.each([
    [
      'a wrong password',
      refusal(401, 'INVALID_EMAIL_OR_PASSWORD', 'Email or password is wrong.'),
      'Email or password is wrong.',
    ],
    [
      'a server in trouble',
      new Response('{}', { status: 503 }),
      'The server could not do this right now. Try again in a moment.',
    ],
    [
      'a database that is away',
      Response.json({ error: 'Our database does not answer at the moment.' }, { status: 503 }),
      'Our database does not answer at the moment.',
    ],
    [
      'a proxy in trouble',
      new Response('<html>', { status: 502 }),
      'The server could not do this right now. Try again in a moment.',
    ],
  ])('says what to do after %s', async (_, response, words) => {
    const { onSignedIn } = signInWith(response);
    expect((await screen.findByRole('alert')).textContent).toBe(words);
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  test('asks for the code where one is needed, and goes back to the password when it took too long', async () => {
    const { sent, onSignedIn } = signInWith(Response.json({ next: 'SECOND_FACTOR' }));
    const code = await screen.findByLabelText('Code');
    expect(onSignedIn).not.toHaveBeenCalled();

    const words = 'This took too long. Begin again with your password.';
    sent.mockResolvedValueOnce(refusal(401, 'SIGN_IN_AGAIN', words));
    fireEvent.change(code, { target: { value: '123456' } });
    fireEvent.submit(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toBe(words);
    expect(screen.getByLabelText('Password')).toBeTruthy();
    expect(screen.getByDisplayValue('aino@example.com')).toBeTruthy();
  });

  test('says the same after a link was asked for, whoever has the address', async () => {
    const { sent } = signInWith(refusal(401, 'INVALID_EMAIL_OR_PASSWORD', 'Wrong.'));
    await screen.findByRole('alert');
    sent.mockResolvedValueOnce(Response.json({}));
    fireEvent.click(screen.getByRole('button', { name: 'Forgot the password?' }));
    fireEvent.submit(screen.getByRole('button', { name: 'Send the link' }));
    expect((await screen.findByRole('status')).textContent).toMatch(
      /^If aino@example.com belongs to a member, a link is on its way there./,
    );
  });

  test('says why somebody is here again whose session ended', () => {
    signInWith(new Response('{}', { status: 500 }), true);
    expect(screen.getByText(/Your session has ended/)).toBeTruthy();
  });
});
