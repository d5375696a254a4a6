/**
 * How long the server wants to be left alone before it is asked the same again, in ms; null where it said
 * nothing of the kind. It refuses so what is too much for one minute.
 */
export function askedToWaitMs(error: unknown): number | null {
  const errors = (error as { errors?: unknown } | null)?.errors;
  if (!Array.isArray(errors)) return null;
  const [first] = errors as { extensions?: Record<string, unknown> }[];
  const seconds = first?.extensions?.['retryAfterSeconds'];
  if (first?.extensions?.['code'] !== 'RATE_LIMITED' || typeof seconds !== 'number') return null;
  return seconds * 1000;
}
