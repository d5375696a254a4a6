// The life of a post-purchase action: run (one wish, one key outside), attempt (one execution).
// Delays are milliseconds. Who holds an action, and until when, is the database's business.

/** Where an action stands (`rules.md`, "Post-purchase actions"). */
export const ActionStatus = {
  PENDING: 'PENDING',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
  CANCELLED: 'CANCELLED',
} as const;
export type ActionStatus = (typeof ActionStatus)[keyof typeof ActionStatus];

/** What an action is for: give what was bought, take access away, send money back. */
export const ActionPurpose = {
  DELIVERY: 'DELIVERY',
  REMOVAL: 'REMOVAL',
  REFUND: 'REFUND',
} as const;
export type ActionPurpose = (typeof ActionPurpose)[keyof typeof ActionPurpose];

/** Where the configuration of an action was set up. */
export const ActionLevel = { PRODUCT: 'PRODUCT', OFFER: 'OFFER', CHECKOUT: 'CHECKOUT' } as const;
export type ActionLevel = (typeof ActionLevel)[keyof typeof ActionLevel];

/** Why an attempt began: AUTOMATIC is the first of a run nobody asked for. */
export const AttemptTrigger = {
  AUTOMATIC: 'AUTOMATIC',
  RETRY: 'RETRY',
  TAKEOVER: 'TAKEOVER',
  RERUN: 'RERUN',
  FORCE: 'FORCE',
} as const;
export type AttemptTrigger = (typeof AttemptTrigger)[keyof typeof AttemptTrigger];

/** What a person must have agreed to before a re-run. */
export const RerunWarning = {
  NONE: 'NONE',
  REPEATS_SIDE_EFFECT: 'REPEATS_SIDE_EFFECT',
  MAY_STILL_BE_RUNNING: 'MAY_STILL_BE_RUNNING',
} as const;
export type RerunWarning = (typeof RerunWarning)[keyof typeof RerunWarning];

/** Waits in ms after the first, second, … failed attempt of a run; at its end the run is given up. */
export type RetrySchedule = readonly number[];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The sample schedule of the Standard Webhooks specification: ten tries within some 75 hours. */
export const DEFAULT_RETRY_SCHEDULE: RetrySchedule = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** No receiver can put an action off for longer than this by its Retry-After. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR;
const JITTER = 0.2;

/**
 * What one attempt came to. `again` says whether another try can help (failed) or is harmless
 * (unknown: a call went out and nothing proves what became of it). The message says what happened
 * and never that it is tried again: that is decided afterwards, and the message outlives the last try.
 */
export type ActionOutcome =
  | { readonly outcome: 'done'; readonly note?: string }
  | {
      readonly outcome: 'failed';
      readonly message: string;
      readonly again: 'yes' | 'no';
      readonly retryAfterMs?: number;
    }
  | { readonly outcome: 'unknown'; readonly message: string; readonly again: 'yes' | 'no' };

/** What becomes of an action once its attempt has ended. */
export type AfterAttempt =
  | { readonly status: 'SUCCEEDED' }
  | { readonly status: 'PENDING'; readonly delayMs: number }
  | { readonly status: 'FAILED' }
  | { readonly status: 'UNKNOWN' };

/**
 * The key the other side sees: one per run, the same for its retries, takeovers and forced
 * attempts. Holds no full stop, which Standard Webhooks forbids in an id.
 */
export function runKey(actionId: string, run: number): string {
  return `${actionId}-${run}`;
}

/** What the removal of an access is called, after the action that gave it. */
export function removalName(grantName: string): string {
  return `Remove access: ${grantName}`;
}

/** Whether an action still asks for something: neither done nor called off. */
export function isOpen(status: ActionStatus): boolean {
  return status !== 'SUCCEEDED' && status !== 'CANCELLED';
}

/** The risk of a re-run now. An UNKNOWN may have happened, so its repetition is one as well. */
export function rerunWarningOf(status: ActionStatus): RerunWarning {
  switch (status) {
    case 'SUCCEEDED':
    case 'UNKNOWN':
      return 'REPEATS_SIDE_EFFECT';
    case 'RUNNING':
      return 'MAY_STILL_BE_RUNNING';
    case 'PENDING':
    case 'FAILED':
    case 'CANCELLED':
      return 'NONE';
  }
}

/**
 * What a re-run asked for by a person is. The key stays while the run's effect may still be in
 * the air, so that the other side can drop a repetition; a finished run gets a successor.
 */
export function planRerun(action: { readonly status: ActionStatus; readonly run: number }): {
  readonly run: number;
  readonly trigger: 'RERUN' | 'FORCE';
  readonly keepsKey: boolean;
} {
  switch (action.status) {
    case 'RUNNING':
      return { run: action.run, trigger: 'FORCE', keepsKey: true };
    case 'PENDING':
    case 'UNKNOWN':
      return { run: action.run, trigger: 'RERUN', keepsKey: true };
    case 'SUCCEEDED':
    case 'FAILED':
    case 'CANCELLED':
      return { run: action.run + 1, trigger: 'RERUN', keepsKey: false };
  }
}

/**
 * How long to wait before the next automatic try, in ms; null gives up.
 * `failuresInRun` counts the failed attempts of the run, the one just ended included (1 waits the
 * first delay). `chance` from 0 to 1 spreads the delay by ±20 %, so that what failed together
 * does not return together. A Retry-After can only prolong the wait, to at most 24 hours.
 */
export function retryDelayMs(
  failuresInRun: number,
  schedule: RetrySchedule,
  chance: number,
  retryAfterMs: number | null,
): number | null {
  if (!Number.isSafeInteger(failuresInRun) || failuresInRun < 1) {
    throw new RangeError(`A retry follows at least one failure, not ${failuresInRun}`);
  }
  const planned = schedule[failuresInRun - 1];
  if (planned === undefined) return null;
  const spread = Math.round(planned * (1 - JITTER + 2 * JITTER * chance));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}

/** How an attempt ends its run, whatever came before it; null where there may be another. */
export function endOfRun(outcome: ActionOutcome): 'SUCCEEDED' | 'FAILED' | 'UNKNOWN' | null {
  switch (outcome.outcome) {
    case 'done':
      return 'SUCCEEDED';
    case 'failed':
      return outcome.again === 'no' ? 'FAILED' : null;
    case 'unknown':
      return outcome.again === 'no' ? 'UNKNOWN' : null;
  }
}

/**
 * Where the end of an attempt leaves its action; `failuresInRun` as in `retryDelayMs`.
 * An unknown outcome whose repetition is harmless gets one more try with the same key, then
 * needs a person: `unknownsInRun` says how many of the failures were unknown, this one included
 * (left out: all of them).
 */
export function afterAttempt(
  outcome: ActionOutcome,
  failuresInRun: number,
  schedule: RetrySchedule,
  chance: number,
  unknownsInRun: number = failuresInRun,
): AfterAttempt {
  const end = endOfRun(outcome);
  if (end) return { status: end };
  switch (outcome.outcome) {
    case 'done':
      return { status: 'SUCCEEDED' };
    case 'failed': {
      const delayMs = retryDelayMs(failuresInRun, schedule, chance, outcome.retryAfterMs ?? null);
      return delayMs === null ? { status: 'FAILED' } : { status: 'PENDING', delayMs };
    }
    case 'unknown': {
      if (unknownsInRun > 1) return { status: 'UNKNOWN' };
      const delayMs = retryDelayMs(failuresInRun, schedule, chance, null);
      return delayMs === null ? { status: 'UNKNOWN' } : { status: 'PENDING', delayMs };
    }
  }
}
