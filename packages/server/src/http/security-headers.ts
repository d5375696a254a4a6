import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * What a browser may do with our pages. Styles may stand in the page, because AG Grid, Mantine and
 * Monaco write theirs there while they run, and a nonce cannot be put into pages that are plain files.
 * Scripts come from files of ours alone, so that injected text stays text.
 */
export function securityHeaders(publicUrl: string, ownOrigins: readonly string[]): RequestHandler {
  const isHttps = publicUrl.startsWith('https:');
  const page = makeHelmet(isHttps, { connectSrc: connections(ownOrigins), workerSrc: ["'self'"] });
  // Its editor makes its workers from blobs where a worker cannot be a module of the page.
  const playground = makeHelmet(isHttps, {
    connectSrc: connections(ownOrigins),
    workerSrc: ["'self'", 'blob:'],
  });
  return (request, response, next) => {
    response.setHeader(
      'permissions-policy',
      'camera=(), geolocation=(), microphone=(), payment=()',
    );
    const isPlayground = /^\/graphiql(\.html|\/|$)/.test(request.path);
    return isPlayground ? playground(request, response, next) : page(request, response, next);
  };
}

function makeHelmet(isHttps: boolean, own: Record<string, string[]>) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...own,
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Not `no-referrer`: it would blank the Origin of forms as well.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

/** Not every browser counts our own sockets as 'self'. */
function connections(ownOrigins: readonly string[]): string[] {
  return ["'self'", ...ownOrigins.map((origin) => origin.replace(/^http/, 'ws'))];
}
