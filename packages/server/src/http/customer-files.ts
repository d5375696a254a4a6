import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromNodeHeaders } from 'better-auth/node';
import { Router, type Request as HttpRequest, type Response } from 'express';
import type { Authenticate } from '../access/viewer.ts';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import { type FileRefusal, openCustomerFile } from '../use-cases/export-customer.ts';
import { originOf } from './client-address.ts';
import { billOf, payForFile } from './limit-answers.ts';
import { EXPORT_FILE_POINTS } from './operation-cost.ts';
import { factsOf, noteViewer } from './request-log.ts';

/** Of a whole download: nobody needs longer for the orders of one customer. */
const LONGEST_DOWNLOAD_MS = 5 * 60_000;

const refusals: Readonly<Record<FileRefusal, readonly [status: number, words: string]>> = {
  NOT_FOUND: [404, 'There is no such file.'],
  NOT_ALLOWED: [403, 'Your role may not hand out customers’ data.'],
  GONE: [410, 'This address has run out. Ask for a new one.'],
};

type Means = Pick<Services, 'orm' | 'tools'> & {
  readonly authenticate: Authenticate;
  readonly log: Log;
};

/**
 * `/exports/customer.json?ticket=…`: everything that is held of one customer, for the session or the token that
 * asked for it. A file that breaks off ends without the mark of its end, as with exports of orders.
 */
export function customerFiles(means: Means): Router {
  const router = Router();
  router.head('/customer.json', (_request, response) => void response.status(405).end());
  router.get('/customer.json', (request, response, next) => {
    answer(request, response, means).then(undefined, next);
  });
  return router;
}

async function answer(request: HttpRequest, response: Response, means: Means): Promise<void> {
  const { orm, tools, log } = means;
  response.setHeader('cache-control', 'no-store');
  const refuse = (status: number, error: string) =>
    void response.status(status).json({ error, requestId: factsOf(response).requestId });
  const viewer = await means.authenticate(fromNodeHeaders(request.headers));
  noteViewer(response, viewer);
  billOf(response).name(viewer);
  if (!(await payForFile(response, EXPORT_FILE_POINTS))) return;
  if (!viewer) return refuse(401, 'Sign in first, or send the token that asked for the file.');
  const ticket = new URLSearchParams(request.originalUrl.split('?')[1] ?? '').get('ticket') ?? '';
  const { actor, permissions, reach } = viewer;
  const from = originOf(request);
  const asking = { em: orm.em.fork(), actor, permissions, reach, tools, from };
  const file = await openCustomerFile(ticket, asking);
  if (typeof file === 'string') return refuse(...refusals[file]);
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-disposition', `attachment; filename="${file.fileName}"`);
  const limit = AbortSignal.timeout(LONGEST_DOWNLOAD_MS);
  try {
    await pipeline(Readable.from(file.text), response, { signal: limit });
  } catch (error) {
    // Closed without the last chunk: the only sign of failure there is once something was sent.
    if (!hasGone(error) && !limit.aborted) {
      log.error({ error, requestId: factsOf(response).requestId }, 'fault in a customer’s file');
    }
  }
}

/** The other side closed it before the end. */
function hasGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
