import { createServer } from 'node:http';
import express from 'express';
import type { Services } from '../graphql/context.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { healthRoutes } from './health.ts';
import { listen } from './listen.ts';

const REQUEST_TIMEOUT_MS = 10_000;

export type OperatorDoor = { readonly port: number; stop(): Promise<void> };

/**
 * `/metrics`, `/healthz` and `/readyz` on a port of their own, for the operators' network: it asks nobody who
 * they are. A worker has no other; where it serves, health is on both.
 */
export async function openOperatorDoor(
  at: { host: string; port: number },
  means: {
    metrics: Pick<Metrics, 'text' | 'contentType'>;
    orm: Services['orm'];
    version: string;
    isStopping: () => boolean;
  },
): Promise<OperatorDoor> {
  const { metrics, ...health } = means;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(healthRoutes(health));
  app.get('/metrics', async (_request, response) => {
    response.setHeader('content-type', metrics.contentType);
    response.send(await metrics.text());
  });
  app.use((_request, response) => {
    response.status(404).json({ error: 'Here are /metrics, /healthz and /readyz.' });
  });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, app);
  const port = await listen(server, at.host, at.port);
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
