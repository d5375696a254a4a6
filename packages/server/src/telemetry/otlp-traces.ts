import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TraceConfig } from '../config.ts';
import { makeTraces, type Traces } from './traces.ts';

// Loaded only where traces are on: the libraries cost memory and time at the start.

const SEND_EVERY_MS = 1_000;

/** Sends spans by OTLP over HTTP, as JSON. Where nobody takes them they are dropped; no work waits for it. */
export function makeOtlpTraces(
  config: TraceConfig,
  program: { name: string; version: string; process: string },
): Traces {
  const exporter = new OTLPTraceExporter({ url: config.url });
  const provider = new TracerProvider({
    sampler: samplerOf(config),
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': config.serviceName ?? `${program.name}-${program.process}`,
        'service.version': program.version,
      }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS })],
  });
  return makeTraces(provider.getTracer(program.name, program.version), () => provider.shutdown());
}

/**
 * A part follows its parent. What comes from outside is decided by us and by its trace's id: the flag that a
 * stranger's header carries could fill the store.
 */
function samplerOf({ sampler, ratio }: TraceConfig): Sampler {
  const root = rootSampler(sampler.replace('parentbased_', ''), ratio);
  return new ParentBasedSampler({
    root,
    remoteParentSampled: root,
    remoteParentNotSampled: root,
  });
}

function rootSampler(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}
