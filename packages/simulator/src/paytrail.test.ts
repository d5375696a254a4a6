import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasPaytrailSignature, paytrailSignature } from './paytrail-signature.ts';
import type { Simulator } from './simulator.ts';
import type { NotingProduct } from './test-world.ts';
import { paytrailMerchant, startNotingProduct, startTestSimulator } from './test-world.ts';

let simulator: Simulator;
let product: NotingProduct;

beforeEach(async () => {
  product = await startNotingProduct();
  simulator = await startTestSimulator({ productUrl: product.url });
});
afterEach(async () => {
  await simulator.stop();
  await product.stop();
});

type Created = { transactionId: string; href: string; reference: string };

async function ask(
  path: string,
  given: {
    body?: unknown;
    secret?: string;
    algorithm?: string;
    nonce?: string;
    extra?: Record<string, string>;
  } = {},
) {
  const method = given.body === undefined ? 'GET' : 'POST';
  const body = given.body === undefined ? '' : JSON.stringify(given.body);
  const transactionId = /^payments\/([^/]+)/.exec(path)?.[1];
  const headers: Record<string, string> = {
    'checkout-account': paytrailMerchant.account,
    'checkout-algorithm': given.algorithm ?? 'sha256',
    'checkout-method': method,
    'checkout-nonce': given.nonce ?? randomUUID(),
    'checkout-timestamp': new Date().toISOString(),
    ...(transactionId && { 'checkout-transaction-id': transactionId }),
    ...given.extra,
  };
  headers['signature'] = paytrailSignature(headers, body, given.secret ?? paytrailMerchant.secret);
  const response = await fetch(`${simulator.url}/paytrail/${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    ...(body && { body }),
  });
  const text = await response.text();
  const answered = Object.fromEntries(response.headers);
  return {
    status: response.status,
    isSigned: hasPaytrailSignature(answered, text, paytrailMerchant.secret),
    headers: answered,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

function wish(stamp = 'pay_1') {
  const urls = {
    success: `${product.url}/events/paytrail`,
    cancel: `${product.url}/events/paytrail/sorry`,
  };
  return {
    stamp,
    reference: '1042',
    amount: 9900,
    currency: 'EUR',
    language: 'FI',
    items: [
      { unitPrice: 8000, units: 1, vatPercentage: 25.5, productCode: 'course', stamp: 'line_1' },
      { unitPrice: 1900, units: 1, vatPercentage: 13.5, productCode: 'book', stamp: 'line_2' },
    ],
    customer: { email: 'aino@example.com' },
    redirectUrls: { success: 'https://shop.example/thanks', cancel: 'https://shop.example/sorry' },
    callbackUrls: urls,
  };
}

async function create(): Promise<Created> {
  return (await ask('payments', { body: wish() })).body as Created;
}

async function pay(href: string, outcome: string, provider = 'nordea'): Promise<Response> {
  const body = new URLSearchParams({ outcome, provider });
  return fetch(href, { method: 'POST', body, redirect: 'manual' });
}

describe('a payment at the fake Paytrail', () => {
  test.each(['sha256', 'sha512'])(
    'is created and told with signed answers (%s)',
    async (algorithm) => {
      const created = await ask('payments', { body: wish(), algorithm });
      expect(created).toMatchObject({ status: 201, isSigned: true });
      expect(created.headers['request-id']).toMatch(/^[\w-]{36}$/);
      const { transactionId, href } = created.body as Created;
      expect(href).toBe(`${simulator.url}/paytrail/pay/${transactionId}`);
      expect(await ask(`payments/${transactionId}`, { algorithm })).toMatchObject({
        status: 200,
        isSigned: true,
        body: {
          status: 'new',
          amount: 9900,
          currency: 'EUR',
          stamp: 'pay_1',
          reference: '1042',
          href,
        },
      });
    },
  );

  test.each([
    ['ok', 'https://shop.example/thanks'],
    ['pending', 'https://shop.example/thanks'],
    ['delayed', 'https://shop.example/thanks'],
    ['fail', 'https://shop.example/sorry'],
  ])('that ends %s calls back and sends the payer on', async (outcome, address) => {
    const { transactionId, href } = await create();
    const response = await pay(href, outcome);
    expect(response.status).toBe(303);
    const next = new URL(String(response.headers.get('location')));
    expect(`${next.origin}${next.pathname}`).toBe(address);

    const { method, url } = await product.told.waitFor(() => true);
    expect(method).toBe('GET');
    expect(url.pathname).toBe(outcome === 'fail' ? '/events/paytrail/sorry' : '/events/paytrail');
    const fields = Object.fromEntries(url.searchParams);
    expect(hasPaytrailSignature(fields, '', paytrailMerchant.secret)).toBe(true);
    const { signature, ...told } = fields;
    expect(told).toEqual({
      'checkout-account': '375917',
      'checkout-algorithm': 'sha256',
      'checkout-amount': '9900',
      'checkout-stamp': 'pay_1',
      'checkout-reference': '1042',
      'checkout-transaction-id': transactionId,
      'checkout-status': outcome,
      'checkout-provider': 'nordea',
    });
    expect(next.searchParams.get('signature')).toBe(signature);
    expect((await ask(`payments/${transactionId}`)).body).toMatchObject({
      status: outcome,
      provider: 'nordea',
    });
  });

  test('that was left pending can still succeed, once', async () => {
    const { transactionId, href } = await create();
    await pay(href, 'pending');
    simulator.paytrail.answer(transactionId, 'nordea', 'ok');
    await product.told.waitFor(({ url }) => url.searchParams.get('checkout-status') === 'ok');
    expect((await pay(href, 'ok')).status).toBe(409);
  });

  test('is called back again until the shop takes it', async () => {
    product.answerNext(500, 500);
    await pay((await create()).href, 'ok');
    await product.told.waitFor(() => product.told.list().length === 3);
    await expect.poll(() => simulator.events.list()[0]?.state).toBe('delivered');
  });

  test.each([
    ['a wrong signature', { secret: 'WRONG' }, 401],
    ['another account', { extra: { 'checkout-account': '1' } }, 401],
    ['another method than was signed', { extra: { 'checkout-method': 'GET' } }, 400],
  ])('is refused for %s', async (_, given, status) => {
    expect((await ask('payments', { body: wish(), ...given })).status).toBe(status);
    expect(simulator.paytrail.payments.list()).toEqual([]);
  });

  test.each([
    ['kronor', { currency: 'SEK' }],
    ['items that do not add up', { amount: 9901 }],
    ['no amount', { amount: 0 }],
    ['a VAT of two decimals', { items: [{ ...wishItem, vatPercentage: 25.55 }] }],
    ['a redirect address that is too long', { redirectUrls: longUrls }],
  ])('is refused for %s', async (_, change) => {
    const answer = await ask('payments', { body: { ...wish(), ...change } });
    expect(answer).toMatchObject({ status: 400, isSigned: true, body: { status: 'error' } });
    expect(simulator.paytrail.payments.list()).toEqual([]);
  });

  test('is refused for a nonce or a stamp that was used', async () => {
    expect((await ask('payments', { body: wish('a'), nonce: 'n' })).status).toBe(201);
    expect((await ask('payments', { body: wish('b'), nonce: 'n' })).status).toBe(401);
    expect((await ask('payments', { body: wish('a') })).status).toBe(400);
    expect(simulator.paytrail.payments.list()).toHaveLength(1);
  });

  test('shows the payer a page without giving way to what the shop wrote', async () => {
    const body = wish();
    body.reference = '<script>alert(1)</script>';
    const { href } = (await ask('payments', { body })).body as Created;
    const page = await (await fetch(href)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>');
    expect(page).toContain('99.00 EUR');
  });
});

const wishItem = { unitPrice: 9900, units: 1, productCode: 'course' };
const longUrls = {
  success: `https://shop.example/${'x'.repeat(300)}`,
  cancel: 'https://shop.example/',
};

function refund(transactionId: string, amount: number, more = {}) {
  const callbackUrls = { success: `${product.url}/events/paytrail`, cancel: `${product.url}/no` };
  const body = { amount, refundStamp: `ref_${amount}`, callbackUrls, ...more };
  return ask(`payments/${transactionId}/refund`, { body });
}

describe('a refund at the fake Paytrail', () => {
  test('gives back in parts, never more than is left, and calls back', async () => {
    const { transactionId, href } = await create();
    await pay(href, 'ok', 'osuuspankki');
    expect(await refund(transactionId, 6000)).toMatchObject({
      status: 201,
      body: { status: 'ok' },
    });
    expect((await refund(transactionId, 3901)).status).toBe(400);
    expect((await refund(transactionId, 3900)).status).toBe(201);
    const { url } = await product.told.waitFor(
      (told) => told.url.searchParams.get('checkout-stamp') === 'ref_3900',
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'checkout-amount': '3900',
      'checkout-status': 'ok',
    });
  });

  test('goes once through Nordea, and to S-Pankki only with an email', async () => {
    const first = await create();
    await pay(first.href, 'ok', 'nordea');
    expect((await refund(first.transactionId, 100)).status).toBe(201);
    expect((await refund(first.transactionId, 100)).status).toBe(400);
    const second = (await ask('payments', { body: wish('pay_2') })).body as Created;
    await pay(second.href, 'ok', 'spankki');
    expect((await refund(second.transactionId, 100)).status).toBe(422);
    const email = { email: 'aino@example.com' };
    expect((await refund(second.transactionId, 100, email)).status).toBe(201);
  });

  test('of an unpaid payment is refused', async () => {
    expect((await refund((await create()).transactionId, 100)).status).toBe(400);
  });

  test('of an item is at most what the item cost', async () => {
    const { transactionId, href } = await create();
    await pay(href, 'ok', 'osuuspankki');
    const items = (stamp: string, amount: number) => ({ items: [{ stamp, amount }] });

    expect((await refund(transactionId, 1900, items('line_2', 1900))).status).toBe(201);
    expect((await refund(transactionId, 1, items('line_2', 1))).status).toBe(400);
    expect((await refund(transactionId, 100, items('line_9', 100))).status).toBe(400);
    expect((await refund(transactionId, 100, items('line_1', 99))).status).toBe(400);
    expect((await refund(transactionId, 8000, items('line_1', 8000))).status).toBe(201);
  });

  test('that begins as pending can be asked for, and is told again when it is settled', async () => {
    const { transactionId, href } = await create();
    await pay(href, 'ok', 'osuuspankki');
    simulator.paytrail.refunding.beginAs('pending');
    const begun = await refund(transactionId, 9900);
    const id = String(begun.body['transactionId']);
    expect(begun.body['status']).toBe('pending');

    expect(simulator.paytrail.refunding.settle(id, 'fail')?.status).toBe('fail');
    expect(await ask(`payments/${id}`)).toMatchObject({
      status: 200,
      isSigned: true,
      body: { status: 'fail', amount: 9900, stamp: 'ref_9900' },
    });
    expect(simulator.paytrail.refunding.settle(id, 'ok')).toBeNull();
    // What failed can be refunded again.
    expect((await refund(transactionId, 9900)).status).toBe(201);

    await product.told.waitFor(() => product.told.list().length === 4);
    const told = product.told.list().map(({ url }) => url.searchParams);
    const ofRefund = told.filter((query) => query.get('checkout-transaction-id') === id);
    expect(new Set(ofRefund.map((query) => query.get('checkout-status')))).toEqual(
      new Set(['pending', 'fail']),
    );
  });

  test('that the balance does not cover is taken, and fails later without an id', async () => {
    const { transactionId, href } = await create();
    await pay(href, 'ok', 'osuuspankki');
    simulator.paytrail.refunding.limitBalance(5000);

    expect((await refund(transactionId, 6000)).body).toMatchObject({ status: 'pending' });
    await product.told.waitFor(() => product.told.list().length === 2);
    const [told] = product.told.list().filter(({ url }) => url.pathname === '/no');
    expect(Object.fromEntries(told?.url.searchParams ?? [])).toMatchObject({
      'checkout-stamp': 'ref_6000',
      'checkout-status': 'fail',
    });
    expect(told?.url.searchParams.has('checkout-transaction-id')).toBe(false);
    expect((await refund(transactionId, 5000)).body).toMatchObject({ status: 'ok' });
  });
});

describe('a switch on Paytrail', () => {
  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s leaves no answer and %i payments', async (kind, payments) => {
    simulator.faults.set('paytrail', { kind });
    await expect(ask('payments', { body: wish() })).rejects.toThrow('fetch failed');
    expect(simulator.paytrail.payments.list()).toHaveLength(payments);
  });

  test.each([
    ['error-400', 400, 0],
    ['error-429', 429, 0],
    ['error-500', 500, 0],
    ['error-500-after', 500, 1],
  ] as const)('%s answers %i, signed', async (kind, status, payments) => {
    simulator.faults.set('paytrail', { kind });
    const answer = await ask('payments', { body: wish() });
    expect(answer).toMatchObject({ status, isSigned: true });
    expect(simulator.paytrail.payments.list()).toHaveLength(payments);
  });
});
