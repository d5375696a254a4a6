// Refunds at the fake Paytrail. Which bank can do what follows its documentation: some refund once,
// some only by an email to the customer.

import { z } from 'zod';
import type { PaytrailPayment, PaytrailPayments } from './paytrail-payments.ts';
import type { WireAnswer } from './wire.ts';
import { jsonAnswer } from './wire.ts';

const newRefund = z.object({
  amount: z.int().min(1).optional(),
  email: z.email().optional(),
  refundStamp: z.string().max(200).optional(),
  refundReference: z.string().max(200).optional(),
  items: z.array(z.object({ stamp: z.string(), amount: z.int().min(1) })).optional(),
  callbackUrls: z.object({ success: z.url(), cancel: z.url() }),
});

const byEmailOnly = new Set(['spankki', 'alandsbanken']);
const onceOnly = new Set(['nordea']);

/** Refuses more than is left, a second refund where the bank takes one, and banks that need an email. */
export function refundPaytrailPayment(
  setup: { account: string; newUuid: () => string },
  books: PaytrailPayments,
  payment: PaytrailPayment,
  request: unknown,
): WireAnswer {
  const wish = newRefund.safeParse(request);
  if (!wish.success)
    return problem(
      400,
      'The request is not valid.',
      wish.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  const { items = [], email, callbackUrls } = wish.data;
  const amountMinor = wish.data.amount ?? items.reduce((sum, { amount }) => sum + amount, 0);
  const provider = payment.provider ?? '';
  if (payment.status !== 'ok') return problem(400, 'The payment is not paid.');
  if (amountMinor < 1) return problem(400, 'An amount is needed.');
  if (amountMinor > payment.amountMinor - payment.refundedMinor)
    return problem(400, 'The amount is greater than what is left of the payment.');
  if (onceOnly.has(provider) && payment.refundCount > 0)
    return problem(400, 'This payment has been refunded once; the bank takes no second refund.');
  if (byEmailOnly.has(provider) && !email)
    return problem(422, 'The payment method does not support refunds.');

  const transactionId = setup.newUuid();
  payment.refundedMinor += amountMinor;
  payment.refundCount += 1;
  books.refunds.set(transactionId, {
    transactionId,
    paymentId: payment.transactionId,
    stamp: wish.data.refundStamp ?? null,
    reference: wish.data.refundReference ?? null,
    amountMinor,
    status: 'ok',
  });
  const result = books.sign({
    'checkout-account': setup.account,
    'checkout-algorithm': payment.algorithm,
    'checkout-amount': String(amountMinor),
    'checkout-stamp': wish.data.refundStamp ?? '',
    'checkout-reference': wish.data.refundReference ?? '',
    'checkout-transaction-id': transactionId,
    'checkout-status': 'ok',
    'checkout-provider': provider,
  });
  books.callBack(callbackUrls, 0, `refund ${transactionId}`, result);
  return jsonAnswer(201, { transactionId, provider, status: 'ok' });
}

function problem(status: number, message: string, meta?: readonly string[]): WireAnswer {
  return jsonAnswer(status, { status: 'error', message, ...(meta && { meta }) });
}
