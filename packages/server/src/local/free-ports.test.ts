import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts } from './free-ports.ts';

test('ports to listen on later are none that the system gives to outgoing connections meanwhile', async () => {
  const ports = await freePorts(50);
  expect(new Set(ports).size).toBe(50);
  expect(ports.filter((port) => port < 1024 || port >= 32_768)).toEqual([]);
});

test('ports that somebody listens on are not among them', async () => {
  const taken = await freePorts(300);
  const servers = taken.map((port) => createServer().listen(port, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  // Of so many one would be met, if nobody looked.
  const others = await freePorts(300);
  expect(others.filter((port) => taken.includes(port))).toEqual([]);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
});
