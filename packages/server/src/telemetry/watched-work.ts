import { SpanKind } from '@opentelemetry/api';
import type { Log } from '../log.ts';
import type { ClaimedAction } from '../database/action-claim.ts';
import type { JobCause } from '../use-cases/request.ts';
import type { AttemptEnd } from '../use-cases/run-action.ts';
import { within } from './cause.ts';
import { endFailed } from './traces.ts';
import type { Telemetry } from './telemetry.ts';

/** How a worker's jobs and attempts are watched. */
export type WorkWatch = {
  /** Runs a job as what came of the request that queued it. */
  job(task: string, payload: unknown, work: () => Promise<void>): Promise<void>;
  /** Runs one attempt of an action: one line in the log, one part of the trace. */
  attempt(claimed: ClaimedAction, work: () => Promise<AttemptEnd>): Promise<AttemptEnd>;
};

export function watchWork(telemetry: Telemetry, log: Log): WorkWatch {
  const { metrics, traces } = telemetry;
  return {
    async job(task, payload, work) {
      const { requestId = null, traceparent } = causeOf(payload);
      const origin = { traceparent, isOurs: true };
      const span = traces.begin(`job ${task}`, SpanKind.CONSUMER, {}, origin);
      const startedAt = performance.now();
      let outcome = 'done';
      try {
        await within({ requestId, span }, work);
      } catch (error) {
        outcome = 'failed';
        if (span) endFailed(span, error);
        throw error;
      } finally {
        span?.end();
        metrics.jobs.labels(task, outcome).observe((performance.now() - startedAt) / 1_000);
      }
    },

    async attempt(claimed, work) {
      const { kind, purpose, trigger, run, attempt, waitedMs } = claimed;
      metrics.startLatency.labels(trigger).observe(Math.max(0, waitedMs) / 1_000);
      if (trigger === 'TAKEOVER') metrics.takeovers.labels(kind).inc();
      const startedAt = performance.now();
      const facts = {
        actionId: claimed.id,
        orderId: claimed.orderId,
        kind,
        purpose,
        trigger,
        run,
        attempt,
      };
      const end = (outcome: string) => {
        const durationMs = performance.now() - startedAt;
        metrics.attempts.labels(kind, purpose, outcome).observe(durationMs / 1_000);
        log.info({ ...facts, outcome, durationMs: Math.round(durationMs) }, 'attempt');
      };
      const attributes = {
        'order_management.action': claimed.id,
        'order_management.kind': kind,
        'order_management.trigger': trigger,
      };
      return traces.part(`attempt ${kind}`, SpanKind.INTERNAL, attributes, async (span) => {
        try {
          const outcome = await work();
          span?.setAttribute('order_management.outcome', outcome);
          end(outcome);
          return outcome;
        } catch (error) {
          end('fault');
          throw error;
        }
      });
    },
  };
}

/** Jobs of before, and those that a sweep queued, have none. */
function causeOf(payload: unknown): JobCause {
  const { cause } = (payload ?? {}) as { cause?: JobCause | null };
  return cause ?? {};
}
