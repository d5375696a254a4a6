// Amounts are integers in the smallest unit of their currency; no fraction is ever computed.
// Sums know nothing of currencies: whoever adds has made sure there is one.

/** ISO 4217 currencies whose smallest unit is not a hundredth. */
const exponents: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, Number(exponent)])),
);

/** Decimals of a currency by ISO 4217: EUR 2, JPY 0, KWD 3. Codes are upper case. */
export function exponentOf(currency: string): number {
  return exponents.get(currency) ?? 2;
}

/** An amount as exact text, point as separator: 1250 EUR is "12.50", 500 JPY is "500". */
export function toDecimal(minor: number, currency: string): string {
  assertMinor(minor);
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** An amount for a sentence in English: `49.00 €`, `500 JPY`. */
export function spokenAmount(minor: number, currency: string): string {
  return `${toDecimal(minor, currency)} ${currency === 'EUR' ? '€' : currency}`;
}

/** Adds minor units of one currency; throws where a part or the sum is not an exact integer. */
export function sumMinor(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) {
    assertMinor(amount);
    sum += amount;
    assertMinor(sum);
  }
  return sum;
}

/**
 * Divides an amount in proportion to the weights, in whole units that add up to it exactly.
 * The units left after rounding down go to the largest remainders, among equals to the earlier:
 * 100 over three equal weights is 34, 33, 33. No part is larger than its weight where the total
 * is not larger than all weights together, so a discount can never exceed its line.
 * Throws for negative numbers, and for weights that are all zero unless the total is zero too.
 */
export function splitByLargestRemainder(totalMinor: number, weights: readonly number[]): number[] {
  for (const number of [totalMinor, ...weights]) {
    assertMinor(number);
    if (number < 0) throw new RangeError(`Only amounts from zero up can be split, not ${number}`);
  }
  // Products of two amounts pass 2^53 already at some ninety million.
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) {
    if (totalMinor === 0) return weights.map(() => 0);
    throw new RangeError(`Nothing to spread ${totalMinor} over: every weight is zero`);
  }
  const products = weights.map((weight) => BigInt(totalMinor) * BigInt(weight));
  const parts = products.map((product) => Number(product / whole));
  const remainders = products.map((product, index) => ({ index, left: product % whole }));
  remainders.sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1));

  const missing = totalMinor - sumMinor(parts);
  for (const { index } of remainders.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/** Throws where a number cannot be an amount: a fraction, not a number, or past 2^53. */
export function assertMinor(minor: number): void {
  if (!Number.isSafeInteger(minor)) {
    throw new RangeError(`An amount is a whole number of minor units, not ${minor}`);
  }
}
