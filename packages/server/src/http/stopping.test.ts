import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer } from '../../test/kit/running-server.ts';
import { connectTo } from '../../test/kit/socket-client.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';

const SOCKETS = 100;

let database: TestDatabase;
let secret: string;
const tiny = tinySchema();
beforeAll(async () => {
  database = await freshDatabase();
  ({ secret } = await makeToken(database, { permissions: ['READ_ORDERS'] }));
});
afterAll(() => database.drop());

const serverWith = (environment: Record<string, string>) =>
  startTestServer(database, tiny.schema, { environment, processes: 1 });
const who = (url: string) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ who }' }),
  });

describe('a server that is told to stop', () => {
  test('says that it is not ready and answers all the same, each time for the last time', async () => {
    const server = await serverWith({ DRAIN_MS: '2000' });
    const before = await who(server.url);
    expect(before.headers.get('connection')).toBe('keep-alive');
    // Longer than a balancer keeps one that nobody uses.
    expect(before.headers.get('keep-alive')).toBe('timeout=75');
    await before.text();

    const stopped = server.stop();
    const ready = await fetch(`${server.url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 503,
      body: { status: 'not ready', reason: 'stopping' },
    });
    const answer = await who(server.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    expect(await answer.json()).toMatchObject({ data: { who: 'Script' } });

    await stopped;
    await expect(who(server.url)).rejects.toThrow('fetch failed');
  });

  test('says goodbye to one socket after the other, so that clients come again and not all at once', async () => {
    const server = await serverWith({ STOP_WITHIN_MS: '10000' });
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const clients = Array.from({ length: SOCKETS }, () =>
      connectTo(url, { authorization: `Bearer ${secret}` }),
    );
    await Promise.all(clients.map(({ connected }) => connected));

    let gone = 0;
    const goneAtFirst = Promise.race(clients.map(({ closed }) => closed)).then(() => gone);
    const ends = clients.map(async ({ closed }) => {
      const { code } = await closed;
      gone += 1;
      return code;
    });
    await server.stop();

    expect(await goneAtFirst).toBeLessThan(SOCKETS / 2);
    // "Going away": clients of the protocol come again by themselves.
    expect(new Set(await Promise.all(ends))).toEqual(new Set([1001]));
  });
});
