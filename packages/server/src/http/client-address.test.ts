import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { originOf, socketOriginOf } from './client-address.ts';

const upgrade = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;
const addressAt = (trusted: readonly string[], request: IncomingMessage) =>
  socketOriginOf(trusted)(request).address;

describe('where a socket comes from', () => {
  const forwarded = upgrade('10.0.0.1', { 'x-forwarded-for': '203.0.113.9, 198.51.100.4' });

  test('is said by a proxy that is trusted, of the last address it did not make up itself', () => {
    expect(addressAt(['10.0.0.0/8'], forwarded)).toBe('198.51.100.4');
    expect(addressAt(['10.0.0.0/8', '198.51.100.4'], forwarded)).toBe('203.0.113.9');
  });

  test('is not believed to anybody else', () => {
    expect(addressAt([], forwarded)).toBe('10.0.0.1');
    expect(addressAt(['192.0.2.1'], forwarded)).toBe('10.0.0.1');
  });
});

describe('what a client calls itself', () => {
  const agentOf = (agent?: string) =>
    originOf({ ip: '192.0.2.1', headers: agent === undefined ? {} : { 'user-agent': agent } })
      .agent;

  test('is kept, cut short, without signs that a terminal would obey', () => {
    expect(agentOf('Mozilla/5.0 (X11)')).toBe('Mozilla/5.0 (X11)');
    expect(agentOf(`curl\u001B[2J${'x'.repeat(300)}`)).toBe(`curl[2J${'x'.repeat(193)}`);
  });

  test('is nothing where it says nothing', () => {
    expect(agentOf()).toBeNull();
    expect(agentOf('   ')).toBeNull();
  });
});
