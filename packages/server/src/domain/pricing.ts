import { assertMinor, splitByLargestRemainder, sumMinor } from './money.ts';
import type { OrderLineKind } from './order-line.ts';

// What a choice of products, add-ons and a code costs. Minor units of one currency, basis points.
// Whether the code may be used at all (dates, limits) is decided in discount.ts.

/** How a code takes something off: a share of the price, or an amount set per currency. */
export const DiscountKind = { PERCENT: 'PERCENT', FIXED: 'FIXED' } as const;
export type DiscountKind = (typeof DiscountKind)[keyof typeof DiscountKind];

/** A product at its price in the order's currency; `discountedMinor` is the price on offer. */
export type PricedItem = {
  readonly productId: string;
  readonly productName: string;
  readonly vatRateBp: number;
  readonly originalMinor: number;
  readonly discountedMinor: number | null;
};

/** An add-on the customer took; an upgrade names the product whose place it takes. */
export type ChosenAddOn = PricedItem & {
  readonly addOnId: string;
  readonly kind: Exclude<OrderLineKind, 'MAIN'>;
  readonly replacesProductId: string | null;
};

/** A code as it works in one currency. `onlyProductIds` empty means every product. */
export type Discount = {
  readonly code: string;
  readonly onlyProductIds: readonly string[];
  readonly excludeDiscounted: boolean;
} & (
  | { readonly kind: 'PERCENT'; readonly percentBp: number }
  | { readonly kind: 'FIXED'; readonly amountMinor: number }
);

/** One line as sold: `listPriceMinor` is before the code, `priceMinor` what the customer pays. */
export type PricedLine = {
  readonly productId: string;
  readonly addOnId: string | null;
  readonly kind: OrderLineKind;
  readonly productName: string;
  readonly vatRateBp: number;
  readonly listPriceMinor: number;
  readonly discountMinor: number;
  readonly priceMinor: number;
};

/** `discountApplies` is false where there is no code, or none of the lines is one it is meant for. */
export type PricedOrder = {
  readonly lines: readonly PricedLine[];
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly totalMinor: number;
  readonly discountApplies: boolean;
};

/**
 * Prices an order line by line: main products in their order without those an upgrade replaces,
 * then the add-ons. The code is spread once, over the lines it is meant for, in proportion to
 * their prices: 2.00 off three lines of 10.00 takes 0.67, 0.67, 0.66.
 */
export function priceOrder(input: {
  readonly mains: readonly PricedItem[];
  readonly addOns: readonly ChosenAddOn[];
  readonly discount: Discount | null;
}): PricedOrder {
  const items = soldItems(input.mains, input.addOns);
  const listPrices = items.map(listPriceOf);
  const eligible = items.map((item) => input.discount !== null && takesShare(item, input.discount));
  const weights = listPrices.map((price, index) => (eligible[index] ? price : 0));
  const subtotalMinor = sumMinor(listPrices);
  const discountMinor = input.discount ? amountOff(input.discount, sumMinor(weights)) : 0;
  const shares = splitByLargestRemainder(discountMinor, weights);

  return {
    lines: items.map((item, index) => lineOf(item, shares[index] ?? 0)),
    subtotalMinor,
    discountMinor,
    totalMinor: subtotalMinor - discountMinor,
    discountApplies: eligible.includes(true),
  };
}

type SoldItem = PricedItem & { readonly addOnId: string | null; readonly kind: OrderLineKind };

function soldItems(mains: readonly PricedItem[], addOns: readonly ChosenAddOn[]): SoldItem[] {
  const replaced = new Set(addOns.map((addOn) => addOn.replacesProductId));
  return [
    ...mains
      .filter((main) => !replaced.has(main.productId))
      .map((main) => ({ ...main, addOnId: null, kind: 'MAIN' as const })),
    ...addOns,
  ];
}

function listPriceOf(item: PricedItem): number {
  const priceMinor = item.discountedMinor ?? item.originalMinor;
  assertMinor(priceMinor);
  if (priceMinor < 0) throw new RangeError(`A price cannot be below zero: ${priceMinor}`);
  return priceMinor;
}

function takesShare(item: PricedItem, discount: Discount): boolean {
  if (discount.excludeDiscounted && item.discountedMinor !== null) return false;
  return discount.onlyProductIds.length === 0 || discount.onlyProductIds.includes(item.productId);
}

function amountOff(discount: Discount, eligibleMinor: number): number {
  const wanted = discount.kind === 'PERCENT' ? discount.percentBp : discount.amountMinor;
  assertMinor(wanted);
  if (wanted < 0) throw new RangeError(`The code ${discount.code} cannot make an order dearer`);
  const off =
    discount.kind === 'PERCENT'
      ? Number((BigInt(eligibleMinor) * BigInt(wanted) + 5_000n) / 10_000n)
      : wanted;
  return Math.min(off, eligibleMinor);
}

function lineOf(item: SoldItem, discountMinor: number): PricedLine {
  const listPriceMinor = listPriceOf(item);
  return {
    productId: item.productId,
    addOnId: item.addOnId,
    kind: item.kind,
    productName: item.productName,
    vatRateBp: item.vatRateBp,
    listPriceMinor,
    discountMinor,
    priceMinor: listPriceMinor - discountMinor,
  };
}
