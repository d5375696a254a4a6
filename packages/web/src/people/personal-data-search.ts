import { z } from 'zod';

/** What the address of the page says: of which order the customer is looked for, and never who that is. */
const search = z.object({
  order: z
    .string()
    .regex(/^ord_\w{1,60}$/u)
    .optional()
    .catch(undefined),
});

export function readPersonalDataSearch(raw: Record<string, unknown>): { order?: string } {
  const { order } = search.parse(raw);
  return order ? { order } : {};
}
