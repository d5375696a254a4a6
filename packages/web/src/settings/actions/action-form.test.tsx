import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyPreview, grant, openActions, press, type } from './example-actions.tsx';

afterEach(() => notifications.clean());

describe('the form of an action', () => {
  test('asks for what the chosen kind needs, and for the product', async () => {
    const server = openActions('?open=new', {
      CreateActionConfiguration: () => ({
        createActionConfiguration: {
          __typename: 'ActionConfigurationPayload',
          configuration: grant(),
          errors: [],
        },
      }),
    });
    fireEvent.click(await screen.findByRole('combobox', { name: 'What it does' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Kajabi offer grant' }));
    expect(screen.queryByRole('textbox', { name: 'Client id' })).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: 'One product' }));
    press('Set up the action');
    await screen.findByText('Choose the product.');
    await screen.findByText('Activation URL must be filled in.');
    expect(server.askedOf('CreateActionConfiguration')).toEqual([]);

    fireEvent.click(screen.getByRole('combobox', { name: 'Product' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Workbook' }));
    fireEvent.change(screen.getByLabelText(/^Activation URL/), { target: { value: 'https://x' } });
    press('Set up the action');
    await waitFor(() => expect(server.address()).toBe('/configuration/actions?open=cfg_1'));
    expect(server.inputsOf('CreateActionConfiguration')).toEqual([
      {
        idempotencyKey: expect.any(String),
        checkoutId: 'chk_1',
        kind: 'kajabi-grant',
        level: 'PRODUCT',
        productId: 'prd_1',
        offerId: null,
        name: 'Kajabi offer grant',
        enabled: true,
        settings: [
          { name: 'way', value: 'url' },
          { name: 'activationUrl', value: 'https://x' },
          { name: 'hideLastName', value: 'false' },
        ],
      },
    ]);
  });

  test('is tried out as it stands, and says what came of it', async () => {
    const server = openActions('?open=cfg_1', {
      TestActionConfiguration: () => ({
        testActionConfiguration: {
          __typename: 'TestActionConfigurationPayload',
          outcome: 'FAILED',
          message: 'Kajabi did not accept the activation URL.',
          technical: '404',
          request: { method: 'POST' },
          response: { status: 404 },
          errors: [],
        },
      }),
    });
    await screen.findByRole('textbox', { name: 'Name' });
    type('Name', 'Typed and not saved');
    press('Send test…');
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByRole('textbox', { name: 'Recipient' }), {
      target: { value: 'maija@example.com' },
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Send the test' }));
    await dialog.findByText('Kajabi did not accept the activation URL.');
    expect(server.inputsOf('TestActionConfiguration')[0]).toMatchObject({
      id: 'cfg_1',
      recipient: 'maija@example.com',
      draft: { name: 'Typed and not saved', kind: 'kajabi-grant' },
    });
  });

  test('shows a mail in a frame that may do nothing', async () => {
    openActions('?open=cfg_1', {
      PreviewAction: () => ({
        previewAction: {
          ...emptyPreview,
          subject: 'Welcome, Aino',
          html: '<p>Hello<script>alert(1)</script></p>',
          text: 'Hello',
        },
      }),
    });
    await screen.findByText('Welcome, Aino');
    const frame = screen.getByTitle('The mail as it looks');
    expect(frame.getAttribute('sandbox')).toBe('');
    fireEvent.click(screen.getByRole('radio', { name: 'Plain text' }));
    expect(screen.getByLabelText('The mail as plain text').textContent).toBe('Hello');
  });
});
