// The outside world in a box: everything the product talks to, on one HTTP and one SMTP port of
// 127.0.0.1, with switches to make any of it fail.

import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AccessBook } from './access.ts';
import { makeAccessBook } from './access.ts';
import type { AccessSetup } from './access-routes.ts';
import { accessSetup } from './access-routes.ts';
import { makeClock } from './clock.ts';
import type { EventDelivery } from './event-delivery.ts';
import { makeFakeEpassi } from './epassi.ts';
import type { FakeEpassi } from './epassi.ts';
import { makeEventDelivery, usualRetryDelaysMs } from './event-delivery.ts';
import type { Faults } from './faults.ts';
import { makeFaults } from './faults.ts';
import type { FakeKajabi } from './kajabi.ts';
import { makeFakeKajabi, usualKajabi } from './kajabi.ts';
import type { KajabiAccount } from './kajabi-books.ts';
import type { Limits } from './limits.ts';
import { makeLimits } from './limits.ts';
import type { Inbox } from './mailbox.ts';
import { openMailbox } from './mailbox.ts';
import { makeFakePaytrail } from './paytrail.ts';
import type { FakePaytrail } from './paytrail.ts';
import { rememberPast } from './past-money.ts';
import type { PastMoney } from './past-money.ts';
import { makeRandom } from './random.ts';
import type { Deliveries } from './receivers.ts';
import { makeWebhookReceiver } from './receivers.ts';
import type { ShopperReport } from './shopper.ts';
import type { ShopperScript } from './shopper-script.ts';
import { makeFakeStripe } from './stripe.ts';
import type { FakeStripe } from './stripe.ts';
import type { FakeSystemeio } from './systemeio.ts';
import { makeFakeSystemeio, usualSystemeio } from './systemeio.ts';
import type { SystemeioAccount } from './systemeio-books.ts';
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
  /** Usual values unless given. */
  readonly epassi?: { readonly site: string; readonly key: string };
  /** What differs from the usual account, which `accessSetup` tells. So for the next. */
  readonly kajabi?: Partial<KajabiAccount>;
  readonly systemeio?: Partial<SystemeioAccount>;
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

/** On free ports, with nobody who shops and nothing to tell: what tests and measurements begin with. */
export const quietly = {
  port: 0,
  smtpPort: 0,
  productUrl: null,
  token: null,
  linkSlugs: [],
  stripe: { webhookSecret: 'whsec_unused', apiKey: 'sk_test_unused' },
  paytrail: { account: '375917', secret: 'SAIPPUAKAUPPIAS' },
  webhookReceiverSecret: null,
  traffic: null,
  seed: 1,
} satisfies SimulatorOptions;

export type { PastMoney } from './past-money.ts';
export type { Product } from './traffic.ts';
export type { ShopperScript } from './shopper-script.ts';
export type { ShopperReport } from './shopper.ts';
export type { Access, AccessChange } from './access.ts';
export type { AccessSetup } from './access-routes.ts';
export type { PlatformCall } from './platform.ts';
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
  readonly epassi: FakeEpassi;
  readonly kajabi: FakeKajabi;
  readonly systemeio: FakeSystemeio;
  /** Who has which access at the two. */
  readonly access: AccessBook;
  /** URLs, keys, offers, tags and courses, to set a shop up with. */
  readonly accessSetup: AccessSetup;
  /** How many calls a minute the two take. */
  readonly limits: Limits;
  /** What was told to the product, and whether it took it. */
  readonly events: EventDelivery;
  readonly traffic: Traffic;
  /** Says where the product is, now or again after it moved. */
  connect(product: Product): void;
  /** What the payment providers did before the simulator was started; nobody is told of it. */
  rememberPast(past: PastMoney): void;
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
  const epassi = makeFakeEpassi({
    ...common,
    ...usualEpassi,
    ...options.epassi,
    mayNotify: () => productUrl !== null,
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
  const platforms = makePlatforms(options, { ...common, post: (mail) => mailbox.post(mail) });
  const world = {
    faults,
    stripe,
    paytrail,
    epassi,
    ...platforms,
    receiver,
    traffic,
    events: delivery,
    clock,
    inbox: mailbox.inbox,
    productUrl: () => productUrl,
    ownUrl: () => ownUrl,
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
    epassi,
    ...platforms,
    accessSetup: accessSetup(ownUrl, platforms.kajabi.account, platforms.systemeio.account),
    traffic,
    connect,
    rememberPast: (past) => rememberPast(past, { stripe, paytrail, epassi }),
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

/** Of the shop's contract with Epassi. */
const usualEpassi = { site: 'demo-site', key: 'demo-epassi-key' };

/** The course platforms, with the book of who has access to what. */
function makePlatforms(
  options: Pick<SimulatorOptions, 'kajabi' | 'systemeio'>,
  common: Pick<Parameters<typeof makeFakeKajabi>[0], 'clock' | 'newId' | 'faults' | 'post'>,
) {
  const access = makeAccessBook(common.clock);
  const kajabiAccount = { ...usualKajabi, ...options.kajabi };
  const systemeioAccount = { ...usualSystemeio, ...options.systemeio };
  const limits = makeLimits(common.clock, {
    kajabi: kajabiAccount.callsPerMinute,
    systemeio: systemeioAccount.callsPerMinute,
  });
  const shared = { ...common, access, limits };
  return {
    access,
    limits,
    kajabi: makeFakeKajabi({ ...shared, account: kajabiAccount }),
    systemeio: makeFakeSystemeio({ ...shared, account: systemeioAccount }),
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
