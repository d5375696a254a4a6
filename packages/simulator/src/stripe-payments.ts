// What happens to payment intents at the fake Stripe, and the news each step makes.

import type Stripe from 'stripe';
import type { Clock } from './clock.ts';
import { inBackground } from './clock.ts';
import type { PastPayment } from './past-money.ts';
import type { Recent } from './recent.ts';
import { makeRecent } from './recent.ts';
import { refuseMissing, refuseRequest, StripeRefusal } from './stripe-answers.ts';
import { newCharge, newPaymentIntent } from './stripe-objects.ts';

type Decline = { readonly code: string; readonly declineCode?: string; readonly message: string };
type TestOutcome =
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'declined'; readonly decline: Decline }
  | { readonly kind: 'needs action' }
  | { readonly kind: 'processes'; readonly ends: 'succeeded' | 'failed' };

/** How an open payment ends: `failed` is a decline, after which the same intent can be tried again. */
export type StripeEnding = 'succeeded' | 'failed' | 'canceled';

const declined = (declineCode: string, message: string): TestOutcome => ({
  kind: 'declined',
  decline: { code: 'card_declined', declineCode, message },
});

/** The test payment method decides what becomes of a confirmation, as at the real Stripe. */
export const testPaymentMethods: Readonly<Record<string, TestOutcome>> = {
  pm_card_visa: { kind: 'succeeds' },
  pm_card_mastercard: { kind: 'succeeds' },
  pm_card_visa_chargeDeclined: declined('generic_decline', 'Your card was declined.'),
  pm_card_chargeDeclinedInsufficientFunds: declined(
    'insufficient_funds',
    'Your card has insufficient funds.',
  ),
  pm_card_chargeDeclinedExpiredCard: {
    kind: 'declined',
    decline: { code: 'expired_card', message: 'Your card has expired.' },
  },
  pm_card_authenticationRequired: { kind: 'needs action' },
  // The next two are the simulator's own: methods that answer later.
  pm_sim_processing: { kind: 'processes', ends: 'succeeded' },
  pm_sim_processing_fails: { kind: 'processes', ends: 'failed' },
};

const authenticationFailed: Decline = {
  code: 'payment_intent_authentication_failure',
  message: 'The payment could not be authenticated. Choose another way to pay and try again.',
};
const bankRefused: Decline = {
  code: 'payment_method_provider_decline',
  message: 'The bank declined the payment.',
};

export type Emit = (
  type: string,
  object: Stripe.PaymentIntent | Stripe.Charge | Stripe.Refund,
) => void;

export type NewIntent = Omit<Parameters<typeof newPaymentIntent>[0], 'id' | 'secret' | 'created'>;

export type StripePayments = {
  readonly intents: Recent<Stripe.PaymentIntent>;
  readonly charges: Recent<Stripe.Charge>;
  create(given: NewIntent): Stripe.PaymentIntent;
  /** The intent, or a refusal that it does not exist. */
  find(intentId: string): Stripe.PaymentIntent;
  /** As the shopper's browser does it: pays with one of the test payment methods. */
  confirm(intentId: string, paymentMethod: string): Stripe.PaymentIntent;
  /** Ends a payment that is processing or waits for the shopper. */
  settle(intentId: string, ending: StripeEnding): Stripe.PaymentIntent;
  /** One that succeeded before the simulator was started; nobody is told. */
  remember(payment: PastPayment): void;
};

/** `settleAfterMs`: how long a processing payment takes; null: until somebody settles it. */
export function makeStripePayments(
  clock: Clock,
  newId: (prefix: string) => string,
  emit: Emit,
  settleAfterMs: number | null,
): StripePayments {
  const intents = makeRecent<Stripe.PaymentIntent>(5000);
  const charges = makeRecent<Stripe.Charge>(5000);
  const seconds = () => Math.floor(clock.now() / 1000);

  function find(intentId: string): Stripe.PaymentIntent {
    return intents.get(intentId) ?? refuseMissing('payment_intent', intentId);
  }

  function charge(intent: Stripe.PaymentIntent, decline: Decline | null): Stripe.Charge {
    const made = newCharge(intent, {
      id: newId('ch_'),
      created: seconds(),
      methodType: intent.payment_method_types[0] ?? 'card',
      failure: decline && { code: decline.code, message: decline.message },
    });
    charges.set(made.id, made);
    intent.latest_charge = made.id;
    return made;
  }

  function succeed(intent: Stripe.PaymentIntent): void {
    const made = charge(intent, null);
    Object.assign(intent, {
      status: 'succeeded',
      amount_received: intent.amount,
      next_action: null,
      processing: null,
      last_payment_error: null,
    });
    emit('charge.succeeded', made);
    emit('payment_intent.succeeded', intent);
  }

  function fail(intent: Stripe.PaymentIntent, decline: Decline): void {
    const made = charge(intent, decline);
    intent.status = 'requires_payment_method';
    intent.next_action = null;
    intent.processing = null;
    intent.payment_method = null;
    intent.last_payment_error = {
      type: 'card_error',
      code: decline.code,
      message: decline.message,
      charge: made.id,
      ...(decline.declineCode && { decline_code: decline.declineCode }),
    };
    emit('charge.failed', made);
    emit('payment_intent.payment_failed', intent);
  }

  function cancel(intent: Stripe.PaymentIntent): void {
    intent.status = 'canceled';
    intent.canceled_at = seconds();
    intent.cancellation_reason = 'abandoned';
    intent.next_action = null;
    emit('payment_intent.canceled', intent);
  }

  function settle(intentId: string, ending: StripeEnding): Stripe.PaymentIntent {
    const intent = find(intentId);
    if (intent.status === 'succeeded' || intent.status === 'canceled') refuseState(intent, 'ended');
    switch (ending) {
      case 'succeeded':
        succeed(intent);
        break;
      case 'failed':
        fail(intent, intent.status === 'requires_action' ? authenticationFailed : bankRefused);
        break;
      case 'canceled':
        cancel(intent);
    }
    return intent;
  }

  function settleLater(intent: Stripe.PaymentIntent, ends: 'succeeded' | 'failed'): void {
    if (settleAfterMs === null) return;
    inBackground(clock, async () => {
      await clock.wait(settleAfterMs);
      if (intent.status === 'processing') settle(intent.id, ends);
    });
  }

  function confirm(intentId: string, paymentMethod: string): Stripe.PaymentIntent {
    const intent = find(intentId);
    const outcome = testPaymentMethods[paymentMethod];
    if (!outcome) refuseMissing('PaymentMethod', paymentMethod);
    if (!isConfirmable.has(intent.status)) refuseState(intent, 'confirmed');
    intent.payment_method = paymentMethod;
    switch (outcome.kind) {
      case 'succeeds':
        succeed(intent);
        break;
      case 'declined':
        fail(intent, outcome.decline);
        throw cardRefusal(outcome.decline, intent);
      case 'needs action':
        intent.status = 'requires_action';
        intent.next_action = { type: 'use_stripe_sdk', use_stripe_sdk: {} };
        emit('payment_intent.requires_action', intent);
        break;
      case 'processes':
        intent.status = 'processing';
        emit('payment_intent.processing', intent);
        settleLater(intent, outcome.ends);
    }
    return intent;
  }

  return {
    intents,
    charges,
    find,
    confirm,
    settle,
    remember: (past) => rememberIn({ intents, charges }, past, newId),
    create: (given) => {
      const intent = newPaymentIntent({
        ...given,
        id: newId('pi_'),
        secret: newId(''),
        created: seconds(),
      });
      intents.set(intent.id, intent);
      emit('payment_intent.created', intent);
      return intent;
    },
  };
}

function rememberIn(
  { intents, charges }: Pick<StripePayments, 'intents' | 'charges'>,
  past: PastPayment,
  newId: (prefix: string) => string,
): void {
  const created = Math.floor(past.paidAt / 1000);
  const intent = newPaymentIntent({
    id: past.reference,
    secret: newId(''),
    created,
    amount: past.amountMinor,
    currency: past.currency.toLowerCase(),
    description: `Order ${past.orderNumber}`,
    receiptEmail: null,
    metadata: { payment_id: past.stamp, order_number: past.orderNumber },
    methodTypes: [past.method],
    isAutomatic: true,
  });
  const methodType = past.method;
  const charge = newCharge(intent, { id: newId('ch_'), created, methodType, failure: null });
  charges.set(charge.id, charge);
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.latest_charge = charge.id;
  intents.set(intent.id, intent);
}

const isConfirmable = new Set<string>(['requires_payment_method', 'requires_confirmation']);

function refuseState(intent: Stripe.PaymentIntent, deed: string): never {
  return refuseRequest(
    `This PaymentIntent cannot be ${deed}: its status is ${intent.status}.`,
    undefined,
    'payment_intent_unexpected_state',
  );
}

function cardRefusal(decline: Decline, intent: Stripe.PaymentIntent): StripeRefusal {
  const problem = {
    type: 'card_error' as const,
    code: decline.code,
    message: decline.message,
    ...(decline.declineCode && { decline_code: decline.declineCode }),
    payment_intent: structuredClone(intent),
  };
  return new StripeRefusal(402, problem, true);
}
