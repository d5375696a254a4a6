import { ArrayType } from '@mikro-orm/core';
import pg from 'pg';

/**
 * Texts in one column, any text. The library's own type writes them in the escapes of JSON, which PostgreSQL reads
 * otherwise: a text `null` became no text at all, and tabs and new lines became letters.
 */
export class TextArray extends ArrayType {
  override convertToDatabaseValue(values: string[] | null): string | null {
    return values && `{${values.map(quoted).join(',')}}`;
  }
}

const quoted = (text: string) => `"${text.replaceAll(/[\\"]/gu, '\\$&')}"`;

/** Of `text[]`: the driver knows it by its number alone. */
export const TEXT_ARRAY = 1009;
const readAny: (text: string) => unknown = pg.types.getTypeParser(TEXT_ARRAY as never);
/** What is quoted, nested, counted from elsewhere than 1, or perhaps no text. */
const UNUSUAL = /["\\[]|.\{|null/iu;

/** Texts as PostgreSQL writes them, `{vip,spring}`. The driver reads sign by sign. */
export function readTextArray(text: string): unknown {
  if (text === '{}') return [];
  return UNUSUAL.test(text) ? readAny(text) : text.slice(1, -1).split(',');
}
