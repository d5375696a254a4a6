// When the team is told outside the dashboard that orders need somebody. Durations are ms.

/** Why the team is told. */
export const AlertReason = { COUNT_PASSED: 'COUNT_PASSED', WAITING_LONG: 'WAITING_LONG' } as const;
export type AlertReason = (typeof AlertReason)[keyof typeof AlertReason];

/** Null switches a reason off. */
export type AlertLimits = {
  /** As many orders may need somebody without the team being told. */
  readonly count: number | null;
  /** So long may an order need somebody without the team being told. */
  readonly olderThanMs: number | null;
};

const MINUTE_MS = 60_000;

/** The same reason is told at most once in this time. */
export const ALERT_EVERY_MS = 60 * MINUTE_MS;
/** When nobody could be reached, it is tried again after this. */
export const ALERT_AGAIN_MS = 5 * MINUTE_MS;

/** What there is to tell: more orders than the limit, and one that has waited for longer than the limit. */
export function alertReasons(
  standing: { readonly count: number; readonly oldestSince: Date | null },
  limits: AlertLimits,
  now: Date,
): AlertReason[] {
  const waitsMs = standing.oldestSince ? now.getTime() - standing.oldestSince.getTime() : 0;
  return [
    ...(limits.count !== null && standing.count > limits.count ? [AlertReason.COUNT_PASSED] : []),
    ...(limits.olderThanMs !== null && waitsMs > limits.olderThanMs
      ? [AlertReason.WAITING_LONG]
      : []),
  ];
}

/** When the reason may be told next: in an hour, or soon where nobody was reached. */
export function nextAlertAt(now: Date, wasTold: boolean): Date {
  return new Date(now.getTime() + (wasTold ? ALERT_EVERY_MS : ALERT_AGAIN_MS));
}
