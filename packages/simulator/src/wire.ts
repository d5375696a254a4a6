import type { Request, Response } from 'express';

/** A request as it came over the wire: the body exact, so that signatures can be checked. */
export type WireRequest = {
  readonly method: string;
  /** From the first slash to the question mark. */
  readonly path: string;
  /** Everything after the question mark, as sent. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Expects a body kept raw by `express.raw`. */
export function readWireRequest(request: Request): WireRequest {
  const body: unknown = request.body;
  const question = request.originalUrl.indexOf('?');
  return {
    method: request.method,
    path: question < 0 ? request.originalUrl : request.originalUrl.slice(0, question),
    query: question < 0 ? '' : request.originalUrl.slice(question + 1),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: Buffer.isBuffer(body) ? body.toString('utf8') : '',
  };
}

export function sendWireAnswer(response: Response, answer: WireAnswer): void {
  response.status(answer.status).set(answer.headers).end(answer.body);
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function htmlAnswer(status: number, body: string, csp: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp },
    body,
  };
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
