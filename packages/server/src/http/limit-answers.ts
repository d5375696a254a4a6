import type { RequestHandler, Response } from 'express';
import { LIMIT_WINDOW_MS } from '../database/rate-limit.ts';
import { limitError, type Bill, type LimitRefusal } from './bill.ts';
import { originOf } from './client-address.ts';
import { LEAST_POINTS } from './operation-cost.ts';
import type { RateLimits } from './rate-limits.ts';
import { factsOf } from './request-log.ts';

/**
 * `RateLimit-Policy` and `RateLimit`, of draft-ietf-httpapi-ratelimit-headers-11: every limit that stands
 * against the request, in points a minute, then what is left of each and for how many seconds.
 */
export function limitHeaders(bill: Bill): { 'ratelimit-policy': string; ratelimit: string } {
  const policies = bill.policies();
  return {
    'ratelimit-policy': policies
      .map(({ policy, limit }) => `"${policy}";q=${limit};w=${LIMIT_WINDOW_MS / 1000}`)
      .join(', '),
    ratelimit: policies
      .map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`)
      .join(', '),
  };
}

export function writeLimits(response: Response, bill: Bill): void {
  for (const [name, value] of Object.entries(limitHeaders(bill))) response.setHeader(name, value);
}

/** 429 and when to come again; 400 for what would never fit. */
export function statusOfRefusal({ retryAfterSeconds }: LimitRefusal): number {
  return retryAfterSeconds === null ? 400 : 429;
}

/**
 * In front of everything that asks the database who somebody is: an address that is over its limit, or a proof
 * whose caller has nothing left, costs no more than this.
 */
export function payAtTheDoor(limits: RateLimits, answer: 'GRAPHQL' | 'PLAIN'): RequestHandler {
  return async (request, response, next) => {
    const bill = limits.open(originOf(request).address);
    response.locals['bill'] = bill;
    const spent = limits.refusedBefore(request.headers);
    const refusal = spent ? bill.refuseFor(spent) : await bill.payUpTo(LEAST_POINTS);
    writeLimits(response, bill);
    if (!refusal) return next();
    if (answer === 'PLAIN') return refusePlain(response, refusal);
    refuseAsGraphql(response, refusal);
  };
}

/** Pays for a file with what is due beside the door; answers false, and the request, where a limit stands against it. */
export async function payForFile(response: Response, points: number): Promise<boolean> {
  const bill = billOf(response);
  const refusal = await bill.payUpTo(points);
  writeLimits(response, bill);
  if (refusal) refusePlain(response, refusal);
  return refusal === null;
}

export function billOf(response: Response): Bill {
  return response.locals['bill'] as Bill;
}

function refusePlain(response: Response, refusal: LimitRefusal): void {
  beginRefusal(response, refusal).json({
    error: refusal.message,
    requestId: factsOf(response).requestId,
  });
}

/** In the form of the API's answers, so that its clients show the words. */
function refuseAsGraphql(response: Response, refusal: LimitRefusal): void {
  const error = limitError(refusal, billOf(response));
  error.extensions['requestId'] = factsOf(response).requestId;
  beginRefusal(response, refusal)
    .type('application/graphql-response+json')
    .send(JSON.stringify({ errors: [error] }));
}

function beginRefusal(response: Response, refusal: LimitRefusal): Response {
  if (refusal.retryAfterSeconds !== null) {
    response.setHeader('retry-after', refusal.retryAfterSeconds);
  }
  return response.status(statusOfRefusal(refusal));
}
