// Stands between a fake and the wire, and does to its answers what the switches say.

import type { RequestHandler } from 'express';
import type { Clock } from './clock.ts';
import type { Fault, FaultKind, Faults, FaultTarget } from './faults.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { readWireRequest, sendWireAnswer } from './wire.ts';

export type ErrorAnswer = (status: 400 | 429 | 500, fault: Fault) => WireAnswer;

export type GatedEndpoint = {
  /** Which switches matter for this request; none: it always works. */
  targets(request: WireRequest): readonly FaultTarget[];
  /** Must do its work inside `underFault`, or slowness and 500s have no hold on it. */
  answer(request: WireRequest, fault: Fault | null): Promise<WireAnswer> | WireAnswer;
  error: ErrorAnswer;
  /** Told what became of the answer of a request that a switch hit. */
  onFault?(request: WireRequest, fault: Fault): void;
};

/** Serves an endpoint under the switches: drops, hangs and refusals happen here. */
export function gated(faults: Faults, endpoint: GatedEndpoint): RequestHandler {
  return async (request, response) => {
    const wireRequest = readWireRequest(request);
    const fault = faults.take(...endpoint.targets(wireRequest));
    if (fault) endpoint.onFault?.(wireRequest, fault);
    switch (fault?.kind) {
      case 'drop-before':
        request.socket.destroy();
        return;
      case 'hang-before':
        return; // The connection stays open until the caller or the simulator gives up.
      case 'error-400':
        sendWireAnswer(response, endpoint.error(400, fault));
        return;
      case 'error-429':
        sendWireAnswer(response, endpoint.error(429, fault));
        return;
      case 'drop-after':
        await endpoint.answer(wireRequest, fault);
        request.socket.destroy();
        return;
      case 'hang-after':
        await endpoint.answer(wireRequest, fault);
        return;
      case 'error-500':
      case 'error-500-after':
      case 'slow':
      case undefined:
        sendWireAnswer(response, await endpoint.answer(wireRequest, fault));
    }
  };
}

/**
 * Does the work of a call the way its fault wants it: late, not at all, or done but answered by a 500.
 * Apart from `gated`, because a fake that remembers answers must remember these as well.
 */
export async function underFault(
  fault: Fault | null,
  clock: Clock,
  error: ErrorAnswer,
  work: () => Promise<WireAnswer> | WireAnswer,
): Promise<WireAnswer> {
  if (fault?.kind === 'slow') await clock.wait(fault.slowMs);
  if (fault?.kind === 'error-500') return error(500, fault);
  const answer = await work();
  return fault?.kind === 'error-500-after' ? error(500, fault) : answer;
}

/**
 * What the caller sees under a fault that keeps the work from being reached: a status, or null for
 * no answer. Undefined: the work is reached.
 */
export function statusWithoutWork(kind: FaultKind): number | null | undefined {
  return withoutWork[kind];
}

const withoutWork: Partial<Record<FaultKind, number | null>> = {
  'drop-before': null,
  'hang-before': null,
  'error-400': 400,
  'error-429': 429,
  'error-500': 500,
};

/** What the caller sees of work that was answered with `status`; null: no answer. */
export function statusAfterWork(kind: FaultKind | null, status: number): number | null {
  if (kind === 'drop-after' || kind === 'hang-after') return null;
  return kind === 'error-500-after' ? 500 : status;
}
