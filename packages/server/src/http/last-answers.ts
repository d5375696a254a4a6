import type { RequestHandler, Response } from 'express';

export type LastAnswers = {
  readonly handler: RequestHandler;
  /** From now on each answer is the last on its connection, and says so: whoever sent it opens another elsewhere. */
  begin(): void;
};

/**
 * Lets connections that are kept open end with an answer instead of between two. A balancer may send the next
 * request in the very moment an idle connection is closed, and may not send it twice.
 */
export function lastAnswers(): LastAnswers {
  const underWay = new Set<Response>();
  let haveBegun = false;
  const close = (response: Response) => void response.setHeader('connection', 'close');
  return {
    handler: (_request, response, next) => {
      if (haveBegun) close(response);
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      next();
    },
    begin: () => {
      haveBegun = true;
      for (const response of underWay) if (!response.headersSent) close(response);
    },
  };
}
