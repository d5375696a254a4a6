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
    if (HAS_TRIGRAM.test(part)) {
      conditions.push(`o.search like ${pattern}`);
      findable.push(part);
    } else {
      // Not the column itself: planned without the value, the whole index would be read, and then all orders.
      conditions.push(`o.search || '' like ${pattern}`);
    }
  };
  for (const word of wordsOf(filter.text)) {
    const pattern = loweredPattern(word, parameters);
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
    const pattern = loweredPattern(part, parameters);
    search(part, pattern);
    conditions.push(`lower(${columns[name]}) like ${pattern}`);
  }
  return { substrings: conditions, findable };
}

/** How parts of texts are looked for in the index, and what must be known for it of orders that are tried. */
export type TextSearch = {
  /** Conditions on `order_list o` that lead to all hits, or more; they read `tried`. */
  readonly conditions: readonly string[];
  /** Columns of `tried`, over some orders `o`. */
  readonly triedColumns: readonly string[];
};

/**
 * Of an address whose domain many have, the index is asked for the part before the @ alone: whichever orders may fit are
 * compared by every three letters in a row, and those of the domain are in all of them (50 ms and more instead of 2). The
 * same of a long part before the @ that hardly any of the tried has: the newest orders may all come from one company. Of
 * others it is asked for the whole: there may be many called info@.
 */
export function textSearch(
  { findable }: Pick<OrderConditions, 'findable'>,
  tried: number,
  parameters: SqlParameters,
): TextSearch {
  const triedColumns: string[] = [];
  const conditions = findable.map((part, place) => {
    const pattern = loweredPattern(part, parameters);
    const at = part.indexOf('@');
    const [mailbox, domain] = [part.slice(0, at + 1), part.slice(at)];
    if (domain === '@' || !HAS_TRIGRAM.test(mailbox)) return `o.search like ${pattern}`;
    const isEnough = `mailbox_${place}`;
    const triedWith = (text: string) =>
      `count(*) filter (where o.search like ${loweredPattern(text, parameters)})`;
    const signs = [`${triedWith(domain)} >= ${tried * FREQUENT}`];
    if (mailbox.length >= TELLING) signs.push(`${triedWith(mailbox)} < ${tried * RARE}`);
    triedColumns.push(`${signs.join(' or ')} as ${isEnough}`);
    return `o.search like case when (select ${isEnough} from tried)
        then ${loweredPattern(mailbox, parameters)} else ${pattern} end`;
  });
  return { conditions, triedColumns };
}

/** A domain that so many of the orders that are tried have. */
const FREQUENT = 0.05;
/** What is before the @ is rare where fewer of them have it, and worth trusting from so many characters on. */
const RARE = 0.01;
const TELLING = 7;

/** Three letters or digits in a row, which is what the index on `search` is made of. */
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u;

/** The words of a search text; each must match. */
export function wordsOf(text: string | null | undefined): string[] {
  return (text ?? '').split(/\s+/u).filter((word) => word !== '');
}

/** Lowered by the database, as what it is compared with. */
const loweredPattern = (part: string, parameters: SqlParameters) =>
  `lower(${parameters.add(containing(part))}::text)`;

const containing = (part: string) => `%${part.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
