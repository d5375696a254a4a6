import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  exampleDays,
  exampleSpan,
  inShort,
  makeExampleHistory,
  nothing,
} from '../../test/kit/example-history.ts';
import { countedBehind, countedIn } from '../../test/kit/order-lists.ts';
import type { SalesHistory } from '../../test/kit/sales-history.ts';
import { checkRollups } from '../database/report-check.ts';
import type { SalesFigures } from '../domain/report.ts';

let database: TestDatabase;
let history: SalesHistory;
beforeAll(async () => {
  database = await freshDatabase();
  history = await makeExampleHistory(database);
});
afterAll(() => database.drop());

describe.each(Object.entries(exampleDays))('in %s', (timeZone, expected) => {
  test('every day has its own sales and refunds, to the cent', async () => {
    const report = await history.report({ ...exampleSpan, timeZone });
    const series = await report.series('DAY');
    expect(
      Object.fromEntries(series.map(({ point, figures }) => [point.day, inShort(figures)])),
    ).toEqual(expected);
  });

  test.each(['HOUR', 'WEEK', 'MONTH'] as const)('they add up to the same by %s', async (grain) => {
    const report = await history.report({ ...exampleSpan, timeZone });
    const sum = (figures: SalesFigures[]) =>
      ['EUR', 'JPY'].map((currency) =>
        figures
          .flatMap(({ money }) => money.filter((one) => one.currency === currency))
          .reduce(
            (all, one) => [
              all[0]! + one.orders,
              all[1]! + one.grossMinor,
              all[2]! + one.refundedMinor,
              all[3]! + one.netVatMinor,
            ],
            [0, 0, 0, 0],
          ),
      );
    const series = await report.series(grain);
    expect(sum(series.map(({ figures }) => figures))).toEqual([
      [4, 40610, 6600, 6743],
      [1, 15000, 0, 3048],
    ]);
  });

  test('the figures of a day are those of the orders behind it', async () => {
    const report = await history.report({ ...exampleSpan, timeZone });
    for (const part of await report.series('DAY')) {
      expect(await countedBehind(database, part)).toEqual(countedIn(part));
    }
  });
});

test('the head figures are those of the whole time', async () => {
  const report = await history.report({ ...exampleSpan, timeZone: 'Europe/Helsinki' });
  const { figures } = await report.totals();
  const { money, ...counts } = figures;
  expect(counts).toEqual({
    opened: 6,
    orders: 5,
    lines: 6,
    conversion: 5 / 6,
    addOnOrders: 1,
    bumpOrders: 1,
    upsellOrders: 0,
  });
  expect(money).toEqual([
    {
      currency: 'EUR',
      opened: 5,
      orders: 4,
      lines: 5,
      grossMinor: 40610,
      vatMinor: 8084,
      refundedMinor: 6600,
      refundedVatMinor: 1341,
      reversedMinor: 18810,
      netMinor: 34010,
      netVatMinor: 6743,
      // 101.525 is rounded up.
      averageOrderMinor: 10153,
      impressionMinor: 8122,
      addOnOrders: 1,
      bumpOrders: 1,
      bumpMinor: 2000,
      upsellOrders: 0,
      upsellMinor: 0,
      addOnShare: 2000 / 40610,
    },
    {
      currency: 'JPY',
      opened: 1,
      orders: 1,
      lines: 1,
      grossMinor: 15000,
      vatMinor: 3048,
      refundedMinor: 0,
      refundedVatMinor: 0,
      reversedMinor: 0,
      netMinor: 15000,
      netVatMinor: 3048,
      averageOrderMinor: 15000,
      impressionMinor: 15000,
      addOnOrders: 0,
      bumpOrders: 0,
      bumpMinor: 0,
      upsellOrders: 0,
      upsellMinor: 0,
      addOnShare: 0,
    },
  ]);
});

test('the day on which clocks go back has 25 hours, and the last is not lost', async () => {
  const day = { from: '2026-10-25', to: '2026-10-25', timeZone: 'Europe/Helsinki' };
  const report = await history.report(day);
  const hours = await report.series('HOUR');
  expect(hours).toHaveLength(25);
  expect(hours.at(-1)!.point.end.toISOString()).toBe('2026-10-25T22:00:00.000Z');
  expect(inShort(hours.at(-1)!.figures)).toEqual([
    2,
    1,
    ['JPY', 15000, 3048, 0, 0, 0],
    ['EUR', 0, 0, 3300, 671, 0],
  ]);
});

test('a report is compared with the time before', async () => {
  const day = { from: '2026-10-25', to: '2026-10-25', timeZone: 'Europe/Helsinki' };
  const report = await history.report({ ...day, compare: 'PREVIOUS_PERIOD' });
  expect(report.earlier?.days).toEqual({ from: '2026-10-24', to: '2026-10-24' });
  const { figures } = await report.earlier!.totals();
  expect(inShort(figures)).toEqual(exampleDays['Europe/Helsinki']!['2026-10-24']);
  const [row] = await report.breakdown('OFFER', { first: 50, grain: 'DAY' });
  expect(inShort(row!.earlier!.figures)).toEqual(exampleDays['Europe/Helsinki']!['2026-10-24']);
  expect(row!.series?.map(({ figures: one }) => inShort(one))).toEqual([
    exampleDays['Europe/Helsinki']!['2026-10-25'],
  ]);
});

test('nobody sees figures of checkouts out of reach', async () => {
  const wish = { ...exampleSpan, timeZone: 'UTC', checkoutIds: ['chk_test'] };
  const { figures } = await (await history.report(wish, ['chk_other'])).totals();
  expect(inShort(figures)).toEqual(nothing);
});

test('what reports are read from agrees with the books', async () => {
  expect(await checkRollups(database.orm.em.fork())).toEqual([]);
});
