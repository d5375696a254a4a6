import { ArrayType } from '@mikro-orm/core';

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
