import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { grant, openActions, press, receipt, type, updated } from './example-actions.tsx';

afterEach(() => notifications.clean());

describe('the list of actions', () => {
  test('says that customers get no receipt, and enables the one there is', async () => {
    const server = openActions('', {
      UpdateActionConfiguration: () => updated({ ...receipt, enabled: true }),
    });
    await screen.findByText('Customers of Courses get no receipt: it is set up but not enabled.');
    press('Enable the receipt');
    await waitFor(() => expect(screen.queryByText(/get no receipt/)).toBeNull());
    expect(server.inputsOf('UpdateActionConfiguration')).toEqual([
      { id: 'cfg_2', enabled: true, idempotencyKey: expect.any(String) },
    ]);
  });

  test('is searched by name, kind and place', async () => {
    const server = openActions('?find=workb');
    await screen.findByRole('button', { name: 'Course access' });
    expect(screen.queryByRole('button', { name: 'Receipt email' })).toBeNull();
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nothing like it' } });
    await screen.findByText('No action matches “nothing like it”');
    press('Clear the search');
    await screen.findByRole('button', { name: 'Receipt email' });
    expect(server.address()).toBe('/configuration/actions');
  });
});

describe('an action that is set up', () => {
  test('never shows a secret whole, and keeps it when something else is saved', async () => {
    const server = openActions('?open=cfg_1', {
      UpdateActionConfiguration: () => updated(grant()),
    });
    const name = await screen.findByRole('textbox', { name: 'Name' });
    expect(screen.getByText('9f3c').parentElement?.textContent).toBe('Set, ends in 9f3c');
    fireEvent.change(name, { target: { value: 'Access to the course' } });
    press('Save');

    await waitFor(() => expect(server.inputsOf('UpdateActionConfiguration')).toHaveLength(1));
    expect(server.inputsOf('UpdateActionConfiguration')[0]).toEqual({
      id: 'cfg_1',
      idempotencyKey: expect.any(String),
      expectedVersion: 2,
      name: 'Access to the course',
      enabled: true,
      settings: [
        { name: 'way', value: 'url' },
        { name: 'activationUrl', value: null },
        { name: 'hideLastName', value: 'false' },
      ],
    });
  });

  test('has a secret replaced, and asks for it where it must be there', async () => {
    const server = openActions('?open=cfg_1', {
      UpdateActionConfiguration: () => updated(grant()),
    });
    await screen.findByRole('textbox', { name: 'Name' });
    press('Replace: Activation URL');
    press('Save');
    await screen.findByText('Activation URL must be filled in.');
    expect(server.askedOf('UpdateActionConfiguration')).toEqual([]);

    const secret = screen.getByLabelText(/^Activation URL/);
    fireEvent.change(secret, {
      target: { value: 'https://checkout.kajabi.com/webhooks/x/1/activate' },
    });
    press('Save');
    await screen.findByRole('button', { name: 'Replace: Activation URL' });
    expect(server.inputsOf('UpdateActionConfiguration')[0]?.['settings']).toContainEqual({
      name: 'activationUrl',
      value: 'https://checkout.kajabi.com/webhooks/x/1/activate',
    });
  });

  test('has the refusal of a setting at its field, which the server calls by number', async () => {
    const error = {
      __typename: 'PlainError',
      code: 'INVALID',
      message: 'This is no address of Kajabi.',
      path: ['settings', '1', 'value'],
    };
    openActions('?open=cfg_1', { UpdateActionConfiguration: () => updated(null, [error]) });
    await screen.findByRole('textbox', { name: 'Name' });
    press('Replace: Activation URL');
    fireEvent.change(screen.getByLabelText(/^Activation URL/), { target: { value: 'x' } });
    press('Save');
    await screen.findByText('This is no address of Kajabi.');
    const secret = screen.getByLabelText(/^Activation URL/);
    expect(document.activeElement).toBe(secret);
    const described = secret.getAttribute('aria-describedby')?.split(' ') ?? [];
    const words = described.map((id) => document.getElementById(id)?.textContent);
    expect(words).toContain('This is no address of Kajabi.');
  });

  test('says what each version changed, of secrets only how they end', async () => {
    openActions('?open=cfg_1');
    const versions = within(await screen.findByRole('region', { name: 'Versions' }));
    const [second, first] = versions.getAllByRole('listitem').map((item) => item.textContent);
    expect(second).toContain('Name: Access → Course access');
    expect(second).toContain('Hide the last name: yes → no');
    expect(second).toContain('a secret that ends in 11aa → a secret that ends in 9f3c');
    expect(first).toContain('Set up as “Access”.');
  });

  test('keeps what was typed when somebody else was faster, and saves it over theirs when told to', async () => {
    let version = 2;
    const stale = { __typename: 'PlainError', code: 'STALE', message: 'Changed.', path: null };
    const server = openActions('?open=cfg_1', {
      ActionConfiguration: () => ({ actionConfiguration: grant({ version }) }),
      UpdateActionConfiguration: (variables) => {
        const { expectedVersion } = variables['input'] as { expectedVersion: number };
        if (expectedVersion === 3) return updated(grant({ version: 4, name: 'Mine' }));
        version = 3;
        return updated(null, [stale]);
      },
    });
    await screen.findByRole('textbox', { name: 'Name' });
    type('Name', 'Mine');
    press('Save');
    await screen.findByText(/Somebody else has saved a newer version/);
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Mine');

    press('Save');
    await waitFor(() => expect(server.inputsOf('UpdateActionConfiguration')).toHaveLength(2));
    await screen.findByRole('heading', { name: 'Mine' });
    expect(
      server.inputsOf('UpdateActionConfiguration').map((input) => input['expectedVersion']),
    ).toEqual([2, 3]);
  });

  test('says what stays before it is deleted', async () => {
    const server = openActions('?open=cfg_1', {
      DeleteActionConfiguration: () => ({
        deleteActionConfiguration: {
          __typename: 'DeleteActionConfigurationPayload',
          id: 'cfg_1',
          errors: [],
        },
      }),
    });
    await screen.findByRole('textbox', { name: 'Name' });
    press('Delete…');
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Orders that have it keep their own copy');
    expect(dialog.textContent).toContain(
      '3 actions made from it are not done yet: they still run.',
    );
    expect(server.askedOf('DeleteActionConfiguration')).toEqual([]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(server.address()).toBe('/configuration/actions'));
  });

  test('takes over the switch that is moved in the list beside it', async () => {
    const server = openActions('?open=cfg_1', {
      UpdateActionConfiguration: () => updated(grant({ enabled: false })),
    });
    await screen.findByRole('textbox', { name: 'Name' });
    fireEvent.click(screen.getByRole('switch', { name: 'Enabled: Course access' }));
    const inForm = screen.getByRole<HTMLInputElement>('switch', { name: 'Enabled' });
    await waitFor(() => expect(inForm.checked).toBe(false));
    type('Name', 'Access to the course');
    press('Save');
    await waitFor(() => expect(server.inputsOf('UpdateActionConfiguration')).toHaveLength(2));
    expect(server.inputsOf('UpdateActionConfiguration')[1]).toMatchObject({ enabled: false });
  });
});
