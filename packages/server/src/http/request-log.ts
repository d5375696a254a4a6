import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Viewer } from '../access/viewer.ts';
import type { Log } from '../log.ts';

/** What the parts that answer a request tell its line in the log. */
export type RequestFacts = {
  readonly requestId: string;
  operationName?: string;
  actorId?: string;
};

/** Short enough to be read out on the phone; names a line of the log and nothing else. */
export function newRequestId(): string {
  return randomBytes(8).toString('hex');
}

/**
 * Gives every request an id, which its answer names, and writes one line when it is over: never its
 * query or body. What merely asks whether we live is written only when we do not.
 */
export function logRequests(log: Log): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    // Before a router rewrites it; without the query, which may hold an address or a signature.
    const { method, path } = request;
    const facts: RequestFacts = { requestId: newRequestId() };
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
      if (response.statusCode >= 500) log.error(line, 'request');
      else if (/^\/(healthz|readyz|assets\/)/.test(path)) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

export function factsOf(response: Response): RequestFacts {
  return response.locals['facts'] as RequestFacts;
}

/** Names who asked, in the line of the request. */
export function noteViewer(response: Response, viewer: Viewer | null): void {
  if (viewer?.actor.id) factsOf(response).actorId = viewer.actor.id;
}
