import { epassiProvider, type EpassiConfig } from './epassi.ts';
import { manualProvider } from './manual.ts';
import type { PaymentProvider } from './payment-provider.ts';
import type { PaytrailConfig } from './paytrail-call.ts';
import { paytrailProvider } from './paytrail.ts';
import { stripeProvider, type StripeConfig } from './stripe.ts';

/** Null where the seller has no keys of a provider. */
export type PaymentsConfig = {
  readonly stripe: StripeConfig | null;
  readonly paytrail: PaytrailConfig | null;
  readonly epassi?: EpassiConfig | null;
};

export type PaymentProviders = {
  /** In the order in which a checkout offers them. */
  readonly all: readonly PaymentProvider[];
  readonly byName: (name: string) => PaymentProvider | undefined;
};

/** The providers that can be used: those with keys, and money by hand, which needs none. */
export function makeProviders(config: PaymentsConfig): PaymentProviders {
  const all = [
    config.stripe && stripeProvider(config.stripe),
    config.paytrail && paytrailProvider(config.paytrail),
    config.epassi ? epassiProvider(config.epassi) : null,
    manualProvider,
  ].filter((provider) => provider !== null);

  return { all, byName: (name) => all.find((provider) => provider.name === name) };
}
