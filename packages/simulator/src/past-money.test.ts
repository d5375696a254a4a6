import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PastMoney } from './past-money.ts';
import type { Simulator } from './simulator.ts';
import { startTestSimulator, stripeClient } from './test-world.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startTestSimulator();
});
afterEach(() => simulator.stop());

const paidAt = Date.parse('2026-06-01T10:00:00Z');
const payment = { orderNumber: '1001', amountMinor: 9900, currency: 'EUR', paidAt };
const refund = { amountMinor: 3000, status: 'succeeded', at: paidAt + 1000 } as const;
const past: PastMoney = {
  payments: [
    { ...payment, provider: 'stripe', reference: 'pi_old', stamp: 'pay_1', method: 'card' },
    { ...payment, provider: 'paytrail', reference: 'tx-old', stamp: 'pay_2', method: 'nordea' },
    { ...payment, provider: 'epassi', reference: 'pay_3', stamp: 'pay_3', method: 'epassi' },
  ],
  refunds: [
    {
      ...refund,
      provider: 'stripe',
      reference: 're_old',
      paymentReference: 'pi_old',
      stamp: 'leg_1',
    },
    { ...refund, provider: 'stripe', reference: null, paymentReference: 'pi_old', stamp: null },
    {
      ...refund,
      provider: 'stripe',
      reference: 're_failed',
      paymentReference: 'pi_old',
      stamp: 'leg_3',
      status: 'failed',
    },
    {
      ...refund,
      provider: 'paytrail',
      reference: 'rtx-1',
      paymentReference: 'tx-old',
      stamp: 'leg_2',
    },
    {
      ...refund,
      provider: 'stripe',
      reference: 're_x',
      paymentReference: 'pi_unknown',
      stamp: null,
    },
  ],
};

describe('a past that the providers are told', () => {
  test('counts what went back, and tells nobody', async () => {
    simulator.rememberPast(past);
    const stripe = stripeClient(simulator);

    const { data } = await stripe.refunds.list({ payment_intent: 'pi_old' });
    expect(data.map(({ id, amount, status, metadata }) => [id, amount, status, metadata])).toEqual([
      ['re_failed', 3000, 'failed', { refund_leg_id: 'leg_3' }],
      [expect.stringMatching(/^re_/), 3000, 'succeeded', {}],
      ['re_old', 3000, 'succeeded', { refund_leg_id: 'leg_1' }],
    ]);
    await expect(
      stripe.refunds.create({ payment_intent: 'pi_old', amount: 3901 }),
    ).rejects.toMatchObject({ param: 'amount' });
    expect(simulator.paytrail.payments.get('tx-old')).toMatchObject({
      status: 'ok',
      refundedMinor: 3000,
      refundCount: 1,
    });
    expect(simulator.epassi.payments.get('pay_3')?.status).toBe('paid');
    expect(simulator.events.list()).toEqual([]);
  });
});
