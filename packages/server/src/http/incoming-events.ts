import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import {
  BadSignature,
  type PaymentProvider,
  type RawDelivery,
} from '../payments/payment-provider.ts';
import { receivePaymentNews } from '../use-cases/receive-payment-event.ts';
import { systemRequest } from '../use-cases/request.ts';
import { factsOf } from './request-log.ts';

const BODY_LIMIT = '1mb';

type EventRequest = Request<{ provider: string }>;

/**
 * `/events/<provider>`: what payment providers tell us, by POST or, at Paytrail, by GET. Only a signature
 * over the bytes as they came opens this door. 200 is said when the news is committed and never before;
 * anything else makes the provider send it again.
 */
export function incomingEvents(
  means: Pick<Services, 'orm' | 'tools' | 'providers'> & {
    log: Log;
    metrics: Pick<Metrics, 'deliveries'>;
  },
): Router {
  const receive = async (request: EventRequest, response: Response): Promise<void> => {
    const provider = means.providers.byName(request.params.provider);
    if (!provider?.readEvents) {
      response.status(404).json({ error: 'No payment provider of this name sends us news.' });
      return;
    }
    const { requestId } = factsOf(response);
    const count = (outcome: string) =>
      means.metrics.deliveries.labels(provider.name, outcome).inc();
    const news = readNews(provider, deliveryOf(request), means.tools.now());
    if (news instanceof BadSignature) {
      count('refused');
      // In full only in our log: whoever forges need not learn what gave them away.
      means.log.warn(
        { provider: provider.name, requestId, reason: news.message },
        'delivery refused',
      );
      response.status(400).json({ error: 'The signature does not fit.' });
      return;
    }
    const actor = { kind: 'PROVIDER', id: provider.name, name: provider.label } as const;
    const asking = systemRequest(means.orm.em.fork(), means.tools, actor);
    try {
      await receivePaymentNews(provider.name, news, asking);
    } catch (error) {
      count('failed');
      throw error;
    }
    count('recorded');
    means.log.info({ provider: provider.name, requestId, news: news.length }, 'delivery recorded');
    response.status(200).json({ received: true });
  };

  const router = Router();
  const answer: RequestHandler<{ provider: string }> = (request, response, next) => {
    receive(request, response).then(undefined, next);
  };
  router.get('/:provider', answer);
  router.post('/:provider', express.raw({ type: () => true, limit: BODY_LIMIT }), answer);
  return router;
}

function readNews(provider: PaymentProvider, delivery: RawDelivery, now: Date) {
  try {
    return provider.readEvents?.(delivery, now) ?? [];
  } catch (error) {
    if (error instanceof BadSignature) return error;
    throw error;
  }
}

/** The request exactly as it came. A body has to be kept raw. */
export function deliveryOf(
  request: Pick<Request, 'method' | 'headers' | 'originalUrl' | 'body'>,
): RawDelivery {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  return {
    method: request.method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(headers) as Record<string, string>,
    query: Object.fromEntries(query),
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
  };
}
