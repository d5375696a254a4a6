import { once } from 'node:events';
import net from 'node:net';

/** A statement as it went to the database. */
export type Statement = {
  readonly text: string;
  /** As the driver sent them: text, or bytes where it sent those. */
  readonly values: readonly (string | Buffer | null)[];
};

export type StatementProxy = {
  /** Of a database that answers as the one behind does, and keeps what it is asked. */
  readonly url: string;
  /** What was asked while `work` ran, oldest first; without BEGIN, COMMIT and their like. */
  during(work: () => Promise<unknown>): Promise<{ statements: Statement[]; controls: number }>;
  stop(): Promise<void>;
};

/**
 * The fewest statements of several times the same: what the program does by itself now and then, in the
 * background, is no part of them.
 */
export async function fewestStatements(
  proxy: StatementProxy,
  works: readonly (() => Promise<unknown>)[],
): Promise<{ statements: Statement[]; controls: number }> {
  let fewest: { statements: Statement[]; controls: number } | null = null;
  for (const work of works) {
    const { statements, controls } = await proxy.during(work);
    const own = statements.filter(({ text }) => !IN_THE_BACKGROUND.test(text));
    if (!fewest || own.length < fewest.statements.length) fewest = { statements: own, controls };
  }
  if (!fewest) throw new Error('Nothing was asked');
  return fewest;
}

/** The notifier speaks a few milliseconds after a commit, when the answer is long on its way. */
const IN_THE_BACKGROUND = /pg_notify\(/;

const CONTROL = /^\s*(begin|commit|rollback|start transaction|savepoint|release|set |discard)/i;

/**
 * Stands between a program and PostgreSQL and counts what is really executed, whatever library sends it. It
 * slows things down: what goes through it is counted and never timed.
 */
export async function startStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let heard: Statement[] = [];
  const server = net.createServer((client) => {
    const database = net.connect(Number(target.port || 5432), target.hostname);
    const listener = makeListener((statement) => void heard.push(statement));
    client.on('data', (chunk) => listener(chunk));
    client.pipe(database).pipe(client);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      const end = () => {
        sockets.delete(socket);
        client.destroy();
        database.destroy();
      };
      socket.on('error', end).on('close', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: url.href,
    during: async (work) => {
      heard = [];
      await work();
      const all = heard;
      const statements = all.filter(({ text }) => !CONTROL.test(text));
      return { statements, controls: all.length - statements.length };
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Reads one connection's messages to the server: named statements, what is bound to them, what is executed. */
function makeListener(tell: (statement: Statement) => void): (chunk: Buffer) => void {
  const texts = new Map<string, string>();
  const portals = new Map<string, Statement>();
  let pending = Buffer.alloc(0);
  let isGreeted = false;

  const read = (kind: string, body: Buffer) => {
    const reader = new Reader(body);
    if (kind === 'Q') tell({ text: reader.text(), values: [] });
    if (kind === 'P') {
      const name = reader.text();
      texts.set(name, reader.text());
    }
    if (kind === 'B') {
      const portal = reader.text();
      const text = texts.get(reader.text()) ?? '';
      portals.set(portal, { text, values: reader.bound() });
    }
    if (kind === 'E') {
      const statement = portals.get(reader.text());
      if (statement) tell(statement);
    }
  };

  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      // The first message has no letter in front of its length.
      const head = isGreeted ? 1 : 0;
      if (pending.length < head + 4) return;
      const end = head + pending.readInt32BE(head);
      if (pending.length < end) return;
      if (isGreeted) read(String.fromCharCode(pending[0] ?? 0), pending.subarray(5, end));
      isGreeted = true;
      pending = pending.subarray(end);
    }
  };
}

class Reader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  text(): string {
    const end = this.#body.indexOf(0, this.#at);
    const text = this.#body.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #int16(): number {
    this.#at += 2;
    return this.#body.readInt16BE(this.#at - 2);
  }

  /** Formats, then the values: one format for all, one each, or none, which is text. */
  bound(): (string | Buffer | null)[] {
    const formats = Array.from({ length: this.#int16() }, () => this.#int16());
    return Array.from({ length: this.#int16() }, (_, index) => {
      const length = this.#body.readInt32BE(this.#at);
      this.#at += 4;
      if (length < 0) return null;
      const bytes = Buffer.from(this.#body.subarray(this.#at, this.#at + length));
      this.#at += length;
      const isText = (formats.length === 1 ? formats[0] : formats[index]) !== 1;
      return isText ? bytes.toString() : bytes;
    });
  }
}
