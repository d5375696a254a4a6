/**
 * Numbers as people type them, read into whole units and written back without a float between.
 * A unit is the smallest there is: a cent, a yen, a basis point. The reader's language says what
 * stands between whole and part; where the other of point and comma cannot mean anything else, it
 * is understood too.
 */

export type DecimalProblem = 'EMPTY' | 'NO_NUMBER' | 'NEGATIVE' | 'TOO_PRECISE' | 'TOO_LARGE';

export type ReadDecimal =
  | { readonly ok: true; readonly units: number }
  | { readonly ok: false; readonly problem: DecimalProblem };

/** "49,90" with two decimals is 4990 units. Refuses rather than rounds: nobody's cent is guessed. */
export function readDecimal(text: string, decimals: number, language?: string): ReadDecimal {
  const { decimal, group } = separatorsOf(language);
  // Every kind of space, the thin one between thousands too, and the signs that word processors like.
  const typed = text.replaceAll(/\s/gu, '').replaceAll(/[−–]/gu, '-').replaceAll('’', "'");
  if (typed === '') return { ok: false, problem: 'EMPTY' };

  const isNegative = typed.startsWith('-');
  const [whole, part] = splitAt(isNegative ? typed.slice(1) : typed, decimal, group);
  if (whole === null || (whole === '' && part === '')) return { ok: false, problem: 'NO_NUMBER' };
  const isZero = /^0*$/.test(whole + part);
  if (isNegative && !isZero) return { ok: false, problem: 'NEGATIVE' };
  // Zeros too many are refused as well: "5.000" may be five, or five thousand in a foreign hand.
  if (part.length > decimals) return { ok: false, problem: 'TOO_PRECISE' };

  const units = Number(`${whole}${part.padEnd(decimals, '0')}`);
  if (!Number.isSafeInteger(units)) return { ok: false, problem: 'TOO_LARGE' };
  return { ok: true, units };
}

/** 4990 units with two decimals are "49.90", or "49,90" where a comma is written; never grouped. */
export function writeDecimal(units: number, decimals: number, language?: string): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const sign = units < 0 ? '-' : '';
  if (decimals === 0) return sign + digits;
  const whole = digits.slice(0, -decimals);
  return `${sign}${whole}${separatorsOf(language).decimal}${digits.slice(-decimals)}`;
}

/** The mark between whole and part, and the one between thousands; empty where that is a space. */
export function separatorsOf(language?: string): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(language, {
    useGrouping: 'always',
    numberingSystem: 'latn',
    minimumFractionDigits: 1,
  }).formatToParts(1_234_567.5);
  const valueOf = (type: string) => parts.find((part) => part.type === type)?.value.trim() ?? '';
  return { decimal: valueOf('decimal') || '.', group: valueOf('group').replace('’', "'") };
}

/** Whole digits and part digits; null where this is no number, or could be read in two ways. */
function splitAt(typed: string, decimal: string, group: string): readonly [string | null, string] {
  // The other mark can only stand before the part where the language does not group by it, or where
  // what follows is too short for thousands.
  const isPartByGroupMark = group !== '' && new RegExp(`^\\d*[${group}]\\d{1,2}$`).test(typed);
  const marks = [decimal, '.', ','].filter((mark) => mark !== group || isPartByGroupMark);
  const at = Math.max(...marks.map((mark) => typed.lastIndexOf(mark)));
  const whole = at < 0 ? typed : typed.slice(0, at);
  const part = at < 0 ? '' : typed.slice(at + 1);
  if (!/^\d*$/.test(part)) return [null, ''];
  if (/^\d*$/.test(whole)) return [whole, part];
  const groups = group ? whole.split(group) : [];
  const areThousands =
    /^\d{1,3}$/.test(groups[0] ?? '') &&
    groups.slice(1).every((digits) => /^\d{2,3}$/.test(digits));
  return areThousands && groups.at(-1)?.length === 3 ? [groups.join(''), part] : [null, ''];
}
