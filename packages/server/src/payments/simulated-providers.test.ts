import { describe, expect, onTestFinished, test } from 'vitest';
import { ProviderFailure } from './payment-provider.ts';
import { describePaymentProvider } from './payment-provider.contract.ts';
import {
  describeKeyedRefunds,
  describeKeylessRefunds,
  describePartialRefunds,
  describeRefundingProvider,
  describeRefundNews,
  describeWholeRefunds,
} from './payment-refund.contract.ts';
import { epassiWorld, paytrailWorld, stripeWorld } from './provider-worlds-stand-in.ts';

describePaymentProvider('Stripe', { isSignatureDated: true }, stripeWorld);
describePaymentProvider('Paytrail', { isSignatureDated: false }, paytrailWorld);

describeRefundingProvider('Stripe', stripeWorld);
describeRefundingProvider('Paytrail', paytrailWorld);
describeRefundingProvider('Epassi', epassiWorld);
describePartialRefunds('Stripe', stripeWorld);
describePartialRefunds('Paytrail', paytrailWorld);
describeWholeRefunds('Epassi', epassiWorld);
describeRefundNews('Stripe', stripeWorld);
describeRefundNews('Paytrail', paytrailWorld);
describeKeyedRefunds('Stripe', stripeWorld);
describeKeylessRefunds('Paytrail', paytrailWorld);
describeKeylessRefunds('Epassi', epassiWorld);

describe('a payment at Stripe whose first answer was lost', () => {
  const { signal } = new AbortController();

  test('is had by starting it again', async () => {
    const world = await stripeWorld();
    onTestFinished(() => world.close());
    const payment = world.newPayment();
    world.breakDown('drop-after');
    await expect(world.provider.start(payment, signal)).rejects.toThrow(ProviderFailure);
    world.mend();

    const { reference, clientSecret } = await world.provider.start(payment, signal);
    const found = await world.provider.find({ id: payment.id, reference: null }, signal);
    expect(found).toMatchObject({ reference, status: 'PENDING', stamp: payment.id });
    expect(clientSecret).toContain('secret');
    expect(world.paymentsAtProvider(payment.id)).toBe(1);
  });

  test('is found by our id where Stripe repeats its error for a day', async () => {
    const world = await stripeWorld();
    onTestFinished(() => world.close());
    const payment = world.newPayment();
    world.breakDown('error-500-after');
    await expect(world.provider.start(payment, signal)).rejects.toThrow(ProviderFailure);
    world.mend();

    await expect(world.provider.start(payment, signal)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    const found = await world.provider.find({ id: payment.id, reference: null }, signal);
    expect(found).toMatchObject({ status: 'PENDING', stamp: payment.id });
  });
});
