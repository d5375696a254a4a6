import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { changes, openConfiguration, viewerWith } from '../test-configuration.tsx';

afterEach(() => notifications.clean());

const admin = viewerWith(['READ_ORDERS', 'MANAGE_CONFIGURATION', 'MANAGE_SETTINGS']);

const off = {
  __typename: 'Settings',
  graceMs: 300_000,
  graceDefaultMs: 300_000,
  alertEmail: null,
  alertWebhookUrl: null,
  alertWebhookSecretIsSet: false,
  alertCount: null,
  alertOlderThanMs: null,
  refundLimits: [],
  keepBodiesDays: null,
  keepVisitsDays: null,
  keepKeysDays: null,
  keepPaidYears: null,
  twoFactorRoles: [],
};

function openSettings(
  settings: object = {},
  answers: Parameters<typeof openConfiguration>[1] = {},
) {
  return openConfiguration('/configuration/settings', {
    Viewer: () => ({ viewer: admin }),
    SettingsHistory: () => ({ settings: { __typename: 'Settings', history: changes([]) } }),
    ShopSettings: () => ({ settings: { ...off, ...settings } }),
    ...answers,
  });
}

const saved = (settings: object) => ({
  saveSettings: {
    __typename: 'SaveSettingsPayload',
    settings: { ...off, ...settings },
    errors: [],
  },
});

const refused = (message: string, path: string) => ({
  saveSettings: {
    __typename: 'SaveSettingsPayload',
    settings: null,
    errors: [{ __typename: 'PlainError', code: 'INVALID', message, path: [path] }],
  },
});

const fill = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('the settings', () => {
  test('send what was changed and nothing else', async () => {
    const server = openSettings(
      { alertCount: 10 },
      {
        SaveSettings: () =>
          saved({ alertCount: 10, graceMs: 600_000, alertEmail: 'team@example.com' }),
      },
    );
    await screen.findByText('Nobody is told yet: say how.');
    fill('Time after the payment', '10');
    fill('Email', ' team@example.com ');
    screen.getByText('The team is told by email.');
    press('Save');

    await screen.findByText('The settings are saved.');
    expect(server.inputsOf('SaveSettings')).toEqual([
      { graceMs: 600_000, alertEmail: 'team@example.com', idempotencyKey: expect.any(String) },
    ]);
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Email' }).value).toBe(
      'team@example.com',
    );
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);

    fill('Email', '');
    press('Save');
    await waitFor(() => expect(server.inputsOf('SaveSettings')).toHaveLength(2));
    expect(server.inputsOf('SaveSettings')[1]).toEqual({
      alertEmail: null,
      idempotencyKey: expect.any(String),
    });
  });

  test('go back to the usual grace, which is then no longer the shop’s own', async () => {
    const server = openSettings({ graceMs: 3_600_000 }, { SaveSettings: () => saved({}) });
    fireEvent.click(await screen.findByRole('button', { name: 'Back to 5 minutes' }));
    press('Save');
    await screen.findByText('The settings are saved.');
    expect(server.inputsOf('SaveSettings')).toEqual([
      { graceMs: null, idempotencyKey: expect.any(String) },
    ]);
    expect(screen.queryByRole('button', { name: 'Back to 5 minutes' })).toBeNull();
  });

  test('say which roles need two-factor sign-in', async () => {
    const server = openSettings(
      { twoFactorRoles: ['ADMIN'] },
      { SaveSettings: () => saved({ twoFactorRoles: ['MAINTAINER', 'ADMIN'] }) },
    );
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Maintainers' }));
    press('Save');
    await screen.findByText('The settings are saved.');
    expect(server.inputsOf('SaveSettings')).toEqual([
      { twoFactorRoles: ['MAINTAINER', 'ADMIN'], idempotencyKey: expect.any(String) },
    ]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  });

  test('ask for the signing secret of a webhook, make one, and never show it again', async () => {
    const server = openSettings(
      {},
      {
        SaveSettings: () =>
          saved({ alertWebhookUrl: 'https://example.com/alerts', alertWebhookSecretIsSet: true }),
      },
    );
    await screen.findByText('Alerts are off.');
    fill('Webhook address', 'https://example.com/alerts');
    press('Save');
    await screen.findByText('Make a signing secret, or enter the one that the receiver has.');
    expect(server.askedOf('SaveSettings')).toEqual([]);

    press('Make one');
    press('Save');
    await screen.findByRole('button', { name: 'Replace: Signing secret' });
    expect(server.inputsOf('SaveSettings')).toEqual([
      {
        alertWebhookUrl: 'https://example.com/alerts',
        alertWebhookSecret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/u),
        idempotencyKey: expect.any(String),
      },
    ]);
    expect(document.body.innerHTML).not.toContain('whsec_');
  });

  test('keep what was typed where the server refuses it, and say why at the field', async () => {
    openSettings(
      {},
      { SaveSettings: () => refused('The count is from 0 to 1 000 000.', 'alertCount') },
    );
    await screen.findByText('Alerts are off.');
    const name = 'When more orders require attention than';
    fill(name, '9000000');
    press('Save');
    await screen.findByText('The count is from 0 to 1 000 000.');
    const field = screen.getByRole<HTMLInputElement>('textbox', { name });
    expect([field.value, field.getAttribute('aria-invalid')]).toEqual(['9000000', 'true']);
    expect(document.activeElement).toBe(field);
  });

  test('are forgotten as typed when the changes are discarded', async () => {
    const server = openSettings({ alertEmail: 'team@example.com' });
    fireEvent.change(await screen.findByRole('textbox', { name: 'Email' }), {
      target: { value: 'other@example.com' },
    });
    press('Discard the changes');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Email' }).value).toBe(
      'team@example.com',
    );
    expect(server.askedOf('SaveSettings')).toEqual([]);
  });

  test('tell who changed them, and of addresses only that they were', async () => {
    const told = {
      summary: 'Settings changed.',
      changes: [
        ['graceMs', null, '600000'],
        ['alertCount', '10', null],
        ['alertEmail', null, null],
      ],
    } as const;
    openSettings(
      {},
      {
        SettingsHistory: () => ({ settings: { __typename: 'Settings', history: changes([told]) } }),
      },
    );
    expect((await screen.findByRole('list', { name: 'Changes' })).textContent).toMatch(
      /^Settings changed\.Time after the payment: as usual → 10 minutesMore orders than: 10 → offEmail for alerts: changedSami · /,
    );
  });

  test('are not shown to a maintainer, and their address says why', async () => {
    const server = openSettings(
      {},
      {
        Viewer: () => ({ viewer: viewerWith(['READ_ORDERS', 'MANAGE_CONFIGURATION']) }),
      },
    );
    await screen.findByText('You may not change the settings');
    const places = screen.getByRole('navigation', { name: 'Configuration' });
    expect(within(places).queryByRole('link', { name: 'Settings' })).toBeNull();
    expect(server.askedOf('ShopSettings')).toEqual([]);
  });
});
