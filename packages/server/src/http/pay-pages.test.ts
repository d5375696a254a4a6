import { startSimulator, type Simulator } from '@order-management/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { accepted, makeShop, newKey, requestOf, visit } from '../../test/kit/shop.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';
import { makeProviders } from '../payments/providers.ts';
import { startPayment } from '../use-cases/start-payment.ts';

const epassi = { site: 'shop-1', key: 'agreed-key' };

let database: TestDatabase;
let simulator: Simulator;
let server: RunningTestServer;

beforeAll(async () => {
  simulator = await startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: null,
    token: null,
    linkSlugs: [],
    stripe: { apiKey: 'sk_test_x', webhookSecret: 'whsec_x' },
    paytrail: { account: '375917', secret: 'SAIPPUAKAUPPIAS' },
    epassi,
    webhookReceiverSecret: null,
    traffic: null,
    seed: 1,
    retryDelaysMs: [],
  });
  database = await freshDatabase();
  await makeShop(database);
  server = await startTestServer(database, tinySchema().schema, {
    environment: {
      EPASSI_SITE: epassi.site,
      EPASSI_KEY: epassi.key,
      EPASSI_PAGE_URL: `${simulator.url}/epassi/e_payments/v2`,
    },
  });
  simulator.connect({ productUrl: server.url, token: '', linkSlugs: [] });
});
afterAll(async () => {
  await server.stop();
  await simulator.stop();
  await database.drop();
});
beforeEach(() => simulator.faults.clear());

/** Where a customer who is about to pay is sent. */
async function startedPayment() {
  const orderId = await visit(database);
  const providers = makeProviders(server.config.payments);
  const { paymentId, redirectUrl } = accepted(
    await startPayment(
      { orderId, idempotencyKey: newKey(), provider: 'epassi', method: 'epassi' },
      requestOf(database),
      { providers, publicUrl: server.url },
    ),
  );
  return { orderId, paymentId: paymentId ?? '', redirectUrl: redirectUrl ?? '' };
}

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

/** What a browser does with the page by itself. */
async function postForm(page: string) {
  const [, action = ''] = /<form method="post" action="([^"]*)"/.exec(page) ?? [];
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  const plain = (text = '') =>
    text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  const fields = [...inputs].map(([, name, value]) => [plain(name), plain(value)]);
  return post(plain(action), Object.fromEntries(fields) as Record<string, string>);
}

/** Pays at Epassi; answers with the address that the browser is led back to. */
async function payAtEpassi(
  redirectUrl: string,
  paymentId: string,
  outcome = 'ok',
): Promise<string> {
  await postForm(await (await fetch(redirectUrl)).text());
  const answer = await post(`${simulator.url}/epassi/pay/${paymentId}`, { outcome });
  return answer.headers.get('location') ?? '';
}

async function statusOf(paymentId: string) {
  const [row] = await query<{ status: string; captured: number; order_status: string }>(
    database.orm.em.fork(),
    `select p.status, p.captured_minor::int as captured, o.status as order_status
     from payment p join orders o on o.id = p.order_id where p.id = $1`,
    [paymentId],
  );
  return row;
}

describe('the page on the way to a payment', () => {
  test('holds the form and nothing that could run but its own line', async () => {
    const { redirectUrl, paymentId } = await startedPayment();
    const response = await fetch(redirectUrl);

    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/]{43}='; base-uri 'none'; frame-ancestors 'none'$/,
    );
    const page = await response.text();
    expect(page).toContain(`action="${simulator.url}/epassi/e_payments/v2"`);
    expect(page).toContain(`name="STAMP" value="${paymentId}"`);
    expect(page).toContain('name="AMOUNT" value="99.00"');
    expect(page).not.toContain(epassi.key);
  });

  test('is one of ours only', async () => {
    const { redirectUrl } = await startedPayment();
    const cheaper = redirectUrl.replace('99.00', '1.00');
    const elsewhere = `${server.url}/pay/epassi/back?to=https%3A%2F%2Fevil.example.com&seal=x`;
    const asked = [cheaper, elsewhere, `${server.url}/pay/epassi`, `${server.url}/pay/stripe`];

    const answers = await Promise.all(asked.map((url) => fetch(url, { redirect: 'manual' })));
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(await answers[0]?.json()).toEqual({ error: 'This link is not one of ours.' });
  });
});

describe('a payment by Epassi', () => {
  test('is confirmed by Epassi itself, and the amount is that of our own row', async () => {
    const { redirectUrl, paymentId } = await startedPayment();
    await payAtEpassi(redirectUrl, paymentId);

    await expect
      .poll(() => statusOf(paymentId))
      .toEqual({ status: 'SUCCEEDED', captured: 9900, order_status: 'PAID' });
  });

  test.each(['GET', 'POST'])(
    'is confirmed by the customer who comes back by %s, when its news are lost',
    async (method) => {
      simulator.faults.setEvents('epassi-events', { drop: true });
      const { redirectUrl, paymentId } = await startedPayment();
      const back = new URL(await payAtEpassi(redirectUrl, paymentId));
      expect((await statusOf(paymentId))?.status).toBe('PENDING');

      const signed = ['STAMP', 'PAID', 'MAC'].map((name) => [name, back.searchParams.get(name)]);
      const body = new URLSearchParams(Object.fromEntries(signed) as Record<string, string>);
      if (method === 'POST') for (const [name] of signed) back.searchParams.delete(name ?? '');
      const response = await fetch(back, {
        method,
        redirect: 'manual',
        ...(method === 'POST' && { body }),
      });

      expect([response.status, response.headers.get('location')]).toEqual([303, server.url]);
      expect((await statusOf(paymentId))?.status).toBe('SUCCEEDED');
    },
  );

  test('is counted once, however often it is told', async () => {
    simulator.faults.setEvents('epassi-events', { copies: 5 });
    const { redirectUrl, paymentId } = await startedPayment();
    const back = await payAtEpassi(redirectUrl, paymentId);
    await Promise.all([fetch(back, { redirect: 'manual' }), fetch(back, { redirect: 'manual' })]);

    const entries = () =>
      query(
        database.orm.em.fork(),
        `select h.summary from history_entry h join payment p on p.order_id = h.order_id
         where p.id = $1 and h.event = 'payment.succeeded'`,
        [paymentId],
      );
    await expect.poll(entries).toEqual([{ summary: 'The payment by Epassi succeeded.' }]);
  });

  test.each(['fail', 'cancel'])(
    'stays open when the customer turns back (%s), who is led to the shop all the same',
    async (outcome) => {
      const { redirectUrl, paymentId } = await startedPayment();
      const back = await payAtEpassi(redirectUrl, paymentId, outcome);
      const response = await fetch(back, { redirect: 'manual' });

      expect([response.status, response.headers.get('location')]).toEqual([303, server.url]);
      expect((await statusOf(paymentId))?.status).toBe('PENDING');
    },
  );

  test('is not confirmed by somebody who knows the form', async () => {
    const { redirectUrl, paymentId } = await startedPayment();
    const page = await (await fetch(redirectUrl)).text();
    const [, MAC = ''] = /name="MAC" value="([^"]*)"/.exec(page) ?? [];

    const forged = { STAMP: paymentId, PAID: `${epassi.site}&99.00`, MAC };
    expect((await post(`${server.url}/events/epassi`, forged)).status).toBe(400);
    expect((await statusOf(paymentId))?.status).toBe('PENDING');
  });
});
