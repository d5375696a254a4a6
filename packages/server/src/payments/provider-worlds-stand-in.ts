import { startSimulator, type Simulator } from '@order-management/simulator';
import { epassiProvider } from './epassi.ts';
import type { NewPayment, PaidPayment, PaymentProvider, RawDelivery } from './payment-provider.ts';
import type { OnlineProvider, ProviderWorld } from './payment-provider.contract.ts';
import { paytrailProvider } from './paytrail.ts';
import type { RefundingProvider, RefundWorld } from './payment-refund.contract.ts';
import { newPayment, serverThat, type ReceivedRequest } from './provider-stand-in.ts';
import { stripeProvider } from './stripe.ts';

/** Our providers, each against its fake in a simulator of its own, for the suites that all must hold to. */

const patientMs = 10_000;
const impatientMs = 200;

const keys = {
  stripe: { apiKey: 'sk_test_contract', webhookSecret: 'whsec_contract' },
  paytrail: { account: '375917', secret: 'SAIPPUAKAUPPIAS' },
  epassi: { site: 'contract-site', key: 'contract-key' },
};

export async function stripeWorld(): Promise<ProviderWorld & RefundWorld> {
  const { simulator, ...common } = await simulatedWorld('stripe');
  const { apiKey, webhookSecret } = keys.stripe;
  const webhookSecrets = [webhookSecret];
  const waiting = (timeoutMs: number) =>
    online(stripeProvider({ apiKey, webhookSecrets, apiUrl: simulator.url, timeoutMs }));
  const provider = waiting(patientMs);
  return {
    ...common,
    provider,
    impatient: waiting(impatientMs),
    paidPayment: async () => {
      const payment = common.newPayment();
      const started = await provider.start(payment, new AbortController().signal);
      const path = `${simulator.url}/v1/payment_intents/${started.reference}/confirm`;
      const client_secret = started.clientSecret ?? '';
      await post(path, { client_secret, payment_method: 'pm_card_visa' });
      return paid(payment, started.reference, 'card');
    },
    refundsAtProvider: (key) =>
      simulator.stripe.refunds.refunds
        .list()
        .filter(({ metadata }) => metadata?.['refund_leg_id'] === key).length,
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

export async function paytrailWorld(): Promise<ProviderWorld & RefundWorld> {
  const { simulator, ...common } = await simulatedWorld('paytrail');
  const apiUrl = `${simulator.url}/paytrail`;
  const waiting = (timeoutMs: number) =>
    online(paytrailProvider({ ...keys.paytrail, apiUrl, timeoutMs }));
  const provider = waiting(patientMs);
  return {
    ...common,
    provider,
    impatient: waiting(impatientMs),
    paidPayment: async () => {
      const payment = common.newPayment();
      const started = await provider.start(payment, new AbortController().signal);
      await post(started.redirectUrl ?? '', { provider: 'osuuspankki', outcome: 'ok' });
      return paid(payment, started.reference, 'osuuspankki');
    },
    refundsAtProvider: (key) =>
      simulator.paytrail.refunds.list().filter(({ stamp }) => stamp === key).length,
    paymentsAtProvider: (id) =>
      simulator.paytrail.payments.list().filter(({ stamp }) => stamp === id).length,
    customer: async ({ redirectUrl }, does) => {
      const outcomes = { pays: 'ok', 'is refused': 'fail', 'leaves it pending': 'pending' };
      await post(redirectUrl ?? '', { provider: 'nordea', outcome: outcomes[does] });
    },
  };
}

/** Only its refunds are a conversation: it cannot be asked about payments. */
export async function epassiWorld(): Promise<RefundWorld> {
  const { simulator, ...common } = await simulatedWorld('epassi');
  const waiting = (timeoutMs: number) =>
    online(
      epassiProvider({
        ...keys.epassi,
        pageUrl: `${simulator.url}/epassi/e_payments/v2`,
        refundUrl: `${simulator.url}/epassi/refunds`,
        timeoutMs,
      }),
    );
  const provider = waiting(patientMs);
  return {
    ...common,
    provider,
    impatient: waiting(impatientMs),
    paidPayment: async () => {
      const payment = common.newPayment();
      const started = await provider.start(payment, new AbortController().signal);
      const link = new URL(started.redirectUrl ?? '');
      const form = provider.payForm?.(Object.fromEntries(link.searchParams));
      await post(form?.action ?? '', { ...form?.fields });
      await post(`${simulator.url}/epassi/pay/${payment.id}`, { outcome: 'ok' });
      return paid(payment, started.reference, 'epassi');
    },
    refundsAtProvider: (key) =>
      simulator.epassi.refunds.list().filter(({ refundStamp }) => refundStamp === key).length,
  };
}

function paid(
  { id, amountMinor, currency }: NewPayment,
  reference: string,
  method: string,
): PaidPayment {
  const capturedAt = new Date();
  return {
    id,
    reference,
    method,
    amountMinor,
    currency,
    capturedAt,
    returnedMinor: 0,
    refundsSent: 0,
  };
}

/** A simulator of its own, and a product that only notes what it is told. */
async function simulatedWorld(target: 'stripe' | 'paytrail' | 'epassi') {
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
  const callbackUrl = `${product.url}/events/${target}`;
  return {
    simulator,
    callbackUrl,
    newPayment: (): NewPayment => {
      count += 1;
      return { ...newPayment, id: `pay_${count}`, callbackUrl };
    },
    breakDown: (kind) => simulator.faults.set(target, { kind }),
    mend: () => simulator.faults.clear(target),
    nextDelivery: () => deliveries.take(),
    now: () => new Date(),
    close: () => simulator.stop(),
  } satisfies Partial<ProviderWorld & RefundWorld> & { simulator: Simulator };
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

/** The suites are for providers that can do all of it. */
function online(provider: PaymentProvider): OnlineProvider & RefundingProvider {
  const deeds = ['start', 'find', 'readEvents', 'capability', 'refund'] as const;
  if (deeds.every((deed) => provider[deed])) return provider as OnlineProvider & RefundingProvider;
  throw new Error('this provider does not take and return payments by itself');
}
