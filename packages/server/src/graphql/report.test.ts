import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeExampleHistory } from '../../test/kit/example-history.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import type { SalesHistory } from '../../test/kit/sales-history.ts';
import { withoutNulls } from '../../test/kit/without-nulls.ts';
import { makeSchema } from './schema.ts';

let schema: GraphQLSchema;
let database: TestDatabase;
let history: SalesHistory;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  history = await makeExampleHistory(database);
});
afterAll(() => database.drop());

const range = `range: { from: "2026-10-24", to: "2026-11-01", timeZone: "Europe/Helsinki" }`;
const answerTo = (query: string, who: Parameters<typeof viewerOf>[0] = {}) =>
  ask(schema, query, contextOf(servicesOf(database), viewerOf(who)));
const dataOf = async <Data>(query: string): Promise<Data> => {
  const { data, errors } = await answerTo(query);
  if (errors) throw errors[0] ?? new Error('refused');
  return data as Data;
};

const FIGURES = `fragment F on SalesFigures { opened orders lines conversion orderBumpOrders preUpsellOrders addOnOrders
  money { currency orders lines gross { minor } refunded { minor } reversed { minor } net { decimal } vat { minor } refundedVat { minor }
    netVat { minor } averageOrder { decimal } impressionValue { decimal } throughOrderBumps { minor } throughPreUpsells { minor } addOnShare } }`;
const SELECTION = `fragment S on OrderSelection { checkoutIds statuses createdFrom createdBefore soldFrom soldBefore refundedFrom
  refundedBefore productIds offerIds linkIds sources tags countries regions currencies paymentMethods discountCodes devices consents without }`;

describe('salesReport', () => {
  test('tells head figures with their currencies side by side', async () => {
    const { salesReport } = await dataOf<{ salesReport: unknown }>(
      `{ salesReport(${range}) { from to timeZone start end totals { ...F } earlier { from } exchange { to } } } ${FIGURES}`,
    );
    expect(salesReport).toMatchObject({
      from: '2026-10-24',
      to: '2026-11-01',
      timeZone: 'Europe/Helsinki',
      start: '2026-10-23T21:00:00.000Z',
      end: '2026-11-01T22:00:00.000Z',
      earlier: null,
      exchange: null,
      totals: {
        opened: 6,
        orders: 5,
        lines: 6,
        conversion: 5 / 6,
        orderBumpOrders: 1,
        money: [
          {
            currency: 'EUR',
            orders: 4,
            gross: { minor: 40610 },
            refunded: { minor: 6600 },
            reversed: { minor: 18810 },
            net: { decimal: '340.10' },
            netVat: { minor: 6743 },
            averageOrder: { decimal: '101.53' },
            impressionValue: { decimal: '81.22' },
          },
          { currency: 'JPY', net: { decimal: '15000' }, averageOrder: { decimal: '15000' } },
        ],
      },
    });
  });

  test('names for every row the filter by which `orders` has the same count and sums', async () => {
    const dimensions = ['PRODUCT', 'SOURCE', 'DEVICE', 'PAYMENT_METHOD', 'DISCOUNT_CODE', 'REGION'];
    for (const by of dimensions) {
      const { salesReport } = await dataOf<{
        salesReport: {
          breakdown: {
            figures: {
              orders: number;
              money: { currency: string; gross: { minor: number } }[];
              behind: { sold: object };
            };
          }[];
        };
      }>(
        `{ salesReport(${range}) { breakdown(by: ${by}) { key figures { orders money { currency gross { minor } } behind { sold { ...S } } } } } } ${SELECTION}`,
      );
      expect(salesReport.breakdown.length).toBeGreaterThan(0);
      for (const { figures } of salesReport.breakdown) {
        const { data } = await ask(
          schema,
          'query ($filter: OrderFilter) { orders(filter: $filter, first: 250) { nodes { id } totals { orders gross { currency minor } } } }',
          contextOf(servicesOf(database)),
          { filter: withoutNulls(figures.behind.sold) },
        );
        const { nodes, totals } = (data as Record<string, unknown>)['orders'] as {
          nodes: unknown[];
          totals: { orders: number; gross: { currency: string; minor: number }[] };
        };
        expect([nodes.length, totals.orders]).toEqual([figures.orders, figures.orders]);
        const sold = figures.money.filter(({ gross }) => gross.minor > 0);
        expect(new Map(totals.gross.map((one) => [one.currency, one.minor]))).toEqual(
          new Map(sold.map((one) => [one.currency, one.gross.minor])),
        );
      }
    }
  });

  test('compares totals, series and rows with the time before', async () => {
    const { salesReport } = await dataOf<{ salesReport: Record<string, unknown> }>(
      `{ salesReport(range: { from: "2026-10-25", to: "2026-10-25", timeZone: "Europe/Helsinki" }, compare: PREVIOUS_PERIOD) {
        totals { orders } series(grain: DAY) { day start end figures { orders } }
        breakdown(by: PRODUCT, first: 1, grain: DAY) { key label figures { orders opened } earlier { orders } orderBumpRate
          bestOffer { label } bestSource { key } series { day figures { orders } } }
        earlier { from totals { orders } series(grain: DAY) { day figures { orders } } } } }`,
    );
    expect(salesReport).toEqual({
      totals: { orders: 2 },
      series: [
        {
          day: '2026-10-25',
          start: '2026-10-24T21:00:00.000Z',
          end: '2026-10-25T22:00:00.000Z',
          figures: { orders: 2 },
        },
      ],
      breakdown: [
        {
          key: 'prd_course',
          label: 'Watercolour course',
          figures: { orders: 2, opened: null },
          earlier: { orders: 1 },
          orderBumpRate: 0,
          bestOffer: { label: 'Watercolours' },
          bestSource: { key: 'newsletter' },
          series: [{ day: '2026-10-25', figures: { orders: 2 } }],
        },
      ],
      earlier: {
        from: '2026-10-24',
        totals: { orders: 1 },
        series: [{ day: '2026-10-24', figures: { orders: 1 } }],
      },
    });
  });

  test('is of one moment in all its parts, whatever happens while it is read', async () => {
    const query = `{ salesReport(${range}) { totals { opened } series(grain: DAY) { figures { opened } }
      days: series(grain: HOUR) { figures { opened } } breakdown(by: OFFER) { figures { opened } } } }`;
    type Parts = Record<'series' | 'days' | 'breakdown', { figures: { opened: number } }[]>;
    const over = new AbortController();
    const visitors = (async () => {
      for (let count = 0; count < 15; count += 1) {
        await history.at('2026-10-30T10:00:00Z').visit();
      }
      over.abort();
    })();
    const seen = new Set<number>();
    do {
      const { salesReport } = await dataOf<{ salesReport: Parts & { totals: { opened: number } } }>(
        query,
      );
      const { totals, series, days, breakdown } = salesReport;
      const opened = [series, days, breakdown].map((rows) =>
        rows.reduce((all, { figures }) => all + figures.opened, 0),
      );
      expect(opened).toEqual([totals.opened, totals.opened, totals.opened]);
      seen.add(totals.opened);
    } while (!over.signal.aborted);
    await visitors;
    expect(seen.size).toBeGreaterThan(1);
  });

  test('needs the permission, and knows only the viewer’s checkouts', async () => {
    const query = `{ salesReport(${range}) { totals { orders } } }`;
    const refused = await answerTo(query, { permissions: ['READ_ORDERS'] });
    expect(refused.errors?.[0]?.message).toBe('This needs the permission READ_REPORTS.');
    const elsewhere = await answerTo(query, {
      permissions: ['READ_REPORTS'],
      reach: ['chk_other'],
    });
    expect(elsewhere.data).toEqual({ salesReport: { totals: { orders: 0 } } });
  });

  test.each([
    [`range: { timeZone: "UTC" }`, 'totals { orders }', 'Give `period`, or both `from` and `to`.'],
    [
      `range: { from: "2026-02-30", to: "2026-03-01", timeZone: "UTC" }`,
      'from',
      'day of the calendar',
    ],
    [range, 'breakdown(by: OFFER, first: 0) { key }', '`first` is from 1 to 250, not 0.'],
    [range, 'csvPath(by: OFFER, grain: DAY)', 'Give `by` or `grain`, and not both.'],
    [
      `range: { from: "2001-01-01", to: "2026-01-01", timeZone: "UTC" }`,
      'series(grain: DAY) { day }',
      'Ask for fewer days, or by MONTH.',
    ],
  ])('says what is wrong with %s %s', async (wish, fields, words) => {
    const { errors } = await answerTo(`{ salesReport(${wish}) { ${fields} } }`);
    expect(errors?.[0]?.message).toContain(words);
  });
});
