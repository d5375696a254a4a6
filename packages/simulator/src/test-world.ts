// What the simulator's own tests share: a simulator with usual settings and a product that notes
// what it is told. Seeds are fixed and printed with a failure by vitest's title.

import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import type { Simulator, SimulatorOptions } from './simulator.ts';
import { startSimulator } from './simulator.ts';
import type { Watched } from './watched.ts';
import { makeWatched } from './watched.ts';

export const stripeKeys = { apiKey: 'sk_test_of_tests', webhookSecret: 'whsec_of_tests' };
export const paytrailMerchant = { account: '375917', secret: 'SAIPPUAKAUPPIAS' };
/** Base64 of 24 bytes that spell nothing. */
export const hookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export function startTestSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  return startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: null,
    token: null,
    linkSlugs: [],
    stripe: stripeKeys,
    paytrail: paytrailMerchant,
    webhookReceiverSecret: hookSecret,
    traffic: null,
    seed: 20_261_123,
    retryDelaysMs: [1, 1, 1],
    settleAfterMs: null,
    pace: 0,
    ...options,
  });
}

export type ToldProduct = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
export type NotingProduct = {
  readonly url: string;
  readonly told: Watched<ToldProduct>;
  /** The next calls are answered with these statuses, then with 200. */
  answerNext(...statuses: number[]): void;
  stop(): Promise<void>;
};

export async function startNotingProduct(): Promise<NotingProduct> {
  const told = makeWatched<ToldProduct>(1000);
  const statuses: number[] = [];
  const server = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(statuses.shift() ?? 200).end();
      told.add({
        method: request.method ?? '',
        url: new URL(request.url ?? '/', 'http://product.test'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
  return {
    ...server,
    told,
    answerNext: (...next) => {
      statuses.push(...next);
    },
  };
}

/** A server of one's own on a free port. */
export async function listen(
  listener: RequestListener,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** What the tests buy at Stripe. */
export const stripeCourse = {
  amount: 9900,
  currency: 'eur',
  metadata: { payment_id: 'pay_1', order_id: 'ord_1' },
  automatic_payment_methods: { enabled: true },
};

/** The official SDK, pointed at the simulator and without retries of its own. */
export function stripeClient(
  simulator: Simulator,
  options: Partial<Stripe.StripeConfig> = {},
  apiKey = stripeKeys.apiKey,
): Stripe {
  const { hostname, port } = new URL(simulator.url);
  return new Stripe(apiKey, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...options,
  });
}

/** The types of the events told so far, newest first, once there are as many. */
export async function toldStripeTypes(product: NotingProduct, count: number): Promise<string[]> {
  await product.told.waitFor(() => product.told.list().length >= count);
  return product.told.list().map(({ body }) => (JSON.parse(body) as Stripe.Event).type);
}
