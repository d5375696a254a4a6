import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way for TCP connections that can be broken as real networks are. */
export type Wire = {
  readonly port: number;
  /** Breaks what is open; the next connection is fine. */
  cut(): void;
  /** Swallows everything, and tells nobody, until `heal`. What was open then stays dead. */
  swallow(): void;
  /** Takes no connections and breaks those there are, until `heal`. */
  refuse(): void;
  heal(): void;
  stop(): Promise<void>;
};

/**
 * Listens on a free port of the loopback interface and hands each connection on to the next of the ports,
 * past those where nobody listens, as a balancer does.
 */
export async function layWire(ports: readonly number[]): Promise<Wire> {
  const open = new Set<Socket>();
  let isSilent = false;
  let isRefusing = false;
  let turn = 0;

  const server = createServer((near) => {
    hold(near);
    if (isRefusing) return near.destroy();
    turn += 1;
    handOn(near, turn, ports.length);
  });

  function handOn(near: Socket, at: number, left: number): void {
    const far = hold(connect(ports[at % ports.length] ?? 0, '127.0.0.1'));
    let isConnected = false;
    far.once('connect', () => {
      isConnected = true;
      join(near, far);
    });
    far.once('error', () => {
      if (!isConnected && left > 1 && !near.destroyed) handOn(near, at + 1, left - 1);
      else near.destroy();
    });
    far.once('close', () => isConnected && near.destroy());
    near.once('close', () => far.destroy());
  }

  function join(near: Socket, far: Socket): void {
    const pass = (to: Socket) => (chunk: Buffer) => {
      if (!isSilent) to.write(chunk);
    };
    near.on('data', pass(far));
    far.on('data', pass(near));
  }

  function hold(socket: Socket): Socket {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
    return socket;
  }

  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    swallow: () => {
      isSilent = true;
    },
    refuse: () => {
      isRefusing = true;
      cut();
    },
    heal: () => {
      // Bytes are missing from what was open: nobody could read on.
      if (isSilent) cut();
      isSilent = false;
      isRefusing = false;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
