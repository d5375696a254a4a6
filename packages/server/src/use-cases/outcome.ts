import type { RerunWarning } from '../domain/action.ts';
import type { Actor } from './request.ts';

/** Why something is refused, for programs; the words are in the message. */
export const UserErrorCode = {
  NOT_FOUND: 'NOT_FOUND',
  NOT_ALLOWED: 'NOT_ALLOWED',
  INVALID: 'INVALID',
  STALE: 'STALE',
  ALREADY_RUNNING: 'ALREADY_RUNNING',
  NEEDS_ACKNOWLEDGEMENT: 'NEEDS_ACKNOWLEDGEMENT',
  ALREADY_PAID: 'ALREADY_PAID',
  NO_REFUND_TO_RESTORE: 'NO_REFUND_TO_RESTORE',
  NO_FAILED_ACTION: 'NO_FAILED_ACTION',
  CANCELLED: 'CANCELLED',
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
  PROVIDER_UNAVAILABLE: 'PROVIDER_UNAVAILABLE',
  NOT_PAID: 'NOT_PAID',
  NOTHING_TO_REFUND: 'NOTHING_TO_REFUND',
  AMOUNT_TOO_LARGE: 'AMOUNT_TOO_LARGE',
  ACCESS_NEEDS_FULL_REFUND: 'ACCESS_NEEDS_FULL_REFUND',
  OVER_VIEWER_LIMIT: 'OVER_VIEWER_LIMIT',
  CUSTOMER_ERASED: 'CUSTOMER_ERASED',
  WORK_UNDER_WAY: 'WORK_UNDER_WAY',
} as const;
export type UserErrorCode = (typeof UserErrorCode)[keyof typeof UserErrorCode];

/** An expected "no", with what is needed to do better. `path` leads into the input; null: all of it. */
export type Refusal = {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: readonly string[] | null;
  /** With ALREADY_RUNNING. */
  readonly startedBy?: Actor;
  readonly startedAt?: Date;
  /** With STALE: the order as it is now. */
  readonly orderId?: string;
  /** With NEEDS_ACKNOWLEDGEMENT: the warning that holds now. */
  readonly warning?: RerunWarning;
  /** With AMOUNT_TOO_LARGE: the most it may be, in minor units. */
  readonly maximum?: { readonly minor: number; readonly currency: string };
};

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Leaves a transaction without a trace; `decide` turns it into a refused outcome. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[];
  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ message }) => message).join(' '));
    this.refusals = refusals;
  }
}

/** Refuses with one reason. */
export function refuse(
  code: UserErrorCode,
  message: string,
  path: readonly string[] | null = null,
  facts: Pick<Refusal, 'startedBy' | 'startedAt' | 'warning' | 'orderId'> = {},
): never {
  throw new Refused([{ code, message, path, ...facts }]);
}

/** Turns a refusal thrown on the way into a value; anything else goes on. */
export async function asOutcome<Value>(attempt: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await attempt() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusals: error.refusals };
    throw error;
  }
}
