import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { securityHeaders } from './security-headers.ts';

/** What a browser is told with any page of a shop at this address. */
async function headersAt(publicUrl: string, path = '/'): Promise<Headers> {
  const app = express();
  app.use(securityHeaders(publicUrl, [publicUrl]), (_request, response) => void response.end());
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}${path}`)).headers;
}

test('on https a browser stays with https for a year, and opens sockets to us alone, encrypted', async () => {
  for (const path of ['/', '/graphiql', '/api/auth/account', '/graphql', '/nothing']) {
    const headers = await headersAt('https://orders.example.com', path);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('content-security-policy')?.split(';')).toContain(
      "connect-src 'self' wss://orders.example.com",
    );
  }
});

test('on http a browser is not told to use https, where nothing answers', async () => {
  const headers = await headersAt('http://localhost:4000');
  expect(headers.has('strict-transport-security')).toBe(false);
  expect(headers.get('content-security-policy')?.split(';')).toContain(
    "connect-src 'self' ws://localhost:4000",
  );
});
