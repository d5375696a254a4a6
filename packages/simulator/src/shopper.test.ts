import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { epassiMac } from './epassi.ts';
import type { Simulator } from './simulator.ts';
import { listen, startTestSimulator, stripeKeys } from './test-world.ts';

type Call = { name: string; input: Record<string, unknown>; token: string | undefined };
type Shop = Awaited<ReturnType<typeof startShop>>;
type Answers = Partial<Record<string, (input: Record<string, unknown>) => unknown>>;

const order = {
  id: 'ord_1',
  number: '1042',
  status: 'STARTED',
  total: { minor: 9900, currency: 'EUR' },
};
const refused = (code: string, message: string) => ({ order: null, errors: [{ code, message }] });

/** A product that sells one course, by Stripe and Paytrail; single answers can be exchanged. */
async function startShop() {
  const calls: Call[] = [];
  const answers: Answers = {};
  let status = 200;
  const usual: Answers = {
    openCheckout: () => ({
      order,
      addOns: [
        { id: 'bump', kind: 'ORDER_BUMP', name: 'Workbook' },
        { id: 'upsell', kind: 'PRE_UPSELL', name: 'Coaching' },
      ],
      paymentMethods: [
        { provider: 'stripe', method: 'card', label: 'Card' },
        { provider: 'paytrail', method: 'osuuspankki', label: 'OP' },
        { provider: 'paytrail', method: 'nordea', label: 'Nordea' },
        { provider: 'epassi', method: 'epassi', label: 'Epassi' },
      ],
      errors: [],
    }),
    updateCheckout: () => ({ order, errors: [] }),
    submitBilling: () => ({ order, errors: [] }),
    startPayment: (input) => startPayment(input),
  };
  const server = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url?.startsWith('/events')) return void response.end();
      if (request.url?.startsWith('/pay/epassi')) return void response.end(epassiPage());
      if (status !== 200) return void response.writeHead(status).end('<h1>Bad gateway</h1>');
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        query: string;
        variables: { input: Record<string, unknown> };
      };
      const name = /\{ (\w+)\(/.exec(query)?.[1] ?? '';
      calls.push({ name, input: variables.input, token: request.headers.authorization });
      Promise.resolve((answers[name] ?? usual[name])?.(variables.input)).then(
        (payload) => response.end(JSON.stringify({ data: { [name]: payload } })),
        () => response.destroy(),
      );
    });
  });
  return {
    ...server,
    calls,
    answers,
    breakWith: (code: number) => {
      status = code;
    },
  };
}

async function startPayment({ provider }: Record<string, unknown>) {
  const payment = { id: 'pay_1', status: 'PENDING' };
  if (provider === 'epassi')
    return { payment, redirectUrl: `${shop.url}/pay/epassi?x=1`, clientSecret: null, errors: [] };
  if (provider === 'paytrail')
    return { payment, redirectUrl: await newPaytrailPayment(), clientSecret: null, errors: [] };
  const response = await fetch(`${simulator.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stripeKeys.apiKey}` },
    body: new URLSearchParams({ amount: '9900', currency: 'eur' }),
  });
  const { client_secret: clientSecret } = (await response.json()) as { client_secret: string };
  return { payment, redirectUrl: null, clientSecret, errors: [] };
}

/** As the product's own page on the way to Epassi. */
function epassiPage(): string {
  const [stamp, site, amount] = ['pay_1', 'demo-site', '99.00'];
  const fields = {
    STAMP: stamp,
    SITE: site,
    AMOUNT: amount,
    RETURN: 'https://shop.example/back?to=1&#38;seal=x',
    REJECT: 'https://shop.example/no',
    CANCEL: 'https://shop.example/no',
    NOTIFY_URL: `${shop.url}/events/epassi`,
    MAC: epassiMac([stamp, site, amount], 'demo-epassi-key'),
  };
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  const action = `${simulator.url}/epassi/e_payments/v2`;
  return `<form method="post" action="${action}">${inputs.join('')}</form>`;
}

async function newPaytrailPayment(): Promise<string> {
  const transactionId = `t${simulator.paytrail.payments.list().length}`;
  const urls = { success: `${shop.url}/ok`, cancel: `${shop.url}/no` };
  simulator.paytrail.payments.set(transactionId, {
    transactionId,
    stamp: transactionId,
    reference: '1042',
    amountMinor: 9900,
    algorithm: 'sha256',
    createdAt: 0,
    redirectUrls: urls,
    callbackUrls: null,
    callbackDelaySeconds: 0,
    request: { items: [], email: '' },
    status: 'new',
    provider: null,
    paidAt: null,
    refundedMinor: 0,
    refundCount: 0,
    refundedItems: new Map(),
  });
  return `${simulator.url}/paytrail/pay/${transactionId}`;
}

let simulator: Simulator;
let shop: Shop;

beforeEach(async () => {
  shop = await startShop();
  simulator = await startTestSimulator({
    productUrl: shop.url,
    token: 'token_1',
    linkSlugs: ['course'],
  });
});
afterEach(async () => {
  await simulator.stop();
  await shop.stop();
});

const names = () => shop.calls.map(({ name }) => name);
const stripeStatuses = () => simulator.stripe.payments.intents.list().map(({ status }) => status);

describe('a shopper', () => {
  test('opens the checkout, fills the form and pays by card', async () => {
    const report = await simulator.shop({ email: 'eero@example.com' });
    expect(report).toMatchObject({ end: 'paid', orderId: 'ord_1', orderNumber: '1042' });
    expect(names()).toEqual(['openCheckout', 'submitBilling', 'startPayment']);
    expect(shop.calls[0]).toMatchObject({
      token: 'Bearer token_1',
      input: { linkSlug: 'course', country: 'FI', analyticsConsent: 'ACCEPTED' },
    });
    expect(shop.calls[1]?.input).toMatchObject({ orderId: 'ord_1', email: 'eero@example.com' });
    expect(stripeStatuses()).toEqual(['succeeded']);
  });

  test('pays by another provider when the first attempt fails', async () => {
    const report = await simulator.shop({
      tries: [
        { provider: 'paytrail', method: null, outcome: 'decline' },
        { provider: 'stripe', method: null, outcome: 'succeed' },
      ],
    });
    expect(report.end).toBe('paid');
    expect(simulator.paytrail.payments.list()).toMatchObject([
      { status: 'fail', provider: 'osuuspankki' },
    ]);
    expect(stripeStatuses()).toEqual(['succeeded']);
    const keys = shop.calls.map(({ input }) => input['idempotencyKey']).filter(Boolean);
    expect(new Set(keys).size).toBe(3);
  });

  test.each([
    ['processing', 'waiting for the bank', 'processing'],
    ['decline', 'gave up', 'requires_payment_method'],
    ['cancel', 'gave up', 'canceled'],
    ['abandon', 'left', 'requires_payment_method'],
  ] as const)('whose card does %s ends as "%s"', async (outcome, end, status) => {
    const tries = [{ provider: 'stripe', method: null, outcome }];
    expect((await simulator.shop({ tries })).end).toBe(end);
    expect(stripeStatuses()).toEqual([status]);
  });

  test('takes the bank of choice, or another of the same provider', async () => {
    for (const method of ['nordea', 'no-such-bank'])
      await simulator.shop({ tries: [{ provider: 'paytrail', method, outcome: 'succeed' }] });
    const banks = simulator.paytrail.payments.list().map(({ provider }) => provider);
    expect(banks).toEqual(['osuuspankki', 'nordea']);
    expect(stripeStatuses()).toEqual([]);
  });

  test.each([
    ['succeed', 'paid', 'paid'],
    ['decline', 'gave up', 'rejected'],
    ['cancel', 'gave up', 'cancelled'],
  ] as const)('whose benefit does %s ends as "%s"', async (outcome, end, status) => {
    const tries = [{ provider: 'epassi', method: null, outcome }];
    expect((await simulator.shop({ tries })).end).toBe(end);
    expect(simulator.epassi.payments.list()).toMatchObject([
      {
        stamp: 'pay_1',
        amountMinor: 9900,
        status,
        urls: { back: 'https://shop.example/back?to=1&seal=x' },
      },
    ]);
  });

  test('takes add-ons, and goes on without a code nobody issued', async () => {
    shop.answers['updateCheckout'] = ({ discountCode }) =>
      discountCode ? refused('INVALID', 'There is no such code.') : { order, errors: [] };
    const script = { orderBumps: 2, preUpsells: 1, discountCode: 'NOSUCH' };
    const report = await simulator.shop(script);
    expect(report.end).toBe('paid');
    expect(report.steps).toContain('added Workbook, Coaching');
    expect(report.steps).toContain('code NOSUCH refused: There is no such code. (INVALID)');
    expect(shop.calls[1]?.input).toEqual({
      orderId: 'ord_1',
      orderBumpIds: ['bump'],
      preUpsellIds: ['upsell'],
    });
  });

  test('is done when there is nothing to pay', async () => {
    shop.answers['startPayment'] = () => ({
      payment: null,
      redirectUrl: null,
      clientSecret: null,
      errors: [],
    });
    const report = await simulator.shop({ discountCode: 'FREECOURSE' });
    expect(report.end).toBe('paid');
    expect(report.steps.at(-1)).toBe('had nothing to pay');
    expect(simulator.stripe.payments.intents.list()).toEqual([]);
  });

  test('asks again in the usual currency where the own one is not sold', async () => {
    const open = shop.answers['openCheckout'];
    expect(open).toBeUndefined();
    shop.answers['openCheckout'] = ({ currency }) =>
      currency === 'SEK'
        ? { ...refused('INVALID', 'Not sold in SEK.'), addOns: [], paymentMethods: [] }
        : { order, addOns: [], paymentMethods: [], errors: [] };
    const report = await simulator.shop({ currency: 'SEK', leavesAfter: 'opening' });
    expect(report).toMatchObject({ end: 'left', orderId: 'ord_1' });
  });

  test.each([
    ['is broken', async () => shop.breakWith(502)],
    ['is gone', () => shop.stop()],
    [
      'breaks in the middle',
      async () => {
        shop.answers['submitBilling'] = () => null;
      },
    ],
  ])('gives up when the product %s, and the simulator lives on', async (_, harm) => {
    await harm();
    const report = await simulator.shop({});
    expect(report.end).toBe('met a failure');
    expect(report.steps.at(-1)).toMatch(/product|shape unknown/);
    expect((await fetch(simulator.url)).status).toBe(200);
  });

  test.each([
    ['opening', ['openCheckout']],
    ['choosing', ['openCheckout', 'updateCheckout']],
    ['billing', ['openCheckout', 'updateCheckout', 'submitBilling']],
  ] as const)('may leave after %s', async (leavesAfter, calls) => {
    expect((await simulator.shop({ leavesAfter, orderBumps: 1 })).end).toBe('left');
    expect(names()).toEqual(calls);
  });
});

describe('traffic', () => {
  test('brings shoppers by itself until it is stopped', async () => {
    simulator.startTraffic(600);
    await expect.poll(() => shop.calls.length).toBeGreaterThan(5);
    simulator.stopTraffic();
    await expect.poll(() => simulator.traffic.state()).toMatchObject({ running: false, inside: 0 });
    const calls = shop.calls.length;
    expect((await fetch(simulator.url)).status).toBe(200);
    expect(shop.calls).toHaveLength(calls);
  });
});
