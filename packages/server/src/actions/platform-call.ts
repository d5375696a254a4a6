/**
 * The calls an action makes at a platform, one after the other: what each came to in a seller's words,
 * and what is kept of it. A call whose answer was lost may be made again, because each kind looks
 * before it gives.
 */
import { FetchFailure, type SafeResponse } from '../outside/fetch-failure.ts';
import type { SafeFetch, SafeRequest } from '../outside/safe-fetch.ts';
import type { ActionAnswer, ActionRun, Exchange } from './action-type.ts';
import { REDACTED, type Redact } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';

export type PlatformCall = {
  readonly method: SafeRequest['method'];
  readonly url: string;
  /** The address as it is kept: without secrets and customers. */
  readonly shownUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The body as it is kept; null without one. */
  readonly shownBody: unknown;
  /** A good answer that holds a token or other customers is not kept. */
  readonly hidesAnswer: boolean;
};

/** What a call came to. */
export type PlatformReply =
  | { readonly kind: 'done'; readonly status: number; readonly json: unknown }
  /** The platform's no, which stays one however often it is asked. `words` are its own, redacted. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly words: string;
      readonly answer: ActionAnswer;
    }
  /** What may pass; `isUncertain` where it may have been done all the same. */
  | { readonly kind: 'trouble'; readonly isUncertain: boolean; readonly answer: ActionAnswer };

/** Either what was asked for, or the answer with which the action ends. */
export type Told<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly answer: ActionAnswer };

export function told<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export type Conversation = {
  readonly call: (call: PlatformCall) => Promise<PlatformReply>;
  /** All calls so far, in their order. */
  readonly exchange: () => Exchange;
};

/** As much of an answer as is read at all: a list of contacts has to be understood whole. */
const READ_BYTES = 65_536;

export function conversationWith(
  platform: string,
  fetch: SafeFetch,
  run: ActionRun,
  redact: Redact,
): Conversation {
  const requests: unknown[] = [];
  const responses: unknown[] = [];
  return {
    async call(call) {
      const { method, url, headers, body } = call;
      requests.push({ method, url: call.shownUrl, body: call.shownBody });
      const result = await attempt(() =>
        fetch({ method, url, headers, body, signal: run.signal, keptBytes: READ_BYTES }),
      );
      // Once the platform has spoken, an ending that was lost or too long changes nothing.
      const response = result instanceof FetchFailure ? result.answer : result;
      responses.push(response && shownResponse(response, call, redact));
      if (response) return replyOf(platform, response, run, redact);
      return lost(result as FetchFailure, redact);
    },
    exchange: () =>
      requests.length === 1
        ? { request: requests[0], response: responses[0] }
        : { request: requests, response: responses },
  };
}

async function attempt(call: () => Promise<SafeResponse>): Promise<SafeResponse | FetchFailure> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof FetchFailure) return error;
    throw error;
  }
}

function shownResponse(response: SafeResponse, call: PlatformCall, redact: Redact) {
  const { status, headers, durationMs } = response;
  const retryAfter = headers['retry-after'];
  const isHidden = call.hidesAnswer && isGood(status) && response.body !== '';
  return {
    status,
    ...(retryAfter !== undefined && { headers: { 'retry-after': redact(retryAfter) } }),
    body: isHidden ? REDACTED : redact(response.body),
    durationMs,
  };
}

function replyOf(
  platform: string,
  { status, headers, body }: SafeResponse,
  run: ActionRun,
  redact: Redact,
): PlatformReply {
  if (isGood(status)) return { kind: 'done', status, json: readJson(body) };
  if (status >= 500 || status === 429 || status === 408) {
    const retry = retryAfterMs(headers['retry-after'], run.now);
    const answer: ActionAnswer = {
      outcome: 'failed',
      message: `${platform} ${status === 429 ? 'is asking for fewer calls' : 'is having trouble'} (${status}). ${GOES_ON}`,
      again: 'yes',
      ...(retry !== null && { retryAfterMs: retry }),
    };
    return { kind: 'trouble', isUncertain: status >= 500, answer };
  }
  const words = redact(wordsOf(body));
  return { kind: 'refused', status, words, answer: final(refusalWords(platform, status), words) };
}

const GOES_ON = 'Running it again repeats nothing that was done.';

function lost(failure: FetchFailure, redact: Redact): PlatformReply {
  const technical = redact(`${failure.kind} (${failure.phase}): ${failure.technical}`);
  const answer: ActionAnswer =
    failure.kind === 'blocked'
      ? final(`${failure.message} Nothing was sent.`, technical)
      : { outcome: 'failed', message: `${failure.message} ${GOES_ON}`, again: 'yes', technical };
  return { kind: 'trouble', isUncertain: failure.phase !== 'before', answer };
}

function refusalWords(platform: string, status: number): string {
  if (status < 400)
    return `${platform} answered with a redirect (${status}), which is not followed. Check the address in the settings.`;
  if (status === 401)
    return `${platform} does not accept the key in the settings (401). Enter a valid one, then run it again with the latest template.`;
  if (status === 403)
    return `${platform} does not allow this with the key in the settings (403). Give the key the permission there, then run it again.`;
  return `${platform} did not accept the call (${status}). Its answer says why; when that is mended, run it again.`;
}

/** The end of an action that no repetition helps. */
export function final(message: string, technical = ''): ActionAnswer {
  return { outcome: 'failed', message, again: 'no', ...(technical !== '' && { technical }) };
}

/** Where an answer was good and cannot be understood: perhaps the next one can. */
export function unreadable(platform: string): { ok: false; answer: ActionAnswer } {
  const message = `${platform} gave an answer that could not be understood. ${GOES_ON}`;
  return { ok: false, answer: { outcome: 'failed', message, again: 'yes' } };
}

/** Every text of a JSON answer with the names of its fields, so that "base" and "email" can be told apart. */
function wordsOf(body: string): string {
  const json = readJson(body);
  return json === undefined || json === null ? body : textsIn(json).join('; ');
}

function textsIn(value: unknown, name = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, name));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => textsIn(one, key));
  const isText = typeof value === 'string' || typeof value === 'number';
  return isText ? [name === '' ? String(value) : `${name}: ${value}`] : [];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}
