import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { RequestOrigin } from '../use-cases/request.ts';
import type { ApiDoor } from './api-door.ts';
import type { RateLimitConfig } from '../config.ts';
import { within } from '../telemetry/cause.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { isOwnOrigin } from './own-origin.ts';
import { newRequestId } from './request-log.ts';
import { LEAST_POINTS } from './operation-cost.ts';
import { makeProtocol, type ProtocolMeans, type SocketState } from './socket-protocol.ts';
import { makeSocketLimits, OperationCounter } from './socket-limits.ts';

const MAX_PAYLOAD_BYTES = 64 * 1024;
const PING_EVERY_MS = 12_000;
const GOODBYE_MS = 1_000;
/** Between two goodbyes, where there is the time: clients of thousands of sockets come again one after the other. */
const GOODBYES_EVERY_MS = 1;
/**
 * "Try again later", after which clients come again by themselves, slower and slower. The 4429 of the protocol
 * means something else, and clients never come back from it.
 */
const TRY_AGAIN_LATER = 1013;

export type Sockets = {
  /** Tells one socket after the other, within this time, that we go away, and waits a moment for the last goodbyes. */
  stop(withinMs: number): Promise<void>;
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
    metrics: Metrics;
    rateLimits: Pick<RateLimitConfig, 'socketsPerCaller' | 'socketsPerAddress'>;
    originOf(request: IncomingMessage): RequestOrigin;
  },
): Sockets {
  const { httpServer, limits, log, metrics } = means;
  const places = makeSocketLimits(means.rateLimits);
  const protocol = makeProtocol(door, means);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
    handleProtocols,
  });
  const states = new Map<WebSocket, SocketState>();
  metrics.beforeAnswer(() => tellSockets(metrics, states));
  const sent = metrics.socketMessages.labels('out');
  const heard = metrics.socketMessages.labels('in');

  const serve = (socket: WebSocket, request: IncomingMessage) => {
    const leave: (() => void)[] = [];
    const state: SocketState = {
      socketId: newRequestId(),
      proof: proofIn(request),
      from: means.originOf(request),
      viewer: null,
      isClosed: false,
      operations: new OperationCounter(),
      underWay: Promise.resolve(),
      takePlace: (viewer) => {
        const place = places.enterCaller(viewer.actor.id ?? '');
        if (place) leave.push(() => place.leave());
        else socket.close(TRY_AGAIN_LATER, 'Too many sockets');
        return place !== null;
      },
      send: (text) => {
        sent.inc();
        return send(socket, text);
      },
      stopWatching: () => {},
      openOperations: () => 0,
      forbid: () => socket.close(CloseCode.Forbidden, 'Forbidden'),
    };
    const { socketId } = state;
    states.set(socket, state);
    const cause = { requestId: socketId, span: null };
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => state.send(text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (hear) =>
          hearInOrder(socket, state, (text) => {
            heard.inc();
            within(cause, () => hear(text)).catch((error: unknown) => {
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
      states.delete(socket);
      stopPings();
      for (const one of leave) one();
      state.stopWatching();
      void closed(code, reason.toString());
    });
  };

  httpServer.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, means.ownOrigins);
    if (refusal !== null) return refuse(stream, refusal);
    const { address } = means.originOf(request);
    stream.on('error', () => {});
    const place = places.enter(address);
    if ('status' in place) return refuse(stream, place.status);
    leaveWith(stream, place);
    limits
      .open(address)
      .payUpTo(LEAST_POINTS)
      .then((tooMany) =>
        tooMany ? refuse(stream, 429) : sockets.handleUpgrade(request, stream, head, serve),
      )
      .catch((error: unknown) => {
        log.error({ error }, 'no socket could be opened');
        refuse(stream, 500);
      });
  });

  return { stop: (withinMs) => sayGoodbye(sockets, withinMs) };
}

/** More than this not yet taken by the other side: its reader is slow, or gone without a word. */
const SLOW_BYTES = 1024 * 1024;

function tellSockets(metrics: Metrics, states: ReadonlyMap<WebSocket, SocketState>): void {
  let slow = 0;
  let operations = 0;
  for (const [socket, state] of states) {
    if (socket.bufferedAmount > SLOW_BYTES) slow += 1;
    operations += state.openOperations();
  }
  metrics.sockets.set(states.size);
  metrics.subscriptions.set(operations);
  metrics.slowReaders.set(slow);
}

function refusalOf(request: IncomingMessage, ownOrigins: readonly string[]): number | null {
  const path = request.url?.split('?')[0];
  if (path !== '/graphql') return 404;
  if (!isOwnOrigin(request.headers.origin, ownOrigins)) return 403;
  return null;
}

/**
 * The next message waits until the last one's points are paid. A client takes the answer to its ping for the
 * proof that what it asked for before is open (web: open-streams.ts).
 */
function hearInOrder(socket: WebSocket, state: SocketState, hear: (text: string) => void): void {
  let turn = Promise.resolve();
  socket.on('message', (message: Buffer) => {
    turn = turn.then(async () => {
      hear(message.toString());
      await state.underWay.catch(() => undefined);
    });
  });
}

/** A function of its own: one beside others that know the request would keep it as long as the socket is open. */
function leaveWith(stream: Duplex, place: { leave(): void }): void {
  stream.once('close', () => place.leave());
}

/** Not the whole request, which would be kept as long as the socket is open. */
function proofIn({ headers: { authorization, cookie } }: IncomingMessage): SocketState['proof'] {
  return {
    ...(authorization !== undefined && { authorization }),
    ...(cookie !== undefined && { cookie }),
  };
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

async function sayGoodbye(sockets: WebSocketServer, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
  const clients = [...sockets.clients];
  const begun = performance.now();
  for (const [index, socket] of clients.entries()) {
    const dueMs = Math.min(GOODBYES_EVERY_MS, withinMs / clients.length) * index;
    // Until then it is still told what changes.
    if (performance.now() - begun < dueMs) await pause(GOODBYES_EVERY_MS);
    socket.close(1001, 'Going away');
  }
  const impatience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, GOODBYE_MS);
  await closed;
  clearTimeout(impatience);
}
