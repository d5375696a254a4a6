import type { CaptureFacts, RefundFacts } from '../database/refund-facts.ts';
import { RefundCapability, type RefundSource } from '../domain/refund-spread.ts';
import type { PaymentProvider, RefundAbility } from '../payments/payment-provider.ts';
import type { PaymentProviders } from '../payments/providers.ts';

/** A captured payment with what its provider can do for it today. Amounts are minor units. */
export type RefundablePayment = RefundSource & {
  readonly facts: CaptureFacts;
  /** The provider's name as a seller knows it; null where the money did not come by a provider. */
  readonly providerLabel: string | null;
  /** Why it can do less than everything, or until when; null where there is nothing to say. */
  readonly note: string | null;
  /** Gone back through the provider for refunds that stand no more, since their data were restored. */
  readonly goneMinor: number;
};

export type RefundSources = {
  /** Those that the lines were paid with. */
  readonly payments: readonly RefundablePayment[];
  /** Captures that no line was paid with: second ones, and money of an order that was never covered. */
  readonly surplus: readonly RefundablePayment[];
};

/** The payments of an order that money can go back through, in the order of their captures. */
export function refundSourcesOf(
  { payments, paidAt, closedByHandAt }: RefundFacts,
  providers: PaymentProviders,
  now: Date,
): RefundSources {
  const isBought = paidAt !== null || closedByHandAt !== null;
  const all = payments.map((facts) => sourceOf(facts, providers, now));
  return {
    payments: all.filter(({ facts }) => isBought && !facts.surplus),
    surplus: all.filter(({ facts }) => !isBought || facts.surplus),
  };
}

function sourceOf(facts: CaptureFacts, providers: PaymentProviders, now: Date): RefundablePayment {
  const provider = providers.byName(facts.provider);
  const { capability, note } = abilityOf(provider, facts, now);
  const isGone = facts.returnedMinor >= facts.capturedMinor;
  return {
    id: facts.id,
    facts,
    providerLabel: labelOf(provider, facts),
    capability: capabilityWords[capability],
    // How to return what is left is no advice where nothing is.
    note: isGone && note !== null ? 'All of this payment went back already.' : note,
    goneMinor: Math.max(0, facts.returnedMinor - (facts.standingMinor - facts.recordedMinor)),
    capturedMinor: facts.capturedMinor,
    returnableMinor: Math.max(
      0,
      facts.capturedMinor - facts.returnedMinor - facts.reservedMinor - facts.recordedMinor,
    ),
    recordableMinor: Math.max(0, facts.capturedMinor - facts.reservedMinor - facts.standingMinor),
  };
}

const capabilityWords = {
  'full-and-partial': RefundCapability.FULL_AND_PARTIAL,
  full: RefundCapability.FULL_ONLY,
  'by-hand': RefundCapability.NONE,
} as const;

function abilityOf(
  provider: PaymentProvider | undefined,
  facts: CaptureFacts,
  now: Date,
): RefundAbility {
  if (!provider) {
    return {
      capability: 'by-hand',
      note: `There is no connection to ${spelt(facts.provider)} here. Return the money there yourself.`,
    };
  }
  if (provider.capability) {
    const ability = provider.capability(
      {
        id: facts.id,
        reference: facts.providerReference,
        method: facts.method,
        amountMinor: facts.capturedMinor,
        returnedMinor: facts.returnedMinor + facts.reservedMinor,
        refundsSent: facts.refundsSent,
        currency: facts.currency,
        capturedAt: facts.capturedAt,
      },
      now,
    );
    // What it promises and cannot do must not be promised on.
    if (provider.refund || ability.capability === 'by-hand') return ability;
  }
  return { capability: 'by-hand', note: null };
}

function labelOf(provider: PaymentProvider | undefined, facts: CaptureFacts): string | null {
  if (facts.provider === 'manual') return null;
  return provider?.label ?? spelt(facts.provider);
}

/** A name from old data, for a sentence: `paypal` is Paypal. */
function spelt(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
