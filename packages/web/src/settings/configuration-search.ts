import { z } from 'zod';

/**
 * What the address of a configuration page says: whose checkout, which of its things are listed,
 * and which one is open (`new` while it is being made).
 */

const text = z.string().trim().min(1).max(200).optional().catch(undefined);

const configurationSearch = z.object({
  checkout: text,
  find: text,
  archived: z.literal('shown').optional().catch(undefined),
  open: text,
});

export type ConfigurationSearch = Partial<z.infer<typeof configurationSearch>>;

export const NEW = 'new';

/** What an address can say wrongly is left out, never an error: an old link still opens. */
export function readConfigurationSearch(raw: Record<string, unknown>): ConfigurationSearch {
  const search: ConfigurationSearch = configurationSearch.parse(raw);
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

/** Whether one of the texts holds what is looked for, in any case. */
export function isFound(find: string | undefined, texts: readonly (string | null)[]): boolean {
  if (!find) return true;
  const wanted = find.toLocaleLowerCase();
  return texts.some((text) => text?.toLocaleLowerCase().includes(wanted) ?? false);
}
