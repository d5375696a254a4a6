import { makeToken as makeApiToken } from './api-token.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { startTestServer } from './running-server.ts';
import { tinySchema } from './tiny-schema.ts';

const noon = new Date('2026-03-01T12:00:00.000Z');
const environment = {
  API_POINTS_PER_MINUTE: '200',
  API_POINTS_PER_MINUTE_OF_STRANGERS: '30',
  API_POINTS_PER_MINUTE_PER_ADDRESS: '1000',
  TRUSTED_PROXIES: '127.0.0.1',
};
/** Ten points. */
export const write = 'mutation { write(what: "x") }';

export type Answer = {
  status: number;
  headers: Headers;
  body: {
    data?: unknown;
    errors?: { message: string; extensions: Record<string, unknown> }[];
    extensions?: { cost: { requested: number; limit: number; remaining: number; resetAt: string } };
    error?: string;
  };
};

export type LimitedShop = {
  readonly database: TestDatabase;
  readonly tiny: ReturnType<typeof tinySchema>;
  /** Of the first of both processes. */
  readonly url: string;
  /** Of a token that nobody has used in this minute. */
  readonly secret: string;
  makeToken(): Promise<string>;
  /** A minute of its own, in which nothing was asked yet. */
  nextMinute(): Promise<void>;
  /** So many seconds after the minute's beginning. */
  later(seconds: number): Date;
  send(path: string, init?: RequestInit, place?: number, from?: string): Promise<Answer>;
  /** As the script with `secret`, unless other headers are given. */
  ask(
    source: string,
    more?: { headers?: Record<string, string>; place?: number; from?: string },
  ): Promise<Answer>;
  stop(): Promise<void>;
};

/** Two servers over one database, where little may be asked in a minute. Its clock stands still. */
export async function startLimitedShop(): Promise<LimitedShop> {
  const database = await freshDatabase();
  const tiny = tinySchema();
  const servers = [
    await startTestServer(database, tiny.schema, { environment, processes: 1 }),
    await startTestServer(database, tiny.schema, { environment, processes: 1 }),
  ];
  await servers[0]?.sessions.createMember({
    email: 'maija@example.com',
    password: 'correct horse battery',
    name: 'Maija',
    role: 'VIEWER',
    checkoutIds: [],
  });
  const urls = servers.map(({ url }) => url);
  let minute = 0;
  let secret = '';
  const later = (seconds: number) => new Date(noon.getTime() + minute * 60_000 + seconds * 1000);
  const makeToken = async () => {
    const made = await makeApiToken(database, {
      permissions: ['READ_ORDERS', 'READ_REPORTS', 'EXPORT_ORDERS'],
    });
    return made.secret;
  };
  const send: LimitedShop['send'] = async (path, init = {}, place = 0, from = '192.0.2.1') => {
    const response = await fetch(`${urls[place]}${path}`, {
      ...init,
      headers: { 'x-forwarded-for': from, ...(init.headers as Record<string, string>) },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
    };
  };
  return {
    database,
    tiny,
    url: urls[0] ?? '',
    get secret() {
      return secret;
    },
    makeToken,
    nextMinute: async () => {
      minute += 10;
      database.tools.setNow(later(0));
      tiny.writes.length = 0;
      secret = await makeToken();
    },
    later,
    send,
    ask: (source, { headers = {}, place, from } = {}) => {
      const all = {
        'content-type': 'application/json',
        authorization: `Bearer ${secret}`,
        ...headers,
      };
      const body = JSON.stringify({ query: source });
      return send('/graphql', { method: 'POST', headers: all, body }, place, from);
    },
    stop: async () => {
      for (const server of servers) await server.stop();
      await database.drop();
    },
  };
}
