/**
 * Makes a provider's own words fit to be kept with a payment and shown: one line of
 * plain text of at most 200 characters, with email addresses, long numbers (phones,
 * cards, accounts) and every value of `personal` replaced by an ellipsis.
 */
export function plainWords(text: string, personal: readonly (string | null)[] = []): string {
  const values = personal
    .filter((value) => value !== null)
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .sort((a, b) => b.length - a.length); // A long value first, lest a shorter one inside it leave its rest behind.

  const masked = values
    .reduce((words, value) => words.replace(wholeWord(value), HIDDEN), text)
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, HIDDEN)
    .replace(/\+?\d(?:[ -]?\d){5,}/g, HIDDEN);

  const line = masked.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).trimEnd()}…`;
}

const HIDDEN = '…';
const LONGEST = 200;

/** A first name such as "Ok" must not eat the middle of other words. */
function wholeWord(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`, 'giu');
}
