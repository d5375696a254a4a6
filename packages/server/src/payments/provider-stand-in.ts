import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { NewPayment, ProviderRefund } from './payment-provider.ts';

/** Servers for the tests of one provider, each named after how it behaves. */

export type ReceivedRequest = {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What to do with a request; a request that is not answered stays open. */
export type Behaviour = (request: ReceivedRequest, response: ServerResponse) => void;

/** Listens on a free port until the test is over; `received` grows in the order of arrival. */
export async function serverThat(behaves: Behaviour) {
  const received: ReceivedRequest[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const whole = await read(request);
    received.push(whole);
    behaves(whole, response);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}

export function answers(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_, response) => response.writeHead(status, headers).end(text);
}

export const neverAnswers: Behaviour = () => {};

export const hangsUp: Behaviour = (_, response) => {
  response.socket?.destroy();
};

/** Never silent for long, and never done: only a limit on the whole ends it. */
export const drips: Behaviour = (_, response) => {
  response.writeHead(200);
  const drip = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(drip));
};

export const neverEnds: Behaviour = (_, response) => {
  const chunk = Buffer.alloc(65_536, ' ');
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.writeHead(200);
  response.on('drain', pour);
  pour();
};

export const breaksOffHalfWay: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"id":"pi_half', () => response.socket?.destroy());
};

/** An address where nothing listens: a port that was free a moment ago. */
export async function nobodyThere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}`;
}

/** 99.00 € for one course, by a customer whose data must not come back in any message. */
export const newPayment: NewPayment = {
  id: 'pay_01',
  orderNumber: '1042',
  orderId: 'ord_01',
  method: 'card',
  amountMinor: 9900,
  currency: 'EUR',
  email: 'aino.virtanen@example.com',
  firstName: 'Aino',
  lastName: 'Virtanen',
  country: 'FI',
  language: 'fi-FI',
  lines: [{ id: 'line_01', productName: 'Watercolours', priceMinor: 9900, vatRateBp: 2550 }],
  returnUrl: 'https://shop.example.com/thanks/1042',
  callbackUrl: 'https://orders.example.com/events/paytrail',
};

/** A third of the payment above, asked back for its one line. */
export const newRefund: ProviderRefund = {
  id: 'leg_01',
  reference: null,
  payment: {
    id: 'pay_01',
    reference: 'pi_1',
    method: 'card',
    amountMinor: 9900,
    returnedMinor: 0,
    refundsSent: 0,
    currency: 'EUR',
    capturedAt: new Date('2026-11-20T12:00:00Z'),
  },
  amountMinor: 3300,
  lines: [{ id: 'line_01', amountMinor: 3300 }],
  email: 'aino.virtanen@example.com',
  orderNumber: '1042',
  callbackUrl: 'https://orders.example.com/events/paytrail',
};

async function read(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
