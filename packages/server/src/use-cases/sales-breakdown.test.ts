import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { exampleSpan, inShort, makeExampleHistory } from '../../test/kit/example-history.ts';
import { countedBehind, countedIn } from '../../test/kit/order-lists.ts';
import type { SalesHistory } from '../../test/kit/sales-history.ts';
import type { ReportDimension } from '../domain/report.ts';

let database: TestDatabase;
let history: SalesHistory;
beforeAll(async () => {
  database = await freshDatabase();
  history = await makeExampleHistory(database);
});
afterAll(() => database.drop());

describe('a breakdown', () => {
  const all = { ...exampleSpan, timeZone: 'Europe/Helsinki' };
  const table = async (by: ReportDimension) => {
    const rows = await (await history.report(all)).breakdown(by, { first: 50, grain: null });
    for (const row of rows) expect(await countedBehind(database, row)).toEqual(countedIn(row));
    return rows.map(({ key, label, figures }) => [key, label, inShort(figures)]);
  };

  test('by product counts the lines of each', async () => {
    expect(await table('PRODUCT')).toEqual([
      [
        'prd_course',
        'Watercolour course',
        [0, 5, ['EUR', 38610, 7846, 6600, 1341, 18810], ['JPY', 15000, 3048, 0, 0, 0]],
      ],
      ['prd_ebook', 'Colour e-book', [0, 1, ['EUR', 2000, 238, 0, 0, 0]]],
    ]);
  });

  test('by country tells the country of the bill', async () => {
    expect(await table('COUNTRY')).toEqual([
      [
        'FI',
        'Finland',
        [5, 4, ['EUR', 30710, 6072, 6600, 1341, 8910], ['JPY', 15000, 3048, 0, 0, 0]],
      ],
      ['SE', 'Sweden', [1, 1, ['EUR', 9900, 2012, 0, 0, 9900]]],
    ]);
  });

  test('by payment method knows what was never paid', async () => {
    expect(await table('PAYMENT_METHOD')).toEqual([
      [
        'stripe/card',
        'Stripe: Card',
        [0, 4, ['EUR', 30710, 6072, 6600, 1341, 18810], ['JPY', 15000, 3048, 0, 0, 0]],
      ],
      ['', 'No payment', [0, 1, ['EUR', 9900, 2012, 0, 0, 0]]],
    ]);
  });

  test.each([
    ['DISCOUNT_CODE', ['', 'ten']],
    ['DEVICE', ['', 'MOBILE']],
    ['CONSENT', ['ACCEPTED', 'REJECTED']],
    ['CURRENCY', ['EUR', 'JPY']],
    ['TAG', ['launch', 'spring']],
    ['SOURCE', ['newsletter']],
    ['LINK', ['lnk_course']],
    ['OFFER', ['off_course']],
    ['REGION', ['', '']],
    ['CHECKOUT', ['chk_test']],
  ] as const)('by %s opens the orders that it counts', async (by, keys) => {
    expect((await table(by)).map(([key]) => key)).toEqual(keys);
  });

  test('says which offer and source sold most of a product', async () => {
    const report = await history.report(all);
    const [course] = await report.breakdown('PRODUCT', { first: 1, grain: null });
    expect([course?.bestOffer, course?.bestSource]).toEqual([
      { key: 'off_course', label: 'Watercolours' },
      { key: 'newsletter', label: 'newsletter' },
    ]);
  });
});
