import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMet, type Row } from './bench.ts';
import { inTurns, median, percentile, ratioTo } from './figures.ts';
import { figureWords, markdownOf, tableOf, verdictOf } from './table.ts';

describe('figures', () => {
  test('a percentile lies between its neighbours, in whatever order they came', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(percentile([10, 20, 30, 40, 50], 0.95)).toBe(48);
    expect(percentile([7], 0.95)).toBe(7);
    expect(median([])).toBeNaN();
  });

  test('a percentile never leaves the range and never falls as the share grows', () => {
    const figures = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(figures, share, share, (all, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(percentile(all, less)).toBeGreaterThanOrEqual(Math.min(...all));
        expect(percentile(all, more)).toBeLessThanOrEqual(Math.max(...all));
        expect(percentile(all, less)).toBeLessThanOrEqual(percentile(all, more));
      }),
    );
  });

  test('a ratio is taken round by round, so that a slow minute of the machine does not count', () => {
    const rounds = { ours: [60, 6, 30], bare: [100, 10, 60] };
    expect(ratioTo(rounds, 'ours', 'bare')).toBe(0.6);
    // Of the medians it would have been a half.
    expect(median(rounds.ours) / median(rounds.bare)).toBe(0.5);
    expect(() => ratioTo({ ours: [1], bare: [1, 2] }, 'ours', 'bare')).toThrow('by both');
  });

  test('contestants take turns, and the one that begins moves on', async () => {
    const order: string[] = [];
    const run = (name: string) => () => Promise.resolve(order.push(name));
    const results = await inTurns({ a: run('a'), b: run('b'), c: run('c') }, 3);
    expect(order.join('')).toBe('abcbcacab');
    expect(results).toEqual({ a: [1, 6, 8], b: [2, 4, 9], c: [3, 5, 7] });
  });
});

const page: Row = {
  what: 'newest page',
  figure: 1234.5,
  unit: '/s',
  reference: { name: 'bare', figure: 2057 },
  ratio: 0.6,
  goal: { of: 'ratio', atLeast: 0.6 },
};
const panel: Row = {
  what: 'order panel',
  figure: 9,
  unit: 'statements',
  goal: { atMost: 8 },
  more: { p95Ms: 3.25 },
  note: 'session included',
};
const plain: Row = { what: 'size', figure: 0.0123, unit: 'MB' };

describe('the table', () => {
  test('a goal is about the figure unless it says that it is about the ratio', () => {
    expect(isMet(page)).toBe(true);
    expect(isMet({ ...page, ratio: 0.59 })).toBe(false);
    expect(isMet(panel)).toBe(false);
    expect(isMet({ ...panel, figure: 8 })).toBe(true);
    expect(isMet(plain)).toBeUndefined();
  });

  test('what could not be measured meets no goal', () => {
    const { ratio: _none, ...withoutRatio } = page;
    expect(isMet(withoutRatio)).toBe(false);
    expect(isMet({ ...panel, figure: Number.NaN })).toBe(false);
  });

  test('shows figure, reference, ratio, goal and verdict of each row under the name of its bench', () => {
    const table = tableOf([
      { name: 'pages', rows: [page] },
      { name: 'panel', rows: [panel, plain] },
    ]);
    expect(table.split('\n')).toEqual([
      'what                 figure  beside      ratio  goal',
      '',
      'pages',
      '  newest page      1,235 /s  2,057 bare   0.60  ≥ 0.6 of it     met',
      '',
      'panel',
      '  order panel  9 statements                     ≤ 8 statements  MISSED',
      '      p95Ms 3.25, session included',
      '  size            0.0123 MB',
    ]);
  });

  test('leaves details out, unless their goal is missed', () => {
    const detail = { ...panel, isDetail: true };
    const fine = { ...detail, what: 'small order', figure: 1 };
    const table = tableOf([{ name: 'panel', rows: [detail, fine, plain] }]);
    expect(table).toContain('order panel');
    expect(table).not.toContain('small order');
  });

  test('says which goals are missed, and marks a reference that was only quoted', () => {
    expect(verdictOf([{ name: 'all', rows: [page, panel, plain] }])).toBe(
      '1 of 2 goals are met. Missed:\n  order panel',
    );
    const quoted = { ...page, reference: { name: 'Medusa', figure: 6, quotedFrom: 'a page' } };
    expect(markdownOf([{ name: 'all', rows: [quoted] }])).toContain(
      '| newest page | 1,235 /s | 6 Medusa (quoted) | 0.60 | ≥ 0.6 of it | met |',
    );
  });

  test('writes three digits that mean something', () => {
    expect([0.12345, 3, 99.96, 1234567.8, Number.NaN].map(figureWords)).toEqual([
      '0.123',
      '3',
      '100',
      '1,234,568',
      '–',
    ]);
  });
});
