/** PostgreSQL's classes of errors that are of its machine: connections, resources, an administrator at work. */
const OUTAGE_CLASSES = ['08', '53', '57P', '58'];
const BROKEN_LINES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
/** The driver and its pool give these no code. */
const DRIVER_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/**
 * Whether the database cannot be used at the moment, for reasons that lie neither with the request nor with us:
 * it restarts, its disk is full, the network is gone. Tried again later, the same may go well.
 */
export function isOutage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (BROKEN_LINES.has(code) || DRIVER_WORDS.test(cause.message)) return true;
    if (typeof code === 'string' && code.length === 5 && isOfOutage(code)) return true;
  }
  return false;
}

function isOfOutage(code: string): boolean {
  return OUTAGE_CLASSES.some((beginning) => code.startsWith(beginning));
}
