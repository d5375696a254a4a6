import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import { hookSecret, startTestSimulator } from './test-world.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startTestSimulator();
});
afterEach(async () => {
  await simulator.stop();
});

const payload = JSON.stringify({ type: 'order.paid', data: { order: 'ord_1' } });

function deliver(
  webhookId: string,
  { hook = 'crm', secret = hookSecret, body = payload, signal = null as AbortSignal | null } = {},
): Promise<Response> {
  const at = new Date();
  return fetch(`${simulator.url}/hooks/${hook}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(webhookId, at, payload),
    },
    body,
    signal,
  });
}

describe('the webhook receiver', () => {
  test('keeps what it got and says that the signature verifies', async () => {
    expect((await deliver('run_1')).status).toBe(200);
    expect(simulator.deliveries.list()).toMatchObject([
      {
        hook: 'crm',
        webhookId: 'run_1',
        body: payload,
        verified: true,
        problem: null,
        answered: 200,
        fault: null,
        hadEffect: true,
        isRepeat: false,
      },
    ]);
  });

  test('acts once per webhook-id, at each hook by itself', async () => {
    for (const [id, hook] of [
      ['run_1', 'crm'],
      ['run_1', 'crm'],
      ['run_2', 'crm'],
      ['run_1', 'books'],
    ] as const)
      expect((await deliver(id, { hook })).status).toBe(200);
    expect(simulator.deliveries.effects('crm')).toBe(2);
    expect(simulator.deliveries.effects('books')).toBe(1);
    expect(simulator.deliveries.effects()).toBe(3);
    expect(simulator.deliveries.list().map(({ isRepeat }) => isRepeat)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  test.each([
    ['another secret', { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx' }],
    ['another body', { body: '{"type":"order.paid","data":{"order":"ord_2"}}' }],
  ])('refuses a delivery signed for %s', async (_, given) => {
    expect((await deliver('run_1', given)).status).toBe(401);
    expect(simulator.deliveries.effects()).toBe(0);
    expect(simulator.deliveries.list()).toMatchObject([
      { verified: false, problem: 'No matching signature found', answered: 401, hadEffect: false },
    ]);
  });

  test('takes unsigned deliveries where it knows no secret', async () => {
    const open = await startTestSimulator({ webhookReceiverSecret: null });
    const response = await fetch(`${open.url}/hooks/crm`, { method: 'POST', body: payload });
    expect(response.status).toBe(200);
    expect(open.deliveries.list()).toMatchObject([{ verified: null, hadEffect: true }]);
    await open.stop();
  });
});

describe('a switch on webhooks', () => {
  test.each([
    ['error-400', 400, 0],
    ['error-429', 429, 0],
    ['error-500', 500, 0],
    ['error-500-after', 500, 1],
  ] as const)('%s answers %i', async (kind, status, effects) => {
    simulator.faults.set('webhook', { kind, retryAfterSeconds: 12 });
    const response = await deliver('run_1');
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe(status === 429 ? '12' : null);
    expect(simulator.deliveries.effects()).toBe(effects);
    expect(simulator.deliveries.list()).toMatchObject([{ answered: status, fault: kind }]);
  });

  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
    ['hang-before', 0],
    ['hang-after', 1],
  ] as const)('%s answers nothing', async (kind, effects) => {
    simulator.faults.set('webhook', { kind });
    const impatience = new AbortController();
    const answer = deliver('run_1', { signal: impatience.signal }).then(
      ({ status }) => status,
      () => 'none',
    );
    await simulator.deliveries.waitFor(() => true);
    impatience.abort();
    expect(await answer).toBe('none');
    expect(simulator.deliveries.effects()).toBe(effects);
    expect(simulator.deliveries.list()).toMatchObject([{ answered: null, fault: kind }]);
  });

  test('can be meant for one hook only, and for the next calls only', async () => {
    simulator.faults.set('webhook:crm', { kind: 'error-500', times: 2 });
    expect((await deliver('run_1', { hook: 'books' })).status).toBe(200);
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await deliver('run_2')).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect(simulator.faults.list()).toEqual([]);
  });
});
