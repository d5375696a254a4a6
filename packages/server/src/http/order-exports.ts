import { fromNodeHeaders } from 'better-auth/node';
import { Router, type Request as HttpRequest, type Response } from 'express';
import type { Authenticate, Viewer } from '../access/viewer.ts';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import {
  isExpected,
  openDownload,
  ReaderGone,
  type DownloadRefusal,
  type FileReader,
} from '../use-cases/download-order-export.ts';
import { originOf } from './client-address.ts';
import { billOf, payForFile } from './limit-answers.ts';
import { EXPORT_FILE_POINTS } from './operation-cost.ts';
import type { OpenProofs } from './open-proofs.ts';
import { factsOf, noteViewer } from './request-log.ts';

/** A reader that takes nothing for so long has gone, or holds up the database for nothing. */
const LONGEST_STALL_MS = 60_000;
/** Of a whole download: it holds back the database's own tidying up. */
const LONGEST_DOWNLOAD_MS = 30 * 60_000;
/** Downloads one process has under way: each holds a connection to the database. */
const MOST_IN_PROCESS = 6;
const TRY_AGAIN_SECONDS = 10;

const statusOf: Readonly<Record<DownloadRefusal['code'], number>> = {
  NOT_FOUND: 404,
  NOT_ALLOWED: 403,
  GONE: 410,
  RUNNING: 409,
  TOO_MANY: 429,
};

type Means = Pick<Services, 'orm' | 'tools' | 'providers'> & {
  readonly authenticate: Authenticate;
  readonly proofs: OpenProofs;
  readonly log: Log;
  /** Aborted when the server stops and waits no longer. */
  readonly ending: AbortSignal;
  /** In ms; a minute unless said otherwise. */
  readonly longestStallMs?: number;
};

/**
 * `/exports/<id>.csv?key=…`: the file of an export, for the session or the token that asked for it. The
 * rows are sent as they are read. A file that breaks off ends without the mark of its end, so that no
 * browser or script takes it for whole.
 */
export function orderExports(means: Means): Router {
  let underWay = 0;
  const answer = async (
    request: HttpRequest<{ file: string }>,
    response: Response,
  ): Promise<void> => {
    response.setHeader('cache-control', 'no-store');
    const refuse = (status: number, error: string) =>
      void response.status(status).json({ error, requestId: factsOf(response).requestId });
    // Signed out, withdrawn, or given other rights: then what is left of the file is not theirs any more.
    const proof = { isOver: false };
    const proved = await means.proofs.prove(
      (options) => means.authenticate(fromNodeHeaders(request.headers), options),
      () => (proof.isOver = true),
    );
    noteViewer(response, proved?.viewer ?? null);
    billOf(response).name(proved?.viewer ?? null);
    if (!(await payForFile(response, EXPORT_FILE_POINTS))) return proved?.stop();
    if (!proved) return refuse(401, 'Sign in first, or send the token that asked for the export.');
    underWay += 1;
    try {
      if (underWay > MOST_IN_PROCESS) {
        response.setHeader('retry-after', TRY_AGAIN_SECONDS);
        return refuse(503, 'Many exports are being downloaded. Try again in a moment.');
      }
      const refusal = await download(request, response, { ...proved, proof }, means);
      if (refusal) refuse(statusOf[refusal.code], refusal.message);
    } finally {
      underWay -= 1;
      proved.stop();
    }
  };
  const router = Router();
  // A look at the head alone must not begin a download.
  router.head('/:file', (_request, response) => void response.status(405).end());
  router.get('/:file', (request, response, next) => {
    answer(request, response).then(undefined, next);
  });
  return router;
}

async function download(
  request: HttpRequest<{ file: string }>,
  response: Response,
  { viewer, proof }: { readonly viewer: Viewer; readonly proof: { readonly isOver: boolean } },
  means: Means,
): Promise<DownloadRefusal | null> {
  const { orm, tools, providers } = means;
  const key = new URLSearchParams(request.originalUrl.split('?')[1] ?? '').get('key') ?? '';
  const exportId = /^(exp_\w{1,60})\.csv$/u.exec(request.params.file)?.[1] ?? '';
  const { actor, permissions, reach } = viewer;
  const opened = await openDownload(
    { exportId, key },
    { em: orm.em.fork(), actor, permissions, reach, tools, from: originOf(request) },
    { providers },
  );
  if (!opened.ok) return opened.refusal;
  response.setHeader('content-type', 'text/csv; charset=utf-8; header=present');
  response.setHeader('content-disposition', `attachment; filename="${opened.download.fileName}"`);
  try {
    await opened.download.send({
      write: writerTo(response, means.longestStallMs ?? LONGEST_STALL_MS, means.ending),
      isStillAllowed: () => !proof.isOver,
    });
    response.end();
  } catch (error) {
    // Without the last chunk: the only sign of failure there is once rows have been sent.
    response.destroy();
    if (!isExpected(error)) {
      means.log.error({ error, requestId: factsOf(response).requestId }, 'fault in an export');
    }
  }
  return null;
}

/**
 * Waits until the other side has taken what was written before, so that nothing piles up in memory. It
 * listens once for all pieces: a composed signal for each would keep the orders of the last thousands of
 * them alive until the next full garbage collection.
 */
function writerTo(
  response: Response,
  longestStallMs: number,
  ending: AbortSignal,
): FileReader['write'] {
  let waiting: { goOn(): void; giveUp(reason: Error): void } | undefined;
  let over: Error | undefined;
  const end = (reason: Error) => {
    over ??= reason;
    waiting?.giveUp(reason);
  };
  response.on('drain', () => waiting?.goOn());
  const tooSlow = new ReaderGone('It took longer than half an hour.');
  const limit = setTimeout(() => end(tooSlow), LONGEST_DOWNLOAD_MS);
  const restarted = () => end(new ReaderGone('Our server was restarted. Fetch it again.'));
  ending.addEventListener('abort', restarted);
  response.once('close', () => {
    clearTimeout(limit);
    ending.removeEventListener('abort', restarted);
    end(new ReaderGone('The other side closed it.'));
  });
  let heard: AbortSignal | undefined;
  return async (text, stop) => {
    if (heard !== stop) stop.addEventListener('abort', () => end(stop.reason as Error));
    heard = stop;
    if (over) throw over;
    if (response.write(text)) return;
    const tooLong = new ReaderGone('The other side took nothing for too long.');
    const patience = setTimeout(() => end(tooLong), longestStallMs);
    try {
      await new Promise<void>((goOn, giveUp) => (waiting = { goOn, giveUp }));
    } finally {
      waiting = undefined;
      clearTimeout(patience);
    }
  };
}
