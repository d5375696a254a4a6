import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvHead, csvRows, withoutFormula, type CsvStyle } from './csv.ts';

const plain: CsvStyle = { separator: ',', decimalMark: '.', byteOrderMark: false };
const finnish: CsvStyle = { separator: ';', decimalMark: ',', byteOrderMark: true };

describe('a text', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+358401234567', "'+358401234567"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['\tplain', "'\tplain"],
    ['  =1', "'  =1"],
    ['"=1', `'"=1`],
    ['＝1+1', "'＝1+1"],
    ['a=b', 'a=b'],
    ["O'Hara", "O'Hara"],
    ['', ''],
  ])('like %j is never taken for a formula', (text, written) => {
    expect(withoutFormula(text)).toBe(written);
  });

  test('comes back as it was, whatever it holds', () => {
    const texts = fc.array(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }),
    );
    const styles = fc.constantFrom(plain, finnish, { ...plain, separator: '\t' } as const);
    fc.assert(
      fc.property(texts, styles, (rows, style) => {
        const even = rows.map((row) => [row[0] ?? '', row[1] ?? '']);
        const back = parse(csvHead(['a', 'b'], style) + csvRows(even, style), {
          delimiter: style.separator,
          record_delimiter: '\r\n',
          bom: true,
        });
        expect(back).toEqual([['a', 'b'], ...even.map((row) => row.map(withoutFormula))]);
      }),
    );
  });
});

describe('a number', () => {
  test('stays one when it is negative', () => {
    expect(csvRows([[{ decimal: '-12.50' }, { decimal: '500' }, null]], plain)).toBe(
      '-12.50,500,\r\n',
    );
  });

  test('has a comma where the style wants it, and is not quoted for it', () => {
    expect(csvRows([[{ decimal: '-12.50' }, 'a,b', 'c;d']], finnish)).toBe('-12,50;a,b;"c;d"\r\n');
  });

  test('must be one', () => {
    expect(() => csvRows([[{ decimal: '=1' }]], plain)).toThrow('decimal text');
  });
});

test('a file for Finnish Excel begins with its mark', () => {
  expect(csvHead(['Tilaus', 'Summa'], finnish)).toBe('\uFEFFTilaus;Summa\r\n');
});
