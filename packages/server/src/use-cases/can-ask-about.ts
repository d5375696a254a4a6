import type { RefundLegRow } from '../database/payment.ts';
import type { PaymentProvider } from '../payments/payment-provider.ts';

/** A provider that can say what became of a refund. */
export type AskableProvider = PaymentProvider & Required<Pick<PaymentProvider, 'findRefund'>>;

/**
 * Whether a provider can say what became of a leg: by our key where it knows keys, else only by its own id of
 * the refund, which is lost with a lost answer.
 */
export function canAskAbout(
  leg: Pick<RefundLegRow, 'providerReference'>,
  provider: PaymentProvider | null | undefined,
): provider is AskableProvider {
  if (!provider?.findRefund) return false;
  return provider.refundKeyMs !== undefined || (leg.providerReference ?? null) !== null;
}
