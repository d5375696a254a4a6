import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { changes, openConfiguration, viewerWith } from '../test-configuration.tsx';

afterEach(() => notifications.clean());

const settings = {
  __typename: 'Settings',
  graceMs: 300_000,
  graceDefaultMs: 300_000,
  alertEmail: null,
  alertWebhookUrl: null,
  alertWebhookSecretIsSet: false,
  alertCount: null,
  alertOlderThanMs: null,
  keepBodiesDays: null,
  keepVisitsDays: null,
  keepKeysDays: null,
  keepPaidYears: null,
  twoFactorRoles: [],
  refundLimits: [
    {
      __typename: 'RefundLimit',
      role: 'CUSTOMER_SERVICE',
      currency: 'EUR',
      perRefundMinor: 10_000,
      perDayMinor: null,
    },
  ],
};

/** Settings of a shop whose customer service may refund 100.00 € at once; the server takes what is saved. */
function openLimits() {
  return openConfiguration('/configuration/settings', {
    Viewer: () => ({
      viewer: viewerWith(['READ_ORDERS', 'MANAGE_CONFIGURATION', 'MANAGE_SETTINGS']),
    }),
    SettingsHistory: () => ({ settings: { __typename: 'Settings', history: changes([]) } }),
    ShopSettings: () => ({ settings }),
    SaveSettings: ({ input }) => {
      const { refundLimits } = input as { refundLimits: object[] | null };
      const kept = (refundLimits ?? []).map((one) => ({ __typename: 'RefundLimit', ...one }));
      return {
        saveSettings: {
          __typename: 'SaveSettingsPayload',
          settings: { ...settings, refundLimits: kept },
          errors: [],
        },
      };
    },
  });
}

const fill = (at: number, label: string, value: string) =>
  fireEvent.change(screen.getAllByLabelText(label)[at]!, { target: { value } });
const press = (words: string) => fireEvent.click(screen.getByText(words));

test('other settings are saved without touching the limits', async () => {
  const server = openLimits();
  await screen.findByText('Refund limits');
  fireEvent.change(screen.getByLabelText('Email'), {
    target: { value: 'team@example.com' },
  });
  press('Save');
  await waitFor(() => expect(server.inputsOf('SaveSettings')).toHaveLength(1));
  expect(server.inputsOf('SaveSettings')[0]).toEqual({
    idempotencyKey: expect.any(String),
    alertEmail: 'team@example.com',
  });
});

test('a limit is added beside those there are, and all of them are sent', async () => {
  const server = openLimits();
  await screen.findByText('Refund limits');
  press('Add a limit');
  expect(screen.getByLabelText('Limit of Maintainers in EUR')).toBeTruthy();
  fill(1, 'At once', '250,50');
  fill(1, 'On one day', '1000');
  press('Save');
  await screen.findByText('The settings are saved.');
  expect(server.inputsOf('SaveSettings')).toEqual([
    {
      idempotencyKey: expect.any(String),
      refundLimits: [
        { role: 'CUSTOMER_SERVICE', currency: 'EUR', perRefundMinor: 10_000, perDayMinor: null },
        { role: 'MAINTAINER', currency: 'EUR', perRefundMinor: 25_050, perDayMinor: 100_000 },
      ],
    },
  ]);
  expect(screen.getByText('Save').closest('button')?.disabled).toBe(true);
});

test('the last limit that goes lifts all', async () => {
  const server = openLimits();
  await screen.findByText('Refund limits');
  fireEvent.click(screen.getByLabelText('Remove the limit of Customer Service in EUR'));
  expect(screen.getByText('Nobody is limited.')).toBeTruthy();
  press('Save');
  await waitFor(() => expect(server.inputsOf('SaveSettings')).toHaveLength(1));
  expect(server.inputsOf('SaveSettings')[0]).toEqual({
    idempotencyKey: expect.any(String),
    refundLimits: null,
  });
});

test('a limit that says nothing, or cannot be read, is refused at its field', async () => {
  const server = openLimits();
  await screen.findByText('Refund limits');
  fill(0, 'At once', '');
  press('Save');
  await screen.findByText('Enter one of the two amounts, or remove the limit.');
  fill(0, 'At once', '-1');
  await screen.findByText('An amount cannot be below zero.');
  fill(0, 'At once', '');
  fill(0, 'On one day', '1.234');
  await screen.findByText('EUR has at most 2 decimals.');
  expect(server.askedOf('SaveSettings')).toEqual([]);
});
