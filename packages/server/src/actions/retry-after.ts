/**
 * The wait a `Retry-After` header asks for, in ms: seconds, or a date against `now`. Null where
 * there is none or it cannot be read; a moment that has passed is no wait.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse alone would also read "2" or "soon-1" as some date.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const until = Date.parse(text);
  return Number.isNaN(until) ? null : Math.max(0, until - now.getTime());
}
