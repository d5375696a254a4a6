// What the course platforms share: switches, rate limit, a record of every call, and refusals.

import type { RequestHandler } from 'express';
import type { Clock } from './clock.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { ErrorAnswer } from './fault-gate.ts';
import { gated, statusAfterWork, statusWithoutWork, underFault } from './fault-gate.ts';
import type { Limits, PlatformTarget } from './limits.ts';
import type { Watched } from './watched.ts';
import { makeWatched } from './watched.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

export type PlatformCall = {
  readonly target: PlatformTarget;
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly address: string;
  /** The status answered; null: no answer reached the caller. */
  readonly answered: number | null;
  readonly fault: FaultKind | null;
};

export type PlatformSetup = {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly limits: Limits;
};

export type PlatformEndpoint = {
  readonly target: PlatformTarget;
  /** Whether the rate limit counts this request. */
  isLimited(request: WireRequest): boolean;
  /** May throw PlatformRefusal. */
  answer(request: WireRequest): WireAnswer;
  /** The platform's own form of an error. */
  problem(status: number, message: string, field: string | null): WireAnswer;
};

export type Platform = {
  readonly serve: RequestHandler;
  /** Every call that came, answered or not. */
  readonly calls: Watched<PlatformCall>;
};

/** Why a platform refuses a request; `field` names the wrong one. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal';
  readonly status: number;
  readonly field: string | null;

  constructor(status: number, message: string, field: string | null = null) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

export function refuse(status: number, message: string, field: string | null = null): never {
  throw new PlatformRefusal(status, message, field);
}

export function servePlatform(
  { clock, faults, limits }: PlatformSetup,
  endpoint: PlatformEndpoint,
): Platform {
  const { target } = endpoint;
  const calls = makeWatched<PlatformCall>(20_000);

  function record(request: WireRequest, answered: number | null, fault: FaultKind | null): void {
    const { method, path, query } = request;
    const address = query === '' ? path : `${path}?${query}`;
    calls.add({ target, at: clock.now(), method, address, answered, fault });
  }

  const switchedError: ErrorAnswer = (status, fault) => {
    const answer = endpoint.problem(status, `Refused by a switch (${status}).`, null);
    const retryAfter = { 'retry-after': String(fault.retryAfterSeconds) };
    return status === 429 ? withHeaders(answer, retryAfter) : answer;
  };

  const serve = gated(faults, {
    targets: () => [target],
    error: switchedError,
    onFault: (request, { kind }) => {
      const answered = statusWithoutWork(kind);
      if (answered !== undefined) record(request, answered, kind);
    },
    answer: (request, fault) =>
      underFault(fault, clock, switchedError, () => {
        const answer = answerWithin(limits, endpoint, request);
        const kind = fault?.kind ?? null;
        record(request, statusAfterWork(kind, answer.status), kind);
        return answer;
      }),
  });
  return { serve, calls };
}

function answerWithin(
  limits: Limits,
  endpoint: PlatformEndpoint,
  request: WireRequest,
): WireAnswer {
  if (!endpoint.isLimited(request)) return answerOrRefuse(endpoint, request);
  const { isOver, headers } = limits.take(endpoint.target);
  const answer = isOver
    ? endpoint.problem(429, 'Too many requests.', null)
    : answerOrRefuse(endpoint, request);
  return withHeaders(answer, headers);
}

function answerOrRefuse(endpoint: PlatformEndpoint, request: WireRequest): WireAnswer {
  try {
    return endpoint.answer(request);
  } catch (refusal) {
    if (!(refusal instanceof PlatformRefusal)) throw refusal;
    return endpoint.problem(refusal.status, refusal.message, refusal.field);
  }
}

function withHeaders(answer: WireAnswer, headers: Readonly<Record<string, string>>): WireAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
