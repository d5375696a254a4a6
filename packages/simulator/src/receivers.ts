// The receiver of the seller's webhooks: /hooks/<any name>. It checks Standard Webhooks signatures,
// keeps every delivery, and counts an effect once per webhook-id however often it comes.

import type { RequestHandler } from 'express';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Clock } from './clock.ts';
import type { FaultKind, Faults, FaultTarget } from './faults.ts';
import type { ErrorAnswer } from './fault-gate.ts';
import { gated, statusAfterWork, statusWithoutWork, underFault } from './fault-gate.ts';
import { makeRecent } from './recent.ts';
import type { Watched } from './watched.ts';
import { makeWatched } from './watched.ts';
import type { WireRequest } from './wire.ts';
import { jsonAnswer } from './wire.ts';

export type Delivery = {
  /** The simulator's own number of this delivery. */
  readonly id: string;
  /** The last part of the address: /hooks/crm is `crm`. */
  readonly hook: string;
  /** The header `webhook-id`: the same over retries. */
  readonly webhookId: string | null;
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null: no secret is known to check with. */
  readonly verified: boolean | null;
  /** Why the signature was refused. */
  readonly problem: string | null;
  /** The status answered; null: no answer reached the sender. */
  readonly answered: number | null;
  readonly fault: FaultKind | null;
  /** Whether this delivery did something: once per webhook-id. */
  readonly hadEffect: boolean;
  /** The webhook-id had had its effect before. */
  readonly isRepeat: boolean;
};

export type Deliveries = Watched<Delivery> & {
  /** How many different webhook-ids have had their effect, at one hook or at all. */
  effects(hook?: string): number;
};
export type WebhookReceiver = { readonly deliveries: Deliveries; readonly serve: RequestHandler };

export function makeWebhookReceiver(setup: {
  clock: Clock;
  newId: (prefix: string) => string;
  faults: Faults;
  secret: string | null;
}): WebhookReceiver {
  const verifier = setup.secret === null ? null : new Webhook(setup.secret);
  const watched = makeWatched<Delivery>(500);
  const effects = makeRecent<{ hook: string }>(50_000);

  function record(
    request: WireRequest,
    news: Pick<Delivery, 'answered' | 'fault' | 'hadEffect' | 'isRepeat'>,
  ): void {
    const problem = verifier && signatureProblem(verifier, request);
    watched.add({
      id: setup.newId('dlv_'),
      hook: hookOf(request),
      webhookId: request.headers['webhook-id'] ?? null,
      at: setup.clock.now(),
      headers: request.headers,
      body: request.body.slice(0, 64 * 1024),
      verified: verifier && problem === null,
      problem,
      ...news,
    });
  }

  /** True the first time for a webhook-id; deliveries without one count every time. */
  function takeEffect(request: WireRequest): boolean {
    const hook = hookOf(request);
    const key = `${hook} ${request.headers['webhook-id'] ?? setup.newId('none_')}`;
    if (effects.get(key)) return false;
    effects.set(key, { hook });
    return true;
  }

  const serve = gated(setup.faults, {
    targets: (request): FaultTarget[] => [`webhook:${hookOf(request)}`, 'webhook'],
    error: hookError,
    onFault: (request, fault) => {
      const answered = statusWithoutWork(fault.kind);
      if (answered !== undefined)
        record(request, { answered, fault: fault.kind, hadEffect: false, isRepeat: false });
    },
    answer: (request, fault) => {
      return underFault(fault, setup.clock, hookError, () => {
        const refused = verifier && signatureProblem(verifier, request) !== null;
        const hadEffect = !refused && takeEffect(request);
        const status = refused ? 401 : 200;
        record(request, {
          answered: statusAfterWork(fault?.kind ?? null, status),
          fault: fault?.kind ?? null,
          hadEffect,
          isRepeat: !refused && !hadEffect,
        });
        return refused
          ? jsonAnswer(401, { error: 'The signature does not verify.' })
          : jsonAnswer(200, { received: true });
      });
    },
  });

  const clear = () => {
    watched.clear();
    effects.clear();
  };
  const countEffects = (hook?: string) =>
    effects.list().filter((effect) => hook === undefined || effect.hook === hook).length;
  return { deliveries: { ...watched, clear, effects: countEffects }, serve };
}

function hookOf(request: WireRequest): string {
  return /^\/hooks\/([\w-]+)/.exec(request.path)?.[1] ?? '';
}

const hookError: ErrorAnswer = (status, fault) => {
  const retryAfter = { 'retry-after': String(fault.retryAfterSeconds) };
  const error = `The receiver answers ${status}.`;
  return jsonAnswer(status, { error }, status === 429 ? retryAfter : {});
};

function signatureProblem(verifier: Webhook, request: WireRequest): string | null {
  try {
    verifier.verify(request.body, request.headers);
    return null;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    return 'The body is not JSON.';
  }
}
