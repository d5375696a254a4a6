import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Clock } from '../ui/time.tsx';
import { InvitationPage } from './invitation-page.tsx';

afterEach(() => vi.unstubAllGlobals());

const open = {
  email: 'salla@example.com',
  name: 'Salla',
  role: 'MAINTAINER',
  invitedBy: 'Aino',
  expiresAt: '2099-01-01T00:00:00.000Z',
};
const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const gone = () => json({ code: 'INVITATION_GONE', message: 'Ask for a new one.' }, 404);

/** The page against a server that gives these answers, one after the other. */
function openWith(...answers: (Response | 'unreachable')[]) {
  const sent: [string, unknown][] = [];
  vi.stubGlobal('fetch', (url: string, init: { body: string }) => {
    sent.push([url, JSON.parse(init.body)]);
    const answer = answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(new TypeError());
  });
  const onSignedIn = vi.fn<() => void>();
  render(
    <MantineProvider env="test">
      <Clock>
        <InvitationPage token="secret" onSignedIn={onSignedIn} />
      </Clock>
    </MantineProvider>,
  );
  return { sent, onSignedIn };
}

async function join(password: string) {
  fireEvent.change(await screen.findByLabelText('Password'), { target: { value: password } });
  fireEvent.click(screen.getByRole('button', { name: 'Join' }));
}

describe('the page of an invitation', () => {
  test('says who invites, and sends name and password with the link’s token in the body', async () => {
    const { sent, onSignedIn } = openWith(
      json(open),
      json({ email: open.email, isSignedIn: true }),
    );
    expect(await screen.findByText(/Aino invites you as Maintainer/)).toBeTruthy();
    expect(document.title).toBe('Join Order Management');
    expect(screen.getByLabelText<HTMLInputElement>('Email').readOnly).toBe(true);
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: 'Salla M.' } });
    await join('a long and quiet evening');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent).toEqual([
      ['/api/invitations/look', { token: 'secret' }],
      [
        '/api/invitations/accept',
        {
          token: 'secret',
          email: 'salla@example.com',
          name: 'Salla M.',
          password: 'a long and quiet evening',
        },
      ],
    ]);
  });

  test('shows what is refused at its field, and lets it be mended', async () => {
    openWith(
      json(open),
      json(
        { errors: [{ path: ['password'], message: 'A password has 12 to 128 characters.' }] },
        422,
      ),
    );
    await join('short');
    expect(await screen.findByText('A password has 12 to 128 characters.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'longer' } });
    expect(screen.queryByText('A password has 12 to 128 characters.')).toBeNull();
  });

  test('asks for the address where the invitation names none', async () => {
    openWith(json({ ...open, email: null, name: null }));
    expect((await screen.findByLabelText<HTMLInputElement>('Email')).readOnly).toBe(false);
  });

  test('says so when the link is over, at once or by the time of joining', async () => {
    openWith(gone());
    expect(await screen.findByRole('heading', { name: 'This invitation is over' })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('Ask for a new one.');
    expect(screen.getByRole('link', { name: 'Go to the sign-in' })).toBeTruthy();
  });

  test('is over for whoever is second', async () => {
    openWith(json(open), gone());
    await join('a long and quiet evening');
    expect(await screen.findByRole('heading', { name: 'This invitation is over' })).toBeTruthy();
  });

  test('leads to the sign-in where no session came with it', async () => {
    const { onSignedIn } = openWith(json(open), json({ email: open.email, isSignedIn: false }));
    await join('a long and quiet evening');
    expect(await screen.findByRole('heading', { name: 'You are a member now' })).toBeTruthy();
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  test('says what to do when the server cannot be reached, before and while joining', async () => {
    openWith('unreachable', json(open), 'unreachable');
    expect(await screen.findByText(/could not be reached/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await join('a long and quiet evening');
    expect((await screen.findByRole('alert')).textContent).toContain('could not be reached');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(
      'a long and quiet evening',
    );
  });
});
