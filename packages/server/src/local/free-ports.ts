import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below what a system gives to outgoing connections by itself (from 32,768 on under Linux, from 49,152 on elsewhere):
 * one of those may be taken before anybody listens on it.
 */
const FIRST = 20_000;
const LAST = 32_767;
/** So many that could not be had are no chance: then the last one's reason is thrown. */
const MOST_REFUSED = 1_000;

/** Ports of the loopback interface that nobody uses at this moment, for somebody to listen on in a while. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = new Map<number, Server>();
  try {
    let refused = 0;
    while (probes.size < count) {
      const port = randomInt(FIRST, LAST + 1);
      try {
        if (!probes.has(port)) probes.set(port, await probe(port));
      } catch (error) {
        refused += 1;
        if (refused > MOST_REFUSED) throw error;
      }
    }
    return [...probes.keys()];
  } finally {
    await Promise.all([...probes.values()].map((server) => once(server.close(), 'close')));
  }
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

async function probe(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
