/** Real HTTP and raw TCP servers for tests, each behaving in one way. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';

export type ReceivedCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What to do with a call that has been read whole; one without an answer stays open. */
export type Reaction = (call: ReceivedCall, response: ServerResponse) => void;

export type Receiver = {
  readonly url: string;
  readonly port: number;
  /** In the order of arrival. */
  readonly calls: readonly ReceivedCall[];
};

/** Listens on a free port of this machine until the test is over. */
export async function receiverThat(reacts: Reaction): Promise<Receiver> {
  const calls: ReceivedCall[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(request);
    calls.push(call);
    reacts(call, response);
  };
  const server = createServer((request, response) => void take(request, response));
  const port = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${port}`, port, calls };
}

/** A server that speaks bytes instead of HTTP. */
export async function lineThat(greets: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    // Whoever breaks off a call resets the line: that is what these tests are about.
    socket.on('error', () => socket.destroy());
    greets(socket);
  });
  const port = await listen(server);
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  return { port };
}

/** A port on which nobody listens. */
export async function deserted(): Promise<number> {
  const server = createTcpServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function answersWith(
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Reaction {
  return (_, response) => response.writeHead(status, headers).end(body);
}

export const neverAnswers: Reaction = () => {};

export const hangsUp: Reaction = (_, response) => response.socket?.destroy();

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks).toString(),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
