/**
 * HTTP to addresses that sellers type. Follows no redirect, keeps no connection, carries no
 * cookies, asks for no compression, reads at most 64 kB and keeps 2 kB of it unless the caller has to
 * understand the answer. What goes wrong says how far the request had come, because only then is it
 * known whether a repetition can do harm.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { buildConnector, Client, errors, type Dispatcher } from 'undici';
import { makeAddressPolicy, type AddressPolicy, type Target } from './address-policy.ts';
import type { AddressRules } from './address-policy.ts';
import { describeFailure, FetchFailure } from './fetch-failure.ts';
import type { FetchPhase, SafeResponse } from './fetch-failure.ts';

export type SafeFetchOptions = AddressRules & {
  /** Of the whole call: name, connection, request and answer together. */
  readonly timeoutMs: number;
  /** Stands in for the system's name resolution. May answer before it returns. */
  readonly resolve?: Resolver;
};

/** Answers once, with every address of the name. */
export type Resolver = (
  hostname: string,
  /** With an error there may be no list at all: the system's resolver gives none. */
  answer: (error: Error | null, addresses: readonly LookupAddress[] | undefined) => void,
) => void;

export type SafeRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** How much of the answer comes back, in bytes: 2,048 unless given, 65,536 at most. */
  readonly keptBytes?: number;
};

/** Any status is an answer, also 3xx and 5xx. Everything else rejects with a `FetchFailure`. */
export type SafeFetch = (request: SafeRequest) => Promise<SafeResponse>;

const KEPT_BYTES = 2_048;
const READ_BYTES = 65_536;

export function makeSafeFetch(options: SafeFetchOptions): SafeFetch {
  const policy = makeAddressPolicy(options);
  const resolve = options.resolve ?? resolveBySystem;

  return async (request) => {
    const judged = policy.judgeUrl(request.url);
    if (!judged.ok) throw FetchFailure.blocked(judged.message);

    const progress: Progress = { phase: 'before' };
    const client = new Client(judged.target.url.origin, {
      connect: guardedConnector({ policy, target: judged.target, resolve, progress }),
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
    });
    const deadline = AbortSignal.timeout(options.timeoutMs);
    try {
      return await call(client, judged.target.url, request, deadline, progress);
    } finally {
      await client.destroy();
    }
  };
}

type Progress = { phase: FetchPhase };

function call(
  client: Client,
  url: URL,
  request: SafeRequest,
  deadline: AbortSignal,
  progress: Progress,
): Promise<SafeResponse> {
  const signal = AbortSignal.any([request.signal, deadline]);
  const startedAt = performance.now();

  return new Promise((done, reject) => {
    const answer = new Answer(() => performance.now() - startedAt, request.keptBytes ?? KEPT_BYTES);
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort);
      // A header that cannot be written is a mistake of ours, not of the network.
      if (error instanceof errors.InvalidArgumentError) return reject(error);
      const phase = progress.phase;
      const endedBy = request.signal.aborted ? 'caller' : deadline.aborted ? 'deadline' : null;
      reject(describeFailure(error, { phase, endedBy, host: url.host, answer: answer.soFar() }));
    };
    // The name server may hang where no dispatcher can interrupt it, so the promise ends here.
    const onAbort = () => {
      fail(signal.reason);
      void client.destroy();
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });

    client.dispatch(dispatchOptions(url, request), {
      // The library insists on it.
      onRequestStart() {},
      onRequestSent: () => (progress.phase = 'after'),
      onResponseStart(_, status, headers) {
        progress.phase = 'after';
        answer.begin(status, headers);
      },
      onResponseData(controller, chunk) {
        if (!answer.take(chunk)) controller.abort(FetchFailure.tooLarge(url.host, answer.soFar()));
      },
      onResponseEnd() {
        signal.removeEventListener('abort', onAbort);
        done(answer.whole());
      },
      onResponseError: (_, error) => fail(error),
    });
  });
}

function dispatchOptions(url: URL, request: SafeRequest): Dispatcher.DispatchOptions {
  return {
    method: request.method,
    path: url.pathname + url.search,
    headers: { ...request.headers, 'accept-encoding': 'identity' },
    body: request.body,
    // One connection per call: one from yesterday may be dead, and then a request that was never
    // read is lost as if it had been.
    reset: true,
  };
}

class Answer {
  readonly #elapsedMs: () => number;
  readonly #keptBytes: number;
  #head: { status: number; headers: Record<string, string> } | null = null;
  #kept = Buffer.alloc(0);
  #readBytes = 0;

  constructor(elapsedMs: () => number, keptBytes: number) {
    this.#elapsedMs = elapsedMs;
    this.#keptBytes = keptBytes;
  }

  begin(status: number, headers: IncomingHttpHeaders): void {
    this.#head = { status, headers: flatten(headers) };
  }

  /** False when it has become more than is read. */
  take(chunk: Buffer): boolean {
    this.#readBytes += chunk.length;
    const missing = this.#keptBytes - this.#kept.length;
    if (missing > 0) this.#kept = Buffer.concat([this.#kept, chunk.subarray(0, missing)]);
    return this.#readBytes <= READ_BYTES;
  }

  /** Null while not even the status has come. */
  soFar(): SafeResponse | null {
    if (!this.#head) return null;
    // `stream` leaves out a character whose last bytes were cut off.
    const body = new TextDecoder().decode(this.#kept, { stream: true });
    return { ...this.#head, body, durationMs: Math.round(this.#elapsedMs()) };
  }

  whole(): SafeResponse {
    const response = this.soFar();
    if (!response) throw new Error('An answer ended that had not begun.');
    return response;
  }
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')]],
    ),
  );
}

/**
 * Opens a socket only to addresses the policy allows, and looks at the other end of it once more:
 * a lookup can be skipped, and what was checked must be what was called.
 */
export function guardedConnector(
  guard: { policy: AddressPolicy; target: Target; resolve: Resolver; progress: Progress },
  build: typeof buildConnector = buildConnector,
): buildConnector.connector {
  const connect = build({ lookup: guardedLookup(guard), allowH2: false });
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      const refused = guard.policy.judgeAddresses(guard.target, [socket.remoteAddress ?? '']);
      if (refused) {
        socket.destroy();
        return callback(FetchFailure.blocked(refused.message), null);
      }
      guard.progress.phase = 'at';
      return callback(null, socket);
    });
}

function guardedLookup(guard: {
  policy: AddressPolicy;
  target: Target;
  resolve: Resolver;
}): LookupFunction {
  return (hostname, { all }, callback) =>
    guard.resolve(hostname, (error, found) => {
      const addresses = [...(found ?? [])];
      const first = addresses[0];
      if (error || !first) return callback(error ?? new NameNotFound(hostname), []);
      const texts = addresses.map(({ address }) => address);
      const refused = guard.policy.judgeAddresses(guard.target, texts);
      if (refused) return callback(FetchFailure.blocked(refused.message), []);
      return all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
}

class NameNotFound extends Error {
  readonly code = 'ENOTFOUND';
  constructor(hostname: string) {
    super(`no address for ${hostname}`);
  }
}

const resolveBySystem: Resolver = (hostname, answer) =>
  systemLookup(hostname, { all: true }, answer);
