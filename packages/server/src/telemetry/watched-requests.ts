import { SpanKind, SpanStatusCode, type Span } from '@opentelemetry/api';
import { presentCause, type Cause } from './cause.ts';
import { measuredName } from './metrics.ts';
import type { Telemetry } from './telemetry.ts';

/** One request over HTTP, from its first to its last byte. */
export type WatchedRequest = {
  /** What everything that is done for it belongs to. */
  readonly cause: Cause;
  end(facts: {
    status: number;
    operationName?: string | undefined;
    outcome?: string | undefined;
  }): void;
};

export function watchRequest(
  { metrics, traces }: Telemetry,
  asked: { requestId: string; method: string; path: string; traceparent: string | undefined },
): WatchedRequest {
  const { requestId, path } = asked;
  const startedAt = performance.now();
  const route = routeOf(path);
  const method = METHODS.has(asked.method) ? asked.method : 'other';
  const span = traces.begin(
    `${method} ${route}`,
    SpanKind.SERVER,
    {
      'http.request.method': method,
      'http.route': route,
      'order_management.request_id': requestId,
    },
    { traceparent: asked.traceparent, isOurs: false },
  );
  const cause: Cause = { requestId, span };
  return {
    cause,
    end({ status, operationName, outcome = 'ok' }) {
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics.httpRequests.labels(route, method, String(status)).observe(seconds);
      if (route === '/graphql' && operationName !== undefined) {
        metrics.operations.labels(measuredName(operationName), outcome).observe(seconds);
      }
      if (!span) return;
      if (cause.span !== span) endPart(cause.span, outcome);
      span.setAttribute('http.response.status_code', status);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/**
 * From here on what is done for the request is done by this operation. Its name is a client's own choice, and
 * so is told in the trace only.
 */
export function operationBegins(
  { traces }: Telemetry,
  operation: { name: string; type: string },
): void {
  const cause = presentCause();
  if (!cause?.span) return;
  cause.span = traces.beginPart(`${operation.type} ${operation.name}`, SpanKind.INTERNAL, {
    'graphql.operation.name': operation.name,
    'graphql.operation.type': operation.type,
  });
}

function endPart(span: Span | null, outcome: string): void {
  span?.setAttribute('order_management.outcome', outcome);
  if (outcome === 'fault') span?.setStatus({ code: SpanStatusCode.ERROR });
  span?.end();
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const ROUTES = [
  '/graphql',
  '/graphiql',
  '/events',
  '/pay',
  '/api/auth',
  '/api/invitations',
  '/exports',
  '/reports',
  '/assets',
  '/healthz',
  '/readyz',
];

/** The part of the product that answers; its own pages are all one. */
function routeOf(path: string): string {
  return ROUTES.find((route) => path === route || path.startsWith(`${route}/`)) ?? 'page';
}
