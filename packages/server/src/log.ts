import { pino, stdTimeFunctions, type DestinationStream } from 'pino';
import { causeInLog } from './telemetry/cause.ts';

/** One JSON line per thing that happened. Names what happened and the ids of what it touched, never people. */
export type Log = {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

/**
 * Keeps personal data and secrets out by the names of fields, at every depth, and e-mail addresses out
 * of every text, because an error quotes what it stumbled over.
 */
export function makeLog(options: { level: string; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      // What the line belongs to, whoever writes it.
      mixin: causeInLog,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (level) => ({ level }),
        log: (facts) => redact(facts) as Record<string, unknown>,
      },
    },
    options.destination ?? standardOutput(),
  );
}

/** A busy process writes many lines at once; a quiet one waits this long for more. */
const GATHER_LINES_MS = 50;
const GATHER_BYTES = 4_096;

function standardOutput(): DestinationStream {
  return pino.destination({
    fd: 1,
    sync: false,
    minLength: GATHER_BYTES,
    periodicFlush: GATHER_LINES_MS,
  });
}

const HIDDEN = '[hidden]';

/** Whole names, so that `operationName` and `emailsSent` stay readable. */
const personalNames = new Set([
  'name',
  'firstname',
  'lastname',
  'fullname',
  'customername',
  'email',
  'customeremail',
  'recipient',
  'phone',
  'street',
  'postalcode',
  'city',
  'ip',
  'body',
  'payload',
]);
const secretNames = /authorization|cookie|secret|token(?!Id$)|password|apikey|signature/i;

/** A copy fit for the log: hidden by name, e-mail addresses masked, URLs cut down to their origin. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskAddresses(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  // Deep enough for every error with its causes; what lies deeper is no fact about our program.
  if (depth > 6) return HIDDEN;
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, redactField(name, one, depth)]),
  );
}

function redactField(name: string, value: unknown, depth: number): unknown {
  const bare = name.replaceAll(/[_-]/g, '');
  if (value === null || value === undefined) return value;
  if (personalNames.has(bare.toLowerCase()) || secretNames.test(bare)) return HIDDEN;
  // The path of a webhook's URL may be its password.
  if (/url$/i.test(name) && typeof value === 'string') return URL.parse(value)?.origin ?? HIDDEN;
  return redact(value, depth + 1);
}

/** Not the other fields of an error: PostgreSQL's `detail` quotes rows, an HTTP client's its request. */
function redactError(error: Error & { code?: unknown }, depth: number): object {
  return {
    type: error.name,
    ...(typeof error.code === 'string' ? { code: error.code } : {}),
    message: maskAddresses(withoutDetail(error.message)),
    stack: stackOf(error),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

/** The ORM writes PostgreSQL's `detail`, a whole row at worst, into its message as well. */
function withoutDetail(message: string): string {
  return message.split(/\n\s*(?:-\s*)?detail:/i)[0] ?? '';
}

/** The places alone: above them stands the message again. */
function stackOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n');
  return lines.filter((line) => line.startsWith('    at ')).join('\n');
}

function maskAddresses(text: string): string {
  return text.replaceAll(/[^\s@<>"'()[\],;:=/]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, '…@…');
}
