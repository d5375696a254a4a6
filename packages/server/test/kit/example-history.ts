import { foldPending } from '../../src/database/report-fold.ts';
import type { SalesFigures } from '../../src/domain/report.ts';
import type { TestDatabase } from './database.ts';
import { SalesHistory } from './sales-history.ts';
import { makeShop } from './shop.ts';

/**
 * A history computed by hand. The course is 99.00 € (VAT 20.12) or 15 000 ¥ (3 048), the e-book beside it 20.00 €
 * (2.38), the code TEN leaves 89.10 € (18.10). Clocks in Helsinki went back on the 25th of October 2026 at 01:00 UTC,
 * in New York on the 1st of November at 06:00 UTC; Kathmandu is 5 hours and 45 minutes ahead of UTC.
 */
export async function makeExampleHistory(database: TestDatabase): Promise<SalesHistory> {
  await makeShop(database);
  const history = new SalesHistory(database);
  const fold = () => foldPending(database.orm.em.fork());

  const withBook = await history.at('2026-10-24T20:50:00Z').visit({ bump: true, device: 'MOBILE' });
  const failing = await history.at('2026-10-24T20:55:00Z').visit({ country: 'SE' });
  await history.at('2026-10-24T20:59:59.999Z').pay(withBook);
  await history.at('2026-10-24T21:00:00Z').pay(failing);
  await fold();
  await history.at('2026-10-25T00:30:00Z').visit({ consent: 'REJECTED' });
  const inYen = await history.at('2026-10-25T21:50:00Z').visit({ currency: 'JPY' });
  const discounted = await history.at('2026-10-25T21:55:00Z').visit({ code: 'TEN' });
  // Two parts of the course, on both sides of midnight in Helsinki.
  await history.at('2026-10-25T21:59:00Z').refund(withBook, [3300], 'RECORDED');
  await history.at('2026-10-25T21:59:59.999Z').pay(inYen);
  await history.at('2026-10-25T22:00:00Z').pay(discounted);
  await fold();
  await history.at('2026-10-25T22:01:00Z').refund(withBook, [3300], 'RECORDED');
  const leg = await history.at('2026-10-26T10:00:00Z').refund(failing, [9900], 'RETURNED');
  await history.at('2026-10-27T03:30:00Z').refund(discounted, [8910], 'RECORDED');
  // Reported as returned, and failed after all; and a refund that is restored.
  await history.at('2026-10-28T12:00:00Z').tell(failing, leg, 'FAILED');
  await fold();
  await history.at('2026-10-29T23:30:00Z').complete(discounted, true);
  // Never paid, and completed by hand.
  const byHand = await history.at('2026-10-31T22:00:00Z').visit();
  await history.at('2026-11-01T05:30:00Z').complete(byHand);
  return history;
}

/** Opened, orders, then per currency gross, its VAT, refunded, its VAT, taken back; all in minor units. */
export const inShort = ({ opened, orders, money }: SalesFigures) => [
  opened,
  orders,
  ...money.map((one) => [
    one.currency,
    one.grossMinor,
    one.vatMinor,
    one.refundedMinor,
    one.refundedVatMinor,
    one.reversedMinor,
  ]),
];
export const nothing = [0, 0];

/** By zone and day. */
export const exampleDays: Record<string, Record<string, unknown[]>> = {
  'Europe/Helsinki': {
    '2026-10-24': [2, 1, ['EUR', 11900, 2250, 0, 0, 0]],
    '2026-10-25': [3, 2, ['EUR', 9900, 2012, 3300, 671, 0], ['JPY', 15000, 3048, 0, 0, 0]],
    '2026-10-26': [0, 1, ['EUR', 8910, 1810, 13200, 2682, 0]],
    '2026-10-27': [0, 0, ['EUR', 0, 0, 8910, 1810, 0]],
    '2026-10-28': [0, 0, ['EUR', 0, 0, -9900, -2012, 9900]],
    '2026-10-29': nothing,
    '2026-10-30': [0, 0, ['EUR', 0, 0, -8910, -1810, 8910]],
    '2026-10-31': nothing,
    '2026-11-01': [1, 1, ['EUR', 9900, 2012, 0, 0, 0]],
  },
  'America/New_York': {
    '2026-10-24': [3, 2, ['EUR', 21800, 4262, 0, 0, 0]],
    '2026-10-25': [2, 2, ['EUR', 8910, 1810, 6600, 1341, 0], ['JPY', 15000, 3048, 0, 0, 0]],
    '2026-10-26': [0, 0, ['EUR', 0, 0, 18810, 3822, 0]],
    '2026-10-27': nothing,
    '2026-10-28': [0, 0, ['EUR', 0, 0, -9900, -2012, 9900]],
    '2026-10-29': [0, 0, ['EUR', 0, 0, -8910, -1810, 8910]],
    '2026-10-30': nothing,
    '2026-10-31': [1, 0, ['EUR', 0, 0, 0, 0, 0]],
    '2026-11-01': [0, 1, ['EUR', 9900, 2012, 0, 0, 0]],
  },
  'Asia/Kathmandu': {
    '2026-10-24': nothing,
    '2026-10-25': [3, 2, ['EUR', 21800, 4262, 0, 0, 0]],
    '2026-10-26': [2, 2, ['EUR', 8910, 1810, 16500, 3353, 0], ['JPY', 15000, 3048, 0, 0, 0]],
    '2026-10-27': [0, 0, ['EUR', 0, 0, 8910, 1810, 0]],
    '2026-10-28': [0, 0, ['EUR', 0, 0, -9900, -2012, 9900]],
    '2026-10-29': nothing,
    '2026-10-30': [0, 0, ['EUR', 0, 0, -8910, -1810, 8910]],
    '2026-10-31': nothing,
    '2026-11-01': [1, 1, ['EUR', 9900, 2012, 0, 0, 0]],
  },
};
export const exampleSpan = { from: '2026-10-24', to: '2026-11-01' };
