import type { ActionRowFragment, PanelOrderFragment } from '../generated.ts';
import { OrderPanel } from '../order-panel/order-panel.tsx';
import { renderWithServer, type Answers } from './test-server.tsx';

const euros = (minor: number) => ({
  __typename: 'Money',
  minor,
  currency: 'EUR',
  decimal: (minor / 100).toFixed(2),
});

/** For tests: a webhook that has failed. */
export function exampleAction(changes: Partial<ActionRowFragment>): ActionRowFragment {
  return {
    __typename: 'PostPurchaseAction',
    id: 'act_1',
    kind: 'webhook',
    name: 'CRM webhook',
    purpose: 'DELIVERY',
    level: 'OFFER',
    line: null,
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

/** For tests: what completing means where 3 actions would run, 1 of them a second time. */
export function exampleCompleteOptions(
  changes: Partial<PanelOrderFragment['completeOptions']>,
): PanelOrderFragment['completeOptions'] {
  return {
    __typename: 'CompleteOptions',
    allowed: true,
    refusal: null,
    canRestoreRefunded: false,
    canUseLatestConfiguration: false,
    actionsToRun: 3,
    actionsSucceeded: 1,
    running: [],
    ...changes,
  } as PanelOrderFragment['completeOptions'];
}

/** For tests: a paid order whose webhook has failed, with what the test cares about changed. */
export function exampleOrder(changes: Partial<PanelOrderFragment> = {}): PanelOrderFragment {
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
      erasedAt: null,
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
    completeOptions: exampleCompleteOptions({}),
    refundOptions: { __typename: 'RefundOptions', allowed: true, refusal: null },
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

/** The panel of the order, on a server that answers every question about it; `answers` are its other words. */
export function openPanel(order: PanelOrderFragment, answers: Answers = {}) {
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
      ...answers,
    },
  );
}

/** A server that starts the re-run, or refuses it with these errors. */
export function answeringRerun(order: PanelOrderFragment, errors: readonly object[] = []): Answers {
  return {
    RerunAction: () => ({
      rerunAction: {
        __typename: 'RerunActionPayload',
        action: order.actions[0],
        order: { __typename: 'Order', id: order.id, version: order.version, status: order.status },
        errors,
      },
    }),
    PresentAction: () => ({ node: order.actions[0] }),
    LatestTemplate: answeringLatest(null),
  };
}

/** A server that says what the latest template changes: a secret and the address; or why there is none. */
export function answeringLatest(latestRefusal: string | null): NonNullable<Answers[string]> {
  const changes = [
    { field: 'signingSecret', before: '•••', after: '•••' },
    { field: 'url', before: 'https://old.example', after: 'https://new.example' },
  ];
  return ({ actionId }) => ({
    node: {
      __typename: 'PostPurchaseAction',
      id: actionId,
      rerunOptions: {
        __typename: 'RerunOptions',
        latestRefusal,
        latestChanges: latestRefusal
          ? []
          : changes.map((change) => ({ __typename: 'Change', ...change })),
      },
    },
  });
}
