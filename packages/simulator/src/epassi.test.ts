import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { epassiMac } from './epassi.ts';
import type { Simulator } from './simulator.ts';
import type { NotingProduct } from './test-world.ts';
import { startNotingProduct, startTestSimulator } from './test-world.ts';

const [site, key] = ['shop-1', 'agreed'];

let simulator: Simulator;
let product: NotingProduct;

beforeEach(async () => {
  product = await startNotingProduct();
  simulator = await startTestSimulator({ productUrl: product.url, epassi: { site, key } });
});
afterEach(async () => {
  await simulator.stop();
  await product.stop();
});

const post = (path: string, form: Record<string, string>) =>
  fetch(`${simulator.url}/epassi/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  });

function begin(change: Record<string, string> = {}) {
  const [STAMP, AMOUNT] = ['pay_1', '99.00'];
  return post('e_payments/v2', {
    STAMP,
    SITE: site,
    AMOUNT,
    RETURN: 'https://shop.example/back',
    REJECT: 'https://shop.example/no',
    CANCEL: 'https://shop.example/later',
    NOTIFY_URL: `${product.url}/events/epassi`,
    MAC: epassiMac([STAMP, site, AMOUNT], key),
    ...change,
  });
}

const answer = (outcome: string) => post('pay/pay_1', { outcome });
const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '');

describe('a payment at the fake Epassi', () => {
  test('is begun by a signed form and paid on its page', async () => {
    expect((await begin()).headers.get('location')).toBe('/epassi/pay/pay_1');
    const page = await (await fetch(`${simulator.url}/epassi/pay/pay_1`)).text();
    expect(page).toContain('99.00');

    const { searchParams, pathname } = locationOf(await answer('ok'));
    const paid = searchParams.get('PAID') ?? '';
    expect(pathname).toBe('/back');
    expect(Object.fromEntries(searchParams)).toEqual({
      STAMP: 'pay_1',
      PAID: paid,
      MAC: epassiMac(['pay_1', paid], key),
    });
    await product.told.waitFor(() => product.told.list().length === 1);
    const [told] = product.told.list();
    expect([told?.method, told?.url.pathname]).toEqual(['POST', '/events/epassi']);
    expect(told?.body).toBe(searchParams.toString());
    expect((await answer('ok')).status).toBe(409);
  });

  test.each([
    ['fail', '/no'],
    ['cancel', '/later'],
  ])('leads back unsigned when the payer answers %s', async (outcome, path) => {
    await begin();
    const { searchParams, pathname } = locationOf(await answer(outcome));
    expect([pathname, searchParams.has('MAC')]).toEqual([path, false]);
    expect(product.told.list()).toEqual([]);
  });

  test.each([
    ['another shop', { SITE: 'shop-2' }, 'SITE_DOES_NOT_EXIST'],
    ['another amount than was signed', { AMOUNT: '1.00' }, 'INVALID_REQUEST_SIGNATURE'],
    ['no MAC', { MAC: '' }, 'INVALID_REQUEST_SIGNATURE'],
    [
      'an amount in cents',
      { AMOUNT: '9900', MAC: epassiMac(['pay_1', site, '9900'], key) },
      'INVALID_REQUEST',
    ],
  ])('is refused with %s', async (_, change, error) => {
    const { searchParams, pathname } = locationOf(await begin(change));
    expect([pathname, searchParams.get('error')]).toEqual(['/no', error]);
    expect(simulator.epassi.payments.list()).toEqual([]);
  });

  test('is not begun again once it is paid', async () => {
    await begin();
    await answer('ok');
    expect(locationOf(await begin()).searchParams.get('error')).toBe('INVALID_REQUEST');
  });
});

describe('a refund at the fake Epassi', () => {
  function refund(amount = '99.00', leg = 'leg_1') {
    const MAC = epassiMac(['pay_1', site, amount, leg], key);
    return post('refunds', { STAMP: 'pay_1', SITE: site, AMOUNT: amount, REFUND_STAMP: leg, MAC });
  }

  test('is of a whole payment, and of each once', async () => {
    await begin();
    expect((await refund()).status).toBe(404);
    await answer('ok');

    expect(await (await refund('33.00')).json()).toEqual({ error: 'PARTIAL_REFUND_NOT_ALLOWED' });
    expect(await (await refund()).json()).toMatchObject({ status: 'ok' });
    expect(await (await refund('99.00', 'leg_2')).json()).toEqual({ error: 'ALREADY_REFUNDED' });
    expect(simulator.epassi.refunds.list()).toMatchObject([
      { stamp: 'pay_1', refundStamp: 'leg_1', amountMinor: 9900 },
    ]);
  });

  test('meets the switches, which leave the payer alone', async () => {
    simulator.faults.set('epassi', { kind: 'error-500-after' });
    await begin();
    await answer('ok');
    expect((await refund()).status).toBe(500);
    expect(simulator.epassi.refunds.list()).toHaveLength(1);
  });
});
