import type { Onlooker, OrderConditions, OrderFilter, SqlParameters } from './order-filter.ts';

/** The part of a filter that looks for parts of texts, as conditions on `order_list o`. */

/** `search` holds everything a text may match, in lower case, and has the trigram index. */
export function substringConditions(
  filter: OrderFilter,
  { mayReadPersonalData }: Onlooker,
  parameters: SqlParameters,
): Pick<OrderConditions, 'substrings' | 'findable'> {
  const conditions: string[] = [];
  const findable: string[] = [];
  const search = (part: string, pattern: string) => {
    conditions.push(`o.search like ${pattern}`);
    if (HAS_TRIGRAM.test(part)) findable.push(`o.search like ${pattern}`);
  };
  for (const word of wordsOf(filter.text)) {
    const pattern = `lower(${parameters.add(containing(word))}::text)`;
    search(word, pattern);
    if (!mayReadPersonalData) {
      conditions.push(
        `lower(concat_ws(' ', o.number, array_to_string(o.payment_references, ' '))) like ${pattern}`,
      );
    }
  }
  const columns = { email: 'o.email', firstName: 'o.first_name', lastName: 'o.last_name' } as const;
  for (const name of ['email', 'firstName', 'lastName'] as const) {
    const part = filter[name]?.trim();
    if (!part) continue;
    const pattern = `lower(${parameters.add(containing(part))}::text)`;
    search(part, pattern);
    conditions.push(`lower(${columns[name]}) like ${pattern}`);
  }
  return { substrings: conditions, findable };
}

/** Three letters or digits in a row, which is what the index on `search` is made of. */
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u;

/** The words of a search text; each must match. */
export function wordsOf(text: string | null | undefined): string[] {
  return (text ?? '').split(/\s+/u).filter((word) => word !== '');
}

const containing = (part: string) => `%${part.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
