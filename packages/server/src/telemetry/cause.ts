import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';
import type { JobCause } from '../use-cases/request.ts';

/**
 * What the work under way came of: one request, or one job that a request left behind. It follows every
 * call and callback by itself, so that each line of the log and each statement knows where it belongs.
 */
export type Cause = {
  readonly requestId: string | null;
  /** The innermost that is traced now; null where traces are off. Changes as the work comes further. */
  span: Span | null;
};

const causes = new AsyncLocalStorage<Cause>();

/** Everything that `work` does and starts belongs to this cause. */
export function within<Value>(cause: Cause, work: () => Value): Value {
  return causes.run(cause, work);
}

export function presentCause(): Cause | undefined {
  return causes.getStore();
}

/** What a line of the log says of it. */
export function causeInLog(): { requestId?: string; traceId?: string } {
  const cause = causes.getStore();
  if (!cause) return {};
  const { requestId, span } = cause;
  return {
    ...(requestId !== null && { requestId }),
    ...(span && { traceId: span.spanContext().traceId }),
  };
}

/** What a queued job is to remember of it; null where nobody asked for the work. */
export function causeForJob(): JobCause | null {
  const cause = causes.getStore();
  if (!cause || (cause.requestId === null && !cause.span)) return null;
  return {
    ...(cause.requestId !== null && { requestId: cause.requestId }),
    ...(cause.span && { traceparent: traceparentOf(cause.span) }),
  };
}

/** As in the header of W3C Trace Context, version 00. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
