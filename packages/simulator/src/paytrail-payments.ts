// What the fake Paytrail remembers of payments and refunds, and the callbacks each step makes.
// Amounts are in euro cents: Paytrail knows no other currency.

import type { Clock } from './clock.ts';
import { inBackground } from './clock.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { SignedFields } from './paytrail-signature.ts';
import { paytrailSignature } from './paytrail-signature.ts';
import type { Recent } from './recent.ts';
import { makeRecent } from './recent.ts';

export type PaytrailStatus = 'new' | 'ok' | 'fail' | 'pending' | 'delayed';
/** What the payer's bank says. */
export type PayerAnswer = Exclude<PaytrailStatus, 'new'>;
export type CallbackUrls = { readonly success: string; readonly cancel: string };

export type PaytrailPayment = {
  readonly transactionId: string;
  readonly stamp: string;
  readonly reference: string;
  readonly amountMinor: number;
  readonly algorithm: string;
  readonly createdAt: number;
  readonly redirectUrls: CallbackUrls;
  readonly callbackUrls: CallbackUrls | null;
  readonly callbackDelaySeconds: number;
  /** The whole request, for the payer's page and the control page. */
  readonly request: PaytrailOrder;
  status: PaytrailStatus;
  provider: string | null;
  paidAt: number | null;
  refundedMinor: number;
  refundCount: number;
  /** What was refunded of each item, by its stamp. */
  readonly refundedItems: Map<string, number>;
};
export type PaytrailOrder = {
  readonly items: readonly {
    readonly description?: string;
    readonly unitPrice: number;
    readonly units: number;
    readonly stamp?: string;
  }[];
  readonly email: string;
};
export type PaytrailRefund = {
  readonly transactionId: string;
  readonly paymentId: string;
  readonly stamp: string | null;
  readonly reference: string | null;
  readonly amountMinor: number;
  readonly items: readonly { readonly stamp: string; readonly amount: number }[];
  readonly callbackUrls: CallbackUrls | null;
  readonly at: number;
  status: 'ok' | 'pending' | 'fail';
};

export type PaytrailPayments = {
  readonly payments: Recent<PaytrailPayment>;
  readonly refunds: Recent<PaytrailRefund>;
  /** The payer's bank answers; says where the payer's browser goes next. Null: the payment was over already. */
  answer(transactionId: string, provider: string, answer: PayerAnswer): string | null;
  /** The signed parameters that the redirect and the callback carry. */
  signedResult(payment: PaytrailPayment): SignedFields;
  callBack(urls: CallbackUrls, delaySeconds: number, id: string, result: SignedFields): void;
  sign(fields: SignedFields): SignedFields;
  readonly account: string;
};

export function makePaytrailPayments(setup: {
  clock: Clock;
  delivery: EventDelivery;
  account: string;
  secret: string;
  newId: (prefix: string) => string;
  mayCallBack: () => boolean;
  settleAfterMs: number | null;
}): PaytrailPayments {
  const { clock, account } = setup;
  const payments = makeRecent<PaytrailPayment>(5000);
  const refunds = makeRecent<PaytrailRefund>(5000);

  function sign(fields: SignedFields): SignedFields {
    return { ...fields, signature: paytrailSignature(fields, '', setup.secret) };
  }

  function signedResult(payment: PaytrailPayment): SignedFields {
    return sign({
      'checkout-account': account,
      'checkout-algorithm': payment.algorithm,
      'checkout-amount': String(payment.amountMinor),
      'checkout-stamp': payment.stamp,
      'checkout-reference': payment.reference,
      'checkout-transaction-id': payment.transactionId,
      'checkout-status': payment.status,
      'checkout-provider': payment.provider ?? '',
    });
  }

  function callBack(
    urls: CallbackUrls,
    delaySeconds: number,
    id: string,
    result: SignedFields,
  ): void {
    const isGood = result['checkout-status'] !== 'fail';
    const url = withParameters(isGood ? urls.success : urls.cancel, result);
    inBackground(clock, async () => {
      if (delaySeconds > 0) await clock.wait(delaySeconds * 1000);
      setup.delivery.send({
        target: 'paytrail-events',
        id,
        label: `${result['checkout-provider'] ?? ''} ${result['checkout-status'] ?? ''}`.trim(),
        request: () =>
          setup.mayCallBack() ? { method: 'GET' as const, url, headers: {}, body: null } : null,
      });
    });
  }

  function report(payment: PaytrailPayment): void {
    if (!payment.callbackUrls) return;
    const id = `${payment.transactionId} ${payment.status} ${setup.newId('')}`;
    callBack(payment.callbackUrls, payment.callbackDelaySeconds, id, signedResult(payment));
  }

  function settleLater(payment: PaytrailPayment): void {
    const { settleAfterMs } = setup;
    if (settleAfterMs === null) return;
    inBackground(clock, async () => {
      await clock.wait(settleAfterMs);
      if (isUndecided(payment)) answer(payment.transactionId, payment.provider ?? '', 'ok');
    });
  }

  function answer(transactionId: string, provider: string, status: PayerAnswer): string | null {
    const payment = payments.get(transactionId);
    if (!payment || !(payment.status === 'new' || isUndecided(payment))) return null;
    payment.status = status;
    payment.provider = provider;
    payment.paidAt = status === 'ok' ? clock.now() : null;
    report(payment);
    if (isUndecided(payment)) settleLater(payment);
    const { success, cancel } = payment.redirectUrls;
    return withParameters(status === 'fail' ? cancel : success, signedResult(payment));
  }

  return { payments, refunds, answer, signedResult, callBack, sign, account };
}

function isUndecided({ status }: PaytrailPayment): boolean {
  return status === 'pending' || status === 'delayed';
}

function withParameters(address: string, parameters: SignedFields): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
