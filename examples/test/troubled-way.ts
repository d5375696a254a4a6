import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import { product } from './kit.ts';

/** What happens to a request on its way: all is well, its answer is lost, it never arrives, or it is put off. */
export type Fate = 'pass' | 'lose-answer' | 'lose-request' | 'too-many';

export type TroubledWay = {
  readonly url: string;
  /** The next loss from now on; the script then waits in vain. */
  readonly untilLost: () => Promise<unknown>;
};

/** A way to the product on which `fateOf` decides, by the text of each request. */
export async function openTroubledWay(fateOf: (body: string) => Fate): Promise<TroubledWay> {
  const losses = new EventEmitter();
  const lose = () => void losses.emit('one');
  const server = http.createServer((request, response) => {
    pass(request, response, { fateOf, lose }).catch(() => response.destroy());
  });
  const url = await listen(server);
  return { url, untilLost: () => once(losses, 'one') };
}

async function pass(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { fateOf, lose }: { fateOf: (body: string) => Fate; lose: () => void },
): Promise<void> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  const fate = fateOf(body);
  if (fate === 'lose-request') return lose();
  if (fate === 'too-many') {
    response.writeHead(429, { 'retry-after': '1' }).end('{"errors":[{"message":"Too many."}]}');
    return;
  }
  const answer = await fetch(product.url + request.url, {
    method: request.method ?? 'GET',
    headers: {
      authorization: request.headers.authorization ?? '',
      'content-type': request.headers['content-type'] ?? 'text/plain',
    },
    ...(body !== '' && { body }),
  });
  const text = await answer.text();
  if (fate === 'lose-answer') return lose();
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
}

/** A way for sockets that can be cut; whoever comes again gets through. */
export async function openCuttableWay(): Promise<{ url: string; cut(): void }> {
  const open = new Set<net.Socket>();
  const { hostname, port } = new URL(product.url);
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  const url = await listen(server);
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  onTestFinished(cut);
  return { url, cut };
}

async function listen(server: net.Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    if (server instanceof http.Server) server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}
