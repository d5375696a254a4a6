import { describe, expect, test } from 'vitest';
import {
  comparisonOf,
  grainOf,
  rangeOf,
  readReportSearch,
  reportVariables,
} from './report-search.ts';
import { changeOf, changeWords, ordersAddress, partWords } from './report-words.ts';
import { currenciesOf, salesPoints } from './sales-points.ts';

const money = (minor: number, currency = 'EUR', decimals = 2) => ({
  __typename: 'Money',
  minor,
  currency,
  decimal: decimals ? (minor / 10 ** decimals).toFixed(decimals) : String(minor),
});
const figures = (grossMinor: number, refundedMinor = 0, currency = 'EUR', decimals = 2) => ({
  __typename: 'MoneyFigures',
  currency,
  orders: 2,
  gross: money(grossMinor, currency, decimals),
  refunded: money(refundedMinor, currency, decimals),
  net: money(grossMinor - refundedMinor, currency, decimals),
  netVat: money(100, currency, decimals),
  averageOrder: money(Math.round(grossMinor / 2), currency, decimals),
  impressionValue: null,
  addOnShare: null,
});
const part = (day: string, ...all: object[]) => ({
  start: `${day}T22:00:00.000Z`,
  end: `${day}T22:00:00.000Z`,
  day,
  figures: { orders: 2, money: all },
});
const report = {
  from: '2026-11-01',
  to: '2026-11-02',
  timeZone: 'Europe/Helsinki',
  exchange: null,
  totals: {
    opened: 8,
    orders: 4,
    lines: 5,
    conversion: 0.5,
    addOnOrders: 1,
    money: [figures(30000, 5000), figures(21800, 0, 'JPY', 0)],
    behind: {
      sold: { __typename: 'OrderSelection', soldFrom: 'a', soldBefore: 'b', sources: null },
      refunded: { refundedFrom: 'a', refundedBefore: 'b' },
    },
  },
  series: [
    part('2026-10-31', figures(10000)),
    part('2026-11-01', figures(20000, 5000), figures(21800, 0, 'JPY', 0)),
  ],
  earlier: {
    from: '2026-10-30',
    to: '2026-10-31',
    totals: { opened: 4, orders: 2, lines: 5, conversion: 0.25, money: [figures(20000)] },
    series: [part('2026-10-29', figures(20000))],
  },
} as never;

describe('what the address of a report says', () => {
  test('is the last 30 days by day against the time before, unless it says otherwise', () => {
    expect(reportVariables(readReportSearch({}))).toEqual({
      range: { period: 'LAST_30_DAYS', timeZone: 'Europe/Helsinki' },
      compare: 'PREVIOUS_PERIOD',
      convertTo: null,
      checkoutIds: null,
    });
    expect(grainOf({})).toBe('DAY');
  });

  test('may be days of one’s own, in a zone of one’s own', () => {
    const search = readReportSearch({ from: '2026-01-01', to: '2026-01-02', zone: 'Asia/Tokyo' });
    expect(rangeOf(search)).toEqual({
      from: '2026-01-01',
      to: '2026-01-02',
      timeZone: 'Asia/Tokyo',
    });
    expect(grainOf(search)).toBe('HOUR');
    expect(grainOf({ from: '2026-01-01', to: '2026-12-31' })).toBe('WEEK');
  });

  test('is left out where it makes no sense', () => {
    expect(readReportSearch({ period: 'NEXT_YEAR', by: 'MOON', from: 'soon' })).toEqual({});
    expect(rangeOf({ from: '2026-02-02', to: '2026-01-01', zone: 'Nowhere/There' })).toEqual({
      period: 'LAST_30_DAYS',
      timeZone: 'Europe/Helsinki',
    });
    expect(comparisonOf({ compare: 'none' })).toBeNull();
  });
});

describe('the figures of a report', () => {
  test('never add currencies up', () => {
    expect(currenciesOf(report)).toEqual(['EUR', 'JPY']);
    expect(salesPoints(report, 'JPY', 'DAY').map(({ gross }) => gross.decimal)).toEqual([
      '0',
      '21800',
    ]);
  });

  test('stand beside the part at the same place in the time before', () => {
    expect(
      salesPoints(report, 'EUR', 'DAY').map(({ label, net, earlierNet }) => [
        label,
        net.decimal,
        earlierNet?.decimal ?? null,
      ]),
    ).toEqual([
      ['Nov 1', '100.00', '200.00'],
      ['Nov 2', '150.00', null],
    ]);
  });

  test('open the orders behind them', () => {
    const { search } = ordersAddress(
      { __typename: 'OrderSelection', soldFrom: 'a', soldBefore: 'b', sources: null } as never,
      'Sold in November',
    );
    expect(JSON.parse(search.report)).toEqual({ soldFrom: 'a', soldBefore: 'b' });
    expect(search.reportName).toBe('Sold in November');
  });

  test('say how much they have changed, and great changes by how many times', () => {
    expect(changeOf(110, 100)).toBeCloseTo(0.1);
    expect(changeOf(1, 0)).toBeNull();
    expect(changeWords(0.5)).toBe('+50%');
    expect(changeWords(-0.034)).toBe('-3.4%');
    expect(changeWords(99)).toBe('×100');
  });

  test('name the parts by the days of the report’s own zone', () => {
    expect(partWords('2026-10-24T21:00:00.000Z', 'DAY', 'Europe/Helsinki')).toBe('Oct 25');
    expect(partWords('2026-10-24T21:00:00.000Z', 'DAY', 'UTC')).toBe('Oct 24');
  });
});
