import type { Discount, DiscountKind } from './pricing.ts';

/**
 * A discount code as its seller set it up, seen from one order. `percentBp` belongs to PERCENT;
 * `amountMinor` to FIXED: the amount set for the order's currency, null where there is none.
 * A limit of null is none. `expiresAt` is the first moment at which the code no longer works.
 */
export type DiscountCode = {
  readonly code: string;
  readonly kind: DiscountKind;
  readonly percentBp: number | null;
  readonly amountMinor: number | null;
  readonly active: boolean;
  readonly validFrom: Date | null;
  readonly expiresAt: Date | null;
  readonly usageLimit: number | null;
  readonly perCustomerLimit: number | null;
  readonly onlyProductIds: readonly string[];
  readonly excludeDiscounted: boolean;
};

/** Who wants to use a code, when, and how often it was used before, this order not counted. */
export type DiscountUse = {
  readonly now: Date;
  readonly uses: number;
  readonly usesByEmail: number;
  readonly currency: string;
};

/** Why a code cannot be used, in a sentence for the customer; null where it can. */
export function discountRefusal(
  code: DiscountCode,
  use: DiscountUse,
): { readonly message: string } | null {
  const { usageLimit, perCustomerLimit } = code;

  if (!code.active) return refuse(`The code ${code.code} is not active.`);
  if (code.validFrom && use.now < code.validFrom) {
    return refuse(`The code ${code.code} is not valid before ${minuteOf(code.validFrom)}.`);
  }
  if (code.expiresAt && use.now >= code.expiresAt) {
    return refuse(`The code ${code.code} expired on ${minuteOf(code.expiresAt)}.`);
  }
  if (usageLimit !== null && use.uses >= usageLimit) {
    return refuse(`The code ${code.code} has been used up (limit: ${usageLimit}).`);
  }
  if (perCustomerLimit !== null && use.usesByEmail >= perCustomerLimit) {
    return refuse(
      `The code ${code.code} was already used with this email address (limit: ${perCustomerLimit}).`,
    );
  }
  if (discountOf(code) === null) {
    return refuse(`The code ${code.code} does not work for orders in ${use.currency}.`);
  }
  return null;
}

/** What a code takes off, for `priceOrder`; null where it has no amount for the order. */
export function discountOf(code: DiscountCode): Discount | null {
  const { percentBp, amountMinor, onlyProductIds, excludeDiscounted } = code;
  const common = { code: code.code, onlyProductIds, excludeDiscounted };
  switch (code.kind) {
    case 'PERCENT':
      return percentBp === null ? null : { ...common, kind: 'PERCENT', percentBp };
    case 'FIXED':
      return amountMinor === null ? null : { ...common, kind: 'FIXED', amountMinor };
  }
}

function refuse(message: string): { readonly message: string } {
  return { message };
}

function minuteOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
