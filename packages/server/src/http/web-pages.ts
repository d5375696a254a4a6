import path from 'node:path';
import express, { Router } from 'express';

const YEAR_SECONDS = 31_536_000;

/**
 * The built page. Files under `/assets/` carry their content's hash in their names and never change;
 * all others are asked for again each time. An address that is no file belongs to the page's own routes.
 */
export function webPages(webDist: string): Router {
  const router = Router();
  const sendPage = (file: string): express.RequestHandler => {
    return (_request, response, next) => {
      response.setHeader('cache-control', 'no-cache');
      response.sendFile(path.join(webDist, file), { cacheControl: false }, (error) => {
        // Not built, or the reader has gone: then "not found" is the answer, or nobody hears it.
        if (error && !response.headersSent) next();
      });
    };
  };

  router.get('/graphiql', sendPage('graphiql.html'));
  router.use(
    express.static(webDist, {
      index: false,
      redirect: false,
      cacheControl: false,
      setHeaders: (response, file) => {
        const isHashed = path.relative(webDist, file).startsWith(`assets${path.sep}`);
        response.setHeader(
          'cache-control',
          isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        );
      },
    }),
  );
  router.get('/{*route}', (request, response, next) => {
    const isPage = request.accepts(['json', 'html']) === 'html';
    // A missing file of an older build must not be answered with a page in its place.
    if (!isPage || request.path.startsWith('/assets/')) return next();
    sendPage('index.html')(request, response, next);
  });
  return router;
}
