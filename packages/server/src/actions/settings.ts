import { z } from 'zod';
import { BadSettings } from './action-type.ts';
import type { SettingMistake } from './settings-form.ts';

/** Reads a stored snapshot, or throws `BadSettings` with one clear sentence per mistake. */
export function readWith<Settings>(
  schema: z.ZodType<Settings>,
  label: string,
  json: unknown,
): Settings {
  const read = schema.safeParse(json, { error: wordsFor });
  if (read.success) return read.data;
  const mistakes = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new BadSettings(`The settings of "${label}" cannot be used. ${mistakes.join(' ')}`);
}

/** Every mistake at the setting it concerns, for a form. */
export function mistakesIn(schema: z.ZodType, json: unknown): SettingMistake[] {
  const read = schema.safeParse(json ?? {}, { error: wordsFor });
  if (read.success) return [];
  return read.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), message }));
}

/** What a seller reads where a setting brings no words of its own. */
function wordsFor(issue: z.core.$ZodRawIssue): string {
  const isMissing = issue.input === undefined || issue.input === null || issue.input === '';
  if (isMissing) return 'Fill this in.';
  if (issue.code === 'invalid_union' || issue.code === 'invalid_value') {
    return 'Choose one of the values offered.';
  }
  return 'This is not a value that can be used here.';
}

/** One line or several, without the spaces around it; empty is the same as missing. */
export function optionalText(longest: number) {
  return z
    .string()
    .max(longest, { error: `It is longer than ${longest} characters.` })
    .transform((value) => (value.trim() === '' ? undefined : value.trim()))
    .optional();
}

/** As `optionalText`, but there must be something. */
export function requiredText(longest: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest, { error: `It is longer than ${longest} characters.` });
}

/** One address to which customers' answers go. */
export const replyToSetting = z
  .email({ error: 'It must be an e-mail address.' })
  .max(254)
  .optional();

/** Whether it is an HTTP address without a user name and password in it. */
export function isPlainWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    ['https:', 'http:'].includes(url.protocol) &&
    url.username === '' &&
    url.password === ''
  );
}
