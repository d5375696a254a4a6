import { SpanKind } from '@opentelemetry/api';
import { FetchFailure } from '../outside/fetch-failure.ts';
import type { Mailer } from '../outside/mailer.ts';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import type { PaymentProvider } from '../payments/payment-provider.ts';
import type { Telemetry } from './telemetry.ts';

// The ways out, each call counted, timed and traced. Nothing is added to what goes over the wire: no
// provider, receiver or mail server learns the ids of our traces.

type Call = { readonly target: string; readonly operation: string };

/** `outcomeOf` says what an answer is; what is thrown is `failed`, or what `nameOf` calls it. */
async function watched<Answer>(
  { metrics, traces }: Telemetry,
  { target, operation }: Call,
  outcomeOf: (answer: Answer) => string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const startedAt = performance.now();
  const end = (outcome: string) =>
    metrics.calls
      .labels(target, operation, outcome)
      .observe((performance.now() - startedAt) / 1_000);
  const attributes = { 'order_management.target': target };
  return traces.part(`${target} ${operation}`, SpanKind.CLIENT, attributes, async (span) => {
    try {
      const answer = await ask();
      const outcome = outcomeOf(answer);
      end(outcome);
      span?.setAttribute('order_management.outcome', outcome);
      return answer;
    } catch (error) {
      const outcome = nameOf(error);
      end(outcome);
      span?.setAttribute('order_management.outcome', outcome);
      throw error;
    }
  });
}

/** `kind` of a failure is a word of ours in every case. */
function nameOf(error: unknown): string {
  if (error instanceof FetchFailure) return error.kind;
  const { name, kind } = (error ?? {}) as { name?: unknown; kind?: unknown };
  return name === 'ProviderFailure' && typeof kind === 'string' ? kind : 'failed';
}

/** `targetOf` names whom an address belongs to, from a list known beforehand. */
export function watchFetch(
  telemetry: Telemetry,
  fetch: SafeFetch,
  targetOf: (url: string) => string,
): SafeFetch {
  return (request) =>
    watched(
      telemetry,
      { target: targetOf(request.url), operation: request.method },
      ({ status }) => `${Math.floor(status / 100)}xx`,
      () => fetch(request),
    );
}

export function watchMailer(telemetry: Telemetry, mailer: Mailer): Mailer {
  return {
    send: (mail, signal) =>
      watched(
        telemetry,
        { target: 'smtp', operation: 'send' },
        ({ outcome }) => outcome,
        () => mailer.send(mail, signal),
      ),
  };
}

export function watchProviders(
  telemetry: Telemetry,
  providers: PaymentProviders,
): PaymentProviders {
  const all = providers.all.map((provider) => watchProvider(telemetry, provider));
  return { all, byName: (name) => all.find((provider) => provider.name === name) };
}

function watchProvider(telemetry: Telemetry, provider: PaymentProvider): PaymentProvider {
  const start = provider.start?.bind(provider);
  const find = provider.find?.bind(provider);
  const refund = provider.refund?.bind(provider);
  const findRefund = provider.findRefund?.bind(provider);
  const target = provider.name;
  return {
    ...provider,
    ...(start && {
      start: (payment, signal) =>
        watched(
          telemetry,
          { target, operation: 'start' },
          () => 'started',
          () => start(payment, signal),
        ),
    }),
    ...(find && {
      find: (payment, signal) =>
        watched(
          telemetry,
          { target, operation: 'find' },
          (found) => (found === 'absent' ? found : 'found'),
          () => find(payment, signal),
        ),
    }),
    ...(refund && {
      refund: (wish, signal) =>
        watched(
          telemetry,
          { target, operation: 'refund' },
          ({ outcome }) => outcome,
          () => refund(wish, signal),
        ),
    }),
    ...(findRefund && {
      findRefund: (wish, signal) =>
        watched(
          telemetry,
          { target, operation: 'findRefund' },
          (found) => (found === 'absent' ? found : found.outcome),
          () => findRefund(wish, signal),
        ),
    }),
  };
}
