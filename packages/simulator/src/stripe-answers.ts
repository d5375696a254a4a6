import type { WireAnswer } from './wire.ts';
import { jsonAnswer } from './wire.ts';

/** The error object of Stripe's API. */
export type StripeProblem = {
  readonly type: 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly payment_intent?: unknown;
};

/** What is wrong with a request to the fake Stripe. Validation answers are not kept under the key. */
export class StripeRefusal extends Error {
  override readonly name = 'StripeRefusal';
  readonly status: number;
  readonly problem: StripeProblem;
  /** Whether the request was carried out far enough that its key remembers the answer. */
  readonly isRemembered: boolean;

  constructor(status: number, problem: StripeProblem, isRemembered = false) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
    this.isRemembered = isRemembered;
  }
}

export function refuseRequest(message: string, param?: string, code?: string): never {
  throw new StripeRefusal(400, {
    type: 'invalid_request_error',
    message,
    ...(code && { code }),
    ...(param && { param }),
  });
}

export function refuseMissing(kind: string, id: string): never {
  throw new StripeRefusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param: kind === 'payment_intent' ? 'intent' : 'id',
  });
}

export function problemAnswer(
  status: number,
  problem: StripeProblem,
  headers: Readonly<Record<string, string>> = {},
): WireAnswer {
  return jsonAnswer(status, { error: problem }, headers);
}
