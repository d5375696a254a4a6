import { Agent, errors, request } from 'undici';
import { isSignedByPaytrail, paytrailSignature } from './paytrail-signature.ts';
import { ProviderFailure } from './payment-provider.ts';
import { plainWords } from './provider-words.ts';

/** One signed request to Paytrail and its answer, with what is needed to judge it. */

export type PaytrailConfig = {
  readonly account: string;
  readonly secret: string;
  /** `https://services.paytrail.com`, or a stand-in, with a path of its own if it has one. */
  readonly apiUrl: string;
  readonly timeoutMs: number;
};

/** What makes each request unique, given so that tests can hold it still. */
export type RequestStamp = { readonly now: () => Date; readonly nonce: () => string };

export type PaytrailRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly transactionId?: string;
  readonly body?: string;
  /** Values that must not come back to us inside an error message. */
  readonly personal?: readonly (string | null)[];
};

/** `value` is null for a body that is no JSON object. */
export type PaytrailAnswer = {
  readonly status: number;
  /** With our secret: nothing on the way has made or changed it. */
  readonly isSigned: boolean;
  readonly value: Readonly<Record<string, unknown>> | null;
  /** Status and Paytrail's number of the request, for the log. */
  readonly said: string;
  /** Paytrail's own words about an error, fit to be kept. */
  readonly words: string;
};

export type PaytrailCall = (wish: PaytrailRequest, signal: AbortSignal) => Promise<PaytrailAnswer>;

/** Throws `ProviderFailure` where there is no answer: what was asked may have been done. */
export function paytrailCall(config: PaytrailConfig, stamp: RequestStamp): PaytrailCall {
  const { timeoutMs } = config;
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

  return async (wish, signal) => {
    const answer = await exchange(wish, {
      dispatcher,
      url: `${config.apiUrl.replace(/\/+$/, '')}${wish.path}`,
      headers: signedHeaders(wish, config, stamp),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return judgeable(answer, wish, config.secret);
  };
}

/**
 * What an answer about a payment is worth: the parsed body, or `absent` for a signed 404. Whatever is
 * not a clear answer is thrown as `unavailable`: a payment may exist behind it.
 */
export function believed(
  { status, isSigned, value, said, words }: PaytrailAnswer,
  method: PaytrailRequest['method'],
): Readonly<Record<string, unknown>> | 'absent' {
  // An unsigned 404 may come from anything on the way: it proves no absence.
  if (status === 404 && method === 'GET' && isSigned) return 'absent';
  if (status >= 200 && status < 300) {
    if (!isSigned) throw paytrailUnavailable(`${said}: the answer is not signed with our secret`);
    return value ?? fail(paytrailUnavailable(`${said}: the answer is not a JSON object`));
  }
  // A refused start needs no proof: whatever exists there, nobody was given its address.
  if (method === 'POST' && status >= 400 && status < 500 && !PASSING.has(status)) {
    throw refused(`${said}: ${words}`);
  }
  throw paytrailUnavailable(said);
}

/** Time-out, conflict, too early, too many requests: the same request may succeed later. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** The list of banks with their forms comes with every payment; it is some tens of kilobytes. */
const MAX_ANSWER_BYTES = 1_048_576;

function signedHeaders(wish: PaytrailRequest, config: PaytrailConfig, stamp: RequestStamp) {
  const headers: Record<string, string> = {
    'checkout-account': config.account,
    'checkout-algorithm': 'sha256',
    'checkout-method': wish.method,
    'checkout-nonce': stamp.nonce(),
    'checkout-timestamp': stamp.now().toISOString(),
  };
  if (wish.transactionId !== undefined) headers['checkout-transaction-id'] = wish.transactionId;
  headers['signature'] = paytrailSignature(config.secret, headers, wish.body ?? '');
  if (wish.body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
  return headers;
}

async function exchange(
  wish: PaytrailRequest,
  over: { dispatcher: Agent; url: string; headers: Record<string, string>; signal: AbortSignal },
): Promise<RawAnswer> {
  const { dispatcher, url, headers, signal } = over;
  try {
    const response = await request(url, {
      dispatcher,
      method: wish.method,
      headers,
      body: wish.body ?? null,
      signal,
    });
    const bytes = await response.body.bytes();
    return { status: response.statusCode, headers: single(response.headers), bytes };
  } catch (error) {
    if (error instanceof errors.InvalidArgumentError) throw error;
    throw paytrailUnavailable(`no answer (${nameOf(error)})`);
  }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'given up';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

type RawAnswer = {
  status: number;
  headers: Record<string, string | undefined>;
  bytes: Uint8Array;
};

function judgeable(
  { status, headers, bytes }: RawAnswer,
  wish: PaytrailRequest,
  secret: string,
): PaytrailAnswer {
  const value = parsed(bytes);
  return {
    status,
    isSigned: isSignedByPaytrail(secret, headers, bytes),
    value,
    said: `HTTP ${status}, request ${headers['request-id'] ?? 'without an id'}`,
    words: errorWords(value, wish.personal ?? []),
  };
}

function single(headers: Record<string, string | string[] | undefined>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function parsed(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function errorWords(
  value: Record<string, unknown> | null,
  personal: readonly (string | null)[],
): string {
  const { message, meta } = value ?? {};
  const words = [message, ...(Array.isArray(meta) ? (meta as unknown[]) : [])];
  return plainWords(words.filter((word) => typeof word === 'string').join('; '), personal);
}

function refused(detail: string): ProviderFailure {
  const message = 'Paytrail did not accept this payment. Please choose another way to pay.';
  return new ProviderFailure('refused', message, `Paytrail: ${detail}`);
}

/** For what cannot be believed: neither proof of a payment nor of its absence. */
export function paytrailUnavailable(detail: string): ProviderFailure {
  const message = 'Paytrail cannot be reached at the moment. Please try again.';
  return new ProviderFailure('unavailable', message, `Paytrail: ${detail}`);
}

function fail(error: Error): never {
  throw error;
}
