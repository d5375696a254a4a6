import type { ReadText } from '../../ui/money-text.ts';

/**
 * Moments as a `datetime-local` input holds them: wall time of the reader's zone, to the minute.
 * The server keeps UTC instants.
 */

/** "2026-03-29T04:00" for an instant; empty for none. */
export function writeInstant(instant: string | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The reverse. `saved` comes back untouched where nobody typed: its seconds are not on the screen. */
export function readInstant(text: string, saved: string | null): ReadText<string | null> {
  if (text === writeInstant(saved)) return { ok: true, value: saved };
  if (text.trim() === '') return { ok: true, value: null };
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return { ok: false, problem: 'Enter a day and a time.' };
  return { ok: true, value: at.toISOString() };
}

/** "Europe/Helsinki": whose wall time is typed. */
export function readersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
