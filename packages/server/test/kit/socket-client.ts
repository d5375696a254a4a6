import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A client that comes once and does not try again, and how its socket ended. */
export function connectTo(
  url: string,
  headers: Record<string, string>,
  connectionParams?: Record<string, unknown>,
) {
  class SocketWithHeaders extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers });
    }
  }
  const { promise: closed, resolve: end } = Promise.withResolvers<{
    code: number;
    reason: string;
  }>();
  const client = createClient({
    url,
    webSocketImpl: SocketWithHeaders,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => {},
    ...(connectionParams && { connectionParams }),
    on: { closed: (event) => end(event as { code: number; reason: string }) },
  });
  const connected = new Promise<void>((resolve) => client.on('connected', () => resolve()));
  return { client, closed, connected };
}

/** All that is answered to one operation. */
export async function answersTo(client: Client, text: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of client.iterate({ query: text })) answers.push(answer);
  return answers;
}

/** The answer of the server to somebody who wants a socket. */
export async function upgrade(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => {});
  });
}
