// Refunds at the fake Paytrail. Which bank can do what follows its documentation: some refund once,
// some only by an email to the customer.

import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { PastPayment, PastRefund } from './past-money.ts';
import type { PaytrailPayment, PaytrailPayments, PaytrailRefund } from './paytrail-payments.ts';
import type { SignedFields } from './paytrail-signature.ts';
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
type NewRefund = z.infer<typeof newRefund>;

const byEmailOnly = new Set(['spankki', 'alandsbanken']);
const onceOnly = new Set(['nordea']);

export type PaytrailRefunds = {
  /** Refuses more than is left, a second refund where the bank takes one, and banks that need an email. */
  create(payment: PaytrailPayment, request: unknown): WireAnswer;
  /** What is told of a refund that is asked for by its own id. */
  tell(refund: PaytrailRefund): WireAnswer;
  /** Settles a pending refund, or takes one back that went through. Null: there is no such refund open. */
  settle(transactionId: string, status: 'ok' | 'fail'): PaytrailRefund | null;
  /** In the merchant panel, of which nobody is told. Null: more than is left. */
  createInPanel(payment: PaytrailPayment, amountMinor: number): PaytrailRefund | null;
  /** What new refunds begin as. */
  beginAs(status: 'ok' | 'pending'): void;
  /** What the merchant has to refund from, in cents; null: always enough. */
  limitBalance(minor: number | null): void;
  remember(refund: PastRefund): void;
};

export function makePaytrailRefunds(
  books: PaytrailPayments,
  { newUuid, clock }: { newUuid: () => string; clock: Clock },
): PaytrailRefunds {
  let firstStatus: 'ok' | 'pending' = 'ok';
  let balanceMinor: number | null = null;

  function keep(refund: PaytrailRefund, payment: PaytrailPayment): PaytrailRefund {
    books.refunds.set(refund.transactionId, refund);
    if (refund.status !== 'fail') count(payment, refund, 1);
    return refund;
  }

  function create(payment: PaytrailPayment, request: unknown): WireAnswer {
    const wish = newRefund.safeParse(request);
    if (!wish.success)
      return problem(
        400,
        'The request is not valid.',
        wish.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
      );
    const amountMinor = wish.data.amount ?? sumOf(wish.data.items);
    const refusal = refusalOf(payment, wish.data, amountMinor);
    if (refusal) return refusal;

    const refund: PaytrailRefund = {
      transactionId: newUuid(),
      paymentId: payment.transactionId,
      stamp: wish.data.refundStamp ?? null,
      reference: wish.data.refundReference ?? null,
      amountMinor,
      items: wish.data.items ?? [],
      callbackUrls: wish.data.callbackUrls,
      at: clock.now(),
      status: firstStatus,
    };
    const { transactionId } = refund;
    const provider = payment.provider ?? '';
    if (balanceMinor !== null && amountMinor > balanceMinor) {
      // It is taken first and comes to nothing later: told without an id, as documented.
      const { 'checkout-transaction-id': _, ...news } = newsOf(
        { ...refund, status: 'fail' },
        payment,
      );
      tellProduct(refund, news);
      return jsonAnswer(201, { transactionId, provider, status: 'pending' });
    }
    if (balanceMinor !== null) balanceMinor -= amountMinor;
    keep(refund, payment);
    tellProduct(refund, newsOf(refund, payment));
    return jsonAnswer(201, { transactionId, provider, status: refund.status });
  }

  function newsOf(refund: PaytrailRefund, payment: PaytrailPayment): SignedFields {
    return {
      'checkout-account': books.account,
      'checkout-algorithm': payment.algorithm,
      'checkout-amount': String(refund.amountMinor),
      'checkout-stamp': refund.stamp ?? '',
      'checkout-reference': refund.reference ?? '',
      'checkout-transaction-id': refund.transactionId,
      'checkout-status': refund.status,
      'checkout-provider': payment.provider ?? '',
    };
  }

  function tellProduct(refund: PaytrailRefund, news: SignedFields): void {
    if (!refund.callbackUrls) return;
    const id = `refund ${refund.transactionId} ${news['checkout-status']} ${newUuid()}`;
    books.callBack(refund.callbackUrls, 0, id, books.sign(news));
  }

  return {
    create,
    tell: ({ transactionId, status, amountMinor, stamp, reference, paymentId }) =>
      jsonAnswer(200, {
        transactionId,
        status,
        amount: amountMinor,
        currency: 'EUR',
        stamp: stamp ?? '',
        reference: reference ?? '',
        provider: books.payments.get(paymentId)?.provider ?? '',
      }),
    settle: (transactionId, status) => {
      const refund = books.refunds.get(transactionId);
      const payment = books.payments.get(refund?.paymentId ?? '');
      const isOpen = refund?.status === 'pending' || (refund?.status === 'ok' && status === 'fail');
      if (!refund || !payment || !isOpen) return null;
      refund.status = status;
      if (status === 'fail') count(payment, refund, -1);
      tellProduct(refund, newsOf(refund, payment));
      return refund;
    },
    createInPanel: (payment, amountMinor) => {
      if (amountMinor > payment.amountMinor - payment.refundedMinor) return null;
      return keep(
        {
          transactionId: newUuid(),
          paymentId: payment.transactionId,
          stamp: null,
          reference: null,
          amountMinor,
          items: [],
          callbackUrls: null,
          at: clock.now(),
          status: 'ok',
        },
        payment,
      );
    },
    beginAs: (status) => {
      firstStatus = status;
    },
    limitBalance: (minor) => {
      balanceMinor = minor;
    },
    remember: (past) => {
      const payment = books.payments.get(past.paymentReference);
      if (!payment) return;
      const status = ({ succeeded: 'ok', pending: 'pending', failed: 'fail' } as const)[
        past.status
      ];
      keep(
        {
          transactionId: past.reference ?? newUuid(),
          paymentId: payment.transactionId,
          stamp: past.stamp,
          reference: payment.reference,
          amountMinor: past.amountMinor,
          items: [],
          callbackUrls: null,
          at: past.at,
          status,
        },
        payment,
      );
    },
  };
}

/** A payment made before the simulator was started. */
export function pastPaytrailPayment(past: PastPayment): PaytrailPayment {
  return {
    transactionId: past.reference,
    stamp: past.stamp,
    reference: past.orderNumber,
    amountMinor: past.amountMinor,
    algorithm: 'sha256',
    createdAt: past.paidAt,
    redirectUrls: { success: 'https://example.com/', cancel: 'https://example.com/' },
    callbackUrls: null,
    callbackDelaySeconds: 0,
    request: { items: [], email: 'someone@example.com' },
    status: 'ok',
    provider: past.method,
    paidAt: past.paidAt,
    refundedMinor: 0,
    refundCount: 0,
    refundedItems: new Map(),
  };
}

function refusalOf(
  payment: PaytrailPayment,
  { items = [], email }: NewRefund,
  amountMinor: number,
): WireAnswer | null {
  const provider = payment.provider ?? '';
  if (payment.status !== 'ok') return problem(400, 'The payment is not paid.');
  if (amountMinor < 1) return problem(400, 'An amount is needed.');
  if (items.length > 0 && sumOf(items) !== amountMinor)
    return problem(400, 'The items do not add up to the amount.');
  if (amountMinor > payment.amountMinor - payment.refundedMinor)
    return problem(400, 'The amount is greater than what is left of the payment.');
  for (const { stamp, amount } of items) {
    // Of a payment from before the start nobody knows the items any more.
    const sold = payment.request.items.find((item) => item.stamp === stamp);
    if (!sold && payment.request.items.length > 0)
      return problem(400, 'There is no item of this stamp.', [stamp]);
    const left = sold && sold.unitPrice * sold.units - (payment.refundedItems.get(stamp) ?? 0);
    if (left !== undefined && amount > left)
      return problem(400, 'The amount is greater than what is left of the item.', [stamp]);
  }
  if (onceOnly.has(provider) && payment.refundCount > 0)
    return problem(400, 'This payment has been refunded once; the bank takes no second refund.');
  if (byEmailOnly.has(provider) && !email)
    return problem(422, 'The payment method does not support refunds.');
  return null;
}

function count(payment: PaytrailPayment, refund: PaytrailRefund, sign: 1 | -1): void {
  payment.refundedMinor += sign * refund.amountMinor;
  payment.refundCount += sign;
  for (const { stamp, amount } of refund.items)
    payment.refundedItems.set(stamp, (payment.refundedItems.get(stamp) ?? 0) + sign * amount);
}

function sumOf(items: NewRefund['items'] = []): number {
  return items.reduce((sum, { amount }) => sum + amount, 0);
}

function problem(status: number, message: string, meta?: readonly string[]): WireAnswer {
  return jsonAnswer(status, { status: 'error', message, ...(meta && { meta }) });
}
