import { readDecimal, writeDecimal } from '../../ui/decimal.ts';
import type { ReadText } from '../../ui/money-text.ts';

/** Lengths of time as people type them: a number and its unit. The server keeps ms. */

export const durationUnits = ['seconds', 'minutes', 'hours', 'days'] as const;
export type DurationUnit = (typeof durationUnits)[number];

/** `amount` is text as it is typed; empty where there is no duration. */
export type DurationText = { readonly amount: string; readonly unit: DurationUnit };

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
/** Of a unit a thousandth can be typed, which of a second is a millisecond. */
const DECIMALS = 3;

/** 5_400_000 ms are "90 minutes": the largest unit that divides them. Null is empty, in `fallback`. */
export function writeDuration(
  ms: number | null,
  fallback: DurationUnit = 'minutes',
  language?: string,
): DurationText {
  if (ms === null) return { amount: '', unit: fallback };
  if (ms === 0) return { amount: '0', unit: fallback };
  const unit = durationUnits.findLast((one) => ms % unitMs[one] === 0);
  if (unit) return { amount: String(ms / unitMs[unit]), unit };
  return { amount: writeDecimal(ms, DECIMALS, language), unit: 'seconds' };
}

/** In ms; null where nothing is typed. Refuses what is no whole number of them. */
export function readDuration(
  { amount, unit }: DurationText,
  language?: string,
): ReadText<number | null> {
  const read = readDecimal(amount, DECIMALS, language);
  if (!read.ok) {
    switch (read.problem) {
      case 'EMPTY':
        return { ok: true, value: null };
      case 'NEGATIVE':
        return { ok: false, problem: 'A time cannot be below zero.' };
      case 'TOO_PRECISE':
        return { ok: false, problem: 'At most three decimals.' };
      case 'TOO_LARGE':
        return { ok: false, problem: 'This is longer than can be counted.' };
      case 'NO_NUMBER':
        return { ok: false, problem: 'Write a number, like 5.' };
    }
  }
  // Thousandths of a unit, of which each unit has a whole number of ms.
  const ms = read.units * (unitMs[unit] / 1_000);
  return Number.isSafeInteger(ms)
    ? { ok: true, value: ms }
    : { ok: false, problem: 'This is longer than can be counted.' };
}

/** "5 minutes", "1 hour". */
export function durationWords(ms: number): string {
  const { amount, unit } = writeDuration(ms);
  return `${amount} ${amount === '1' ? unit.slice(0, -1) : unit}`;
}
