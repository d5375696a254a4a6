import { once } from 'node:events';
import {
  type AddressInfo,
  connect as connectSocket,
  createServer,
  type Server,
  type Socket,
} from 'node:net';

/** Stands between us and the database; frozen, it swallows everything and says nothing, as a network may. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #dead = new Set<Socket>();
  readonly #server: Server;
  isFrozen = false;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      const far = connectSocket(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => {});
        from.on('data', (bytes) => void (this.#isSilent(from) || to.write(bytes)));
        from.on('close', () => void (this.#isSilent(from) || to.destroy()));
      }
    });
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections made from now on work; those from before stay dead. */
  thaw(): void {
    for (const socket of this.#sockets) this.#dead.add(socket);
    this.isFrozen = false;
  }

  #isSilent(socket: Socket): boolean {
    return this.isFrozen || this.#dead.has(socket);
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
