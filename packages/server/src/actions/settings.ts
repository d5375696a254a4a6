import { z } from 'zod';
import { BadSettings } from './action-type.ts';
import type { SettingMistake } from './settings-form.ts';

/** Reads a stored snapshot, or throws `BadSettings` with one clear sentence per mistake. */
export function readWith<Settings>(
  schema: z.ZodType<Settings>,
  label: string,
  json: unknown,
): Settings {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const mistakes = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new BadSettings(`The settings of "${label}" cannot be used. ${mistakes.join(' ')}`);
}

/** Every mistake at the setting it concerns, for a form. */
export function mistakesIn(schema: z.ZodType, json: unknown): SettingMistake[] {
  const read = schema.safeParse(json ?? {});
  if (read.success) return [];
  return read.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), message }));
}
