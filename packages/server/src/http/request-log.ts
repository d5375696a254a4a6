import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Viewer } from '../access/viewer.ts';
import type { Log } from '../log.ts';
import { within } from '../telemetry/cause.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { watchRequest } from '../telemetry/watched-requests.ts';

/** What the parts that answer a request tell its line in the log. */
export type RequestFacts = {
  readonly requestId: string;
  operationName?: string;
  actorId?: string;
  /** Of an operation that had errors: whether one of them is a fault of ours. */
  outcome?: 'refused' | 'fault';
  /** Under which a trusted proxy knows the request. */
  proxyRequestId?: string;
};

/** Short enough to be read out on the phone; names a line of the log and nothing else. */
export function newRequestId(): string {
  return randomBytes(8).toString('hex');
}

/**
 * Gives every request an id, which its answer names, and writes one line when it is over: never its
 * query or body. What merely asks whether we live is written only for whoever looks for it. The id is always our own,
 * since whoever sends one could make two requests look like one; a trusted proxy's stands beside it.
 */
export function logRequests(log: Log, telemetry: Telemetry): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    // Before a router rewrites it; without the query, which may hold an address or a signature.
    const { method, path } = request;
    const proxyRequestId = proxyRequestIdOf(request);
    const facts: RequestFacts = {
      requestId: newRequestId(),
      ...(proxyRequestId !== null && { proxyRequestId }),
    };
    const { requestId } = facts;
    const traceparent = headerOf(request, 'traceparent');
    const watched = watchRequest(telemetry, { requestId, method, path, traceparent });
    response.locals['facts'] = facts;
    response.locals['requestId'] = facts.requestId;
    response.setHeader('x-request-id', facts.requestId);
    response.once('close', () => {
      const line = {
        method,
        path,
        status: response.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
        ...(response.writableFinished ? {} : { isCutOff: true }),
        ...facts,
      };
      // By itself the end of a connection belongs to no request.
      within(watched.cause, () => {
        // Not to be ready is no fault: so says every process that is about to end.
        if (/^\/(healthz|readyz|assets\/)/.test(path)) log.debug(line, 'request');
        else if (response.statusCode >= 500) log.error(line, 'request');
        else log.info(line, 'request');
      });
      watched.end({ status: response.statusCode, ...facts });
    });
    within(watched.cause, next);
  };
}

/** Null unless the other end of the connection is a proxy we trust, and it looks like an id. */
function proxyRequestIdOf(request: Request): string | null {
  const id = headerOf(request, 'x-request-id');
  if (id === undefined || !/^[\w.:+/=-]{1,128}$/.test(id)) return null;
  const isTrusted = request.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return isTrusted(request.socket.remoteAddress ?? '', 0) ? id : null;
}

function headerOf(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

export function factsOf(response: Response): RequestFacts {
  return response.locals['facts'] as RequestFacts;
}

const LONGEST_NAME = 100;

/** A name that whoever asks has chosen, and may have made as long as a whole request. */
export function shortName(operationName: string): string {
  return operationName.slice(0, LONGEST_NAME);
}

/** Names who asked, in the line of the request. */
export function noteViewer(response: Response, viewer: Viewer | null): void {
  if (viewer?.actor.id) factsOf(response).actorId = viewer.actor.id;
}
