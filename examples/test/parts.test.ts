import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { decimalsOf, readAmountMinor } from '../amount.ts';
import { csvCell } from '../refund-journal.ts';
import { readRefundRows } from '../refund-rows.ts';
import { makeFolder } from './kit.ts';

describe('an amount', () => {
  test.each([
    ['12.50', 2, 1250],
    ['12,5', 2, 1250],
    ['12', 2, 1200],
    ['0.29', 2, 29],
    ['1.005', 3, 1005],
    ['500', 0, 500],
    ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
    ['90071992547409.92', 2, null],
    ['1.005', 2, null],
    ['500.0', 0, null],
    ['1,234.50', 2, null],
    ['1 234', 2, null],
    ['-5', 2, null],
    ['1e3', 2, null],
    ['0.00', 2, null],
    ['.5', 2, null],
    ['', 2, null],
  ])('%s with %i decimals is %s', (text, decimals, minor) => {
    expect(readAmountMinor(text, decimals)).toBe(minor);
  });

  test('in every number of cents is read back from its text', () => {
    for (let minor = 1; minor <= 20_000; minor += 1) {
      const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
      expect(readAmountMinor(text, decimalsOf(text))).toBe(minor);
    }
  });
});

test.each([
  '=1+1',
  '+358401234567',
  '-1',
  '@SUM(A1)',
  ' =1',
  '＝1',
  '"=1',
  'a\r\n=1',
  'a;b',
  'a"b,c',
])('a cell with %j is one line of text that no spreadsheet computes', (text) => {
  const [row] = parse(`${csvCell(text)},next`, { relax_quotes: false });
  expect(row).toHaveLength(2);
  expect(row?.[0]).not.toMatch(/^[\s"']*[=+\-@＝]/u.test(text) ? /^[^']/ : /[\r\n]/);
});

test('a row keeps its key where others are added before it, and equal rows have two', () => {
  const file = path.join(makeFolder(), 'refunds.csv');
  const keysOf = (...rows: string[]) => {
    fs.writeFileSync(file, ['order,amount', ...rows].join('\n'));
    return readRefundRows(file, 'test').map(({ key }) => key);
  };
  const [one, same] = keysOf('1,5.00', '1,5.00');
  expect(one).not.toBe(same);
  expect(keysOf('2,full', '1,5.00', '', '1,5.00').slice(1)).toEqual([one, same]);
  fs.writeFileSync(file, '\uFEFFOrder; Amount\n1;5.00\n');
  expect(readRefundRows(file, 'test')).toMatchObject([{ line: 2, key: one }]);
  expect(readRefundRows(file, 'other')[0]?.key).not.toBe(one);
});

test.each([
  ['order,amount\n', 'has no rows'],
  ['order,sum\n1,2\n', 'needs the columns order and amount'],
  ['order,amount\n1,2,3\n', 'no proper CSV'],
])('a file like %j is refused with words', (text, words) => {
  const file = path.join(makeFolder(), 'refunds.csv');
  fs.writeFileSync(file, text);
  expect(() => readRefundRows(file, 'test')).toThrow(words);
});

test('the folder stands alone, with the versions that the product is tested with', () => {
  const root = path.join(import.meta.dirname, '../..');
  const catalog = fs.readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8');
  const own = JSON.parse(
    fs.readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
    expect(catalog).toMatch(new RegExp(`^  "?${name}"?: ${version.replaceAll('.', '\\.')}$`, 'm'));
  }
});
