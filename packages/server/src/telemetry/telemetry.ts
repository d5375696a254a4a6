import type { Config } from '../config.ts';
import { makeMetrics, type Metrics } from './metrics.ts';
import { noTraces, type Traces } from './traces.ts';

/** How the product is watched from outside: handed to whoever has something to tell, as the log is. */
export type Telemetry = { readonly metrics: Metrics; readonly traces: Traces };

const NAME = 'order-management';

export async function makeTelemetry(
  config: Pick<Config, 'metrics' | 'traces'>,
  what: { process: 'serve' | 'work'; version: string },
): Promise<Telemetry> {
  const metrics = makeMetrics(what, config.metrics !== null);
  return { metrics, traces: await tracesOf(config, what) };
}

async function tracesOf(
  { traces }: Pick<Config, 'traces'>,
  what: { process: string; version: string },
): Promise<Traces> {
  if (!traces) return noTraces;
  const { makeOtlpTraces } = await import('./otlp-traces.ts');
  return makeOtlpTraces(traces, { name: NAME, ...what });
}
