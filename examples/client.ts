import { randomInt } from 'node:crypto';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, Kind, OperationTypeNode, print } from 'graphql';

// The way to the API that all scripts share. Three kinds of "no" stay apart: a refusal in the `errors` of a
// payload is an answer and is left to the script; `ApiRefused` is an error of the whole request, such as a
// missing permission; `Unreachable` means that no usable answer came, however often it was tried.

export type Connection = {
  /** Where the product answers, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** How long a request is tried again in all. */
  readonly patienceMs: number;
};

/** The script cannot go on as it was called; the message says what to change. */
export class Misuse extends Error {}

/** The API refused the request as a whole, in its own words. */
export class ApiRefused extends Error {}

/** No usable answer, after every try that was safe. What was asked for may have happened or not. */
export class Unreachable extends Error {}

const ANSWER_WITHIN_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
const USUAL_PATIENCE_SECONDS = 120;

/** From ORDER_MANAGEMENT_URL, ORDER_MANAGEMENT_TOKEN and, if set, ORDER_MANAGEMENT_PATIENCE (in seconds). */
export function connectionFromEnvironment(environment = process.env): Connection {
  const token = environment['ORDER_MANAGEMENT_TOKEN']?.trim();
  if (!token) throw new Misuse('Set ORDER_MANAGEMENT_TOKEN to an API token.');
  const patience = Number(environment['ORDER_MANAGEMENT_PATIENCE'] ?? USUAL_PATIENCE_SECONDS);
  if (!Number.isFinite(patience) || patience < 0) {
    throw new Misuse('ORDER_MANAGEMENT_PATIENCE is a number of seconds, 0 or more.');
  }
  return {
    url: readUrl(environment['ORDER_MANAGEMENT_URL']),
    token,
    patienceMs: patience * 1000,
  };
}

/** Everybody on the way can read what is sent without TLS, the token too. */
function readUrl(text: string | undefined): string {
  const url = URL.parse(text?.trim() ?? '');
  const isOnThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isOnThisMachine))) {
    throw new Misuse(
      'Set ORDER_MANAGEMENT_URL to the address of the shop, such as https://orders.example.com (http only on this machine).',
    );
  }
  return url.origin;
}

/**
 * Sends one operation and gives back its data. A query is sent again after a lost connection, 429 and 5xx;
 * a mutation only if it carries an idempotency key, by which the product knows it again.
 */
export async function ask<Data, Variables extends object>(
  connection: Connection,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await call(connection, '/graphql', {
    isRepeatable: isQuery(document) || carriesKey(variables),
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = response.answer as { data?: Data | null; errors?: TopLevelError[] };
  if (errors?.length) throw refusalOf(errors);
  if (!data) throw new Unreachable(`${connection.url} answered without data.`);
  return data;
}

/** A file of the product as text, such as a report; `path` begins with a slash. */
export async function fetchText(connection: Connection, path: string): Promise<string> {
  const { text } = await call(connection, path, { isRepeatable: true });
  return text;
}

/** All entries of a paged list, however many pages. */
export async function everyPage<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
): Promise<Node[]> {
  const found: Node[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Page<Node> = await read(after);
    found.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

type Page<Node> = {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
};

/** The refusals of a payload in the server's words; empty where it was done. */
export function wordsOf(errors: readonly { readonly message: string }[]): string {
  return errors.map(({ message }) => message).join(' ');
}

/** What a stranger is told is written for a person at the sign-in page. */
export const UNKNOWN_TOKEN =
  'The product does not know this token: it is wrong, was revoked, or has run out.';

/** Errors of the whole request, fit to be thrown. */
export function refusalOf(errors: readonly TopLevelError[]): ApiRefused {
  const isStranger = errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
  return new ApiRefused(isStranger ? UNKNOWN_TOKEN : wordsOf(errors));
}

/** An outage, or too many requests: worth another try. Null where another try gains nothing. */
export function passingTrouble(errors: readonly TopLevelError[]): Trouble | null {
  const passing = errors.find(({ extensions }) =>
    PASSING.some((code) => code === extensions?.['code']),
  );
  if (!passing) return null;
  const seconds = passing.extensions?.['retryAfterSeconds'];
  return {
    trouble: wordsOf(errors),
    retryAfterMs: typeof seconds === 'number' ? seconds * 1000 : null,
  };
}

const PASSING = ['INTERNAL_SERVER_ERROR', 'RATE_LIMITED'] as const;

export type TopLevelError = {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
};
type Call = {
  readonly isRepeatable: boolean;
  /** Sent by POST as JSON; left out: GET. */
  readonly body?: string;
};
type Answer = { readonly text: string; readonly answer: unknown };
/** Why a try came to nothing, and when to try again if the other side said so. */
export type Trouble = { readonly trouble: string; readonly retryAfterMs: number | null };

async function call(connection: Connection, path: string, wish: Call): Promise<Answer> {
  const giveUpAt = performance.now() + connection.patienceMs;
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(connection, path, wish);
    if (!('trouble' in outcome)) return outcome;
    const pauseMs = outcome.retryAfterMs ?? backOffMs(tries);
    const isOver = performance.now() + pauseMs > giveUpAt;
    if (!wish.isRepeatable || isOver) {
      const count = tries === 1 ? 'once' : `${tries} times`;
      throw new Unreachable(`${outcome.trouble} Tried ${count}.`);
    }
    await pause(pauseMs);
  }
}

async function tryOnce(
  { url, token }: Connection,
  path: string,
  { body }: Call,
): Promise<Answer | Trouble> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url + path, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { method: 'POST', body }),
      // Or the token would follow to wherever it leads.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    text = await response.text();
  } catch (error) {
    return { trouble: `${url} cannot be reached: ${reasonOf(error)}.`, retryAfterMs: null };
  }
  const answer = readJson(text);
  const errors = errorsIn(answer);
  const words = wordsOf(errors) || `It answered ${response.status}.`;
  const passing = passingTrouble(errors);
  if (response.status === 429 || response.status >= 500 || passing) {
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
    return { trouble: words, retryAfterMs: retryAfterMs ?? passing?.retryAfterMs ?? null };
  }
  if (response.status === 401) throw new ApiRefused(UNKNOWN_TOKEN);
  if (!response.ok) throw errors.length > 0 ? refusalOf(errors) : new ApiRefused(words);
  if (path === '/graphql' && answer === null) {
    throw new ApiRefused(`${url} does not answer as the API does.`);
  }
  return { text, answer };
}

/** Of GraphQL (`errors`) or of a file that is refused (`error`). */
function errorsIn(answer: unknown): readonly TopLevelError[] {
  const { errors, error } = (answer ?? {}) as { errors?: TopLevelError[]; error?: string };
  if (Array.isArray(errors)) return errors;
  return typeof error === 'string' ? [{ message: error }] : [];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** `fetch` hides what happened behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return error instanceof Error ? error.message : String(error);
}

/** Seconds, or a date. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** Doubling, with some chance in it, so that many scripts do not come back together. */
export function backOffMs(tries: number): number {
  const fullMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return fullMs / 2 + randomInt(Math.ceil(fullMs / 2));
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function isQuery({ definitions }: DocumentNode): boolean {
  return definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      definition.operation === OperationTypeNode.QUERY,
  );
}

function carriesKey(variables: object): boolean {
  const { input } = variables as { input?: { idempotencyKey?: unknown } };
  return typeof input?.idempotencyKey === 'string' && input.idempotencyKey !== '';
}
