// A fake Stripe: payment intents, refunds and events of API v1, with its idempotency keys and its
// signed webhooks. Served under /v1 (where the SDK looks) and under /stripe/v1.

import { createHmac } from 'node:crypto';
import type { RequestHandler } from 'express';
import type Stripe from 'stripe';
import type { Clock } from './clock.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { Faults } from './faults.ts';
import type { ErrorAnswer } from './fault-gate.ts';
import { gated, underFault } from './fault-gate.ts';
import type { WithPast } from './past-money.ts';
import type { Recent } from './recent.ts';
import { makeRecent } from './recent.ts';
import { problemAnswer, StripeRefusal } from './stripe-answers.ts';
import { answerStripeCall } from './stripe-calls.ts';
import { makeIdempotencyKeys } from './stripe-idempotency.ts';
import { newEvent } from './stripe-objects.ts';
import type { StripePayments } from './stripe-payments.ts';
import { makeStripePayments } from './stripe-payments.ts';
import type { StripeRefunds } from './stripe-refunds.ts';
import { makeStripeRefunds } from './stripe-refunds.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { jsonAnswer } from './wire.ts';

export type FakeStripe = WithPast & {
  readonly payments: StripePayments;
  readonly refunds: StripeRefunds;
  readonly events: Recent<Stripe.Event>;
  readonly serve: RequestHandler;
  /** Sends an event once more, as the dashboard's "resend" does. */
  resend(eventId: string): boolean;
};

export type FakeStripeSetup = {
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  readonly faults: Faults;
  readonly delivery: EventDelivery;
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** Where events go; null: nowhere yet. */
  readonly eventsUrl: () => string | null;
  readonly settleAfterMs: number | null;
};

export function makeFakeStripe(setup: FakeStripeSetup): FakeStripe {
  const { clock, newId, faults } = setup;
  const events = makeRecent<Stripe.Event>(5000);
  const keys = makeIdempotencyKeys(clock);

  function send(event: Stripe.Event, deliveryId: string): void {
    setup.delivery.send({
      target: 'stripe-events',
      id: deliveryId,
      label: event.type,
      request: () => {
        const url = setup.eventsUrl();
        return url === null ? null : signedEvent(event, url, setup.webhookSecret, clock.now());
      },
    });
  }
  function emit(type: string, object: Stripe.PaymentIntent | Stripe.Charge | Stripe.Refund): void {
    const created = Math.floor(clock.now() / 1000);
    const event = newEvent({ id: newId('evt_'), created, type, object, requestId: newId('req_') });
    events.set(event.id, event);
    send(event, event.id);
  }

  const payments = makeStripePayments(clock, newId, emit, setup.settleAfterMs);
  const refunds = makeStripeRefunds(clock, newId, emit, payments);

  const serve = gated(faults, {
    // The shopper's browser is another caller: the switches are for the seller's server.
    targets: (request) => (isFromBrowser(request) ? [] : ['stripe']),
    error: stripeError,
    answer: async (request, fault) => {
      const answer = await keys.once(request, async () => {
        try {
          const fromBrowser = isFromBrowser(request);
          if (!fromBrowser) checkApiKey(request, setup.apiKey);
          const work = () =>
            jsonAnswer(200, answerStripeCall({ payments, refunds, events }, request, fromBrowser));
          return {
            answer: await underFault(fault, clock, stripeError, work),
            isRemembered: true,
          };
        } catch (refusal) {
          if (!(refusal instanceof StripeRefusal)) throw refusal;
          const { status, problem, isRemembered } = refusal;
          return { answer: problemAnswer(status, problem), isRemembered };
        }
      });
      return { ...answer, headers: { ...answer.headers, 'request-id': newId('req_') } };
    },
  });

  return {
    payments,
    refunds,
    events,
    serve,
    rememberPayment: (past) => payments.remember(past),
    rememberRefund: (past) => refunds.remember(past),
    resend: (eventId) => {
      const event = events.get(eventId);
      if (event) send(event, `${eventId} again ${newId('')}`);
      return event !== undefined;
    },
  };
}

const stripeError: ErrorAnswer = (status, fault): WireAnswer => {
  switch (status) {
    case 400:
      return problemAnswer(400, { type: 'invalid_request_error', message: 'Refused by a switch.' });
    case 429:
      return problemAnswer(
        429,
        { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' },
        { 'retry-after': String(fault.retryAfterSeconds) },
      );
    case 500:
      // A 500 is kept under the request's key, so that sending it again would only replay it.
      return problemAnswer(
        500,
        { type: 'api_error', message: 'An unknown error occurred.' },
        { 'stripe-should-retry': 'false' },
      );
  }
};

/** A browser holds no secret key, only the client secret of its own payment. */
function isFromBrowser(request: WireRequest): boolean {
  return !request.headers['authorization'] && /(^|&)client_secret=/.test(secretPlace(request));
}

function secretPlace(request: WireRequest): string {
  return request.method === 'GET' ? request.query : request.body;
}

function checkApiKey(request: WireRequest, apiKey: string): void {
  if (request.headers['authorization'] === `Bearer ${apiKey}`) return;
  throw new StripeRefusal(401, {
    type: 'invalid_request_error',
    message: 'Invalid API Key provided.',
  });
}

function signedEvent(event: Stripe.Event, url: string, secret: string, nowMs: number) {
  const body = JSON.stringify(event);
  const seconds = Math.floor(nowMs / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': `t=${seconds},v1=${signature}`,
    'user-agent': 'Stripe/1.0 (simulator)',
  };
  return { method: 'POST' as const, url, headers, body };
}
