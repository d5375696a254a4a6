import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { MustSetUpTwoFactor } from './must-set-up.tsx';

afterEach(() => vi.unstubAllGlobals());

test('leads a member whose role needs a second factor to one, and then in', async () => {
  const secret = 'JBSWY3DPEHPK3PXP';
  const uri = `otpauth://totp/Order%20Management:aino%40example.com?secret=${secret}`;
  const answers: Record<string, object> = {
    '/api/auth/two-factor/set-up': { uri, secret },
    '/api/auth/two-factor/confirm': { recoveryCodes: ['aaaaa-11111', 'bbbbb-22222'] },
  };
  const sent = vi.fn<(url: string, init?: RequestInit) => Promise<Response>>((url) =>
    Promise.resolve(Response.json(answers[url])),
  );
  vi.stubGlobal('fetch', sent);
  const onDone = vi.fn<() => void>();
  render(
    <MantineProvider env="test">
      <MustSetUpTwoFactor onDone={onDone} onSignOut={() => {}} />
    </MantineProvider>,
  );
  expect(screen.getByRole('button', { name: 'Sign out' })).toBeTruthy();

  fireEvent.change(screen.getByLabelText('Your password'), { target: { value: 'my password' } });
  fireEvent.submit(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByRole('img', { name: 'QR code for your authenticator app' });
  expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Code'), { target: { value: '123456' } });
  fireEvent.submit(screen.getByRole('button', { name: 'Switch two-factor sign-in on' }));

  const codes = await screen.findByRole('list', { name: 'Recovery codes' });
  expect(codes.textContent).toBe('aaaaa-11111bbbbb-22222');
  expect(onDone).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'I have kept them' }));
  expect(onDone).toHaveBeenCalledTimes(1);
  expect(sent.mock.calls.map(([, init]) => init?.body)).toEqual([
    '{"password":"my password"}',
    '{"code":"123456"}',
  ]);
});
