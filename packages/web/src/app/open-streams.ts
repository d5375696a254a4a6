import type { Client as SocketClient } from 'graphql-ws';

type Line = Pick<WebSocket, 'send'>;

/**
 * Tells when the streams that were asked for are open. The protocol does not say so; but the server
 * answers what it hears in order, so when the answer to a ping is here, whatever was asked for
 * before it has been heard, and no change from now on is missed.
 */
export function watchStreams(socket: Pick<SocketClient, 'on'>) {
  let line: Line | null = null;
  let asked = 0;
  const awaited = new Map<number, () => void>();
  const listeners = new Set<() => void>();

  const ask = (listener: () => void) => {
    // Streams are asked for in the same breath as this: let them go first.
    setTimeout(() => {
      if (!line || !listeners.has(listener)) return;
      asked += 1;
      awaited.set(asked, listener);
      line.send(JSON.stringify({ type: 'ping', payload: { streams: asked } }));
    });
  };
  const unsubscribe = [
    socket.on('connected', (connected) => {
      line = connected as Line;
      for (const listener of listeners) ask(listener);
    }),
    socket.on('closed', () => {
      line = null;
      awaited.clear();
    }),
    socket.on('pong', (isReceived, payload) => {
      const number = payload?.['streams'];
      if (!isReceived || typeof number !== 'number') return;
      const listener = awaited.get(number);
      awaited.delete(number);
      if (listener && listeners.has(listener)) listener();
    }),
  ];
  return {
    /** Called once the streams of this moment are open, and again after each return of the line. */
    onOpen: (told: () => void): (() => void) => {
      const listener = () => told();
      listeners.add(listener);
      if (line) ask(listener);
      return () => void listeners.delete(listener);
    },
    /** Streams were asked for once more: what was missed meanwhile is told like after a return of the line. */
    askAgain: () => {
      for (const listener of listeners) ask(listener);
    },
    stop: () => {
      listeners.clear();
      for (const off of unsubscribe) off();
    },
  };
}
