import { assertMinor, exponentOf } from './money.ts';
import { daysBetween, type CalendarDay } from './report-period.ts';

// Amounts of one currency told in another, at reference rates of the European Central Bank. Rates are decimal
// text: units of a currency for one euro. No fraction is computed in floating point.

/** A day's rate: `perEuro` units of the currency are one euro. */
export type DatedRate = {
  readonly currency: string;
  readonly day: CalendarDay;
  readonly perEuro: string;
};

/** An amount of one day, in minor units. */
export type DatedAmount = {
  readonly minor: number;
  readonly currency: string;
  readonly day: CalendarDay;
};

/** Days without a rate of their own (weekends, holidays) take the last one before; older than this, none. */
export const OLDEST_RATE_DAYS = 10;

const EURO = 'EUR';
/** Decimals carried below the smallest unit until the sum is rounded. */
const CARRIED = 15n;

export type Exchange = {
  readonly to: string;
  /** The day whose rates hold for amounts of this currency and day; null: there are none. */
  rateDay(currency: string, day: CalendarDay): CalendarDay | null;
  /** The sum in the target's minor units, rounded once, half away from zero. Throws where a rate is missing. */
  sum(amounts: Iterable<DatedAmount>): number;
};

/** Converts at each day's own rates. Both currencies' rates are of the same day. */
export function makeExchange(to: string, rates: readonly DatedRate[]): Exchange {
  const byDay = new Map<CalendarDay, Map<string, Decimal>>();
  for (const { currency, day, perEuro } of rates) {
    const ofDay = byDay.get(day) ?? new Map([[EURO, ONE]]);
    byDay.set(day, ofDay.set(currency, decimalOf(perEuro)));
  }
  const days = [...byDay.keys()].sort();

  const known = new Map<string, CalendarDay | null>();
  const rateDay = (currency: string, day: CalendarDay): CalendarDay | null => {
    const key = `${currency} ${day}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = currency === to ? day : findRateDay(currency, day);
    known.set(key, found);
    return found;
  };
  const findRateDay = (currency: string, day: CalendarDay): CalendarDay | null => {
    const found = days.findLast((one) => {
      const ofDay = byDay.get(one);
      return one <= day && ofDay?.has(currency) && ofDay.has(to);
    });
    return found && daysBetween(found, day) <= OLDEST_RATE_DAYS ? found : null;
  };

  const fine = ({ minor, currency, day }: DatedAmount): bigint => {
    assertMinor(minor);
    const scale = 10n ** CARRIED;
    if (currency === to) return BigInt(minor) * scale;
    const rates = byDay.get(rateDay(currency, day) ?? '');
    const [from, target] = [rates?.get(currency), rates?.get(to)];
    if (!from || !target) throw new RangeError(`There is no rate for ${currency} on ${day}`);
    const up = scale * target.digits * from.unit * 10n ** BigInt(exponentOf(to));
    const down = from.digits * target.unit * 10n ** BigInt(exponentOf(currency));
    return divideRounded(BigInt(minor) * up, down);
  };

  return {
    to,
    rateDay,
    sum(amounts) {
      let sum = 0n;
      for (const amount of amounts) sum += fine(amount);
      return toMinor(divideRounded(sum, 10n ** CARRIED));
    },
  };
}

/** A positive decimal as a whole number of `1 / unit`. */
type Decimal = { readonly digits: bigint; readonly unit: bigint };
const ONE: Decimal = { digits: 1n, unit: 1n };

function decimalOf(text: string): Decimal {
  const match = /^(\d{1,20})(?:\.(\d{1,20}))?$/u.exec(text);
  const digits = BigInt((match?.[1] ?? '') + (match?.[2] ?? '') || '0');
  if (!match || digits === 0n) throw new RangeError(`"${text}" is no rate`);
  return { digits, unit: 10n ** BigInt(match[2]?.length ?? 0) };
}

/** A quotient of minor units, half away from zero: 5 over 2 is 3, −5 over 2 is −3. */
export function divideMinor(minor: number, by: number): number {
  return toMinor(divideRounded(BigInt(minor), BigInt(by)));
}

function divideRounded(value: bigint, by: bigint): bigint {
  const half = value < 0n ? -by / 2n : by / 2n;
  // For an odd divisor its half is cut, and an exact tie cannot occur.
  return (value + half) / by;
}

function toMinor(value: bigint): number {
  const minor = Number(value);
  assertMinor(minor);
  return minor;
}
