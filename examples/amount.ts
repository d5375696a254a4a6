// Amounts as people write them into a table, without floating-point numbers on the way.

/**
 * `12.5` or `12,50` as a whole number of the currency's smallest unit: 1250 where it has two decimals. Null
 * for anything else: thousands set apart, a sign, more decimals than the currency has, or nothing.
 */
export function readAmountMinor(text: string, decimals: number): number | null {
  const match = /^(\d+)(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > decimals) return null;
  const minor = Number(whole + fraction.padEnd(decimals, '0'));
  return Number.isSafeInteger(minor) && minor > 0 ? minor : null;
}

/** How many decimals a currency has, by an amount of it as the API writes it: `12.50` has two, `500` none. */
export function decimalsOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}
