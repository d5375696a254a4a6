import fs from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../database/orm.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { freePort } from '../local/free-ports.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { PortTaken } from './listen.ts';

const tiny = tinySchema();

let database: TestDatabase;
let server: RunningTestServer;
let webDist: string;
beforeAll(async () => {
  database = await freshDatabase();
  webDist = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-page-'));
  fs.mkdirSync(path.join(webDist, 'assets'));
  fs.writeFileSync(path.join(webDist, 'index.html'), '<title>Orders</title>');
  fs.writeFileSync(path.join(webDist, 'graphiql.html'), '<title>Playground</title>');
  fs.writeFileSync(path.join(webDist, 'theme.js'), '//');
  fs.writeFileSync(path.join(webDist, 'assets', 'index-abc123.js'), '//');
  server = await startTestServer(database, tiny.schema, { environment: { WEB_DIST: webDist } });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  fs.rmSync(webDist, { recursive: true });
});

const get = (address: string, headers: Record<string, string> = {}) =>
  fetch(server.url + address, { headers, redirect: 'manual' });
describe('the page', () => {
  test('may load scripts from files of ours alone, and be framed by nobody', async () => {
    const response = await get('/', { accept: 'text/html' });
    const { port } = server;

    expect(response.headers.get('content-security-policy')?.split(';')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      `connect-src 'self' ws://localhost:${port} ws://127.0.0.1:${port}`,
      "worker-src 'self'",
    ]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
    expect(response.headers.has('x-powered-by')).toBe(false);
    expect(response.headers.has('strict-transport-security')).toBe(false);
  });

  test('answers at every address that is no file, so that an order can be linked to', async () => {
    const response = await get('/orders/ord_1?tab=attention', { accept: 'text/html' });

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<title>Orders</title>');
  });

  test('has a playground, whose editor may use workers from blobs', async () => {
    const response = await get('/graphiql', { accept: 'text/html' });

    expect(await response.text()).toBe('<title>Playground</title>');
    expect(response.headers.get('content-security-policy')).toContain("worker-src 'self' blob:");
  });

  test('keeps files with a hash in their name for ever, and asks for all others again', async () => {
    const hashed = await get('/assets/index-abc123.js');
    const plain = await get('/theme.js');

    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('cache-control')).toBe('no-cache');
  });

  test.each([
    ['br', 'gzip, deflate, br', 'br', 'of brotli'],
    ['gzip, where brotli is not known', 'gzip', 'gzip', 'of gzip'],
    ['gzip, where brotli is not wanted', 'gzip, br;q=0', 'gzip', 'of gzip'],
    ['nothing', 'identity', null, '// as it is'],
  ])('sends what the build has compressed: %s', async (_, accepted, encoding, text) => {
    const file = path.join(webDist, 'assets', 'large-abc123.js');
    fs.writeFileSync(file, '// as it is');
    fs.writeFileSync(`${file}.br`, brotliCompressSync('of brotli'));
    fs.writeFileSync(`${file}.gz`, gzipSync('of gzip'));
    const response = await get('/assets/large-abc123.js', { 'accept-encoding': accepted });

    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await response.text()).toBe(text);
  });

  test('sends what the build has compressed, whatever is asked behind its name', async () => {
    const file = path.join(webDist, 'assets', 'asked-abc123.js');
    fs.writeFileSync(file, '// as it is');
    fs.writeFileSync(`${file}.br`, brotliCompressSync('of brotli'));
    const response = await get('/assets/asked-abc123.js?v=2', { 'accept-encoding': 'br' });

    expect(response.headers.get('content-encoding')).toBe('br');
    expect(await response.text()).toBe('of brotli');
  });

  test.each([
    ['for a part that it does not have', 416, 'GET', { range: 'bytes=9999-' }],
    ['to change it', 404, 'POST', {}],
  ])(
    'says in plain words that a file is not sent: asked %s',
    async (_, status, method, headers) => {
      const file = path.join(webDist, 'assets', 'refused-abc123.js');
      fs.writeFileSync(file, '// as it is');
      fs.writeFileSync(`${file}.br`, brotliCompressSync('of brotli'));
      const response = await fetch(`${server.url}/assets/refused-abc123.js`, {
        method,
        headers: { 'accept-encoding': 'br', ...headers },
      });

      expect(response.status).toBe(status);
      expect(response.headers.get('cache-control')).toBeNull();
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(await response.json()).toMatchObject({ error: expect.any(String) });
    },
  );

  test('sends itself compressed, and files that have not been compressed as they are', async () => {
    fs.writeFileSync(
      path.join(webDist, 'index.html.br'),
      brotliCompressSync('<title>Small</title>'),
    );
    const page = await get('/orders', { accept: 'text/html', 'accept-encoding': 'br' });
    fs.rmSync(path.join(webDist, 'index.html.br'));
    const plain = await get('/theme.js', { 'accept-encoding': 'br' });

    expect(page.headers.get('content-encoding')).toBe('br');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<title>Small</title>');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe('//');
  });

  test.each([
    ['a missing asset', '/assets/index-old.js', 'text/html'],
    ['an address asked for by a program', '/orders', 'application/json'],
    ['an unknown address of the API', '/api/orders', 'text/html'],
    ['a provider nobody knows', '/events/nobody', 'text/html'],
    ['a way out of the folder', '/..%2f..%2fpackage.json', 'application/json'],
  ])('is not what %s gets', async (_, address, accept) => {
    const response = await get(address, { accept });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});

describe('health', () => {
  test('is said by two addresses: alive, and ready with a migrated database', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'alive', version: 'test' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', version: 'test' });
  });

  test('tells a database without our tables, or none at all, from one that is ready', async () => {
    const empty = await freshDatabase();
    const other = await startTestServer(empty, tiny.schema, { processes: 1 });
    const ready = async () => {
      const response = await fetch(`${other.url}/readyz`);
      return { status: response.status, ...((await response.json()) as object) };
    };
    await empty.orm.em.fork().execute('delete from migration');
    expect(await ready()).toEqual({ status: 'not ready', reason: 'database not migrated' });

    await empty.drop();
    expect(await ready()).toEqual({ status: 'not ready', reason: 'database does not answer' });
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
    await other.stop();
  });

  test('a request while the database is away is answered with 503', async () => {
    const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing';
    const orm = connect(nowhere);
    const away = { ...database, url: nowhere, ownerUrl: nowhere, orm };
    const other = await startTestServer(away, tiny.schema, { processes: 1 });
    const response = await fetch(`${other.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${'a'.repeat(40)}` },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    await other.stop();
    await orm.close();
  });
});

describe('starting and stopping', () => {
  test('says in words that a port is taken, and what to do', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');

    const starting = startTestServer(database, tiny.schema, {
      environment: { PORT: String(port) },
    });

    await expect(starting).rejects.toThrow(new PortTaken(port));
    expect(new PortTaken(4000).message).toBe(
      'Port 4000 is in use. Stop the other program or start with --port 4001.',
    );
    other.close();
  });

  test('ends what is under way, and takes nothing more', async () => {
    const other = await startTestServer(database, tiny.schema, { processes: 1 });
    const slow = httpRequest(`${other.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const body = JSON.stringify({ query: '{ who }' });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      slow.on('response', (response) => resolve(response.statusCode)).on('error', reject);
    });
    slow.write(body.slice(0, 5));
    await expect.poll(() => openConnections(other.url)).toBe(true);

    const stopped = other.stop();
    slow.end(body.slice(5));

    expect(await answered).toBe(200);
    await stopped;
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow('fetch failed');
  });
});

async function openConnections(url: string): Promise<boolean> {
  return (await fetch(`${url}/healthz`)).ok;
}

describe('the line of a request in the log', () => {
  test('leaves out what stands behind the question mark', async () => {
    const response = await get('/orders?email=virtanen@example.com', { accept: 'text/html' });
    await response.text();
    const { logLines } = server;

    await expect
      .poll(() => logLines.at(-1))
      .toMatchObject({
        msg: 'request',
        method: 'GET',
        path: '/orders',
        status: 200,
      });
  });
});
