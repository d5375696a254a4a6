import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { RerunFailedActionsInput } from '../generated.ts';
import { exampleBulk, openOrders, pageOfBulks } from './example-list.tsx';
import type { Answers } from './test-server.tsx';

const action = (id: string, changes: object = {}) => ({
  __typename: 'PostPurchaseAction',
  id,
  kind: 'kajabi-grant',
  name: 'Kajabi grant',
  run: 2,
  status: 'FAILED',
  message: 'Kajabi was down.',
  order: { __typename: 'Order', id: 'ord_1', number: '9999' },
  ...changes,
});

/** A server on which 43 actions of 40 orders have failed, and which starts what it is told. */
function failedActions(refusals: readonly object[] = []): Answers {
  const row = (id: string, outcome: string, refusal: object | null = null) => ({
    __typename: 'BulkRerunAction',
    outcome,
    run: refusal ? null : 2,
    refusal,
    action: action(id, outcome === 'SUCCEEDED' ? { status: outcome, message: 'Granted.' } : {}),
  });
  const skipped = {
    __typename: 'Refusal',
    code: 'STALE',
    message: 'Kajabi grant has succeeded meanwhile.',
  };
  return {
    FailedActionSamples: () => ({
      orders: {
        __typename: 'OrderConnection',
        nodes: [{ __typename: 'Order', id: 'ord_1', actions: [action('act_1')] }],
      },
    }),
    RerunFailedActions: ({ input }) => {
      const { dryRun } = input as RerunFailedActionsInput;
      const isRefused = refusals.length > 0;
      return {
        rerunFailedActions: {
          __typename: 'RerunFailedActionsPayload',
          matched: isRefused ? 0 : 43,
          orders: isRefused ? 0 : 40,
          bulkRerun: dryRun || isRefused ? null : exampleBulk(),
          errors: refusals,
        },
      };
    },
    BulkRerun: () => ({ bulkRerun: exampleBulk() }),
    BulkRerunActions: () => ({
      bulkRerun: {
        __typename: 'BulkRerun',
        id: 'blk_1',
        actions: {
          __typename: 'BulkRerunActionConnection',
          nodes: [
            row('act_1', 'FAILED'),
            row('act_2', 'SUCCEEDED'),
            row('act_3', 'SKIPPED', skipped),
          ],
          pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
        },
      },
    }),
  };
}

const inputsOf = (server: ReturnType<typeof openOrders>) =>
  server
    .askedOf('RerunFailedActions')
    .map(({ variables }) => variables['input'] as RerunFailedActionsInput);

async function openDialog() {
  fireEvent.click(await screen.findByRole('button', { name: 'Re-run failed actions…' }));
  return within(await screen.findByRole('dialog', { name: 'Re-run failed actions' }));
}

describe('re-running many failed actions', () => {
  test('counts before anything happens, then runs exactly what was counted', async () => {
    const server = openOrders('/orders?tab=attention&tag=vip', { answers: failedActions() });
    const dialog = await openDialog();
    expect(await dialog.findByText('43 failed actions of 40 orders will run again.')).toBeTruthy();
    expect(inputsOf(server).map(({ dryRun }) => dryRun)).toEqual([true]);

    fireEvent.click(dialog.getByRole('button', { name: 'Re-run 43 actions' }));
    await waitFor(() => expect(inputsOf(server)).toHaveLength(2));
    expect(inputsOf(server)[1]).toEqual({
      filter: { tags: ['vip'], needsAttention: true },
      dryRun: false,
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    await waitFor(() => expect(server.address()).toBe('?tab=attention&tag=vip&bulk=blk_1'));
  });

  test('takes only the selected orders, unless all that match are wanted', async () => {
    const server = openOrders('/orders?tab=attention', { answers: failedActions() });
    fireEvent.click(await screen.findByRole('button', { name: 'Select' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Choose order 9999' }));
    expect(screen.getByText('1 selected')).toBeTruthy();
    const dialog = await openDialog();
    await dialog.findByText(/^43 failed actions/);
    fireEvent.click(dialog.getByRole('radio', { name: 'All that match the list' }));
    await waitFor(() => expect(inputsOf(server)).toHaveLength(2));
    expect(inputsOf(server).map(({ filter }) => filter)).toEqual([
      { orderIds: ['ord_1'] },
      { needsAttention: true },
    ]);
  });

  test('narrows down by kind, by a part of the error and by when it failed', async () => {
    const server = openOrders('/orders?tab=attention', { answers: failedActions() });
    const dialog = await openDialog();
    fireEvent.click(await dialog.findByRole('checkbox', { name: 'Kajabi offer grant' }));
    const type = (field: HTMLElement, value: string) =>
      fireEvent.change(field, { target: { value } });
    type(dialog.getByRole('combobox', { name: 'Error contains' }), ' was down ');
    type(dialog.getByLabelText('Failed from'), '2026-11-23T09:00');
    type(dialog.getByLabelText('Failed before'), '2026-11-23T10:00');
    await waitFor(() =>
      expect(inputsOf(server).at(-1)).toMatchObject({
        dryRun: true,
        kinds: ['kajabi-grant'],
        messageContains: 'was down',
        failedFrom: '2026-11-23T07:00:00.000Z',
        failedBefore: '2026-11-23T08:00:00.000Z',
      }),
    );
  });

  test('says at the field what cannot be used, and runs nothing', async () => {
    const refusal = {
      __typename: 'PlainError',
      code: 'INVALID',
      message: 'The end must be later than the beginning.',
      path: ['failedBefore'],
    };
    openOrders('/orders?tab=attention', { answers: failedActions([refusal]) });
    const dialog = await openDialog();
    await dialog.findByText('The end must be later than the beginning.');
    const field = dialog.getByLabelText('Failed before');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Re-run' }).disabled).toBe(true);
  });

  test('sends the same wish again after a lost answer, so that it runs once', async () => {
    const answers = failedActions();
    const server = openOrders('/orders?tab=attention', {
      answers: {
        ...answers,
        RerunFailedActions: (variables) => {
          const { dryRun } = variables['input'] as RerunFailedActionsInput;
          return dryRun ? (answers['RerunFailedActions']?.(variables) ?? {}) : 'unreachable';
        },
      },
    });
    const dialog = await openDialog();
    const name = 'Re-run 43 actions';
    fireEvent.click(await dialog.findByRole('button', { name }));
    expect((await dialog.findByRole('alert')).textContent).toMatch(/the actions run once/);
    fireEvent.click(dialog.getByRole('button', { name }));
    const meant = () => inputsOf(server).filter(({ dryRun }) => !dryRun);
    await waitFor(() => expect(meant()).toHaveLength(2));
    expect(meant()[1]?.idempotencyKey).toBe(meant()[0]?.idempotencyKey);
  });

  test('shows live how far it is, with a result for each action', async () => {
    const server = openOrders('/orders?tab=attention&bulk=blk_1', { answers: failedActions() });
    const dialog = within(await screen.findByRole('dialog', { name: 'Re-run of 43 actions' }));
    expect(dialog.getByText(/40 orders · started by Sami/)).toBeTruthy();
    const results = await dialog.findByRole('list', { name: 'Results' });
    expect(
      within(results)
        .getAllByRole('listitem')
        .map((row) => row.textContent),
    ).toEqual([
      'FailedKajabi grantKajabi was down.Open order 9999',
      'SucceededKajabi grantGranted.Open order 9999',
      'SkippedKajabi grantKajabi grant has succeeded meanwhile.Open order 9999',
    ]);

    act(() =>
      server.say('BulkRerunChanged', {
        bulkRerunChanged: exampleBulk({ succeeded: 20, failed: 1, waiting: 22 }),
      }),
    );
    const bar = dialog.getByRole('progressbar');
    await waitFor(() =>
      expect(bar.getAttribute('aria-valuetext')).toBe('20 succeeded, 1 failed, 22 waiting'),
    );
    expect(bar.getAttribute('aria-valuenow')).toBe('21');
  });

  test('finds a running one again when the page is opened, and can cancel it', async () => {
    const cancelled = exampleBulk({
      succeeded: 3,
      waiting: 0,
      skippedCount: 40,
      cancelledAt: '2026-11-23T12:01:00.000Z',
      finishedAt: '2026-11-23T12:01:00.000Z',
    });
    const server = openOrders('/orders?tab=attention', {
      answers: {
        ...failedActions(),
        BulkReruns: () => ({ bulkReruns: pageOfBulks([exampleBulk()]) }),
        CancelBulkRerun: () => ({
          cancelBulkRerun: {
            __typename: 'CancelBulkRerunPayload',
            bulkRerun: cancelled,
            errors: [],
          },
        }),
      },
    });
    const banner = within(await screen.findByRole('region', { name: 'Re-run of 43 actions' }));
    expect(banner.getByText('Running: 43 waiting')).toBeTruthy();
    fireEvent.click(banner.getByRole('button', { name: 'Show results' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Re-run of 43 actions' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel what has not started' }));
    await waitFor(() =>
      expect(server.askedOf('CancelBulkRerun').map(({ variables }) => variables)).toEqual([
        { id: 'blk_1' },
      ]),
    );
    expect(await banner.findByText('Cancelled: 3 succeeded, 40 skipped')).toBeTruthy();
    expect(dialog.queryByRole('button', { name: /^Cancel/ })).toBeNull();
  });

  test('is found again among the past ones, with its results', async () => {
    const past = exampleBulk({
      succeeded: 42,
      failed: 1,
      waiting: 0,
      finishedAt: '2026-11-23T12:05:00.000Z',
    });
    const older = { ...past, id: 'blk_0', total: 7, startedAt: '2026-11-20T12:00:00.000Z' };
    const server = openOrders('/orders?tab=attention', {
      answers: {
        ...failedActions(),
        BulkReruns: () => ({ bulkReruns: pageOfBulks([past]) }),
        PastBulkReruns: ({ after }) => ({
          bulkReruns: after ? pageOfBulks([older]) : pageOfBulks([past], 'older'),
        }),
        BulkRerun: () => ({ bulkRerun: past }),
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Past bulk re-runs' }));
    const list = within(await screen.findByRole('dialog', { name: 'Bulk re-runs' }));
    expect(server.address()).toBe('?tab=attention&bulk=past');
    await list.findByText('Finished: 42 succeeded, 1 failed');
    fireEvent.click(list.getByRole('button', { name: 'Show more' }));
    await list.findByRole('button', { name: 'Re-run of 7 actions' });
    expect(list.queryByRole('button', { name: 'Show more' })).toBeNull();

    fireEvent.click(list.getByRole('button', { name: 'Re-run of 43 actions' }));
    const one = within(await screen.findByRole('dialog', { name: 'Re-run of 43 actions' }));
    expect(await one.findByRole('list', { name: 'Results' })).toBeTruthy();
    fireEvent.click(one.getByRole('button', { name: 'All bulk re-runs' }));
    await screen.findByRole('dialog', { name: 'Bulk re-runs' });
  });

  test('is not offered to those who may not re-run actions', async () => {
    const server = openOrders('/orders?tab=attention&bulk=blk_1', {
      permissions: ['READ_ORDERS', 'READ_PERSONAL_DATA'],
    });
    await screen.findByRole('list', { name: 'Orders' });
    expect(screen.queryByRole('button', { name: /Re-run/ })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(server.askedOf('BulkReruns')).toEqual([]);
  });
});

describe('the list for those who may not read personal data', () => {
  test('neither offers nor asks for what the server would refuse', async () => {
    const server = openOrders('/orders?email=aino%40&lastName=Korhonen&sort=customer&tag=vip', {
      permissions: ['READ_ORDERS'],
    });
    await screen.findByRole('list', { name: 'Orders' });
    expect(server.askedOf('OrdersPage').map(({ variables }) => variables)).toEqual([
      {
        filter: { tags: ['vip'], statuses: expect.any(Array) },
        sort: { field: 'CREATED_AT', direction: 'DESC' },
        first: 50,
        after: null,
      },
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Filters, 1 set' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Filters' }));
    expect(sheet.getByLabelText('Order number')).toBeTruthy();
    expect(sheet.queryByLabelText('Email')).toBeNull();
    expect(sheet.queryByLabelText('First name')).toBeNull();
    expect(sheet.queryByLabelText('Last name')).toBeNull();
  });
});
