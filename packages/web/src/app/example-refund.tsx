import { fireEvent, screen, within } from '@testing-library/react';
import { exampleOrder, openPanel } from './example-panel.tsx';
import type { Answers } from './test-server.tsx';

/** For tests: an order of a course for 99.00 €, which gave access, and a workbook for 49.00 €, paid by Stripe. */

export const euros = (minor: number) => ({
  __typename: 'Money',
  minor,
  currency: 'EUR',
  decimal: (minor / 100).toFixed(2),
});
export const paidByStripe = {
  __typename: 'PaymentAttempt',
  id: 'pay_1',
  provider: 'stripe',
  method: 'card',
  createdAt: '2026-11-23T11:02:00.000Z',
};

const choices = (changes: object = {}) => ({
  __typename: 'RefundOptions',
  allowed: true,
  refusal: null,
  capability: 'FULL_AND_PARTIAL',
  capabilityNote: null,
  maximum: euros(14800),
  lines: [line('lin_1', 'Course', 9900), line('lin_2', 'Workbook', 4900)],
  payments: [
    {
      __typename: 'RefundablePayment',
      payment: paidByStripe,
      capability: 'FULL_AND_PARTIAL',
      note: null,
      left: euros(14800),
    },
  ],
  surplusPayments: [],
  canRemoveOfferAccess: false,
  offerAccessKeptBecause: null,
  limitPerRefund: null,
  limitLeftToday: null,
  ...changes,
});

function line(id: string, productName: string, priceMinor: number) {
  return {
    __typename: 'RefundableLine',
    orderLine: {
      __typename: 'OrderLine',
      id,
      kind: 'MAIN',
      productName,
      price: euros(priceMinor),
      refunded: euros(0),
    },
    maximum: euros(priceMinor),
    pending: euros(0),
    hasAccess: id === 'lin_1',
    keptBecause: null,
  };
}

type Plan = {
  lines: { orderLineId: string; amountMinor: number; removeAccess: boolean }[];
  returnMoney: boolean;
};

/** Previews as the server does for a course that gave access. */
export const examplePreview = ({ plan }: Record<string, unknown>) => {
  const { lines, returnMoney } = plan as Plan;
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    refundPreview: {
      __typename: 'RefundPreviewPayload',
      errors: [],
      preview: {
        __typename: 'RefundPreview',
        total: euros(totalMinor),
        lines: lines.map(({ orderLineId, amountMinor }) => ({
          __typename: 'RefundLinePreview',
          orderLine: { __typename: 'OrderLine', id: orderLineId },
          amount: euros(amountMinor),
          canRemoveAccess: orderLineId === 'lin_1' && amountMinor === 9900,
          keptBecause: null,
        })),
        vat: [{ __typename: 'VatShare', rateBp: 2550, vat: euros(995) }],
        statusAfter: totalMinor === 14800 ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
        legs: [
          {
            __typename: 'RefundLegPreview',
            payment: paidByStripe,
            amount: euros(totalMinor),
            movesMoney: returnMoney,
            note: returnMoney ? 'Returned through Stripe.' : 'Recorded only.',
          },
        ],
        actionsToRun: lines.some(({ removeAccess }) => removeAccess) ? ['Course access'] : [],
      },
    },
  };
};

/** A refund of the workbook with one leg, as it stands. */
export const refundOf = (status: string, nextSteps: readonly string[] = []) => ({
  __typename: 'Refund',
  id: 'ref_1',
  amount: euros(4900),
  status,
  reason: null,
  requestedAt: '2026-11-23T12:00:00.000Z',
  requestedBy: { __typename: 'Actor', kind: 'PERSON', name: 'Aada' },
  settledAt: null,
  reversedAt: null,
  removeOfferAccess: false,
  surplusPayment: null,
  lines: [
    {
      __typename: 'RefundLine',
      orderLine: { __typename: 'OrderLine', id: 'lin_2', productName: 'Workbook' },
      amount: euros(4900),
      removeAccess: false,
    },
  ],
  legs: [
    {
      __typename: 'RefundLeg',
      id: 'leg_1',
      payment: paidByStripe,
      amount: euros(4900),
      status,
      movesMoney: true,
      providerReference: null,
      failureMessage: null,
      nextSteps,
    },
  ],
});

/** The panel of the order, on a server that refunds; `changes` are those of what it offers. */
export function openForm(answers: Answers = {}, changes: object = {}) {
  const order = exampleOrder();
  return openPanel(order, {
    RefundQuestion: () => ({
      order: {
        __typename: 'Order',
        id: 'ord_1',
        number: '10042',
        version: 7,
        refundOptions: choices(changes),
      },
    }),
    RefundPreview: examplePreview,
    RefundOrder: () => ({
      refundOrder: {
        __typename: 'RefundOrderPayload',
        order: { ...order, refunds: [refundOf('REQUESTED')] },
        refund: { __typename: 'Refund', id: 'ref_1' },
        errors: [],
      },
    }),
    ...answers,
  });
}

/** Opens the form of the refund. */
export async function form() {
  fireEvent.click(await screen.findByRole('button', { name: 'Refund…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Refund order 10042' }));
  await dialog.findByText('Refund amount per product');
  return dialog;
}
export type Form = Awaited<ReturnType<typeof form>>;

export const field = (dialog: Form, product: string) =>
  dialog.getByRole('textbox', { name: new RegExp(`^Refund amount for ${product}`) });
export const type = (dialog: Form, product: string, text: string) =>
  fireEvent.change(field(dialog, product), { target: { value: text } });
