const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** To the nearest day: "in 6 days", "in 5 hours", "in a few minutes"; null once the moment has passed. */
export function daysLeft(instant: string, nowMs: number): string | null {
  const leftMs = Date.parse(instant) - nowMs;
  if (leftMs <= 0) return null;
  if (leftMs < HOUR_MS) return 'in a few minutes';
  const [amount, unit] =
    leftMs < DAY_MS ? [Math.floor(leftMs / HOUR_MS), 'hour'] : [Math.round(leftMs / DAY_MS), 'day'];
  return `in ${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
