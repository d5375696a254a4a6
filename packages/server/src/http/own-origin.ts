import type { RequestHandler } from 'express';

/**
 * A browser names the page a request comes from. Cookies travel along from everywhere, so what such a
 * request asks is done only when the page is ours. Scripts send no Origin and carry a token instead.
 */
export function isOwnOrigin(origin: string | undefined, ownOrigins: readonly string[]): boolean {
  return origin === undefined || ownOrigins.includes(origin);
}

/** Lets reading pass: no answer to it changes anything, and a foreign page cannot read it. */
export function requireOwnOrigin(ownOrigins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const isReading = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (isReading || isOwnOrigin(request.headers.origin, ownOrigins)) return next();
    response.status(403).json({
      error: 'This request comes from a page of another site.',
      requestId: response.locals['requestId'],
    });
  };
}
