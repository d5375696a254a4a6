/**
 * Keeps a customer out of what is stored with an attempt. Mail servers quote the recipient in
 * their refusals and receivers echo what they were sent, in their own escaping, so it is the
 * values of this order that are looked for, in every form they commonly come back in.
 */
import type { PurchasedOrder } from './action-type.ts';

/** Stands for a personal value that was taken out. */
export const REDACTED = '…';

/** Longest text kept of an answer, in characters. */
const KEPT_CHARACTERS = 2_048;

/** The call keeps 2,048 bytes of an answer and leaves out a character that was cut in two. */
const CUT_FROM_BYTES = 2_045;

export type Redact = (text: string) => string;

/**
 * Takes the order's customer out of a text, everything else that looks like an address, and the secrets
 * that were sent along.
 */
export function redactFor(
  { customer }: Pick<PurchasedOrder, 'customer'>,
  secrets: readonly string[] = [],
): Redact {
  const values = [
    ...secrets,
    customer.email,
    customer.email.split('@')[0] ?? '',
    [customer.firstName, customer.lastName].filter(Boolean).join(' '),
    customer.firstName ?? '',
    customer.lastName ?? '',
    ...customer.fields.map(({ value }) => value),
  ];
  const forms = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const patterns = forms.map(
    (form) => new RegExp(`(?<![\\p{L}\\p{N}])${literally(form)}(?![\\p{L}\\p{N}])`, 'giu'),
  );

  return (text) => {
    const kept = storable(text).slice(0, KEPT_CHARACTERS).toWellFormed();
    const whole = withoutCutValue(kept, forms);
    const withoutValues = patterns.reduce((rest, form) => rest.replace(form, REDACTED), whole);
    return withoutValues.replace(ADDRESS, REDACTED);
  };
}

/** The secrets of many receivers stand in the path or the query: enough is left to recognise it. */
export function redactUrl(text: string): string {
  const url = URL.parse(text);
  if (!url) return REDACTED;
  const path = url.pathname
    .split('/')
    .map((part) => (part.length > 12 ? part.slice(0, 4) + REDACTED : part))
    .join('/');
  return url.origin + path + (url.search === '' ? '' : `?${REDACTED}`);
}

/** Not only complete ones: an answer may have been cut in the middle of an address. */
const ADDRESS = /[^\s"'<>(),;:=&]+(?:@|%40)[^\s"'<>(),;&]*/giu;

/** One letter alone would take half of every sentence with it. */
function formsOf(value: string): string[] {
  const trimmed = value.trim();
  if (trimmed.length < 2) return [];
  const escaped = trimmed.replace(/[\u0080-\uffff]/g, asUnicodeEscape);
  const encoded = encodeURIComponent(trimmed.toWellFormed());
  const inHtml = trimmed.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return [trimmed, escaped, encoded, encoded.replaceAll('%20', '+'), inHtml];
}

function asUnicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** A text that ends in the first half of a value ends before it instead. */
function withoutCutValue(text: string, forms: readonly string[]): string {
  if (Buffer.byteLength(text) < CUT_FROM_BYTES) return text;
  const lower = text.toLowerCase();
  for (const form of forms)
    for (let length = form.length - 1; length > 2; length--)
      if (lower.endsWith(form.slice(0, length).toLowerCase())) return text.slice(0, -length);
  return text;
}

/** PostgreSQL stores every character but this one. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}
