import { Agent, errors, request } from 'undici';
import { isSignedByPaytrail, paytrailSignature } from './paytrail-signature.ts';
import { ProviderFailure } from './payment-provider.ts';
import { plainWords } from './provider-words.ts';

/**
 * One signed request to Paytrail and its answer, believed only when it is signed too.
 * Whatever is not a clear answer is `unavailable`: a payment may exist behind it.
 */

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

type Answer = { status: number; headers: Record<string, string | undefined>; bytes: Uint8Array };

/** Answers with the parsed body, or with `absent` for a signed 404; throws `ProviderFailure`. */
export function paytrailCall(config: PaytrailConfig, stamp: RequestStamp) {
  const { timeoutMs } = config;
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

  return async (
    wish: PaytrailRequest,
    signal: AbortSignal,
  ): Promise<Record<string, unknown> | 'absent'> => {
    const answer = await exchange(wish, {
      dispatcher,
      url: `${config.apiUrl.replace(/\/+$/, '')}${wish.path}`,
      headers: signedHeaders(wish, config, stamp),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return read(answer, wish, config.secret);
  };
}

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
): Promise<Answer> {
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

function read(
  answer: Answer,
  wish: PaytrailRequest,
  secret: string,
): Record<string, unknown> | 'absent' {
  const { status, headers, bytes } = answer;
  const isOurs = isSignedByPaytrail(secret, headers, bytes);
  const said = `HTTP ${status}, request ${headers['request-id'] ?? 'without an id'}`;

  // An unsigned 404 may come from anything on the way: it proves no absence.
  if (status === 404 && wish.method === 'GET' && isOurs) return 'absent';
  if (status >= 200 && status < 300) {
    if (!isOurs) throw paytrailUnavailable(`${said}: the answer is not signed with our secret`);
    return parsed(bytes) ?? fail(paytrailUnavailable(`${said}: the answer is not a JSON object`));
  }
  // A refused start needs no proof: whatever exists there, nobody was given its address.
  if (wish.method === 'POST' && status >= 400 && status < 500 && !PASSING.has(status)) {
    throw refused(`${said}: ${errorWords(bytes, wish.personal ?? [])}`);
  }
  throw paytrailUnavailable(said);
}

/** Time-out, conflict, too early, too many requests: the same request may succeed later. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425, 429]);

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

function errorWords(bytes: Uint8Array, personal: readonly (string | null)[]): string {
  const { message, meta } = parsed(bytes) ?? {};
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
