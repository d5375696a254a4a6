import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import proxyAddress from 'proxy-addr';
import type { RequestOrigin } from '../use-cases/request.ts';

const LONGEST_AGENT = 200;

/** Where a request came from: its address as the trusted proxies tell it, which Express has asked. */
export function originOf(request: Pick<Request, 'ip' | 'headers'>): RequestOrigin {
  return { address: request.ip ?? null, agent: agentOf(request) };
}

/** The same of an upgrade to a socket, which Express never sees. */
export function socketOriginOf(
  trustedProxies: readonly string[],
): (request: IncomingMessage) => RequestOrigin {
  const trust = proxyAddress.compile([...trustedProxies]);
  return (request) => ({ address: proxyAddress(request, trust), agent: agentOf(request) });
}

/** Only signs that can be shown: the rest could forge lines of a terminal. */
function agentOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const shown = headers['user-agent']?.replaceAll(/[^\x20-\x7e]/g, '').trim();
  return shown ? shown.slice(0, LONGEST_AGENT) : null;
}
