import { startSimulator, type Simulator } from '@order-management/simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProviderFailure, type NewPayment, type RawDelivery } from './payment-provider.ts';
import {
  describePaymentProvider,
  type OnlineProvider,
  type ProviderWorld,
} from './payment-provider.contract.ts';
import { paytrailProvider } from './paytrail.ts';
import { newPayment, serverThat, type ReceivedRequest } from './provider-stand-in.ts';
import { stripeProvider } from './stripe.ts';

const patientMs = 10_000;
const impatientMs = 200;

const keys = {
  stripe: { apiKey: 'sk_test_contract', webhookSecret: 'whsec_contract' },
  paytrail: { account: '375917', secret: 'SAIPPUAKAUPPIAS' },
};

describePaymentProvider('Stripe', { isSignatureDated: true }, stripeWorld);
describePaymentProvider('Paytrail', { isSignatureDated: false }, paytrailWorld);

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

async function stripeWorld(): Promise<ProviderWorld> {
  const { simulator, ...common } = await simulatedWorld('stripe');
  const { apiKey, webhookSecret } = keys.stripe;
  const webhookSecrets = [webhookSecret];
  const waiting = (timeoutMs: number) =>
    online(stripeProvider({ apiKey, webhookSecrets, apiUrl: simulator.url, timeoutMs }));
  return {
    ...common,
    provider: waiting(patientMs),
    impatient: waiting(impatientMs),
    paymentsAtProvider: (id) =>
      simulator.stripe.payments.intents
        .list()
        .filter(({ metadata }) => metadata['payment_id'] === id).length,
    customer: async ({ reference, clientSecret }, does) => {
      const methods = {
        pays: 'pm_card_visa',
        'is refused': 'pm_card_visa_chargeDeclined',
        'leaves it pending': 'pm_sim_processing',
      };
      await post(`${simulator.url}/v1/payment_intents/${reference}/confirm`, {
        client_secret: clientSecret ?? '',
        payment_method: methods[does],
      });
    },
  };
}

async function paytrailWorld(): Promise<ProviderWorld> {
  const { simulator, ...common } = await simulatedWorld('paytrail');
  const apiUrl = `${simulator.url}/paytrail`;
  const waiting = (timeoutMs: number) =>
    online(paytrailProvider({ ...keys.paytrail, apiUrl, timeoutMs }));
  return {
    ...common,
    provider: waiting(patientMs),
    impatient: waiting(impatientMs),
    paymentsAtProvider: (id) =>
      simulator.paytrail.payments.list().filter(({ stamp }) => stamp === id).length,
    customer: async ({ redirectUrl }, does) => {
      const outcomes = { pays: 'ok', 'is refused': 'fail', 'leaves it pending': 'pending' };
      await post(redirectUrl ?? '', { provider: 'nordea', outcome: outcomes[does] });
    },
  };
}

/** A simulator of its own, and a product that only notes what it is told. */
async function simulatedWorld(target: 'stripe' | 'paytrail') {
  const deliveries = makeQueue<RawDelivery>();
  const product = await serverThat((request, response) => {
    deliveries.put(toDelivery(request));
    response.writeHead(204).end();
  });
  const simulator = await startSimulator({
    ...keys,
    port: 0,
    smtpPort: 0,
    productUrl: product.url,
    token: null,
    linkSlugs: [],
    webhookReceiverSecret: null,
    traffic: null,
    seed: 1,
    settleAfterMs: null,
  });

  let count = 0;
  return {
    simulator,
    newPayment: (): NewPayment => {
      count += 1;
      const callbackUrl = `${product.url}/events/${target}`;
      return { ...newPayment, id: `pay_${count}`, callbackUrl };
    },
    breakDown: (kind) => simulator.faults.set(target, { kind }),
    mend: () => simulator.faults.clear(target),
    nextDelivery: () => deliveries.take(),
    now: () => new Date(),
    close: () => simulator.stop(),
  } satisfies Partial<ProviderWorld> & { simulator: Simulator };
}

function toDelivery({ method, path, headers, body }: ReceivedRequest): RawDelivery {
  const { searchParams } = new URL(path, 'http://127.0.0.1');
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    headers,
    query: Object.fromEntries(searchParams),
    body: new TextEncoder().encode(body),
  };
}

/** A customer who is refused gets an error page: only the news of it matters. */
async function post(url: string, form: Record<string, string>): Promise<void> {
  const body = new URLSearchParams(form);
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  await response.body?.cancel();
}

function makeQueue<T>() {
  const waiting: T[] = [];
  const takers: ((item: T) => void)[] = [];
  return {
    put(item: T): void {
      const taker = takers.shift();
      if (taker) taker(item);
      else waiting.push(item);
    },
    take(): Promise<T> {
      const item = waiting.shift();
      if (item !== undefined) return Promise.resolve(item);
      return new Promise((resolve) => {
        takers.push(resolve);
      });
    },
  };
}

/** The suite is for providers that can do all of it. */
function online(provider: Partial<OnlineProvider>): OnlineProvider {
  if (provider.start && provider.find && provider.readEvents) return provider as OnlineProvider;
  throw new Error('this provider does not take payments by itself');
}
