import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { PanelOrderFragment } from '../generated.ts';
import { exampleCompleteOptions, exampleOrder, openPanel } from './example-panel.tsx';
import type { Answers } from './test-server.tsx';

afterEach(() => notifications.clean());

const entry = (id: string, summary: string, name: string) => ({
  __typename: 'HistoryEntry',
  id,
  at: '2026-11-23T12:00:00.000Z',
  summary,
  actor: { __typename: 'Actor', kind: 'PERSON', name },
});
const paid = entry('his_1', 'The payment was received.', 'Stripe');

/** The order as the server sees it when it is asked, and what it says to the completion. */
function openQuestion(
  order: PanelOrderFragment,
  options: { complete?: Answers[string]; question?: Answers[string] } = {},
) {
  const history = { __typename: 'HistoryConnection', nodes: [paid] };
  return openPanel(order, {
    CompletionQuestion: options.question ?? (() => ({ order: { ...order, history } })),
    CompleteOrder:
      options.complete ??
      (() => ({ completeOrder: { __typename: 'CompleteOrderPayload', order, errors: [] } })),
  });
}

async function ask() {
  fireEvent.click(await screen.findByRole('button', { name: 'Complete order…' }));
  return within(await screen.findByRole('dialog', { name: 'Complete order 10042?' }));
}

const inputsOf = (server: ReturnType<typeof openPanel>) =>
  server.askedOf('CompleteOrder').map(({ variables }) => variables['input']);
const choices = (dialog: Awaited<ReturnType<typeof ask>>) =>
  dialog
    .getAllByRole('checkbox')
    .map((box) => [
      box.closest('div')?.parentElement?.querySelector('label')?.textContent,
      (box as HTMLInputElement).checked,
    ]);

describe('completing an order by hand', () => {
  test('runs the post-purchase actions unless told otherwise, and says how many fire again', async () => {
    const server = openQuestion(exampleOrder());
    const dialog = await ask();
    expect(choices(dialog)).toEqual([['Run post-purchase actions', true]]);
    expect(dialog.getByText(/is marked as Completed whatever the actions do/)).toBeTruthy();
    expect(
      dialog.getByText(
        '3 actions will run. 1 of them has already succeeded and will fire again: emails, webhooks and course access go out once more.',
      ),
    ).toBeTruthy();

    fireEvent.click(dialog.getByRole('button', { name: 'Complete order and run 3 actions' }));
    await screen.findByText('Order 10042 is marked as Completed; 3 actions run now.');
    expect(inputsOf(server)).toEqual([
      {
        orderId: 'ord_1',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        expectedVersion: 1,
        runActions: true,
        restoreRefunded: false,
        useLatestConfiguration: false,
      },
    ]);
  });

  test('fires nothing when the actions are not to run', async () => {
    const server = openQuestion(exampleOrder());
    const dialog = await ask();
    fireEvent.click(dialog.getByRole('checkbox', { name: 'Run post-purchase actions' }));
    expect(dialog.getByText(/^Nothing fires\./)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Complete order' }));
    await screen.findByText('Order 10042 is marked as Completed.');
    expect(inputsOf(server)).toEqual([expect.objectContaining({ runActions: false })]);
  });

  test('offers to restore refunded data and to use the latest configuration only where it applies', async () => {
    const server = openQuestion(
      exampleOrder({
        completeOptions: exampleCompleteOptions({
          canRestoreRefunded: true,
          canUseLatestConfiguration: true,
        }),
      }),
    );
    const dialog = await ask();
    expect(choices(dialog)).toEqual([
      ['Also restore refunded data', false],
      ['Use latest configuration', false],
      ['Run post-purchase actions', true],
    ]);
    expect(dialog.getByText('Money already returned is not taken back.')).toBeTruthy();
    expect(dialog.getByText('This is permanent and cannot be undone.')).toBeTruthy();

    fireEvent.click(dialog.getByRole('checkbox', { name: 'Also restore refunded data' }));
    fireEvent.click(dialog.getByRole('checkbox', { name: 'Use latest configuration' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Complete order and run 3 actions' }));
    await waitFor(() =>
      expect(inputsOf(server)).toEqual([
        expect.objectContaining({
          runActions: true,
          restoreRefunded: true,
          useLatestConfiguration: true,
        }),
      ]),
    );
  });

  test('names the running actions that are left alone', async () => {
    const running = [
      { __typename: 'PostPurchaseAction' as const, id: 'act_8', name: 'Kajabi grant' },
      { __typename: 'PostPurchaseAction' as const, id: 'act_9', name: 'Receipt' },
    ];
    openQuestion(exampleOrder({ completeOptions: exampleCompleteOptions({ running }) }));
    const dialog = await ask();
    expect(
      dialog.getByText(/“Kajabi grant” and “Receipt” are running now and are left alone\.$/),
    ).toBeTruthy();
  });

  test('says what changed meanwhile, and asks anew on what is true now', async () => {
    const order = exampleOrder();
    const present = exampleOrder({
      version: 2,
      completeOptions: exampleCompleteOptions({ actionsToRun: 2, actionsSucceeded: 2 }),
    });
    let asked = 0;
    const refund = entry('his_2', '€5.00 was refunded.', 'Sami');
    const server = openQuestion(order, {
      question: () => {
        const isFirst = asked++ === 0;
        const nodes = isFirst ? [paid] : [refund, paid];
        const history = { __typename: 'HistoryConnection', nodes };
        return { order: { ...(isFirst ? order : present), history } };
      },
      complete: ({ input }) => {
        const isStale = (input as { expectedVersion: number }).expectedVersion === 1;
        const stale = {
          __typename: 'StaleError',
          code: 'STALE',
          message: 'The order has changed.',
          path: ['expectedVersion'],
          order: present,
        };
        return {
          completeOrder: {
            __typename: 'CompleteOrderPayload',
            order: isStale ? null : present,
            errors: isStale ? [stale] : [],
          },
        };
      },
    });
    const dialog = await ask();
    await waitFor(() => expect(server.askedOf('CompletionQuestion')).toHaveLength(1));
    fireEvent.click(dialog.getByRole('button', { name: 'Complete order and run 3 actions' }));

    const news = await dialog.findByRole('alert');
    expect(news.textContent).toContain('Nothing was done: the order has changed');
    expect(
      within(news)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([expect.stringMatching(/^€5\.00 was refunded\. Sami · /)]);
    fireEvent.click(dialog.getByRole('button', { name: 'Complete order and run 2 actions' }));
    await screen.findByText('Order 10042 is marked as Completed; 2 actions run now.');
    const [first, second] = inputsOf(server) as { idempotencyKey: string }[];
    expect(second).toMatchObject({ expectedVersion: 2 });
    expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  test('sends the same wish again after a lost answer, and another one after another choice', async () => {
    const server = openQuestion(exampleOrder(), { complete: () => 'unreachable' });
    const dialog = await ask();
    fireEvent.click(dialog.getByRole('button', { name: 'Complete order and run 3 actions' }));
    expect((await dialog.findByRole('alert')).textContent).toMatch(/safe to try again/);
    fireEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(inputsOf(server)).toHaveLength(2));
    fireEvent.click(await dialog.findByRole('checkbox', { name: 'Run post-purchase actions' }));
    fireEvent.click(await dialog.findByRole('button', { name: 'Complete order' }));
    await waitFor(() => expect(inputsOf(server)).toHaveLength(3));

    const keys = (inputsOf(server) as { idempotencyKey: string }[]).map(
      (one) => one.idempotencyKey,
    );
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('keeps the button where it may not be pressed, with the reason', async () => {
    const server = openQuestion(
      exampleOrder({
        completeOptions: exampleCompleteOptions({
          allowed: false,
          refusal: { code: 'NOT_ALLOWED', message: 'Your role may not complete orders.' },
        }),
      }),
    );
    const button = await screen.findByRole('button', { name: 'Complete order…' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.mouseEnter(button);
    await screen.findByText('Your role may not complete orders.');
    fireEvent.click(button);
    fireEvent.keyDown(document, { key: 'c' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(server.askedOf('CompletionQuestion')).toEqual([]);
  });

  test('opens by the key c too', async () => {
    openQuestion(exampleOrder());
    await screen.findByRole('button', { name: 'Complete order…' });
    fireEvent.keyDown(document, { key: 'c' });
    expect(await screen.findByRole('dialog', { name: 'Complete order 10042?' })).toBeTruthy();
  });
});
