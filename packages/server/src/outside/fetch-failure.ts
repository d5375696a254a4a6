import { errors } from 'undici';

export type SafeResponse = {
  readonly status: number;
  /** Names in lower case; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 2 kB as text, or as much as was asked for. */
  readonly body: string;
  readonly durationMs: number;
};

/**
 * How far a request had come: `before` nothing of it had left, `at` it was being written,
 * `after` the other side may have read all of it.
 */
export type FetchPhase = 'before' | 'at' | 'after';

export type FetchFailureKind =
  | 'blocked'
  | 'dns'
  | 'connect'
  | 'timeout'
  | 'reset'
  | 'garbled'
  | 'too-large'
  | 'aborted';

/** A call without a complete answer. The message is for the seller, `technical` for a repair. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure';
  readonly phase: FetchPhase;
  readonly kind: FetchFailureKind;
  readonly technical: string;
  /** What had been answered before it broke off: a status settles more than a lost ending. */
  readonly answer: SafeResponse | null;

  constructor(failure: {
    phase: FetchPhase;
    kind: FetchFailureKind;
    message: string;
    technical?: string;
    answer?: SafeResponse | null;
  }) {
    super(failure.message);
    this.phase = failure.phase;
    this.kind = failure.kind;
    this.technical = failure.technical ?? failure.kind;
    this.answer = failure.answer ?? null;
  }

  static blocked(message: string): FetchFailure {
    return new FetchFailure({ phase: 'before', kind: 'blocked', message });
  }

  static tooLarge(host: string, answer: SafeResponse | null): FetchFailure {
    const message = `The answer of ${host} was too long to be read to its end.`;
    return new FetchFailure({ phase: 'after', kind: 'too-large', message, answer });
  }
}

type Circumstances = {
  readonly phase: FetchPhase;
  /** Who ended it from our side: the time-out, or whoever asked for the call. */
  readonly endedBy: 'deadline' | 'caller' | null;
  readonly host: string;
  readonly answer: SafeResponse | null;
};

/** Puts an error of the network into the seller's words, and says how far the request had come. */
export function describeFailure(error: unknown, now: Circumstances): FetchFailure {
  if (error instanceof FetchFailure) return error;
  const code = codeOf(error);
  const kind = kindOf(code, error, now);
  return new FetchFailure({
    phase: now.phase,
    kind,
    message: wordsFor(kind, code, now),
    technical: `${code || 'no code'}: ${error instanceof Error ? error.message : String(error)}`,
    answer: now.answer,
  });
}

const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

function kindOf(code: string, error: unknown, now: Circumstances): FetchFailureKind {
  if (now.endedBy === 'caller') return 'aborted';
  if (now.endedBy === 'deadline' || TIMEOUT_CODES.has(code)) return 'timeout';
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'].includes(code)) return 'dns';
  if (now.phase === 'before') return 'connect';
  if (error instanceof errors.HTTPParserError || code === 'UND_ERR_HEADERS_OVERFLOW')
    return 'garbled';
  return 'reset';
}

function wordsFor(kind: FetchFailureKind, code: string, { host, phase }: Circumstances): string {
  switch (kind) {
    case 'dns':
      return `The name ${host} could not be found. Check the spelling of the address.`;
    case 'connect':
      return isAboutCertificate(code)
        ? `${host} did not show a valid certificate, so nothing was sent to it.`
        : `No connection to ${host} could be made, so nothing was sent to it.`;
    case 'timeout':
      return phase === 'before'
        ? `${host} could not be reached in time, so nothing was sent to it.`
        : `${host} did not answer in time. It may have received what was sent.`;
    case 'reset':
      return `${host} closed the connection before it had answered. It may have received what was sent.`;
    case 'garbled':
      return `${host} gave an answer that is not HTTP. It may have received what was sent.`;
    case 'aborted':
      return phase === 'before'
        ? `The call of ${host} was stopped before anything was sent.`
        : `The call of ${host} was stopped before its answer came. It may have received what was sent.`;
    case 'blocked':
    case 'too-large':
      return `The call of ${host} was broken off.`;
  }
}

function isAboutCertificate(code: string): boolean {
  return /CERT|SIGNED|TLS|SSL|EPROTO/.test(code);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return '';
}
