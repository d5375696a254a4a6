import { describe, expect, test } from 'vitest';
import { BadRates, readEcbRates } from './ecb-rates.ts';

const rate = (currency: string, day: string, perEuro: string) => ({ currency, day, perEuro });

describe('the rates of the European Central Bank', () => {
  test('are read from its history, whose lines end with a comma', () => {
    expect(
      readEcbRates(
        'Date,USD,CYP,SEK,\r\n2026-11-20,1.0521,N/A,11.5035,\r\n2026-11-19,1.0530,N/A,11.4900,\r\n',
      ),
    ).toEqual([
      rate('USD', '2026-11-20', '1.0521'),
      rate('SEK', '2026-11-20', '11.5035'),
      rate('USD', '2026-11-19', '1.0530'),
      rate('SEK', '2026-11-19', '11.4900'),
    ]);
  });

  test('are read from its file of the day', () => {
    expect(
      readEcbRates(`<?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"><gesmes:subject>Reference rates</gesmes:subject>
        <Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.0521'/><Cube currency='JPY' rate='162.74'/></Cube></Cube>
        </gesmes:Envelope>`),
    ).toEqual([rate('USD', '2026-11-20', '1.0521'), rate('JPY', '2026-11-20', '162.74')]);
  });

  test.each([
    ['nothing', '', 'first line'],
    ['a page of words', '<html>Not found</html>', 'no rate'],
    ['another table', 'Day;USD\n', 'first line'],
    ['a day in words', 'Date,USD\n20 November 2026,1.05\n', 'Line 2'],
    ['a rate of zero', 'Date,USD\n2026-11-20,0\n', 'no rate of USD'],
    ['a rate that is none', 'Date,USD\n2026-11-20,1e5\n', 'no rate of USD'],
    ['a rate without a day', `<Cube currency='USD' rate='1.05'/>`, 'under no day'],
  ])('are not read from %s', (_, text, words) => {
    expect(() => readEcbRates(text)).toThrow(BadRates);
    expect(() => readEcbRates(text)).toThrow(words);
  });
});
