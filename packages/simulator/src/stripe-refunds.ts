// Refunds at the fake Stripe: never more than is left of the charge.

import type Stripe from 'stripe';
import type { Clock } from './clock.ts';
import type { PastRefund } from './past-money.ts';
import type { Recent } from './recent.ts';
import { makeRecent } from './recent.ts';
import { refuseMissing, refuseRequest } from './stripe-answers.ts';
import { idOf, newRefund } from './stripe-objects.ts';
import type { Emit, StripePayments } from './stripe-payments.ts';

export type NewRefund = {
  readonly chargeId: string | null;
  readonly intentId: string | null;
  /** Null: all that is left. */
  readonly amountMinor: number | null;
  readonly reason: string | null;
  readonly metadata: Record<string, string>;
};

export type StripeRefunds = {
  readonly refunds: Recent<Stripe.Refund>;
  create(given: NewRefund): Stripe.Refund;
  find(refundId: string): Stripe.Refund;
  /** Settles a pending refund, or takes a succeeded one back, as banks do. */
  settle(refundId: string, status: 'succeeded' | 'failed'): Stripe.Refund;
  /** What new refunds begin as. */
  beginAs(status: 'succeeded' | 'pending'): void;
  /** One that was made before the simulator was started; nobody is told. */
  remember(refund: PastRefund): void;
};

export function makeStripeRefunds(
  clock: Clock,
  newId: (prefix: string) => string,
  emit: Emit,
  payments: StripePayments,
): StripeRefunds {
  const refunds = makeRecent<Stripe.Refund>(5000);
  let firstStatus: 'succeeded' | 'pending' = 'succeeded';

  function find(refundId: string): Stripe.Refund {
    return refunds.get(refundId) ?? refuseMissing('refund', refundId);
  }

  function create(given: NewRefund): Stripe.Refund {
    const charge = chargeToRefund(given, payments);
    const leftMinor = charge.amount_captured - charge.amount_refunded;
    if (leftMinor === 0)
      refuseRequest(`Charge ${charge.id} has been refunded.`, undefined, 'charge_already_refunded');
    const amount = given.amountMinor ?? leftMinor;
    if (amount < 1) refuseRequest('A refund must be greater than zero.', 'amount');
    if (amount > leftMinor)
      refuseRequest(`The refund of ${amount} is greater than the ${leftMinor} left.`, 'amount');

    const refund = newRefund(charge, {
      id: newId('re_'),
      created: Math.floor(clock.now() / 1000),
      amount,
      reason: given.reason,
      metadata: given.metadata,
      status: firstStatus,
    });
    if (firstStatus === 'pending') refund.pending_reason = 'processing';
    refunds.set(refund.id, refund);
    countOn(charge, amount);
    emit('refund.created', refund);
    emit('charge.refunded', charge);
    return refund;
  }

  function settle(refundId: string, status: 'succeeded' | 'failed'): Stripe.Refund {
    const refund = find(refundId);
    const isOpen =
      refund.status === 'pending' || (refund.status === 'succeeded' && status === 'failed');
    if (!isOpen) refuseRequest(`The refund is ${String(refund.status)} already.`);
    refund.status = status;
    delete refund.pending_reason;
    if (status === 'failed') {
      refund.failure_reason = 'expired_or_canceled_card';
      const charge = payments.charges.get(idOf(refund.charge));
      if (charge) countOn(charge, -refund.amount);
      emit('refund.failed', refund);
    }
    emit('refund.updated', refund);
    return refund;
  }

  return {
    refunds,
    create,
    find,
    settle,
    beginAs: (status) => {
      firstStatus = status;
    },
    remember: (past) => {
      const intent = payments.intents.get(past.paymentReference);
      const charge = payments.charges.get(idOf(intent?.latest_charge ?? null));
      if (!charge) return;
      const refund = newRefund(charge, {
        id: past.reference ?? newId('re_'),
        created: Math.floor(past.at / 1000),
        amount: past.amountMinor,
        reason: null,
        metadata: past.stamp === null ? {} : { refund_leg_id: past.stamp },
        status: past.status,
      });
      refunds.set(refund.id, refund);
      if (past.status !== 'failed') countOn(charge, refund.amount);
    },
  };
}

function countOn(charge: Stripe.Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
}

function chargeToRefund(given: NewRefund, payments: StripePayments): Stripe.Charge {
  if (given.intentId === null && given.chargeId === null)
    refuseRequest('One of payment_intent and charge is needed.', 'payment_intent');
  const chargeId =
    given.intentId === null ? given.chargeId : payments.find(given.intentId).latest_charge;
  const charge = payments.charges.get(idOf(chargeId));
  if (!charge) {
    if (given.chargeId !== null) refuseMissing('charge', given.chargeId);
    return refuseRequest('This PaymentIntent has no successful charge.', 'payment_intent');
  }
  if (!charge.captured)
    refuseRequest('The charge was not captured.', undefined, 'charge_not_refundable');
  return charge;
}
