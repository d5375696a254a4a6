import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumMinor } from './money.ts';
import { priceOrder, type ChosenAddOn, type Discount, type PricedItem } from './pricing.ts';

const course: PricedItem = {
  productId: 'course',
  productName: 'Watercolour course',
  vatRateBp: 2550,
  originalMinor: 15_000,
  discountedMinor: null,
};
const ebook: PricedItem = {
  productId: 'ebook',
  productName: 'Paper and brushes',
  vatRateBp: 1350,
  originalMinor: 6000,
  discountedMinor: null,
};
const bump: ChosenAddOn = {
  addOnId: 'addon-1',
  kind: 'ORDER_BUMP',
  replacesProductId: null,
  productId: 'checklist',
  productName: 'Checklist',
  vatRateBp: 1350,
  originalMinor: 1900,
  discountedMinor: 900,
};
const upgrade: ChosenAddOn = {
  addOnId: 'addon-2',
  kind: 'PRE_UPSELL',
  replacesProductId: 'course',
  productId: 'course-plus',
  productName: 'Watercolour course with feedback',
  vatRateBp: 2550,
  originalMinor: 29_000,
  discountedMinor: null,
};
const forAll = { code: 'SPRING', onlyProductIds: [], excludeDiscounted: false } as const;
const twentyPercent: Discount = { ...forAll, kind: 'PERCENT', percentBp: 2000 };

/** What is left of a priced order when names and rates are not the point. */
function amounts(input: Parameters<typeof priceOrder>[0]) {
  const { lines, subtotalMinor, discountMinor, totalMinor, discountApplies } = priceOrder(input);
  return {
    lines: lines.map((line) => [
      line.productId,
      line.listPriceMinor,
      line.discountMinor,
      line.priceMinor,
    ]),
    sums: [subtotalMinor, discountMinor, totalMinor],
    discountApplies,
  };
}

describe('priceOrder', () => {
  test('sells main products and add-ons at their present price', () => {
    expect(priceOrder({ mains: [course], addOns: [bump], discount: null })).toEqual({
      lines: [
        {
          productId: 'course',
          addOnId: null,
          kind: 'MAIN',
          productName: 'Watercolour course',
          vatRateBp: 2550,
          listPriceMinor: 15_000,
          discountMinor: 0,
          priceMinor: 15_000,
        },
        {
          productId: 'checklist',
          addOnId: 'addon-1',
          kind: 'ORDER_BUMP',
          productName: 'Checklist',
          vatRateBp: 1350,
          listPriceMinor: 900,
          discountMinor: 0,
          priceMinor: 900,
        },
      ],
      subtotalMinor: 15_900,
      discountMinor: 0,
      totalMinor: 15_900,
      discountApplies: false,
    });
  });

  test('a percentage lies on each line by its price', () => {
    expect(amounts({ mains: [course, ebook], addOns: [], discount: twentyPercent })).toEqual({
      lines: [
        ['course', 15_000, 3000, 12_000],
        ['ebook', 6000, 1200, 4800],
      ],
      sums: [21_000, 4200, 16_800],
      discountApplies: true,
    });
  });

  test('a percentage of the whole is rounded half up, once', () => {
    const cheap = { ...ebook, originalMinor: 5 };
    const tenth: Discount = { ...forAll, kind: 'PERCENT', percentBp: 1000 };
    expect(amounts({ mains: [cheap], addOns: [], discount: tenth })).toEqual({
      lines: [['ebook', 5, 1, 4]],
      sums: [5, 1, 4],
      discountApplies: true,
    });
  });

  test('two euros off three equal lines are two euros off the order', () => {
    const lesson = { ...course, originalMinor: 1000 };
    const discount: Discount = { ...forAll, kind: 'FIXED', amountMinor: 200 };
    expect(amounts({ mains: [lesson, lesson, lesson], addOns: [], discount })).toEqual({
      lines: [
        ['course', 1000, 67, 933],
        ['course', 1000, 67, 933],
        ['course', 1000, 66, 934],
      ],
      sums: [3000, 200, 2800],
      discountApplies: true,
    });
  });

  test('a fixed amount takes no more than the lines it is meant for cost', () => {
    const discount: Discount = {
      ...forAll,
      kind: 'FIXED',
      amountMinor: 10_000,
      onlyProductIds: ['ebook'],
    };
    expect(amounts({ mains: [course, ebook], addOns: [], discount })).toEqual({
      lines: [
        ['course', 15_000, 0, 15_000],
        ['ebook', 6000, 6000, 0],
      ],
      sums: [21_000, 6000, 15_000],
      discountApplies: true,
    });
  });

  test('a code of 100 % leaves an order of zero', () => {
    const discount: Discount = { ...forAll, kind: 'PERCENT', percentBp: 10_000 };
    expect(amounts({ mains: [course], addOns: [bump], discount })).toEqual({
      lines: [
        ['course', 15_000, 15_000, 0],
        ['checklist', 900, 900, 0],
      ],
      sums: [15_900, 15_900, 0],
      discountApplies: true,
    });
  });

  test('a line that is discounted already takes no share where the code excludes it', () => {
    const discount = { ...twentyPercent, excludeDiscounted: true };
    expect(amounts({ mains: [course], addOns: [bump], discount })).toEqual({
      lines: [
        ['course', 15_000, 3000, 12_000],
        ['checklist', 900, 0, 900],
      ],
      sums: [15_900, 3000, 12_900],
      discountApplies: true,
    });
  });

  test('a code that is meant for none of the products says so and takes nothing', () => {
    const discount = { ...twentyPercent, onlyProductIds: ['membership'] };
    expect(amounts({ mains: [course], addOns: [], discount })).toEqual({
      lines: [['course', 15_000, 0, 15_000]],
      sums: [15_000, 0, 15_000],
      discountApplies: false,
    });
  });

  test('an upgrade is sold instead of the product it replaces', () => {
    expect(amounts({ mains: [course, ebook], addOns: [upgrade], discount: null })).toEqual({
      lines: [
        ['ebook', 6000, 0, 6000],
        ['course-plus', 29_000, 0, 29_000],
      ],
      sums: [35_000, 0, 35_000],
      discountApplies: false,
    });
  });

  test('a code for the replaced product does not reach its upgrade', () => {
    const discount = { ...twentyPercent, onlyProductIds: ['course'] };
    const { discountApplies, totalMinor } = priceOrder({
      mains: [course],
      addOns: [upgrade],
      discount,
    });
    expect({ discountApplies, totalMinor }).toEqual({ discountApplies: false, totalMinor: 29_000 });
  });

  test('refuses a negative price, and a code that would make the order dearer', () => {
    const broken = { ...course, originalMinor: -1 };
    expect(() => priceOrder({ mains: [broken], addOns: [], discount: null })).toThrow(RangeError);
    const dearer: Discount = { ...forAll, kind: 'FIXED', amountMinor: -100 };
    expect(() => priceOrder({ mains: [course], addOns: [], discount: dearer })).toThrow(RangeError);
  });

  test('whatever is chosen, lines and sums agree and nobody pays less than nothing', () => {
    const price = fc.nat(100_000_000);
    const productId = fc.constantFrom('a', 'b', 'c', 'd');
    const item = fc.record({
      productId,
      productName: fc.constant('Product'),
      vatRateBp: fc.constantFrom(0, 1350, 2550),
      originalMinor: price,
      discountedMinor: fc.option(price),
    });
    const addOn = fc
      .record({ replacesProductId: fc.option(productId), addOnId: fc.constant('x'), item })
      .map(({ item, ...rest }) => ({ ...item, ...rest, kind: 'ORDER_BUMP' as const }));
    const restriction = fc.record({
      code: fc.constant('CODE'),
      onlyProductIds: fc.uniqueArray(productId),
      excludeDiscounted: fc.boolean(),
    });
    const discount: fc.Arbitrary<Discount> = fc.oneof(
      fc
        .tuple(restriction, fc.nat(10_000))
        .map(([rest, percentBp]) => ({ ...rest, kind: 'PERCENT' as const, percentBp })),
      fc
        .tuple(restriction, fc.nat(300_000_000))
        .map(([rest, amountMinor]) => ({ ...rest, kind: 'FIXED' as const, amountMinor })),
    );

    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 6 }),
        fc.array(addOn, { maxLength: 4 }),
        fc.option(discount),
        (mains, addOns, code) => {
          const order = priceOrder({ mains, addOns, discount: code });
          const replaced: (string | null)[] = addOns.map((addOn) => addOn.replacesProductId);

          expect(sumMinor(order.lines.map((line) => line.listPriceMinor))).toBe(
            order.subtotalMinor,
          );
          expect(sumMinor(order.lines.map((line) => line.discountMinor))).toBe(order.discountMinor);
          expect(sumMinor(order.lines.map((line) => line.priceMinor))).toBe(order.totalMinor);
          for (const line of order.lines) {
            expect(line.priceMinor).toBeGreaterThanOrEqual(0);
            expect(line.discountMinor).toBeGreaterThanOrEqual(0);
          }
          const sold = order.lines.filter((line) => line.kind === 'MAIN');
          expect(sold.filter((line) => replaced.includes(line.productId))).toEqual([]);
          const chosen = code?.onlyProductIds ?? [];
          const touched = order.lines.filter((line) => line.discountMinor > 0);
          const isChosen = (id: string) => chosen.length === 0 || chosen.includes(id);
          expect(touched.filter((line) => !isChosen(line.productId))).toEqual([]);
        },
      ),
    );
  });
});
