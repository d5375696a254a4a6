import { describe, expect, test } from 'vitest';
import { makeExchange } from './exchange.ts';
import { byGross, figuresOf, type FigureRow } from './report.ts';

const row = (values: Partial<FigureRow>): FigureRow => ({
  currency: 'EUR',
  day: null,
  opened: 0,
  orders: 0,
  lines: 0,
  grossMinor: 0,
  vatMinor: 0,
  refundedMinor: 0,
  refundedVatMinor: 0,
  reversedMinor: 0,
  addOnOrders: 0,
  bumpOrders: 0,
  bumpMinor: 0,
  upsellOrders: 0,
  upsellMinor: 0,
  ...values,
});

describe('figures', () => {
  test('of nothing say nothing rather than zero', () => {
    expect(figuresOf([], null)).toEqual({
      opened: 0,
      orders: 0,
      lines: 0,
      conversion: null,
      addOnOrders: 0,
      bumpOrders: 0,
      upsellOrders: 0,
      money: [],
    });
  });

  test('keep currencies apart, the one with most orders first', () => {
    const { money, orders } = figuresOf(
      [
        row({ currency: 'SEK', orders: 1, grossMinor: 100_00 }),
        row({ currency: 'EUR', orders: 2, grossMinor: 30_00 }),
        row({ currency: 'SEK', orders: 2, grossMinor: 50_00 }),
      ],
      null,
    );
    expect(orders).toBe(5);
    expect(money.map((one) => [one.currency, one.orders, one.grossMinor])).toEqual([
      ['SEK', 3, 150_00],
      ['EUR', 2, 30_00],
    ]);
  });

  test('what a visit is worth is conversion times the average order', () => {
    const [euro] = figuresOf([row({ opened: 8, orders: 2, grossMinor: 200_00 })], null).money;
    expect([euro?.averageOrderMinor, euro?.impressionMinor]).toEqual([100_00, 25_00]);
  });

  test('converted, what has no rate stands by itself', () => {
    const day = '2026-11-20';
    const exchange = makeExchange('EUR', [{ currency: 'SEK', day, perEuro: '10' }]);
    const { money } = figuresOf(
      [
        row({ currency: 'EUR', day, orders: 1, grossMinor: 100_00, refundedMinor: 1 }),
        row({ currency: 'SEK', day, orders: 2, grossMinor: 100_05, refundedMinor: 4 }),
        row({ currency: 'KWD', day, orders: 1, grossMinor: 5_000 }),
      ],
      exchange,
    );
    expect(money.map((one) => [one.currency, one.orders, one.grossMinor, one.netMinor])).toEqual([
      ['EUR', 3, 110_01, 110_00],
      ['KWD', 1, 5_000, 5_000],
    ]);
  });
});

test('rows stand in the order of gross, currency by currency, then of orders', () => {
  const figures = [
    figuresOf([row({ currency: 'EUR', orders: 1, grossMinor: 10 })], null),
    figuresOf([row({ currency: 'SEK', orders: 9, grossMinor: 900 })], null),
    figuresOf([row({ currency: 'EUR', orders: 1, grossMinor: 20 })], null),
    figuresOf([row({ opened: 5 })], null),
    figuresOf([row({ opened: 7 })], null),
  ];
  const sorted = figures.toSorted(byGross(['EUR', 'SEK']));
  expect(sorted.map((one) => figures.indexOf(one))).toEqual([2, 0, 1, 4, 3]);
});
