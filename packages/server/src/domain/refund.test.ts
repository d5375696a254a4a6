import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  planRefund,
  worstLeg,
  type RefundableLine,
  type RefundRefusal,
  type RefundWish,
} from './refund.ts';
import { vatWithin } from './vat.ts';

const course: RefundableLine = {
  id: 'course',
  priceMinor: 9900,
  refundedMinor: 0,
  refundedVatMinor: 0,
  vatRateBp: 2550,
};
const ebook: RefundableLine = { ...course, id: 'ebook', priceMinor: 1250, vatRateBp: 1350 };

describe('worstLeg', () => {
  test.each([
    ['SUCCEEDED', ['SUCCEEDED', 'SUCCEEDED']],
    ['RECORDED', ['SUCCEEDED', 'RECORDED']],
    ['PENDING', ['RECORDED', 'PENDING', 'SUCCEEDED']],
    ['REQUESTED', ['PENDING', 'REQUESTED']],
    ['FAILED', ['SUCCEEDED', 'FAILED', 'REQUESTED']],
    ['UNKNOWN', ['FAILED', 'UNKNOWN', 'SUCCEEDED']],
  ] as const)('is %s for legs that are %s', (worst, legs) => {
    expect(worstLeg(legs)).toBe(worst);
  });

  test('refuses a refund without legs', () => {
    expect(() => worstLeg([])).toThrow(RangeError);
  });
});

describe('planRefund', () => {
  test('gives each line what was wished, with its VAT, and leaves out the zeros', () => {
    const half = { ...course, refundedMinor: 3300, refundedVatMinor: 671 };
    const wishes = [
      { lineId: 'ebook', amountMinor: 0 },
      { lineId: 'course', amountMinor: 3300 },
    ];
    expect(planRefund([half, ebook], wishes)).toEqual({
      ok: true,
      totalMinor: 3300,
      parts: [{ lineId: 'course', amountMinor: 3300, vatMinor: 670 }],
    });
  });

  test('refuses more than is left on a line, and says how much that is', () => {
    const half = { ...course, refundedMinor: 4950, refundedVatMinor: 1006 };
    expect(planRefund([half], [{ lineId: 'course', amountMinor: 4951 }])).toEqual({
      ok: false,
      refusals: [{ code: 'MORE_THAN_LEFT', lineId: 'course', maximumMinor: 4950 }],
    });
    expect(planRefund([half], [{ lineId: 'course', amountMinor: 4950 }]).ok).toBe(true);
  });

  test.each<[string, RefundWish[], RefundRefusal[]]>([
    ['a form without lines', [], [{ code: 'NOTHING_CHOSEN' }]],
    ['a form of zeros', [{ lineId: 'course', amountMinor: 0 }], [{ code: 'NOTHING_CHOSEN' }]],
    [
      'a line of another order',
      [{ lineId: 'other', amountMinor: 1 }],
      [{ code: 'UNKNOWN_LINE', lineId: 'other' }],
    ],
    [
      'a negative amount',
      [{ lineId: 'course', amountMinor: -1 }],
      [{ code: 'NOT_AN_AMOUNT', lineId: 'course' }],
    ],
    [
      'half a cent',
      [{ lineId: 'course', amountMinor: 0.5 }],
      [{ code: 'NOT_AN_AMOUNT', lineId: 'course' }],
    ],
    [
      'the same line twice',
      [
        { lineId: 'course', amountMinor: 1 },
        { lineId: 'course', amountMinor: 1 },
      ],
      [{ code: 'LINE_NAMED_TWICE', lineId: 'course' }],
    ],
    [
      'everything that is wrong at once',
      [
        { lineId: 'ebook', amountMinor: 1251 },
        { lineId: 'other', amountMinor: 5 },
        { lineId: 'course', amountMinor: 100 },
      ],
      [
        { code: 'MORE_THAN_LEFT', lineId: 'ebook', maximumMinor: 1250 },
        { code: 'UNKNOWN_LINE', lineId: 'other' },
      ],
    ],
  ])('refuses %s', (_, wishes, refusals) => {
    expect(planRefund([course, ebook], wishes)).toEqual({ ok: false, refusals });
  });

  test('however a line is refunded, it gives back its price and its VAT, and nothing more', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 1, maxLength: 12 });
    const rateBp = fc.constantFrom(0, 1000, 1350, 1400, 2400, 2550);

    fc.assert(
      fc.property(cuts, rateBp, (amounts, vatRateBp) => {
        const priceMinor = amounts.reduce((sum, amount) => sum + amount);
        let line: RefundableLine = { ...course, priceMinor, vatRateBp };
        for (const amountMinor of amounts) {
          const plan = planRefund([line], [{ lineId: 'course', amountMinor }]);
          if (!plan.ok) throw new Error('a part of the price was refused');
          line = {
            ...line,
            refundedMinor: line.refundedMinor + plan.totalMinor,
            refundedVatMinor: line.refundedVatMinor + (plan.parts[0]?.vatMinor ?? Number.NaN),
          };
        }
        expect(line.refundedMinor).toBe(priceMinor);
        expect(line.refundedVatMinor).toBe(vatWithin(priceMinor, vatRateBp));
        expect(planRefund([line], [{ lineId: 'course', amountMinor: 1 }])).toEqual({
          ok: false,
          refusals: [{ code: 'MORE_THAN_LEFT', lineId: 'course', maximumMinor: 0 }],
        });
      }),
    );
  });
});
