import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { notifications } from '@mantine/notifications';
import { afterEach, describe, expect, test } from 'vitest';
import type { ActionRowFragment, PanelOrderFragment } from '../generated.ts';
import { OrderPanel } from '../order-panel/order-panel.tsx';
import { shortTime } from '../ui/time.tsx';
import { renderWithServer } from './test-server.tsx';

afterEach(() => notifications.clean());

const euros = (minor: number) => ({
  __typename: 'Money',
  minor,
  currency: 'EUR',
  decimal: (minor / 100).toFixed(2),
});

function exampleAction(changes: Partial<ActionRowFragment>): ActionRowFragment {
  return {
    __typename: 'PostPurchaseAction',
    id: 'act_1',
    kind: 'webhook',
    name: 'CRM webhook',
    purpose: 'DELIVERY',
    level: 'OFFER',
    status: 'FAILED',
    run: 3,
    attempt: 4,
    message: 'The receiver answered 503.',
    startedAt: '2026-11-23T12:00:00.000Z',
    finishedAt: '2026-11-23T12:00:01.000Z',
    nextAttemptAt: null,
    leaseUntil: null,
    rerunOptions: {
      __typename: 'RerunOptions',
      allowed: true,
      warning: 'NONE',
      canUseLatest: false,
      refusal: null,
    },
    ...changes,
  } as ActionRowFragment;
}

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

function exampleOrder(changes: Partial<PanelOrderFragment> = {}): PanelOrderFragment {
  return {
    __typename: 'Order',
    id: 'ord_1',
    number: '10042',
    version: 1,
    status: 'PAID',
    createdAt: '2026-11-23T11:00:00.000Z',
    paidAt: '2026-11-23T11:02:00.000Z',
    completion: null,
    checkout: { __typename: 'Checkout', id: 'chk_1', name: 'Courses' },
    offer: null,
    source: { __typename: 'OrderSource', link: null, name: 'newsletter', tags: ['vip'] },
    customer: {
      __typename: 'Customer',
      visibility: 'FULL',
      email: 'aino@example.com',
      firstName: 'Aino',
      lastName: 'Korhonen',
      country: 'FI',
      region: null,
      billingFields: [],
      analyticsConsent: 'NEVER_ASKED',
    },
    lines: [
      {
        __typename: 'OrderLine',
        id: 'lin_1',
        kind: 'ORDER_BUMP',
        productName: 'Workbook',
        listPrice: euros(2000),
        price: euros(1500),
        vatRateBp: 2550,
        refunded: euros(500),
      },
    ],
    discounts: [],
    vat: [{ __typename: 'VatShare', rateBp: 2550, gross: euros(1500), vat: euros(305) }],
    total: euros(1500),
    refunded: euros(500),
    refundPending: euros(0),
    payment: null,
    payments: [],
    refunds: [],
    actions: [exampleAction({})],
    attention: {
      __typename: 'Attention',
      since: '2026-11-23T11:07:00.000Z',
      reasons: ['ACTION_FAILED'],
      summary: 'CRM webhook failed: the receiver answered 503. Tried 4 times.',
    },
    ...changes,
  } as PanelOrderFragment;
}

function openPanel(order: PanelOrderFragment, errors: readonly object[] = []) {
  const answerOf = () => ({
    rerunAction: {
      __typename: 'RerunActionPayload',
      action: order.actions[0],
      order: { __typename: 'Order', id: order.id, version: order.version, status: order.status },
      errors,
    },
  });
  const history = {
    __typename: 'HistoryConnection',
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null, startCursor: null },
  };
  return renderWithServer(
    <OrderPanel
      orderId="ord_1"
      isPage={false}
      onClose={() => undefined}
      onStep={() => undefined}
    />,
    {
      OrderPanel: () => ({ order }),
      OrderHistory: () => ({ order: { __typename: 'Order', id: order.id, history } }),
      RerunAction: answerOf,
      PresentAction: () => ({ node: order.actions[0] }),
    },
  );
}

const actions = async () =>
  within(await screen.findByRole('region', { name: 'Post-Purchase Actions' }));

describe('the panel of an order', () => {
  test('says in its head what is left of the total, and why the order needs somebody', async () => {
    openPanel(exampleOrder());
    const head = within(await screen.findByRole('banner'));
    expect(head.getByText('€15.00').closest('s')).not.toBeNull();
    expect(head.getByText('€10.00')).toBeTruthy();
    expect(head.getByText(/the receiver answered 503. Tried 4 times/)).toBeTruthy();
  });

  test('runs a failed action again at once, on the run that was shown', async () => {
    const server = openPanel(exampleOrder());
    fireEvent.click((await actions()).getByRole('button', { name: 'Re-run CRM webhook' }));

    await screen.findByText('Re-run of “CRM webhook” has started.');
    expect(server.askedOf('RerunAction').map(({ variables }) => variables['input'])).toEqual([
      {
        actionId: 'act_1',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        expectedRun: 3,
        useLatest: false,
        acknowledge: 'NONE',
      },
    ]);
  });

  test('asks before it runs twice what may still be running, and consents to that risk', async () => {
    const server = openPanel(exampleOrder({ actions: [running] }));
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
    openPanel(exampleOrder({ actions: [sent], attention: null }));
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
    const server = openPanel(exampleOrder(), [error]);
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
    openPanel(exampleOrder(), [
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
    const server = openPanel(exampleOrder({ actions: [running] }));
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
    const server = openPanel(exampleOrder({ actions: [refused] }));
    const button = (await actions()).getByRole('button', { name: 'Re-run CRM webhook' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    fireEvent.mouseEnter(button);
    await screen.findByText('Your role may only look.');
    expect(server.askedOf('RerunAction')).toEqual([]);
  });
});
