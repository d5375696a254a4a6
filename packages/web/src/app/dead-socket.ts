import type { Client as SocketClient } from 'graphql-ws';

/**
 * A socket whose other end has gone without a word (another network, a lid that was closed) stays open
 * and silent for minutes. This ends it when a ping is not answered within `pongWithinMs`, or as soon as
 * the browser knows that it is offline; the client then connects anew. The answer takes it off again.
 */
export function endDeadSocket(
  socket: Pick<SocketClient, 'on' | 'terminate'>,
  pongWithinMs: number,
): () => void {
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const end = () => socket.terminate();
  const alive = () => clearTimeout(deadline);
  const unsubscribe = [
    socket.on('ping', (isReceived) => {
      if (isReceived) return;
      alive();
      deadline = setTimeout(end, pongWithinMs);
    }),
    socket.on('pong', (isReceived) => isReceived && alive()),
    socket.on('closed', alive),
  ];
  addEventListener('offline', end);
  return () => {
    alive();
    removeEventListener('offline', end);
    for (const off of unsubscribe) off();
  };
}
