import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { notifications } from '@mantine/notifications';
import { afterEach, describe, expect, test } from 'vitest';
import type { PanelOrderFragment } from '../generated.ts';
import { shortTime } from '../ui/time.tsx';
import {
  answeringLatest,
  answeringRerun,
  exampleAction,
  exampleOrder,
  openPanel,
} from './example-panel.tsx';

afterEach(() => notifications.clean());

const running = exampleAction({
  status: 'RUNNING',
  message: null,
  finishedAt: null,
  leaseUntil: '2020-01-01T00:00:00.000Z',
  rerunOptions: {
    allowed: true,
    warning: 'MAY_STILL_BE_RUNNING',
    canUseLatest: false,
    refusal: null,
  },
});

const openWithRerun = (order: PanelOrderFragment, errors: readonly object[] = []) =>
  openPanel(order, answeringRerun(order, errors));

const actions = async () =>
  within(await screen.findByRole('region', { name: 'Post-Purchase Actions' }));

describe('the panel of an order', () => {
  test('says in its head what is left of the total, and why the order needs somebody', async () => {
    openWithRerun(exampleOrder());
    const head = within(await screen.findByRole('banner'));
    expect(head.getByText('€15.00').closest('s')).not.toBeNull();
    expect(head.getByText('€10.00')).toBeTruthy();
    expect(head.getByText(/the receiver answered 503. Tried 4 times/)).toBeTruthy();
  });

  test('has a re-run button in each row of its Post-Purchase Actions', async () => {
    const names = ['Receipt', 'Course access', 'CRM webhook'];
    const list = names.map((name, index) => exampleAction({ id: `act_${index + 1}`, name }));
    openWithRerun(exampleOrder({ actions: list }));
    const section = await actions();
    const rows = section.getAllByRole('listitem');
    expect(
      rows.map((row) => within(row).getByRole('button', { name: /^Re-run / }).textContent),
    ).toEqual(names.map(() => 'Re-run'));
    expect(rows.map((row) => names.filter((name) => row.textContent?.includes(name)))).toEqual(
      names.map((name) => [name]),
    );
  });

  test('says of each action where it came from', async () => {
    const line = { __typename: 'OrderLine', id: 'lin_1', productName: 'Knitting' };
    const list = [
      exampleAction({ id: 'act_1', level: 'PRODUCT', line } as object),
      exampleAction({ id: 'act_2', level: 'OFFER' }),
      exampleAction({ id: 'act_3', level: 'CHECKOUT' }),
    ];
    openWithRerun(exampleOrder({ actions: list }));
    const rows = (await actions()).getAllByRole('listitem');
    const places = ['for Knitting', 'for the offer', 'for the checkout'];
    expect(rows.map((row) => places.filter((words) => row.textContent?.includes(words)))).toEqual(
      places.map((words) => [words]),
    );
  });

  test('runs a failed action again at once, on the run that was shown', async () => {
    const server = openWithRerun(exampleOrder());
    fireEvent.click((await actions()).getByRole('button', { name: 'Re-run CRM webhook' }));

    await screen.findByText('Re-run of “CRM webhook” has started.');
    expect(server.askedOf('RerunAction').map(({ variables }) => variables['input'])).toEqual([
      {
        actionId: 'act_1',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        expectedRun: 3,
        expectedAttempt: 4,
        useLatest: false,
        acknowledge: 'NONE',
      },
    ]);
  });

  test('asks before it runs twice what may still be running, and consents to that risk', async () => {
    const server = openWithRerun(exampleOrder({ actions: [running] }));
    const section = await actions();
    expect(section.getByText(/its worker has not renewed its lease/)).toBeTruthy();

    fireEvent.click(section.getByRole('button', { name: 'Force re-run CRM webhook…' }));
    expect(server.askedOf('RerunAction')).toEqual([]);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/both may get through/)).toBeTruthy();

    fireEvent.click(dialog.getByRole('button', { name: 'Force re-run' }));
    await waitFor(() => expect(server.askedOf('RerunAction')).toHaveLength(1));
    expect(server.askedOf('RerunAction')[0]?.variables['input']).toMatchObject({
      acknowledge: 'MAY_STILL_BE_RUNNING',
      expectedRun: 3,
    });
  });

  test('names what fires a second time', async () => {
    const sent = exampleAction({
      kind: 'receipt-email',
      name: 'Receipt email',
      status: 'SUCCEEDED',
      message: null,
      rerunOptions: {
        allowed: true,
        warning: 'REPEATS_SIDE_EFFECT',
        canUseLatest: false,
        refusal: null,
      },
    });
    openWithRerun(exampleOrder({ actions: [sent], attention: null }));
    fireEvent.click((await actions()).getByRole('button', { name: 'Re-run Receipt email…' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain(
      'It has already succeeded. The receipt email will be sent again to aino@example.com.',
    );
  });

  test('asks anew when what it asked about has changed meanwhile', async () => {
    const error = {
      __typename: 'NeedsAcknowledgementError',
      code: 'NEEDS_ACKNOWLEDGEMENT',
      message: 'It has succeeded meanwhile.',
      path: null,
      warning: 'REPEATS_SIDE_EFFECT',
    };
    const server = openWithRerun(exampleOrder(), [error]);
    fireEvent.click((await actions()).getByRole('button', { name: 'Re-run CRM webhook' }));

    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/will be delivered again/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Re-run' }));
    await waitFor(() => expect(server.askedOf('RerunAction')).toHaveLength(2));
    const inputs = server.askedOf('RerunAction').map(({ variables }) => variables['input']);
    expect(inputs[1]).toMatchObject({ acknowledge: 'REPEATS_SIDE_EFFECT' });
    expect(inputs[1]).not.toMatchObject({
      idempotencyKey: (inputs[0] as { idempotencyKey: string }).idempotencyKey,
    });
  });

  test('says who was faster', async () => {
    const startedAt = '2026-11-22T12:05:00.000Z';
    openWithRerun(exampleOrder(), [
      {
        __typename: 'AlreadyRunningError',
        code: 'ALREADY_RUNNING',
        message: 'Already running.',
        path: null,
        startedBy: { __typename: 'Actor', kind: 'PERSON', name: 'Sami' },
        startedAt,
      },
    ]);
    fireEvent.click((await actions()).getByRole('button', { name: 'Re-run CRM webhook' }));
    const notice = await screen.findByText(/^Started by/);
    expect(notice.textContent).toBe(`Started by Sami at ${shortTime(startedAt, Date.now())}.`);
  });

  test('shows the news of the stream without being asked', async () => {
    const server = openWithRerun(exampleOrder({ actions: [running] }));
    const section = await actions();
    act(() =>
      server.say('ActionChanged', { actionChanged: exampleAction({ message: 'Mailbox full' }) }),
    );
    await section.findByText('Mailbox full');
    expect(section.getByRole('button', { name: 'Re-run CRM webhook' })).toBeTruthy();
  });

  test('keeps a button that may not be pressed, with the reason', async () => {
    const refused = exampleAction({
      rerunOptions: {
        allowed: false,
        warning: 'NONE',
        canUseLatest: false,
        refusal: { code: 'NOT_ALLOWED', message: 'Your role may only look.' },
      },
    });
    const server = openWithRerun(exampleOrder({ actions: [refused] }));
    const button = (await actions()).getByRole('button', { name: 'Re-run CRM webhook' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    fireEvent.mouseEnter(button);
    await screen.findByText('Your role may only look.');
    expect(server.askedOf('RerunAction')).toEqual([]);
  });

  test('offers the latest template where there is one, and says that taking it is for good', async () => {
    const outdated = exampleAction({
      rerunOptions: { allowed: true, warning: 'NONE', canUseLatest: true, refusal: null },
    });
    const server = openWithRerun(exampleOrder({ actions: [outdated] }));
    fireEvent.click((await actions()).getByRole('button', { name: 'Re-run CRM webhook…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const latest = dialog.getByRole('checkbox', { name: 'Use latest template' });
    expect((latest as HTMLInputElement).checked).toBe(false);
    expect(dialog.getByText('This is permanent and cannot be undone.')).toBeTruthy();
    const changes = await dialog.findByRole('region', { name: 'What the latest template changes' });
    expect(changes.textContent).toBe(
      'Signing secretreplaced by another oneURLfrom https://old.example to https://new.example',
    );
    expect(server.askedOf('RerunAction')).toEqual([]);

    fireEvent.click(latest);
    fireEvent.click(dialog.getByRole('button', { name: 'Re-run with latest template' }));
    await screen.findByText('Re-run of “CRM webhook” has started.');
    expect(server.askedOf('RerunAction').map(({ variables }) => variables['input'])).toEqual([
      expect.objectContaining({ useLatest: true, acknowledge: 'NONE', expectedRun: 3 }),
    ]);
  });

  test('says why there is no latest template to use, and offers none', async () => {
    openPanel(exampleOrder({ actions: [running] }), {
      LatestTemplate: answeringLatest('Its configuration was deleted.'),
    });
    fireEvent.click((await actions()).getByRole('button', { name: 'Force re-run CRM webhook…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('Its configuration was deleted.')).toBeTruthy();
    expect(dialog.queryByRole('checkbox')).toBeNull();
  });
});
