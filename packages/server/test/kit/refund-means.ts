import { typeidUnboxed } from 'typeid-js';
import { makeSealer } from '../../src/database/sealing.ts';
import type { PaymentProvider } from '../../src/payments/payment-provider.ts';
import { paytrailProvider } from '../../src/payments/paytrail.ts';
import { stripeProvider } from '../../src/payments/stripe.ts';
import type { RefundPoint, Tools } from '../../src/use-cases/request.ts';

export const stripeKeys = { apiKey: 'sk_test_crash', webhookSecret: 'whsec_crash' };

/** Tools with short leases and waits, so that a death is noticed within a second. */
export function refundTools(reached?: (point: RefundPoint) => void): Tools {
  return {
    now: () => new Date(),
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => 0.5,
    publish: () => {},
    settings: {
      graceMs: 300_000,
      leaseMs: 900,
      retrySchedule: Array.from({ length: 20 }, () => 150),
      lookUpDelaysMs: [300, 600, 1_200],
    },
    sealer: makeSealer(Buffer.alloc(32, 7)),
    judgeAddress: () => null,
    ...(reached && { reached }),
  };
}

export const paytrailKeys = { account: '375917', secret: 'SAIPPUAKAUPPIAS' };

/** The product's own Paytrail, impatient. */
export function simulatedPaytrail(apiUrl: string): PaymentProvider {
  return paytrailProvider({ ...paytrailKeys, apiUrl: `${apiUrl}/paytrail`, timeoutMs: 500 });
}

/** The product's own Stripe, impatient. */
export function simulatedStripe(apiUrl: string): PaymentProvider {
  return stripeProvider({
    apiKey: stripeKeys.apiKey,
    webhookSecrets: [stripeKeys.webhookSecret],
    apiUrl,
    timeoutMs: 500,
  });
}

/** With the mistake that is wished for, or without any. The product knows nothing of it. */
export function plantedStripe(apiUrl: string, bug: string | null): PaymentProvider {
  const stripe = simulatedStripe(apiUrl);
  return bug === 'fresh-key' ? withFreshKeys(stripe) : stripe;
}

let tries = 0;

/** The mistake of many shops: a key of its own for every try. */
function withFreshKeys(provider: PaymentProvider): PaymentProvider {
  return {
    ...provider,
    refund: (request, signal) => {
      const id = `${request.id}-${process.pid}-${(tries += 1)}`;
      return provider.refund?.({ ...request, id }, signal) ?? Promise.reject(new Error('None'));
    },
  };
}
