import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { exampleOrder, openPanel } from './example-panel.tsx';
import { examplePreview, field, form, openForm, refundOf, type } from './example-refund.tsx';
import type { Answers } from './test-server.tsx';

afterEach(() => notifications.clean());

describe('the form of a refund', () => {
  test('says per product the most that can go back, and what will happen before the button is pressed', async () => {
    const server = openForm();
    const dialog = await form();
    expect(dialog.getByText('At most €99.00')).toBeTruthy();
    type(dialog, 'Workbook', '49.00');
    await dialog.findByText('Returned through Stripe.');
    expect(
      dialog.getByText('The order will be Partially Refunded.', { exact: false }),
    ).toBeTruthy();
    fireEvent.click(await dialog.findByRole('button', { name: 'Refund €49.00' }));
    await screen.findByText('€49.00 is on its way to Stripe.');
    expect(server.askedOf('RefundOrder').map(({ variables }) => variables['input'])).toEqual([
      {
        orderId: 'ord_1',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        expectedVersion: 7,
        plan: {
          lines: [{ orderLineId: 'lin_2', amountMinor: 4900, removeAccess: false }],
          surplusPaymentId: null,
          returnMoney: true,
          removeOfferAccess: false,
        },
        reason: null,
      },
    ]);
  });

  test.each([
    ['-5', 'An amount cannot be below zero.'],
    ['49.01', 'At most 49.00 can be refunded.'],
    ['1.234', 'EUR has at most 2 decimals.'],
    ['ten', 'Write it like 49.90.'],
  ])('refuses %s at the field', async (text, words) => {
    const server = openForm();
    const dialog = await form();
    type(dialog, 'Workbook', text);
    expect(await dialog.findByText(words)).toBeTruthy();
    expect(field(dialog, 'Workbook').getAttribute('aria-invalid')).toBe('true');
    expect(dialog.getByRole('button', { name: 'Refund' }).hasAttribute('disabled')).toBe(true);
    expect(server.askedOf('RefundPreview')).toEqual([]);
  });

  test('asks for an amount when nothing was typed', async () => {
    const server = openForm();
    const dialog = await form();
    fireEvent.click(dialog.getByRole('button', { name: 'Refund' }));
    expect(await dialog.findByText('Enter an amount for at least one product.')).toBeTruthy();
    expect(server.askedOf('RefundOrder')).toEqual([]);
  });

  test('offers to remove access exactly when the product is then refunded in full', async () => {
    const server = openForm();
    const dialog = await form();
    type(dialog, 'Course', '98.99');
    await dialog.findByText('Returned through Stripe.');
    expect(dialog.queryByRole('checkbox', { name: 'Remove access' })).toBeNull();

    fireEvent.click(dialog.getByRole('button', { name: 'All of Course: €99.00' }));
    const box = await dialog.findByRole('checkbox', { name: 'Remove access' });
    expect((box as HTMLInputElement).checked).toBe(true);
    await dialog.findByText(/Then runs: Course access/);
    fireEvent.click(await dialog.findByRole('button', { name: 'Refund €99.00' }));
    await waitFor(() => expect(server.askedOf('RefundOrder')).toHaveLength(1));
    const [asked] = server.askedOf('RefundOrder');
    expect(asked?.variables['input']).toMatchObject({
      plan: { lines: [{ orderLineId: 'lin_1', amountMinor: 9900, removeAccess: true }] },
    });
  });

  test('only records when the payments are not to be refunded', async () => {
    openForm();
    const dialog = await form();
    fireEvent.click(dialog.getByRole('button', { name: /^Refund all/ }));
    fireEvent.click(dialog.getByRole('checkbox', { name: 'Refund payments' }));
    expect(await dialog.findByText('Recorded only.')).toBeTruthy();
    expect(await dialog.findByRole('button', { name: 'Record refund of €148.00' })).toBeTruthy();
  });

  test('removes the access of the offer with the whole order unless told otherwise', async () => {
    const server = openForm({}, { canRemoveOfferAccess: true });
    const dialog = await form();
    type(dialog, 'Workbook', '1');
    await dialog.findByText('Returned through Stripe.');
    const box = () =>
      dialog.getByRole<HTMLInputElement>('checkbox', { name: 'Remove offer access' });
    expect(box().checked).toBe(false);
    fireEvent.click(dialog.getByRole('button', { name: /^Refund all/ }));
    await waitFor(() => expect(box().checked).toBe(true));
    fireEvent.click(await dialog.findByRole('button', { name: 'Refund €148.00' }));
    await waitFor(() => expect(server.askedOf('RefundOrder')).toHaveLength(1));
    expect(server.askedOf('RefundOrder')[0]?.variables['input']).toMatchObject({
      plan: { removeOfferAccess: true },
    });
  });

  test('sends the same wish by the same key after a lost answer', async () => {
    let isLost = true;
    const answers: Answers = {
      RefundOrder: () => {
        if (isLost) {
          isLost = false;
          return 'unreachable';
        }
        return {
          refundOrder: {
            __typename: 'RefundOrderPayload',
            order: { ...exampleOrder(), refunds: [refundOf('REQUESTED')] },
            refund: { __typename: 'Refund', id: 'ref_1' },
            errors: [],
          },
        };
      },
    };
    const server = openForm(answers);
    const dialog = await form();
    type(dialog, 'Workbook', '49');
    fireEvent.click(await dialog.findByRole('button', { name: 'Refund €49.00' }));
    await dialog.findByText(/It is safe to try again: the money is returned once/);
    fireEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    await screen.findByText('€49.00 is on its way to Stripe.');
    const keys = server
      .askedOf('RefundOrder')
      .map(({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('shows a refusal at the product it is about', async () => {
    openForm({
      RefundOrder: () => ({
        refundOrder: {
          __typename: 'RefundOrderPayload',
          order: null,
          refund: null,
          errors: [
            {
              __typename: 'PlainError',
              code: 'AMOUNT_TOO_LARGE',
              message: 'Only 12.00 € is left of it.',
              path: ['plan', 'lines', '0', 'amountMinor'],
            },
          ],
        },
      }),
    });
    const dialog = await form();
    type(dialog, 'Workbook', '49');
    fireEvent.click(await dialog.findByRole('button', { name: 'Refund €49.00' }));
    await dialog.findByText('Only 12.00 € is left of it.');
    expect(field(dialog, 'Workbook').getAttribute('aria-invalid')).toBe('true');
  });

  test('asks again what it would be when there was no answer', async () => {
    let isLost = true;
    openForm({
      RefundPreview: (variables) => {
        if (!isLost) return examplePreview(variables);
        isLost = false;
        return 'unreachable';
      },
    });
    const dialog = await form();
    type(dialog, 'Workbook', '49');
    fireEvent.click(await dialog.findByRole('button', { name: 'Ask again' }));
    expect(await dialog.findByRole('button', { name: 'Refund €49.00' })).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Ask again' })).toBeNull();
  });

  test('says why access stays, as it is with the other amounts of this refund', async () => {
    const because = 'Kept: order 10040 still gives it.';
    openForm({
      RefundPreview: (variables) => {
        const answer = structuredClone(examplePreview(variables));
        for (const line of answer.refundPreview.preview.lines) {
          if (line.orderLine.id === 'lin_1') Object.assign(line, { keptBecause: because });
        }
        return answer;
      },
    });
    const dialog = await form();
    fireEvent.click(dialog.getByRole('button', { name: 'All of Course: €99.00' }));
    expect(await dialog.findByText(because)).toBeTruthy();
  });
});

describe('what became of a refund', () => {
  test('of unknown outcome has its next steps, each with its consequence and the reason asked for', async () => {
    const steps = ['CHECK_AGAIN', 'RECORD_AS_RETURNED', 'RELEASE'];
    const order = exampleOrder({ refunds: [refundOf('UNKNOWN', steps)] as never });
    const server = openPanel(order, {
      SettleRefundLeg: () => ({
        settleRefundLeg: {
          __typename: 'SettleRefundLegPayload',
          order: { ...order, refunds: [refundOf('FAILED')] },
          refund: { __typename: 'Refund', id: 'ref_1' },
          errors: [],
        },
      }),
    });
    expect(await screen.findByText(/it is held, and will not be sent twice/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Release' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Release €49.00?' }));
    expect(dialog.getByText(/the customer could get it twice/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Release €49.00' }));
    await dialog.findByText('Say how you know, for whoever reads it later.');
    fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'Seen in Stripe.' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Release €49.00' }));
    await screen.findByText('€49.00 is released; nothing was returned.');
    expect(server.askedOf('SettleRefundLeg').map(({ variables }) => variables['input'])).toEqual([
      {
        legId: 'leg_1',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        step: 'RELEASE',
        expectedStatus: 'UNKNOWN',
        reason: 'Seen in Stripe.',
      },
    ]);
  });

  test('that failed can be asked for again, by the form', async () => {
    const order = exampleOrder({ refunds: [refundOf('FAILED')] as never });
    openForm({ OrderPanel: () => ({ order }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Refund again…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Refund order 10042' }));
    expect(await dialog.findByText('Refund amount per product')).toBeTruthy();
  });
});
