import { readDecimal, separatorsOf, writeDecimal, type DecimalProblem } from './decimal.ts';

/**
 * Amounts and rates as people type them, with the words for what cannot be taken. Amounts are
 * minor units of their currency, rates basis points.
 */

/**
 * ISO 4217 currencies whose smallest unit is not a hundredth. Not asked of `Intl`: it counts how
 * many decimals people print (none for HUF or COP), which would make an amount a hundred times
 * what was meant.
 */
const exponents: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [3, 'BHD IQD JOD KWD LYD OMR TND'],
      [4, 'CLF UYW'],
    ] as const
  ).flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals] as const)),
);

/** Decimals of a currency by ISO 4217: EUR 2, JPY 0, KWD 3. */
export function currencyDecimals(currency: string): number {
  return exponents.get(currency) ?? 2;
}

export type ReadText<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

/** "49.90" in EUR is 4990 minor units. Empty text is a problem; `readOptionalAmount` takes it. */
export function readAmount(text: string, currency: string, language?: string): ReadText<number> {
  const decimals = currencyDecimals(currency);
  const read = readDecimal(text, decimals, language);
  if (read.ok) return { ok: true, value: read.units };
  return {
    ok: false,
    problem: amountWords(read.problem, currency, decimals, language),
  };
}

/** The same, where nothing typed means that there is none. */
export function readOptionalAmount(
  text: string,
  currency: string,
  language?: string,
): ReadText<number | null> {
  return text.trim() === '' ? { ok: true, value: null } : readAmount(text, currency, language);
}

export function writeAmount(minor: number, currency: string, language?: string): string {
  return writeDecimal(minor, currencyDecimals(currency), language);
}

function amountWords(
  problem: DecimalProblem,
  currency: string,
  decimals: number,
  language?: string,
): string {
  switch (problem) {
    case 'EMPTY':
      return `Enter an amount in ${currency}.`;
    case 'NEGATIVE':
      return 'An amount cannot be below zero.';
    case 'TOO_PRECISE':
      return decimals === 0
        ? `${currency} has no decimals.`
        : `${currency} has at most ${decimals} decimals.`;
    case 'TOO_LARGE':
      return 'This is more than can be counted.';
    case 'NO_NUMBER':
      return `Write it like ${writeDecimal(4990 * 10 ** Math.max(0, decimals - 2), decimals, language)}.`;
  }
}

/** "25.5" percent is 2550 basis points. `decimals` is 1 for VAT, 2 at most: a basis point. */
export function readPercent(text: string, decimals: 1 | 2, language?: string): ReadText<number> {
  const read = readDecimal(text.replace(/\s*%\s*$/, ''), decimals, language);
  if (!read.ok) return { ok: false, problem: percentWords(read.problem, decimals, language) };
  const rateBp = decimals === 1 ? read.units * 10 : read.units;
  if (rateBp > 10_000) return { ok: false, problem: 'More than 100 % is not possible.' };
  return { ok: true, value: rateBp };
}

/** 2550 basis points are "25.5", 1000 are "10": no zeros that say nothing. */
export function writePercent(rateBp: number, language?: string): string {
  const { decimal } = separatorsOf(language);
  const [whole = '', part = ''] = writeDecimal(rateBp, 2, language).split(decimal);
  const said = part.replace(/0+$/, '');
  return said ? `${whole}${decimal}${said}` : whole;
}

function percentWords(problem: DecimalProblem, decimals: number, language?: string): string {
  switch (problem) {
    case 'EMPTY':
      return 'Enter a rate in percent; 0 where there is none.';
    case 'NEGATIVE':
      return 'A rate cannot be below zero.';
    case 'TOO_PRECISE':
      return decimals === 1 ? 'At most one decimal.' : 'At most two decimals.';
    case 'TOO_LARGE':
      return 'More than 100 % is not possible.';
    case 'NO_NUMBER':
      return `Write it like ${writePercent(2550, language)}.`;
  }
}
