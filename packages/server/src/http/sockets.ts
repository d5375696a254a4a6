import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { RequestOrigin } from '../use-cases/request.ts';
import type { ApiDoor } from './api-door.ts';
import { isOwnOrigin } from './own-origin.ts';
import { newRequestId } from './request-log.ts';
import { makeProtocol, type ProtocolMeans, type SocketState } from './socket-protocol.ts';

const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_SOCKETS = 5_000;
const PING_EVERY_MS = 12_000;
const GOODBYE_MS = 1_000;

export type Sockets = {
  /** Tells every socket that we go away, and waits a moment for their goodbyes. */
  stop(): Promise<void>;
};

/**
 * Subscriptions over WebSockets at `/graphql`. A socket opens from our own pages or from a script, and
 * lives no longer than the proof it was opened with.
 */
export function openSockets(
  door: ApiDoor,
  means: ProtocolMeans & {
    httpServer: Server;
    ownOrigins: readonly string[];
    originOf(request: IncomingMessage): RequestOrigin;
  },
): Sockets {
  const { httpServer, log } = means;
  const protocol = makeProtocol(door, means);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
    handleProtocols,
  });

  const serve = (socket: WebSocket, request: IncomingMessage) => {
    const state: SocketState = {
      socketId: newRequestId(),
      request,
      from: means.originOf(request),
      viewer: null,
      isClosed: false,
      stopWatching: () => {},
      forbid: () => socket.close(CloseCode.Forbidden, 'Forbidden'),
    };
    const { socketId } = state;
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (hear) =>
          socket.on('message', (message: Buffer) => {
            hear(message.toString()).catch((error: unknown) => {
              log.error({ error, socketId }, 'socket failed');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      state,
    );
    const stopPings = keepAlive(socket);
    // Of a message too large or malformed: the library has closed the socket already.
    socket.on('error', (error) => log.warn({ error, socketId }, 'socket broken'));
    socket.once('close', (code, reason) => {
      state.isClosed = true;
      stopPings();
      state.stopWatching();
      void closed(code, reason.toString());
    });
  };

  httpServer.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, means.ownOrigins, sockets.clients.size);
    if (refusal !== null) return refuse(stream, refusal);
    sockets.handleUpgrade(request, stream, head, serve);
  });

  return { stop: () => sayGoodbye(sockets) };
}

function refusalOf(
  request: IncomingMessage,
  ownOrigins: readonly string[],
  openSockets: number,
): number | null {
  const path = request.url?.split('?')[0];
  if (path !== '/graphql') return 404;
  if (!isOwnOrigin(request.headers.origin, ownOrigins)) return 403;
  return openSockets >= MAX_SOCKETS ? 503 : null;
}

function refuse(stream: Duplex, status: number): void {
  stream.on('error', () => {});
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** A silent network looks like a silent client: who misses a ping is gone. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}

async function sayGoodbye(sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
  for (const socket of sockets.clients) socket.close(1001, 'Going away');
  const impatience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, GOODBYE_MS);
  await closed;
  clearTimeout(impatience);
}
