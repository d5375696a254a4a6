import { deepStrictEqual as deepEqual, strictEqual as equal } from 'node:assert';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { splitByLargestRemainder, sumMinor } from '../../src/domain/money.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { seedTwoCheckouts } from '../kit/orders.ts';
import type { SeededRefundable } from '../kit/refundable-order.ts';
import { MoneyModel, type News } from './model.ts';
import { RealMoney } from './real-money.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 40);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

type Step = fc.AsyncCommand<MoneyModel, RealMoney>;

/** Cents, whole yen, fils: each currency with amounts and VAT rates of its own. */
const someOrder: fc.Arbitrary<SeededRefundable> = fc
  .record({
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    lines: fc.array(
      fc.record({
        priceMinor: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30_000 })),
        vatRateBp: fc.constantFrom(0, 1000, 1350, 2550),
        off: fc.nat(500),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    providers: fc.array(fc.constantFrom('stripe', 'stripe', 'epassi', 'manual'), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ currency, lines, providers }) => {
    const total = sumMinor(lines.map(({ priceMinor }) => priceMinor));
    const captures = splitByLargestRemainder(
      total,
      providers.map(() => 1),
    );
    return {
      currency,
      lines: lines.map(({ off, ...line }) => ({ ...line, listPriceMinor: line.priceMinor + off })),
      payments: providers
        .map((provider, index) => ({ provider, capturedMinor: captures[index] ?? 0 }))
        .filter(({ capturedMinor }) => capturedMinor > 0),
    };
  });

function step(
  name: string,
  can: (model: MoneyModel) => boolean,
  take: (model: MoneyModel, real: RealMoney) => Promise<void>,
): Step {
  return {
    check: can,
    run: async (model, real) => {
      await take(model, real);
      await expectSame(model, real);
    },
    toString: () => name,
  };
}

/** In percent of what is left of each line: more than all of it is refused. */
const someShares = fc.array(fc.constantFrom(0, 1, 33, 50, 99, 100, 100, 130), {
  minLength: 3,
  maxLength: 3,
});
const someNews = fc.constantFrom<News>('SUCCEEDED', 'SUCCEEDED', 'PENDING', 'FAILED', 'UNKNOWN');

const steps: fc.WeightedArbitrary<Step>[] = [
  {
    weight: 4,
    arbitrary: fc.tuple(someShares, fc.constantFrom(true, true, false)).map(([shares, returns]) =>
      step(
        `refund ${shares.join(', ')} %${returns ? '' : ', recorded only'}`,
        () => true,
        async (model, real) => {
          const amounts = model.prices.map((_, line) =>
            Math.ceil((model.leftOf(line) * (shares[line] ?? 0)) / 100),
          );
          const isTooMuch = amounts.some((amount, line) => amount > model.leftOf(line));
          const outcome = await real.refund(amounts, returns);
          equal(outcome.ok, !isTooMuch && amounts.some((amount) => amount > 0));
          if (!outcome.ok) return;
          const legs = await real.legsOf(outcome.value.refundId);
          for (const leg of legs) model.add(leg);
          const given = amounts.map((_, line) =>
            sumMinor(
              legs.flatMap(({ parts }) =>
                parts.filter((part) => part.line === line).map(({ amountMinor }) => amountMinor),
              ),
            ),
          );
          deepEqual(given, amounts);
        },
      ),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(5), someNews).map(([place, news]) =>
      step(
        `settle leg ${place}: ${news}`,
        ({ legs }) => legs[place]?.movesMoney === true,
        async (model, real) => {
          await real.tell(model.legs[place]?.id ?? '', news);
          model.hear(place, news);
        },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.nat(5),
        fc.constantFrom('SUCCEEDED', 'PENDING', 'FAILED'),
        fc.integer({ min: 1, max: 2 }),
      )
      .map(([place, news, times]) =>
        step(
          `hear ${news} of leg ${place}, ${times} times`,
          ({ legs }) => legs[place]?.movesMoney === true,
          async (model, real) => {
            const leg = model.legs[place];
            if (leg) await real.hear(leg, news, times);
            model.hear(place, news);
          },
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      step(
        'restore',
        () => true,
        async (model, real) => {
          equal((await real.restore()).ok, model.hasToRestore);
          model.restore();
        },
      ),
    ),
  },
];

async function expectSame(model: MoneyModel, real: RealMoney): Promise<void> {
  const seen = await real.look();
  const lines = model.prices.map((_, line) => ({
    pending: model.pendingOf(line),
    refunded: model.refundedOf(line),
  }));
  deepEqual(seen, {
    refunded: sumMinor(lines.map(({ refunded }) => refunded)),
    pending: sumMinor(lines.map(({ pending }) => pending)),
    lines,
    payments: model.captures.map((captured, payment) => ({
      status: statusOf(model.standingOf(payment), captured),
      reserved: model.reservedOf(payment),
      returned: model.returnedOf(payment),
    })),
    legs: model.legs
      .map(({ id, status, isBooked }) => ({ id, status, isBooked }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  });
  deepEqual(await real.faults(), []);
}

function statusOf(standing: number, captured: number): string {
  if (standing === 0) return 'SUCCEEDED';
  return standing >= captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

describe('whatever becomes of the refunds of an order, one thing after the other', () => {
  test('lines, payments and books hold what the rules say, to the smallest unit', async () => {
    await fc.assert(
      fc.asyncProperty(
        someOrder,
        fc.array(fc.oneof(...steps), { maxLength: 20, size: 'max' }),
        async (order, commands) => {
          const real = await RealMoney.open(database, order);
          const model = new MoneyModel(
            (order.lines ?? []).map(({ priceMinor }) => priceMinor),
            (order.payments ?? []).map(({ capturedMinor }) => capturedMinor ?? 0),
          );
          await fc.asyncModelRun(() => ({ model, real }), commands);
          expect(await real.faults()).toEqual([]);
        },
      ),
      { numRuns, endOnFailure: true },
    );
  }, 3_600_000);
});

describe('whatever becomes of the refunds of an order, several things at the same moment', () => {
  type Deed = { do(real: RealMoney): Promise<unknown>; toString(): string };
  const deed = (words: string, does: Deed['do']): Deed => ({ do: does, toString: () => words });
  const someDeed: fc.Arbitrary<Deed> = fc.oneof(
    fc
      .tuple(fc.array(fc.nat(15_000), { minLength: 3, maxLength: 3 }), fc.boolean())
      .map(([amounts, returns]) =>
        deed(`refund ${amounts.join(', ')}`, (real) => real.refund(amounts, returns)),
      ),
    fc.tuple(fc.nat(5), someNews).map(([place, news]) =>
      deed(`settle leg ${place}: ${news}`, async (real) => {
        const leg = (await real.look()).legs.filter(({ status }) => status !== 'RECORDED')[place];
        if (leg) await real.tell(leg.id, news);
      }),
    ),
    fc
      .tuple(fc.nat(2), fc.integer({ min: 1, max: 12_000 }), fc.constantFrom('SUCCEEDED', 'FAILED'))
      .map(([payment, amount, status]) =>
        deed(`${status} there: ${amount} of payment ${payment}`, async (real) => {
          if (payment < real.paymentIds.length) await real.returnThere(payment, amount, status);
        }),
      ),
    fc.constant(deed('restore', (real) => real.restore())),
  );

  test('no sum is ever passed, the books agree with the lines, and what was sold stays as it was', async () => {
    const moments = fc.array(fc.array(someDeed, { minLength: 2, maxLength: 6, size: 'max' }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(someOrder, moments, async (order, all) => {
        const real = await RealMoney.open(database, order);
        for (const deeds of all) {
          const ended = await Promise.allSettled(deeds.map((one) => one.do(real)));
          expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
          expect(await real.faults()).toEqual([]);
        }
      }),
      { numRuns, endOnFailure: true },
    );
  }, 3_600_000);
});
