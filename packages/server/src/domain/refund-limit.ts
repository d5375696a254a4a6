import type { Role } from './permission.ts';

// How much somebody may refund, as the shop has set it. Minor units; a day is a day in UTC, by the shop's
// clock, so that it is the same day for everybody who looks.

/** For a role, or for API tokens where `role` is null. Null amounts: no limit. */
export type RefundLimit = {
  readonly role: Role | null;
  readonly currency: string;
  readonly perRefundMinor: number | null;
  readonly perDayMinor: number | null;
};

/** What one person or token may refund now, in one currency; null: no limit. */
export type RefundAllowance = {
  readonly perRefundMinor: number | null;
  readonly leftTodayMinor: number | null;
};

export const WITHOUT_LIMIT: RefundAllowance = { perRefundMinor: null, leftTodayMinor: null };

/** The limit that holds for a role (null: an API token) in a currency; null where none is set. */
export function limitFor(
  limits: readonly RefundLimit[],
  role: Role | null,
  currency: string,
): RefundLimit | null {
  return limits.find((limit) => limit.role === role && limit.currency === currency) ?? null;
}

/** What is left of a limit after what was refunded today. */
export function allowanceOf(
  limit: RefundLimit | null,
  refundedTodayMinor: number,
): RefundAllowance {
  if (!limit) return WITHOUT_LIMIT;
  const { perRefundMinor, perDayMinor } = limit;
  return {
    perRefundMinor,
    leftTodayMinor: perDayMinor === null ? null : Math.max(0, perDayMinor - refundedTodayMinor),
  };
}

/** When the day of a moment began. */
export function startOfDay(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()));
}
