// What the providers know of a shop's past: the simulator forgets everything at its end, a shop does
// not. Told at the start, without any news of it to the product. Amounts are in the provider's units.

import { z } from 'zod';

const provider = z.enum(['stripe', 'paytrail', 'epassi']);
const instant = z.number();

export const pastMoney = z.object({
  payments: z.array(
    z.object({
      provider,
      reference: z.string(),
      /** The shop's own id of it. */
      stamp: z.string(),
      orderNumber: z.string(),
      method: z.string(),
      amountMinor: z.int().min(1),
      currency: z.string(),
      /** Milliseconds since 1970. */
      paidAt: instant,
    }),
  ),
  refunds: z.array(
    z.object({
      provider,
      /** Null: the shop never heard it. */
      reference: z.string().nullable(),
      paymentReference: z.string(),
      /** The shop's own id of it; null: made in the provider's dashboard. */
      stamp: z.string().nullable(),
      amountMinor: z.int().min(1),
      status: z.enum(['succeeded', 'pending', 'failed']),
      at: instant,
    }),
  ),
});
export type PastMoney = z.infer<typeof pastMoney>;
export type PastPayment = PastMoney['payments'][number];
export type PastRefund = PastMoney['refunds'][number];

/** A provider that can be told what it did before. */
export type WithPast = {
  rememberPayment(payment: PastPayment): void;
  /** Of a payment it does not know, it is passed over. */
  rememberRefund(refund: PastRefund): void;
};

export function rememberPast(
  past: PastMoney,
  providers: Readonly<Record<PastPayment['provider'], WithPast>>,
): void {
  for (const payment of past.payments) providers[payment.provider].rememberPayment(payment);
  for (const refund of past.refunds) providers[refund.provider].rememberRefund(refund);
}
