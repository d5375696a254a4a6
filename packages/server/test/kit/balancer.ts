import { Agent, createServer, request as ask, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';

const PROBE_EVERY_MS = 50;
const PROBE_WITHIN_MS = 10_000;

/** As many in a row put a process out of rotation. */
const FAILURES = 3;

type Backend = { readonly url: URL; isReady: boolean; failures: number };

/** What went wrong on the way, as whoever asked has seen it. */
export type Trouble = { readonly what: string; readonly status: number };

/**
 * What stands before several API processes in production, as small as it can be: it asks each whether it is ready,
 * sends requests and sockets to those that are, in turn, and keeps connections to them. A request that could not
 * be handed over is sent to another process only where it is a GET; a POST is answered with 502.
 */
export class Balancer {
  readonly troubles: Trouble[] = [];
  /** Requests answered by each process. */
  readonly answered = new Map<string, number>();
  #backends: Backend[] = [];
  #turn = 0;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server = createServer((request, response) => {
    void body(request).then((sent) => this.#pass(request, sent, response, this.#next()));
  });
  readonly #probing = setInterval(() => void this.#probe(), PROBE_EVERY_MS);

  async start(): Promise<string> {
    this.#server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
      const backend = this.#next();
      if (!backend) return void socket.destroy();
      const out = connect(Number(backend.url.port), backend.url.hostname);
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      }
      out.write(`${lines.join('\r\n')}\r\n\r\n`);
      out.write(head);
      out.pipe(socket).pipe(out);
      for (const end of [out, socket]) end.on('error', () => (out.destroy(), socket.destroy()));
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves once it is sent requests. */
  async add(url: string): Promise<void> {
    const backend = { url: new URL(url), isReady: false, failures: FAILURES };
    this.#backends.push(backend);
    while (!backend.isReady) await this.#probe();
  }

  /** Resolves once it is sent nothing more: it has said so itself, or has gone. */
  async untilDropped(url: string): Promise<void> {
    const isIt = (one: Backend) => one.url.href === new URL(url).href;
    while (this.#backends.some((one) => isIt(one) && one.isReady)) await this.#probe();
    this.#backends = this.#backends.filter((one) => !isIt(one));
  }

  async stop(): Promise<void> {
    clearInterval(this.#probing);
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    this.#agent.destroy();
  }

  #next(): Backend | undefined {
    const ready = this.#backends.filter(({ isReady }) => isReady);
    this.#turn += 1;
    return ready[this.#turn % ready.length];
  }

  #pass(
    request: IncomingMessage,
    sent: Buffer,
    response: import('node:http').ServerResponse,
    backend: Backend | undefined,
    isSecondTry = false,
  ): void {
    const what = `${request.method} ${request.url?.split('?')[0]}`;
    const fail = (status: number, why: string) => {
      this.troubles.push({ what: `${what}: ${why}`, status });
      response.writeHead(status).end();
    };
    if (!backend) return fail(503, 'nobody is ready');
    const { method, headers, url } = request;
    const { hostname, port } = backend.url;
    const onward = ask({ hostname, port, method, path: url, headers, agent: this.#agent });
    onward.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      if (status >= 500) this.troubles.push({ what, status });
      this.answered.set(port, (this.answered.get(port) ?? 0) + 1);
      const { connection: _, 'keep-alive': __, ...kept } = answer.headers;
      response.writeHead(status, kept);
      answer.pipe(response);
    });
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (response.headersSent) return void response.destroy();
      const mayRepeat = method === 'GET' && !isSecondTry;
      if (!mayRepeat) return fail(502, error.code ?? error.message);
      this.#pass(request, sent, response, this.#next(), true);
    });
    onward.end(sent);
  }

  async #probe(): Promise<void> {
    await Promise.all(
      this.#backends.map(async (backend) => {
        const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
        const isWell = await fetch(new URL('/readyz', backend.url), { signal }).then(
          ({ ok }) => ok,
          () => false,
        );
        backend.failures = isWell ? 0 : backend.failures + 1;
        backend.isReady = backend.failures < FAILURES;
      }),
    );
  }
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
