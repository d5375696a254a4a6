// Which address of the one HTTP port belongs to whom.

import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import type { AccessBook } from './access.ts';
import type { Clock } from './clock.ts';
import { controlRoutes } from './control.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { FakeEpassi } from './epassi.ts';
import type { Faults } from './faults.ts';
import type { FakeKajabi } from './kajabi.ts';
import type { Limits } from './limits.ts';
import type { Inbox } from './mailbox.ts';
import type { FakePaytrail } from './paytrail.ts';
import type { WebhookReceiver } from './receivers.ts';
import type { FakeStripe } from './stripe.ts';
import type { FakeSystemeio } from './systemeio.ts';
import type { Traffic } from './traffic.ts';

/** Everything in the box, for the pages and the control API. */
export type World = {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly stripe: FakeStripe;
  readonly paytrail: FakePaytrail;
  readonly epassi: FakeEpassi;
  readonly kajabi: FakeKajabi;
  readonly systemeio: FakeSystemeio;
  readonly access: AccessBook;
  readonly limits: Limits;
  readonly receiver: WebhookReceiver;
  readonly inbox: Inbox;
  readonly events: EventDelivery;
  readonly traffic: Traffic;
  readonly productUrl: () => string | null;
  readonly smtpUrl: string;
  readonly ownUrl: () => string;
};

export function makeApp(world: World): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(onlyFromThisMachine);
  const exactBody = express.raw({ type: () => true, limit: '2mb' });
  app.use(['/v1', '/stripe/v1'], exactBody, world.stripe.serve);
  app.use('/paytrail', exactBody, world.paytrail.serve);
  app.use('/epassi', exactBody, world.epassi.serve);
  app.use('/kajabi', exactBody, world.kajabi.serve);
  app.use('/systemeio/api', exactBody, world.systemeio.serve);
  app.post('/hooks/:name', exactBody, world.receiver.serve);
  app.use(controlRoutes(world));
  app.use(answerBrokenRequest(world.clock));
  return app;
}

/** A web page opened elsewhere could make a name point here; only our own names get an answer. */
const onlyFromThisMachine: RequestHandler = (request, response, next) => {
  if (/^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostName(request.headers.host))) next();
  else response.status(421).end('This simulator answers to 127.0.0.1 and localhost only.');
};

function hostName(host: string | undefined): string {
  return host?.replace(/:\d+$/, '') ?? '';
}

function answerBrokenRequest(clock: Clock): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (clock.stopping.aborted || response.headersSent) {
      request.socket.destroy();
      return;
    }
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status >= 500) next(error);
    else response.status(status).json({ error: String(error) });
  };
}
