import fs from 'node:fs';
import path from 'node:path';
import express, { Router, type Request, type Response } from 'express';

const YEAR_SECONDS = 31_536_000;

/** Beside each file that shrinks the build puts the same one compressed: the smaller first. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

/** What says something of the file that is sent. */
const OF_A_FILE = [
  'accept-ranges',
  'cache-control',
  'content-encoding',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
];

/**
 * The built page. Files under `/assets/` carry their content's hash in their names and never change;
 * all others are asked for again each time. An address that is no file belongs to the page's own routes.
 */
export function webPages(webDist: string): Router {
  const router = Router();
  const sendPage = (file: string): express.RequestHandler => {
    return (request, response, next) => {
      response.setHeader('cache-control', 'no-cache');
      const sent = file + compressFor(request, response, path.join(webDist, file));
      response.sendFile(path.join(webDist, sent), { cacheControl: false }, (error) => {
        // Not built, or the reader has gone: then "not found" is the answer, or nobody hears it.
        if (error && !response.headersSent) next();
      });
    };
  };

  router.get('/graphiql', sendPage('graphiql.html'));
  router.use((request, response, next) => {
    // Other names have no compressed file beside them, and what is no plain name is not looked for on the disk.
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && /^(?:\/[\w-][\w.-]*)+\.(?:js|css|svg)$/.test(request.path)) {
      // What stands behind the question mark names no other file.
      request.url = request.path + compressFor(request, response, path.join(webDist, request.path));
    }
    next();
  });
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
  router.use(forgetFile, forgetFileOnError);
  return router;
}

/** What was said of a file that is not sent after all must not be believed of the answer in its place. */
const forgetFile: express.RequestHandler = (_request, response, next) => {
  forget(response);
  next();
};
const forgetFileOnError: express.ErrorRequestHandler = (error, _request, response, next) => {
  forget(response);
  next(error);
};

function forget(response: Response): void {
  if (response.headersSent) return;
  for (const name of OF_A_FILE) response.removeHeader(name);
}

/** What to put behind the name, for whoever can read it compressed; says so in the headers. */
function compressFor(request: Request, response: Response, file: string): string {
  response.vary('accept-encoding');
  const encoding = ENCODINGS.find(
    ({ name, ending }) => request.acceptsEncodings(name) && fs.existsSync(file + ending),
  );
  if (!encoding) return '';
  response.setHeader('content-encoding', encoding.name);
  response.type(path.extname(file));
  return encoding.ending;
}
