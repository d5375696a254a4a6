import { Field, ID, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { toDecimal } from '../domain/money.ts';
import { ActorKind } from '../domain/permission.ts';
import { badUserInput } from './access-rule.ts';
import { CurrencyCode, SafeInt } from './scalars.ts';

/** The kind of thing an id names, by its prefix. */
const typeNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ord: 'Order',
    lin: 'OrderLine',
    pay: 'PaymentAttempt',
    act: 'PostPurchaseAction',
    att: 'ActionAttempt',
    ref: 'Refund',
    leg: 'RefundLeg',
    his: 'HistoryEntry',
    chk: 'Checkout',
    off: 'Offer',
    prd: 'Product',
    ado: 'AddOn',
    lnk: 'CheckoutLink',
    dsc: 'DiscountCode',
    cfg: 'ActionConfiguration',
    blk: 'BulkRerun',
    exp: 'OrderExport',
    mem: 'Member',
    inv: 'Invitation',
    tok: 'ApiToken',
  }),
);

/** The API's type for an id; undefined for a prefix that names none. */
export function typeNameOf(id: string): string | undefined {
  return typeNames.get(id.slice(0, Math.max(id.indexOf('_'), 0)));
}

@InterfaceType({
  description: 'Anything with an id of its own, to be looked up again with `node`.',
  resolveType: ({ id }: Node) => typeNameOf(id),
})
export abstract class Node {
  @Field(() => ID, {
    description:
      'Opaque, unique in the whole shop; its prefix tells the kind (`ord_`, `act_`, `pay_` …).',
  })
  id!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'An amount together with its currency.',
})
export class Money {
  @Field(() => SafeInt, {
    description: "Whole number of the currency's smallest unit: EUR 12.50 is 1250, JPY 500 is 500.",
  })
  minor!: number;
  @Field(() => CurrencyCode, { description: 'The currency of the amount.' })
  currency!: string;
  @Field(() => String, {
    description:
      "The same amount as decimal text with the currency's own number of decimals: `12.50`, `500`.",
  })
  decimal!: string;
}

/** Its text is made only when it is asked for: lists hold hundreds of amounts. */
class Amount implements Money {
  readonly minor: number;
  readonly currency: string;
  constructor(minor: number, currency: string) {
    this.minor = minor;
    this.currency = currency;
  }
  get decimal(): string {
    return toDecimal(this.minor, this.currency);
  }
}

/** An amount of minor units for the API. */
export function money(minor: number, currency: string): Money {
  return new Amount(minor, currency);
}

@ObjectType({
  simpleResolvers: true,
  description: 'Where a page of a list lies in the whole. Cursors are opaque.',
})
export class PageInfo {
  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the first entry: `before` for the page in front of this one. Null on an empty page.',
  })
  startCursor!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last entry: `after` for the next page. Null on an empty page.',
  })
  endCursor!: string | null;
  @Field(() => Boolean, { description: 'Whether entries follow behind `endCursor`.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Whether entries lie in front of `startCursor`.' })
  hasPreviousPage!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'How long a whole list is.' })
export class TotalCount {
  @Field(() => Int, { description: 'Number of matches. Counting stops at 10 000.' })
  value!: number;
  @Field(() => Boolean, { description: 'False where counting stopped and there are more.' })
  isExact!: boolean;
}

registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'What kind of somebody did something.',
  valuesConfig: {
    PERSON: { description: 'A member of the shop.' },
    TOKEN: { description: 'A program with an API token.' },
    PROVIDER: { description: 'A payment provider, by its signed news.' },
    SYSTEM: { description: 'The product itself: an automatic retry, a sweep.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Who did something.' })
export class Actor {
  @Field(() => ActorKind, { description: 'Person, program, provider or the product itself.' })
  kind!: ActorKind;
  @Field(() => String, {
    description: 'Name to show. Of members and programs, never of customers.',
  })
  name!: string;
}

/** Longest page of any list. */
export const LONGEST_PAGE = 250;

/** The wanted size of a page, or a user error in words. `name` is the argument's. */
export function pageSize(size: number, name: 'first' | 'last'): number {
  if (size >= 1 && size <= LONGEST_PAGE) return size;
  throw badUserInput(`\`${name}\` is from 1 to ${LONGEST_PAGE}, not ${size}.`);
}

/** A cursor of lists that are ordered by a number which only grows within them. */
export function sequenceCursor(sequence: number): string {
  return Buffer.from(String(sequence)).toString('base64url');
}

/** Null begins at the newest; a foreign cursor is a user error. */
export function readSequenceCursor(cursor: string | null | undefined): number | null {
  if (cursor === null || cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw badUserInput('`after` is no cursor of this list. Begin again without it.');
}

export type Connection<Entry> = {
  readonly nodes: readonly Entry[];
  readonly edges: readonly { readonly node: Entry; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
};

/** A page of a list that is read newest first; `entries` holds one more than `first` where there are more. */
export function sequenceConnection<Entry>(
  entries: readonly Entry[],
  page: { readonly first: number; readonly after: number | null },
  sequenceOf: (entry: Entry) => number,
): Connection<Entry> {
  const nodes = entries.slice(0, page.first);
  const edges = nodes.map((node) => ({ node, cursor: sequenceCursor(sequenceOf(node)) }));
  return {
    nodes,
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: entries.length > page.first,
      hasPreviousPage: page.after !== null,
    },
  };
}

/** PostgreSQL refuses the zero character with an error of its own. */
export function isPossibleId(id: string): boolean {
  return id.length <= 100 && !id.includes('\0');
}

/** A row that a foreign key promises. */
export function present<Row>(row: Row | null, id: string): Row {
  if (row === null) throw new Error(`${id} is gone although something points at it`);
  return row;
}

/** Rows in the order in which their ids were asked for; ids without a row are left out. */
export function inOrderOf<Row extends { readonly id: string }>(
  ids: readonly string[],
  rows: readonly Row[],
): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}
