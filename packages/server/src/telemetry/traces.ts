import {
  ROOT_CONTEXT,
  type Attributes,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { presentCause, within } from './cause.ts';

/** What of a trace comes from elsewhere: a click in the browser, or the request that queued a job. */
export type Origin = { readonly traceparent: string | undefined; readonly isOurs: boolean };

export type Traces = {
  /** Begins a trace, or goes on with one. Null where traces are off. */
  begin(name: string, kind: SpanKind, attributes: Attributes, origin?: Origin): Span | null;
  /** Begins a part of what is under way. Null where nothing is traced. */
  beginPart(name: string, kind: SpanKind, attributes: Attributes): Span | null;
  /** Runs `work` as a part of what is under way. */
  part<Value>(
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    work: (span: Span | null) => Promise<Value>,
  ): Promise<Value>;
  /** Sends what is not sent yet. */
  stop(): Promise<void>;
};

/** Where OTEL_EXPORTER_OTLP_ENDPOINT is not set: nothing is made, kept or asked. */
export const noTraces: Traces = {
  begin: () => null,
  beginPart: () => null,
  part: (_name, _kind, _attributes, work) => work(null),
  stop: () => Promise.resolve(),
};

export function makeTraces(tracer: Tracer, stop: () => Promise<void>): Traces {
  const beginPart: Traces['beginPart'] = (name, kind, attributes) => {
    const parent = presentCause()?.span;
    if (!parent) return null;
    return tracer.startSpan(name, { kind, attributes }, trace.setSpan(ROOT_CONTEXT, parent));
  };
  return {
    beginPart,
    begin(name, kind, attributes, origin) {
      const parent = origin && readTraceparent(origin);
      const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
      return tracer.startSpan(name, { kind, attributes }, context);
    },
    async part(name, kind, attributes, work) {
      const span = beginPart(name, kind, attributes);
      if (!span) return work(null);
      const requestId = presentCause()?.requestId ?? null;
      try {
        return await within({ requestId, span }, () => work(span));
      } catch (error) {
        endFailed(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
    stop,
  };
}

/** By the error's name only: its words may quote what it stumbled over. */
export function endFailed(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Null for what is no traceparent of version 00. One from outside is remote: its wish to be kept is not ours. */
function readTraceparent({ traceparent, isOurs }: Origin): SpanContext | null {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '');
  const [, traceId = '', spanId = '', flags = '0'] = match ?? [];
  if (!match || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: !isOurs };
}
