import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { exampleAction, exampleOrder, openPanel } from './example-panel.tsx';
import { euros, paidByStripe, refundOf } from './example-refund.tsx';

const section = async (name: string) => within(await screen.findByRole('region', { name }));

const open = (changes: object) => openPanel(exampleOrder(changes));

const payment = {
  ...paidByStripe,
  status: 'PARTIALLY_REFUNDED',
  amount: euros(14800),
  providerReference: 'pi_1',
  failureMessage: null,
};
const refunds = [
  refundOf('SUCCEEDED'),
  { ...refundOf('SUCCEEDED'), reversedAt: '2026-11-23T13:00:00.000Z' },
  refundOf('RECORDED'),
  { ...refundOf('RECORDED'), reversedAt: '2026-11-23T13:00:00.000Z' },
  refundOf('UNKNOWN'),
  refundOf('FAILED'),
].map((refund, index) => ({
  ...refund,
  id: `ref_${index}`,
  legs: refund.legs.map((leg) => ({ ...leg, id: `leg_${index}` })),
}));

describe('the panel of a refunded order', () => {
  test('says of each payment what went back, also where the order was restored since', async () => {
    const other = { ...payment, id: 'pay_2', status: 'FAILED' };
    open({ payments: [payment, other], refunds });
    const payments = await section('Payments');
    const [first, second] = payments.getAllByRole('listitem');
    expect(within(first!).getByText(/went back/).textContent).toBe(
      '€98.00 went back · €49.00 recorded as refunded · €49.00 of a refund whose outcome is unknown',
    );
    expect(second!.textContent).not.toMatch(/refund|went back/);
  });

  test('says in its head what is held for a refund under way', async () => {
    open({ refunds, refundPending: euros(4900) });
    const head = within(await screen.findByRole('banner'));
    expect(head.getByText('€49.00 of it is held for a refund under way')).toBeTruthy();
  });

  test('keeps what was bought, what is taken away and what is returned apart', async () => {
    open({
      actions: [
        exampleAction({ id: 'act_1', name: 'Course access' }),
        exampleAction({ id: 'act_2', name: 'Refund 49.00 €', purpose: 'REFUND', level: null }),
        exampleAction({ id: 'act_3', name: 'Remove access: Course', purpose: 'REMOVAL' }),
      ],
    });
    const actions = await section('Post-Purchase Actions');
    expect(
      actions.getAllByRole('heading', { level: 4 }).map(({ textContent }) => textContent),
    ).toEqual(['What was bought', 'Access taken away', 'Money returned']);
    // Money is never sent by a second run.
    expect(actions.getAllByRole('button', { name: /^Re-run/ }).map((one) => one.ariaLabel)).toEqual(
      ['Re-run Course access', 'Re-run Remove access: Course'],
    );
  });

  test('names no groups where there are deliveries alone', async () => {
    open({});
    const actions = await section('Post-Purchase Actions');
    expect(actions.queryByRole('heading', { level: 4 })).toBeNull();
  });
});
