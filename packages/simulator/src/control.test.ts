import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import { startTestSimulator } from './test-world.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startTestSimulator({ webhookReceiverSecret: null });
});
afterEach(async () => {
  await simulator.stop();
});

function control(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${simulator.url}/control/${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function callHook(): Promise<Response> {
  return fetch(`${simulator.url}/hooks/crm`, { method: 'POST', body: '{"a":"<b>"}' });
}

describe('the control API', () => {
  test('turns a switch, tells it, and turns it back', async () => {
    const set = await control('PUT', 'faults/webhook', { kind: 'error-500', times: 3 });
    const fault = {
      target: 'webhook',
      fault: { kind: 'error-500', times: 3, rate: 1, slowMs: 3000, retryAfterSeconds: 30 },
    };
    expect(await set.json()).toEqual([fault]);
    expect((await callHook()).status).toBe(500);
    const told = await (await control('GET', 'faults')).json();
    expect(told).toEqual([{ ...fault, fault: { ...fault.fault, times: 2 } }]);
    expect(await (await control('DELETE', 'faults/webhook')).json()).toEqual([]);
    expect((await callHook()).status).toBe(200);
  });

  test('takes the fields of the page, which are all text', async () => {
    await control('PUT', 'faults/mail', { kind: 'slow', times: '', slowMs: '250' });
    await control('PUT', 'faults/stripe-events', { copies: '5', delayMs: '', reorder: 'on' });
    expect(simulator.faults.list()).toMatchObject([
      { target: 'mail', fault: { kind: 'slow', times: null, slowMs: 250 } },
      {
        target: 'stripe-events',
        fault: { copies: 5, delayMs: 0, reorder: true, drop: false, rate: 1 },
      },
    ]);
    expect(await (await control('DELETE', 'faults')).json()).toEqual([]);
  });

  test.each([
    ['a target nobody has', 'faults/kassa', { kind: 'slow' }],
    ['a fault nobody knows', 'faults/stripe', { kind: 'explode' }],
    ['a rate beyond 1', 'faults/stripe', { kind: 'slow', rate: 2 }],
  ])('refuses %s', async (_, path, body) => {
    const response = await control('PUT', path, body);
    expect(response.status).toBe(400);
    expect(simulator.faults.list()).toEqual([]);
  });

  test('tells and empties inbox and deliveries', async () => {
    await callHook();
    const list = (await (await control('GET', 'deliveries')).json()) as unknown[];
    expect(list).toMatchObject([{ hook: 'crm', answered: 200, verified: null }]);
    expect(await (await control('DELETE', 'deliveries')).json()).toEqual([]);
    expect(simulator.deliveries.list()).toEqual([]);
    expect(await (await control('GET', 'inbox')).json()).toEqual([]);
  });

  test('turns traffic on and off', async () => {
    const on = await control('POST', 'traffic', { running: 'true', shoppersPerMinute: '30' });
    expect(await on.json()).toMatchObject({ running: true, shoppersPerMinute: 30 });
    const off = await control('POST', 'traffic', { running: false });
    expect(await off.json()).toMatchObject({ running: false });
  });

  test('sends no shopper to a product that is not there', async () => {
    expect((await control('POST', 'shoppers', {})).status).toBe(409);
    expect((await control('POST', 'shoppers', { outcome: 'fly' })).status).toBe(400);
  });

  test('gives no ear to forms of other sites, nor to other names', async () => {
    const form = await fetch(`${simulator.url}/control/traffic`, {
      method: 'POST',
      body: new URLSearchParams({ running: 'true' }),
    });
    expect(form.status).toBe(415);
    const { port } = new URL(simulator.url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const headers = { host: `evil.example:${port}` };
      request({ host: '127.0.0.1', port, path: '/control/faults', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(421);
  });
});

describe('the control page', () => {
  test('shows what came, and nothing of it as markup', async () => {
    const { hostname, port } = new URL(simulator.smtpUrl);
    await createTransport({ host: hostname, port: Number(port) }).sendMail({
      from: 'shop@example.com',
      to: 'a@example.com',
      subject: '<img src=x onerror=alert(1)>',
      html: '<script>alert(2)</script><p>Hello</p>',
    });
    await callHook();
    const response = await fetch(simulator.url);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    const page = await response.text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('Inbox (1)');
    expect(page).toContain('Webhooks received (1)');

    const id = simulator.inbox.list()[0]?.id ?? '';
    const detail = await (await fetch(`${simulator.url}/inbox/${id}`)).text();
    expect(detail).toContain(
      `<iframe sandbox="" title="The message" src="/control/inbox/${id}/html">`,
    );
    expect(detail).not.toContain('<script>alert(2)');
    const mail = await fetch(`${simulator.url}/control/inbox/${id}/html`);
    expect(mail.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    const delivery = simulator.deliveries.list()[0]?.id ?? '';
    const shown = await (await fetch(`${simulator.url}/deliveries/${delivery}`)).text();
    expect(shown).toContain('&quot;a&quot;: &quot;&lt;b&gt;&quot;');
    expect((await fetch(`${simulator.url}/inbox/none`)).status).toBe(404);
  });
});

describe('the dashboards of the providers, by the control API', () => {
  async function paidIntent(): Promise<string> {
    const { payments } = simulator.stripe;
    const given = { amount: 9900, currency: 'eur', description: null, receiptEmail: null };
    const intent = payments.create({
      ...given,
      metadata: {},
      methodTypes: ['card'],
      isAutomatic: false,
    });
    return payments.confirm(intent.id, 'pm_card_visa').id;
  }

  test('refund a payment without the product, and settle what is pending', async () => {
    const id = await paidIntent();
    await control('PUT', 'refunds', { beginAs: 'pending' });
    const made = await control('POST', `payments/${id}/refunds`, { amountMinor: 500 });
    const refund = (await made.json()) as { id: string };
    expect(refund).toMatchObject({ amount: 500, status: 'pending', metadata: {} });

    const settled = await control('POST', `refunds/${refund.id}`, { status: 'succeeded' });
    expect(await settled.json()).toMatchObject({ id: refund.id, status: 'succeeded' });
    const failed = await control('POST', `refunds/${refund.id}`, { status: 'failed' });
    expect(await failed.json()).toMatchObject({ status: 'failed' });
    expect((await control('POST', `payments/${id}/refunds`, { amountMinor: 9901 })).status).toBe(
      400,
    );
    const all = (await (await control('GET', 'refunds')).json()) as Record<string, unknown[]>;
    expect(all['stripe']).toHaveLength(1);
  });

  test('refund at Paytrail, of which it tells nobody', async () => {
    simulator.rememberPast({
      payments: [
        {
          provider: 'paytrail',
          reference: 'tx-1',
          stamp: 'pay_1',
          orderNumber: '1001',
          method: 'osuuspankki',
          amountMinor: 9900,
          currency: 'EUR',
          paidAt: 0,
        },
      ],
      refunds: [],
    });
    const path = 'payments/tx-1/refunds';
    expect((await control('POST', path, { amountMinor: 9900 })).status).toBe(200);
    expect((await control('POST', path, { amountMinor: 1 })).status).toBe(409);
    expect(simulator.events.list()).toEqual([]);
    expect((await control('POST', 'refunds/nobody', { status: 'failed' })).status).toBe(409);
  });
});
