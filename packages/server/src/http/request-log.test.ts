import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeLog } from '../log.ts';
import { makeTelemetry } from '../telemetry/telemetry.ts';
import { logRequests } from './request-log.ts';

const lines: Record<string, unknown>[] = [];
const servers: Server[] = [];
let trusting: string;
let alone: string;

/** Answers everything, and writes a line of its own while it does. */
async function open(trustedProxies: false | string[]): Promise<string> {
  const log = makeLog({
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
  });
  const what = { process: 'serve', version: 'test' } as const;
  const telemetry = await makeTelemetry({ metrics: null, traces: null }, what);
  const app = express();
  app.set('trust proxy', trustedProxies);
  app.use(logRequests(log, telemetry));
  app.get('/deep', (_request, response) => {
    setImmediate(() => {
      log.warn({}, 'from deep inside');
      response.end();
    });
  });
  app.get('/metrics', (_request, response, next) => {
    telemetry.metrics.text().then((text) => response.end(text), next);
  });
  app.use((_request, response) => void response.end());
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  trusting = await open(['127.0.0.1']);
  alone = await open(false);
});
afterAll(() => servers.forEach((server) => server.close()));

async function lineOf(url: string, requestId?: string) {
  const response = await fetch(url, { headers: requestId ? { 'x-request-id': requestId } : {} });
  await response.text();
  const own = response.headers.get('x-request-id');
  await expect.poll(() => lines.some((line) => line['requestId'] === own)).toBe(true);
  return { own, line: lines.findLast((line) => line['requestId'] === own) };
}

test('a request has an id of ours, and beside it the one by which a trusted proxy knows it', async () => {
  const { own, line } = await lineOf(`${trusting}/`, 'proxy-7f3a');

  expect(own).toMatch(/^[0-9a-f]{16}$/);
  expect(line).toMatchObject({ requestId: own, proxyRequestId: 'proxy-7f3a' });
});

test.each([
  ['from somebody who is no trusted proxy', () => alone, 'mine-to-choose'],
  ['that could be something else than an id', () => trusting, 'a"},{"level":"error'],
  ['longer than any id', () => trusting, 'x'.repeat(129)],
])('an id %s is not written down', async (_, url, requestId) => {
  const { line } = await lineOf(`${url()}/`, requestId);

  expect(line).toMatchObject({ msg: 'request' });
  expect(line).not.toHaveProperty('proxyRequestId');
});

test('every line that is written for a request has its id, whoever writes it', async () => {
  const { own } = await lineOf(`${alone}/deep`);

  await expect
    .poll(() => lines.filter(({ requestId }) => requestId === own).map(({ msg }) => msg))
    .toEqual(['from deep inside', 'request']);
});

test('addresses that somebody makes up are measured as one', async () => {
  await lineOf(`${alone}/made-up/1`);
  await lineOf(`${alone}/made-up/2`);
  const text = await (await fetch(`${alone}/metrics`)).text();

  expect(text).not.toContain('made-up');
  expect(text).toMatch(
    /http_request_duration_seconds_count\{route="page",method="GET",status="200"\} \d/,
  );
});
