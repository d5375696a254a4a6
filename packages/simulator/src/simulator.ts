// The outside world in a box: everything the product talks to, on one HTTP and one SMTP port of
// 127.0.0.1, with switches to make any of it fail.

import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { makeClock } from './clock.ts';
import type { EventDelivery } from './event-delivery.ts';
import { makeEventDelivery, usualRetryDelaysMs } from './event-delivery.ts';
import type { Faults } from './faults.ts';
import { makeFaults } from './faults.ts';
import type { Inbox } from './mailbox.ts';
import { openMailbox } from './mailbox.ts';
import { makeFakePaytrail } from './paytrail.ts';
import type { FakePaytrail } from './paytrail.ts';
import { makeRandom } from './random.ts';
import type { Deliveries } from './receivers.ts';
import { makeWebhookReceiver } from './receivers.ts';
import type { ShopperReport } from './shopper.ts';
import type { ShopperScript } from './shopper-script.ts';
import { makeFakeStripe } from './stripe.ts';
import type { FakeStripe } from './stripe.ts';
import type { Product, Traffic } from './traffic.ts';
import { makeTraffic } from './traffic.ts';
import { makeApp } from './app.ts';

export type SimulatorOptions = {
  /** For HTTP, on 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  readonly smtpPort: number;
  /** Base of the product's /graphql and /events. Null: nobody shops and no news are sent, until `connect`. */
  readonly productUrl: string | null;
  /** A token of the product that may write checkouts; shoppers need it. */
  readonly token: string | null;
  /** The checkout links that shoppers open. */
  readonly linkSlugs: readonly string[];
  readonly stripe: { readonly webhookSecret: string; readonly apiKey: string };
  readonly paytrail: { readonly account: string; readonly secret: string };
  /** `whsec_…`: signatures at /hooks are checked with it. Null: they are not. */
  readonly webhookReceiverSecret: string | null;
  /** Null: nobody comes until `startTraffic`. */
  readonly traffic: { readonly shoppersPerMinute: number } | null;
  readonly seed: number;
  /** Milliseconds since 1970; the machine's clock unless given. */
  readonly now?: () => number;
  /** Between two tries to tell the product some news; tests make them short. */
  readonly retryDelaysMs?: readonly number[];
  /** How long payments stay pending or processing; null: until settled by hand. */
  readonly settleAfterMs?: number | null;
  /** Times everything shoppers wait for: 1 is a human's pace. */
  readonly pace?: number;
};

export type { Product } from './traffic.ts';
export type { ShopperScript } from './shopper-script.ts';
export type { ShopperReport } from './shopper.ts';
export type { Delivery } from './receivers.ts';
export type { InboxMessage } from './mailbox.ts';
export type { Fault, FaultKind, FaultTarget, EventFault, EventTarget } from './faults.ts';

export type Simulator = {
  readonly url: string;
  readonly smtpUrl: string;
  readonly faults: Faults;
  readonly inbox: Inbox;
  readonly deliveries: Deliveries;
  readonly stripe: FakeStripe;
  readonly paytrail: FakePaytrail;
  /** What was told to the product, and whether it took it. */
  readonly events: EventDelivery;
  readonly traffic: Traffic;
  /** Says where the product is, now or again after it moved. */
  connect(product: Product): void;
  startTraffic(shoppersPerMinute?: number): void;
  stopTraffic(): void;
  /** Sends one shopper and answers when the visit is over. */
  shop(script: Partial<ShopperScript>): Promise<ShopperReport>;
  /** Closes every connection and ends every visit. */
  stop(): Promise<void>;
};

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const stopping = new AbortController();
  const clock = makeClock(options.now ?? Date.now, stopping.signal);
  const faults = makeFaults(makeRandom(options.seed));
  const retryDelaysMs = options.retryDelaysMs ?? usualRetryDelaysMs;
  const delivery = makeEventDelivery(clock, faults, retryDelaysMs);
  const settleAfterMs = options.settleAfterMs === undefined ? 20_000 : options.settleAfterMs;
  let productUrl = options.productUrl;
  let product: Product | null = null;
  let ownUrl = '';

  const common = { clock, newId, faults, delivery, settleAfterMs };
  const stripe = makeFakeStripe({
    ...common,
    ...options.stripe,
    eventsUrl: () => productUrl && new URL('/events/stripe', productUrl).href,
  });
  const paytrail = makeFakePaytrail({
    ...common,
    ...options.paytrail,
    newUuid: () => randomUUID(),
    ownUrl: () => ownUrl,
    mayCallBack: () => productUrl !== null,
  });
  const receiver = makeWebhookReceiver({ ...common, secret: options.webhookReceiverSecret });
  const traffic = makeTraffic({
    clock,
    newId,
    random: makeRandom(options.seed + 1),
    ownUrl: () => ownUrl,
    product: () => product,
    pace: options.pace ?? 1,
  });
  const connect = (to: Product) => {
    productUrl = new URL(to.productUrl).href;
    product = { ...to, productUrl };
  };
  if (options.productUrl !== null && options.token !== null)
    connect({
      productUrl: options.productUrl,
      token: options.token,
      linkSlugs: options.linkSlugs,
    });

  const mailbox = await openMailbox({ port: options.smtpPort, clock, newId, faults });
  const world = {
    faults,
    stripe,
    paytrail,
    receiver,
    traffic,
    events: delivery,
    clock,
    inbox: mailbox.inbox,
    productUrl: () => productUrl,
    smtpUrl: `smtp://127.0.0.1:${mailbox.port}`,
  };
  const server = createServer(makeApp(world));
  try {
    ownUrl = await listen(server, options.port);
  } catch (error) {
    await mailbox.close();
    throw error;
  }
  if (options.traffic) traffic.start(options.traffic.shoppersPerMinute);

  return {
    url: ownUrl,
    smtpUrl: world.smtpUrl,
    faults,
    stripe,
    paytrail,
    traffic,
    connect,
    events: delivery,
    inbox: mailbox.inbox,
    deliveries: receiver.deliveries,
    startTraffic: (shoppersPerMinute) => traffic.start(shoppersPerMinute),
    stopTraffic: () => traffic.stop(),
    shop: (script) => traffic.shop(script),
    stop: async () => {
      traffic.stop();
      stopping.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await mailbox.close();
    },
  };
}

/** From chance, never from the seed: a second run must not repeat the ids of the first. */
function newId(prefix: string): string {
  return `${prefix}${randomBytes(12).toString('hex')}`;
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
