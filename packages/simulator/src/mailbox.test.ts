import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from './faults.ts';
import type { Simulator } from './simulator.ts';
import { startTestSimulator } from './test-world.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startTestSimulator();
});
afterEach(async () => {
  await simulator.stop();
});

const receipt = {
  from: 'shop@example.com',
  to: 'Aino <aino@example.com>',
  subject: 'Kuitti tilauksesta 1042 – kiitos!',
  text: 'Kiitos tilauksesta.',
  html: '<p>Kiitos <b>tilauksesta</b>.</p>',
  messageId: '<run_1@shop.example>',
};

function send(options: object = {}) {
  const { hostname, port } = new URL(simulator.smtpUrl);
  const transport = createTransport({
    host: hostname,
    port: Number(port),
    secure: false,
    connectionTimeout: 2000,
    greetingTimeout: 2000,
    socketTimeout: 400,
    ...options,
  });
  return transport.sendMail(receipt);
}

describe('the inbox', () => {
  test('keeps a message with both its parts and its Message-ID', async () => {
    await send();
    expect(simulator.inbox.list()).toMatchObject([
      {
        messageId: '<run_1@shop.example>',
        from: 'shop@example.com',
        to: ['aino@example.com'],
        subject: 'Kuitti tilauksesta 1042 – kiitos!',
        text: 'Kiitos tilauksesta.',
        html: '<p>Kiitos <b>tilauksesta</b>.</p>',
        isRepeat: false,
      },
    ]);
  });

  test('takes any sign-in, and marks a message that came before', async () => {
    await send({ auth: { user: 'shop', pass: 'whatever' } });
    await send();
    expect(simulator.inbox.list().map(({ isRepeat }) => isRepeat)).toEqual([true, false]);
  });

  test('lets a test wait for a message', async () => {
    const waiting = simulator.inbox.waitFor(({ subject }) => subject.includes('1042'));
    await send();
    expect((await waiting).to).toEqual(['aino@example.com']);
    await expect(simulator.inbox.waitFor(() => false, 10)).rejects.toThrow('within 10 ms');
  });
});

describe('a switch on mail', () => {
  test.each<[FaultKind, object, number]>([
    ['error-400', { responseCode: 550 }, 0],
    ['error-429', { responseCode: 450 }, 0],
    ['error-500', { responseCode: 451 }, 0],
    ['error-500-after', { responseCode: 451 }, 1],
    ['drop-before', { code: 'ECONNECTION' }, 0],
    ['drop-after', { code: 'ECONNECTION' }, 1],
    ['hang-before', { code: 'ETIMEDOUT' }, 0],
    ['hang-after', { code: 'ETIMEDOUT' }, 1],
  ])('%s', async (kind, error, messages) => {
    simulator.faults.set('mail', { kind, times: 1 });
    await expect(send()).rejects.toMatchObject(error);
    expect(simulator.inbox.list()).toHaveLength(messages);
    await send();
    expect(simulator.inbox.list()).toHaveLength(messages + 1);
  });
});
