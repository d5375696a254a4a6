import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitByLargestRemainder, sumMinor } from './money.ts';
import {
  bestCapability,
  RefundCapability,
  spreadRefund,
  type RefundSource,
  type SpreadLeg,
} from './refund-spread.ts';
import type { RefundPart } from './refund.ts';
import { vatWithin } from './vat.ts';

const { FULL_AND_PARTIAL, FULL_ONLY, NONE } = RefundCapability;

/** A captured payment of which nothing has gone back, unless said otherwise. */
function source(
  id: string,
  capability: RefundCapability,
  capturedMinor: number,
  more: Partial<RefundSource> = {},
): RefundSource {
  return {
    id,
    capability,
    capturedMinor,
    returnableMinor: capturedMinor,
    recordableMinor: capturedMinor,
    ...more,
  };
}

const course = (amountMinor: number): RefundPart => ({
  lineId: 'course',
  amountMinor,
  vatMinor: vatWithin(amountMinor, 2550),
});
const ebook = (amountMinor: number): RefundPart => ({
  lineId: 'ebook',
  amountMinor,
  vatMinor: vatWithin(amountMinor, 1350),
});

const inShort = (legs: readonly SpreadLeg[]) =>
  legs.map(({ paymentId, movesMoney, amountMinor }) => [
    paymentId,
    movesMoney ? 'returned' : 'recorded',
    amountMinor,
  ]);

describe('spreadRefund', () => {
  test.each<[string, RefundPart[], RefundSource[], boolean, unknown[]]>([
    [
      'goes back through the payment that it came by',
      [course(9900)],
      [source('card', FULL_AND_PARTIAL, 9900)],
      true,
      [['card', 'returned', 9900]],
    ],
    [
      'is only recorded when no money is to be returned',
      [course(9900)],
      [source('card', FULL_AND_PARTIAL, 9900)],
      false,
      [['card', 'recorded', 9900]],
    ],
    [
      'takes what can be refunded in part first, whichever was captured first',
      [course(6000)],
      [source('epassi', FULL_ONLY, 4900), source('card', FULL_AND_PARTIAL, 5000)],
      true,
      [
        ['card', 'returned', 5000],
        ['epassi', 'recorded', 1000],
      ],
    ],
    [
      'takes one that can only be refunded whole if all of it fits',
      [course(9900)],
      [source('epassi', FULL_ONLY, 4900), source('card', FULL_AND_PARTIAL, 5000)],
      true,
      [
        ['epassi', 'returned', 4900],
        ['card', 'returned', 5000],
      ],
    ],
    [
      'records a part of one that can only be refunded whole',
      [course(1000)],
      [source('epassi', FULL_ONLY, 9900)],
      true,
      [['epassi', 'recorded', 1000]],
    ],
    [
      'records the rest of one that can only be refunded whole and is begun',
      [course(8900)],
      [source('epassi', FULL_ONLY, 9900, { returnableMinor: 8900, recordableMinor: 8900 })],
      true,
      [['epassi', 'recorded', 8900]],
    ],
    [
      'is recorded where the method cannot return money',
      [course(9900)],
      [source('invoice', NONE, 9900)],
      true,
      [['invoice', 'recorded', 9900]],
    ],
    [
      'is recorded against no payment where none was captured',
      [course(9900)],
      [],
      true,
      [[null, 'recorded', 9900]],
    ],
    [
      'cannot return twice what was returned before the refunded data was restored',
      [course(9900)],
      [source('card', FULL_AND_PARTIAL, 9900, { returnableMinor: 6900 })],
      true,
      [
        ['card', 'returned', 6900],
        ['card', 'recorded', 3000],
      ],
    ],
    [
      'goes by the order of the captures',
      [course(7000)],
      [source('first', FULL_AND_PARTIAL, 5000), source('second', FULL_AND_PARTIAL, 5000)],
      true,
      [
        ['first', 'returned', 5000],
        ['second', 'returned', 2000],
      ],
    ],
  ])('%s', (_, parts, sources, returnMoney, expected) => {
    expect(inShort(spreadRefund(parts, sources, returnMoney))).toEqual(expected);
  });

  test('lays the lines through the payments, each line with its own VAT', () => {
    const sources = [
      source('first', FULL_AND_PARTIAL, 3000),
      source('second', FULL_AND_PARTIAL, 9000),
    ];
    expect(spreadRefund([course(9900), ebook(2000)], sources, true)).toEqual([
      {
        paymentId: 'first',
        movesMoney: true,
        amountMinor: 3000,
        parts: [{ lineId: 'course', amountMinor: 3000, vatMinor: 610 }],
      },
      {
        paymentId: 'second',
        movesMoney: true,
        amountMinor: 8900,
        parts: [
          { lineId: 'course', amountMinor: 6900, vatMinor: 1402 },
          { lineId: 'ebook', amountMinor: 2000, vatMinor: 238 },
        ],
      },
    ]);
  });

  test('adds up for every line and every payment, gives no part of nothing, and never more than is left', () => {
    // Amounts as they are in euros, yen and Kuwaiti dinars: cents, whole yen, fils.
    const amount = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 50 }));
    const someParts = fc.array(fc.tuple(amount, fc.constantFrom(0, 500, 1350, 2550, 10_000)), {
      minLength: 1,
      maxLength: 6,
    });
    const someSources = fc.array(
      fc.tuple(
        fc.constantFrom(FULL_AND_PARTIAL, FULL_ONLY, NONE),
        amount,
        fc.nat(100),
        fc.nat(100),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(someParts, someSources, fc.boolean(), (wishes, payments, returnMoney) => {
        const parts = wishes.map(([amountMinor, rateBp], index) => ({
          lineId: `line-${index}`,
          amountMinor,
          vatMinor: vatWithin(amountMinor, rateBp),
        }));
        const sources = payments.map(([capability, captured, returned, standing], index) =>
          source(`payment-${index}`, capability, captured, {
            returnableMinor: Math.max(0, captured - returned),
            recordableMinor: Math.max(0, captured - standing),
          }),
        );
        const legs = spreadRefund(parts, sources, returnMoney);

        for (const part of parts) {
          const shares = legs.flatMap((leg) =>
            leg.parts.filter((one) => one.lineId === part.lineId),
          );
          expect(sumMinor(shares.map(({ amountMinor }) => amountMinor))).toBe(part.amountMinor);
          expect(sumMinor(shares.map(({ vatMinor }) => vatMinor))).toBe(part.vatMinor);
        }
        for (const leg of legs) {
          expect(sumMinor(leg.parts.map(({ amountMinor }) => amountMinor))).toBe(leg.amountMinor);
          for (const { amountMinor, vatMinor } of leg.parts) {
            expect(amountMinor).toBeGreaterThan(0);
            expect(Math.abs(vatMinor)).toBeLessThanOrEqual(amountMinor);
          }
        }
        for (const { id, capability, capturedMinor, returnableMinor, recordableMinor } of sources) {
          const own = legs.filter(({ paymentId }) => paymentId === id);
          const moved = own.find(({ movesMoney }) => movesMoney)?.amountMinor ?? 0;
          const recorded = own.find(({ movesMoney }) => !movesMoney)?.amountMinor ?? 0;
          expect(own.length).toBeLessThanOrEqual(2);
          expect(moved).toBeLessThanOrEqual(returnMoney ? returnableMinor : 0);
          expect(recorded).toBeLessThanOrEqual(recordableMinor);
          const allowed = {
            NONE: moved === 0,
            FULL_ONLY: moved === 0 || moved === capturedMinor,
            FULL_AND_PARTIAL: true,
          };
          expect(allowed[capability]).toBe(true);
        }
      }),
    );
  });

  test('records nothing while a payment could still return it in part', () => {
    const someSources = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(someSources, fc.integer({ min: 1, max: 10_000 }), (captured, weight) => {
        const sources = captured.map((minor, index) => source(`${index}`, FULL_AND_PARTIAL, minor));
        const total = Math.max(1, Math.min(weight, sumMinor(captured)));
        const [first = 0, second = 0] = splitByLargestRemainder(total, [1, 1]);
        const parts = [course(first), ebook(second)].filter(({ amountMinor }) => amountMinor > 0);
        expect(spreadRefund(parts, sources, true).every(({ movesMoney }) => movesMoney)).toBe(true);
      }),
    );
  });
});

describe('bestCapability', () => {
  test.each<[RefundCapability, RefundCapability[]]>([
    [NONE, []],
    [NONE, [NONE, NONE]],
    [FULL_ONLY, [NONE, FULL_ONLY]],
    [FULL_AND_PARTIAL, [FULL_ONLY, FULL_AND_PARTIAL, NONE]],
  ])('is %s for payments that are %j', (best, all) => {
    expect(bestCapability(all)).toBe(best);
  });
});
