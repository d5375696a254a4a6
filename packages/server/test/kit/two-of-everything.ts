import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MikroORM } from '@mikro-orm/postgresql';
import { connect } from '../../src/database/orm.ts';
import { listen } from '../../src/http/listen.ts';
import type { TestDatabase } from './database.ts';

// In production there are two API processes or more, so here there are too: what one of them keeps in its own memory,
// and the other would have to know, fails the test that needs it.

/** `ONE_OF_EVERYTHING=1` goes back to one, to see whether it is that. */
export const PROCESSES = process.env['ONE_OF_EVERYTHING'] ? 1 : 2;

/** By the database's address: tests lend the same database other tools. */
const others = new Map<string, MikroORM>();

/** The connections of the second process; closed with the database. */
export function otherOrm(database: TestDatabase): MikroORM {
  const known = others.get(database.url);
  if (known) return known;
  const orm = connect(database.url);
  others.set(database.url, orm);
  database.closeWithIt({ close: () => closeOther(database) });
  return orm;
}

const turns = new WeakMap<object, number>();

/** Whether it is the second process's turn: they take turns, beginning with the first. */
export function isTurnOfSecond(of: object): boolean {
  if (PROCESSES === 1) return false;
  const turn = turns.get(of) ?? 0;
  turns.set(of, turn + 1);
  return turn % 2 === 1;
}

/** The connections of the process whose turn it is. */
export function nextOrm(database: TestDatabase): MikroORM {
  return isTurnOfSecond(database) ? otherOrm(database) : database.orm;
}

/** Closes the second process's connections, which are opened again when they are needed. */
export async function closeOther(database: Pick<TestDatabase, 'url'>): Promise<void> {
  const known = others.get(database.url);
  others.delete(database.url);
  await known?.close();
}

/** What hands requests to a server that came in at another address. */
export type Behind = { readonly http: Server };

export type OneAddress = {
  readonly port: number;
  /** Requests and sockets that each server was handed. */
  readonly handed: readonly number[];
  stop(): Promise<void>;
};

/**
 * One address before several servers: each request and each socket goes to the next of them, on the very connection
 * it came by. So what follows a request, or is heard on a socket that was opened after it, is another server's.
 */
export async function oneAddress(
  place: { readonly host: string; readonly port: number },
  servers: readonly Behind[],
): Promise<OneAddress> {
  const handed = servers.map(() => 0);
  let turn = 0;
  const next = (): Server | undefined => {
    const index = turn % servers.length;
    turn += 1;
    handed[index] = (handed[index] ?? 0) + 1;
    return servers[index]?.http;
  };
  const front = createServer((request: IncomingMessage, response: ServerResponse) => {
    next()?.emit('request', request, response);
  });
  front.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    next()?.emit('upgrade', request, socket, head);
  });
  const port = await listen(front, place.host, place.port);
  return {
    port,
    handed,
    stop: async () => {
      const closed = once(front, 'close');
      front.close();
      front.closeIdleConnections();
      const impatience = setTimeout(() => front.closeAllConnections(), 5_000);
      await closed;
      clearTimeout(impatience);
    },
  };
}
